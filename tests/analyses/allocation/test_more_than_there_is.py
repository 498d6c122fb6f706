"""A present plan that has more in a channel than there is to buy in most worlds: the rest is divided beside that."""

from dataclasses import replace
from itertools import product

import pytest

from simulator.analyses.allocation.best import Allocation, best_allocation
from simulator.analyses.allocation.by_period import best_by_period
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.reasons import reasons_of
from simulator.edits.plans import with_plan
from simulator.edits.spend import with_slider_spend
from simulator.engine.funnel import run
from simulator.metrics.kpis import METRICS
from simulator.presentation.allocation_text import reason_texts
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import GroupLimits, Limits
from simulator.scenario.plans import Monthly
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from tests.analyses.allocation.problems import DRAWS, searched
from tests.plain import beliefs

STEP, BUDGET, IN_FRIENDS = 100.0, 1_000.0, 300.0


def scenario(**now: float) -> Scenario[Belief]:
    """Friends bring most, but in one world of ten they are two a month; of the other two channels one is the better."""
    shared = {"type": "pay_per_lead", "reference_spend": 400, "monthly_spend_before": 400}
    spend = {"Friends": IN_FRIENDS, "Search": 200, "Print": 500, **now}
    curve = {"type": "saturating", "gain_from_doubling": 0.5}
    return beliefs(
        {
            "name": "Friends",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 6,
            "business": {"revenue_per_sale": [450, 500, 550], "gross_margin_rate": 0.5},
            "funnel": {"lead_to_customer_rate": [0.3, 0.4, 0.5]},
            "channels": [
                {"name": "Friends", "type": "pay_per_lead", "cost_per_lead": 40,
                 "curve": {"type": "capped", "most_per_month": [3, 6, 9]}},
                {"name": "Search", "cost_per_lead": [50, 60, 70], "curve": curve, **shared},
                {"name": "Print", "cost_per_lead": [80, 90, 110], "curve": curve, **shared},
            ],
            "plans": [{"name": "Today", "monthly_spend": spend}],
        }
    )  # fmt: skip


def best(each: Scenario[Belief], limits: Limits, **asked: bool) -> Allocation:
    """The best split of the budget."""
    return best_allocation(each, budget=BUDGET, plan="Today", limits=limits, draws=DRAWS, **asked)


def every_value(each: Scenario[Belief], in_friends: float) -> dict[tuple[float, float], float]:
    """What every division of what friends leave is worth, as a whole plan."""
    worlds, found = searched(each), {}
    for search, print_ in product([STEP * step for step in range(11)], repeat=2):
        if search + print_ == BUDGET - in_friends:
            spend = {"Friends": in_friends, "Search": search, "Print": print_}
            changed = with_slider_spend(each, each.plan("Today"), spend)
            funnel = run(changed, [worlds], changed.plan("Today"))
            found[search, print_] = float(METRICS["profit"].of_plan(funnel).mean())
    return found


def test_the_rest_is_divided_as_well_as_can_be():
    each = scenario()
    values = every_value(each, IN_FRIENDS)
    assert values[200.0, 500.0] > max(every_value(each, 100.0).values()), "else nothing speaks for what friends have"
    found = best(each, Limits(step=STEP))
    assert found.kept == ("Friends",)
    assert found.value == pytest.approx(max(values.values()), rel=1e-9)
    assert found.value > found.current
    assert found.spend["Friends"] == IN_FRIENDS
    assert found.bound is not None
    assert found.value <= found.bound <= found.value * 1.001
    assert "channels.Friends.locked" not in found.binding


def test_it_is_said_that_what_cannot_be_bought_is_not_spent():
    found = best(scenario(), Limits(step=STEP))
    texts = [*reason_texts(found, reasons_of(found), Formats("USD"))]
    assert (
        "Friends keeps its $300 a month, more than there is to buy in most worlds: what it cannot buy there is not"
        " spent." in texts
    )


def test_no_money_is_put_where_nothing_can_be_bought_unless_it_is_there_already():
    found = best(scenario(Friends=0.0, Print=800.0), Limits(step=STEP))
    assert found.kept == ()
    assert found.spend["Friends"] <= found.most_to_buy["Friends"] < IN_FRIENDS


def test_limits_hold_beside_what_a_channel_keeps():
    group = GroupLimits(name="Both", channels=("Friends", "Search"), at_most=600.0)
    found = best(scenario(), Limits(step=STEP, groups=(group,)))
    assert found.kept == ("Friends",)
    assert found.spend == {"Friends": 300.0, "Search": 300.0, "Print": 400.0}
    assert found.limits.groups == (group,)


def test_periods_are_divided_beside_it_too():
    each = scenario()
    found = best_by_period(
        AllocationProblem(scenario=each, budget=BUDGET, plan="Today", limits=Limits(step=STEP), draws=DRAWS)
    )
    assert list(found.spend["Friends"]) == [IN_FRIENDS] * 2
    assert found.value >= found.whole.value


def test_who_keeps_more_than_the_whole_budget_in_a_month_is_divided_by_period_as_all_others():
    bare = scenario()
    spend = {
        **bare.plan("Today").monthly_spend,
        "Friends": Monthly(amounts=(1_050.0, 150.0, 150.0, 150.0, 150.0, 150.0)),
    }
    each = with_plan(bare, replace(bare.plan("Today"), monthly_spend=spend))
    problem = AllocationProblem(scenario=each, budget=BUDGET, plan="Today", limits=Limits(step=STEP), draws=DRAWS)
    assert best(each, Limits(step=STEP)).kept == ("Friends",)
    for amounts in zip(*best_by_period(problem, 1).spend.values(), strict=True):
        assert sum(amounts) <= BUDGET
