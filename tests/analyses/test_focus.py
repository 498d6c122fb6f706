"""The weakest link: what costs the most, never luck nor money, and nothing where nothing costs much."""

from datetime import date

import numpy as np
import pytest

from simulator.analyses.focus import Focus, focus
from simulator.analyses.gap import Cause, Link, explained_gap
from simulator.edits.middle_values import at_middle_values
from simulator.scenario.actuals import Actuals
from tests.analyses.clicks import AS_PLANNED, DELAYED, ads, gap_of
from tests.analyses.lived import lived
from tests.analyses.tracked import BOUGHT


def weakest(**figures: float) -> Focus | None:
    return focus(gap_of(ads(**{**AS_PLANNED, **figures})))


def test_the_dearest_link_is_the_weakest_and_the_next_one_follows():
    found = weakest(visits=500.0, leads=30.0, customers=7.5, gross_profit=1500.0)
    assert found is not None
    assert found.link == Link(Cause.UNIT_COST, "spend", "visits")
    assert (found.planned, found.actual) == (pytest.approx(0.5), pytest.approx(0.25))
    assert found.then == Link(Cause.RATE, "visits", "leads")
    assert found.channel == "Ads"
    assert found.cost == pytest.approx(found.channel_cost)


def test_luck_and_spend_are_no_weakness():
    assert weakest(leads=90.0, customers=22.5, gross_profit=4500.0) is None
    half = {name: value / 2.0 for name, value in AS_PLANNED.items()}
    assert weakest(**half) is None


def test_what_goes_better_is_no_weakness():
    assert weakest(leads=300.0, customers=75.0, gross_profit=15000.0) is None


def test_nothing_known_has_no_weakness():
    assert focus(gap_of()) is None


@pytest.mark.parametrize(("leads", "is_open"), [((30.0, 90.0), True), ((60.0, 60.0), False)])
def test_leads_that_had_no_time_to_close_are_told_beside_it(leads: tuple[float, float], is_open: bool):
    """Leads sign a month later: of 30 and 90 a quarter had time, where half was planned."""
    late = Actuals(
        channel="Ads",
        first=date(2027, 1, 1),
        spend=(2000.0, 2000.0),
        visits=tuple(10.0 * each for each in leads),
        leads=leads,
        customers=(0.0, leads[0] / 4.0),
        gross_profit=(0.0, 50.0 * leads[0]),
    )
    found = focus(gap_of(late, plain=DELAYED))
    assert found is not None
    assert (found.link.cause, found.still_open) == (Cause.UNIT_COST, is_open)


def test_a_plan_that_holds_is_seldom_told_a_weakness():
    """Whatever luck does to a plan whose figures are all true, fewer than one in ten times it is given a name."""
    true = at_middle_values(BOUGHT)
    named = []
    for seed in range(60):
        actuals = lived(true, "Today", np.random.default_rng([9, seed])).actuals
        named.append(focus(explained_gap(true, "Today", actuals, today=date(2027, 4, 1), draws=8)) is not None)
    assert np.mean(named) < 0.1
