"""Improvements that are chosen for one split in all months, and what they leave divided by period."""

from dataclasses import replace

import pytest

from simulator.analyses.allocation.improved_by_period import best_by_period_with_improvements
from simulator.analyses.allocation.improving import best_with_improvements, monthly_cost, with_set
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits, Limits
from tests.analyses.allocation.seasonal import BUDGET, LIMITS, MEMORY, OFFERED, asked, every_value, seasonal

WORTHLESS = Improvement(name="Sign", belief="channels.Summer.cost_per_lead", becomes=replace(
    OFFERED[0].becomes, low=39.0, likely=49.9, high=59.0), cost=2_400.0)  # fmt: skip


@pytest.mark.parametrize("settings", [{}, MEMORY])
def test_what_the_best_set_for_all_months_leaves_is_divided_as_well_as_can_be(settings):
    """The form costs $150 a month, so that three of the steps are left."""
    form = replace(OFFERED[0], cost=600.0)
    scenario = replace(seasonal(**settings), improvements=(form, WORTHLESS))
    problem = asked(scenario, or_less=True)
    found = best_by_period_with_improvements(problem, QUARTER)
    chosen = best_with_improvements(problem)
    assert found.chosen is not None
    assert found.chosen.bought == chosen.bought == ("Form",)
    bought = with_set(scenario, "Today", ("Form",))
    left = BUDGET - monthly_cost(bought, "Today")
    best = max(every_value(bought, or_less=True, most=left).values())
    assert found.value == pytest.approx(best, rel=1e-9 if not settings else 1e-3)
    assert found.value >= chosen.allocation.value - 1e-6
    assert found.bound is None
    assert not found.is_proven
    assert found.scenario.plan("Today").improvements == bought.plan("Today").improvements


def test_limits_of_later_months_hold_beside_improvements():
    limits = Limits(step=50.0, channels=(ChannelLimits(channel="Summer", committed_until=2),))
    scenario = replace(seasonal(), improvements=OFFERED)
    found = best_by_period_with_improvements(asked(scenario, limits=limits, or_less=True), MONTH)
    assert list(found.spend["Summer"][:2]) == [500.0, 500.0]
    assert found.spend["Summer"][2] != 500.0


def test_where_none_is_offered_a_proof_is_one():
    found = best_by_period_with_improvements(asked(seasonal(), limits=LIMITS), QUARTER)
    assert found.chosen is None
    assert found.is_proven
