from dataclasses import replace

import numpy as np
import pytest

from simulator.analyses.judgement import Judgement, Worth, judgement
from simulator.analyses.summary import error_of_share, summarise
from simulator.engine.simulation import simulate
from tests.examples import CERTAIN, UNSURE
from tests.findings.found import CARDS, SEARCH, scenario
from tests.plain import beliefs

DRAWS = 1_024


def worth_at(cost_per_click: float) -> Judgement:
    """The judgement on search ads alone; dearer clicks make it worse."""
    stated = scenario(search={"cost_per_click": cost_per_click}, spend={SEARCH: 4000})
    return judgement(simulate(stated, "Plan", draws=DRAWS))


def test_the_worth_falls_through_all_steps_as_clicks_become_dearer():
    found = [worth_at(cost).worth for cost in np.geomspace(4, 60, 60)]
    steps = list(dict.fromkeys(found))
    order = [
        Worth.ALWAYS,
        Worth.VERY_LIKELY,
        Worth.LIKELY,
        Worth.MORE_LIKELY_THAN_NOT,
        Worth.EVEN,
        Worth.LESS_LIKELY_THAN_NOT,
        Worth.UNLIKELY,
        Worth.VERY_UNLIKELY,
        Worth.NEVER,
    ]
    assert steps == [step for step in order if step in steps]
    assert {Worth.ALWAYS, Worth.LIKELY, Worth.EVEN, Worth.UNLIKELY, Worth.NEVER} <= set(steps)


@pytest.mark.parametrize("cost", [11, 13, 14, 15, 17, 20])
def test_a_step_is_reached_only_where_the_share_exceeds_it_by_two_errors(cost):
    found = worth_at(cost)
    making = 1.0 - found.losing
    surely = making - 2 * error_of_share(making, DRAWS)
    assert (found.worth in {Worth.LIKELY, Worth.VERY_LIKELY}) == (2 / 3 < surely < 1)
    assert (found.worth is Worth.VERY_LIKELY) == (surely > 0.9)


def test_a_certain_gain_holds_in_the_one_world_there_is():
    found = judgement(simulate(beliefs(CERTAIN), "Today"))
    assert (found.worth, found.worlds, found.losing, found.losing_error) == (Worth.ALWAYS, 1, 0.0, 0.0)


def test_a_plan_without_spend_is_not_judged():
    assert judgement(simulate(beliefs(UNSURE), "Nothing", draws=64)).worth is Worth.NOTHING_SPENT


def test_overhead_alone_is_nothing_spent_on_channels():
    stated = scenario(business={"monthly_overhead": 500}, spend={})
    assert judgement(simulate(stated, "Plan", draws=64)).worth is Worth.NOTHING_SPENT


def test_a_plan_that_earns_what_it_costs_is_neither():
    # $1,000 buys 100 leads, 30 customers and $15,000 revenue, of which a fifteenth is left.
    business = {**CERTAIN["business"], "gross_margin_rate": 1 / 15}
    found = judgement(simulate(beliefs({**CERTAIN, "business": business}), "Today"))
    assert found.profit.p50 == pytest.approx(0.0, abs=1e-9)
    assert found.worth is Worth.NOTHING_EITHER_WAY


def test_a_plan_that_wins_seldom_and_much_is_torn():
    lottery = {"response_rate": [0.00002, 0.003, 0.06], "cost_per_piece": 0.6}
    stated = scenario(cards=lottery, spend={CARDS: 2000})
    found = judgement(simulate(stated, "Plan", draws=8_192))
    assert found.profit.p50 < 0 < found.profit.mean
    assert found.is_torn


def test_average_and_middle_of_one_sign_are_not_torn():
    found = worth_at(5)
    assert not found.is_torn
    zero = summarise(np.zeros((1, 64)))[0]
    assert not replace(found, profit=zero).is_torn
