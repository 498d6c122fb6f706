"""The one world in which every belief has its middle value."""

from dataclasses import replace

import numpy as np

from simulator import read, simulate
from simulator.edits.middle_values import at_middle_values
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from simulator.units import Role
from tests.cli.commands import PLUMBER
from tests.examples import STEADY_AND_BET
from tests.plain import beliefs


def test_every_belief_is_certain_to_be_its_middle_value_and_keeps_its_source():
    stated = read(PLUMBER)
    settled = {place.path: place.value for place in walk(at_middle_values(stated))}
    for place in walk(stated):
        if place.quantity.role is Role.BELIEF and isinstance(place.value, Belief):
            middle = place.value.likely
            assert settled[place.path] == replace(place.value, low=middle, high=middle)


def test_how_long_deals_take_is_no_doubt_and_stays_spread():
    stated = beliefs(STEADY_AND_BET)
    cycle = Belief(low=0.5, likely=1.0, high=3.0)
    spread = replace(stated, business=replace(stated.business, sales_cycle_months=cycle))
    assert at_middle_values(spread).business.sales_cycle_months == cycle


def test_plans_and_all_other_decisions_stay():
    stated = read(PLUMBER)
    settled = at_middle_values(stated)
    assert (settled.plans, settled.targets, settled.seasonality) == (stated.plans, stated.targets, stated.seasonality)


def test_the_one_world_is_what_the_middle_values_make():
    # $1,000 at $30 a lead and $1,000 at $33, of which 30 % buy; six months.
    funnel = simulate(at_middle_values(beliefs(STEADY_AND_BET)), "Both", draws=8).funnel
    assert funnel.draws == 1
    np.testing.assert_allclose(funnel.plan.customers, 6 * 0.3 * (1_000 / 30 + 1_000 / 33), rtol=1e-12)
