"""The best split by quarter and by month, against every split of every period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulator.analyses.allocation.best import best_allocation
from simulator.analyses.allocation.by_period import AllocationByPeriod, best_by_period
from simulator.analyses.allocation.improving import with_set
from simulator.analyses.allocation.monthly_outcomes import MonthlyOutcomes
from simulator.analyses.allocation.objectives import CAREFUL, Kind, Objective
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.tables import Worlds
from simulator.edits.plans import with_plan
from simulator.engine.funnel import run
from simulator.engine.sampling import picked, sample
from simulator.errors import LimitsError
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import Monthly, Steady
from tests.analyses.allocation import problems
from tests.analyses.allocation.problems import DRAWS, Problem, keeps, problem, searched
from tests.analyses.allocation.seasonal import (
    BUDGET,
    LIMITS,
    MEMORY,
    OFFERED,
    STEP,
    WAYS,
    asked,
    every_plan,
    every_value,
    seasonal,
    values_of,
    with_room,
)

ROUNDING = 1e-9


@pytest.mark.parametrize("settings", [{}, MEMORY, {"ramp_up_months": [2, 4, 6]}, {"setup_cost": 900}])
@pytest.mark.parametrize("or_less", [False, True])
def test_quarters_are_divided_as_well_as_can_be(settings, or_less):
    scenario = seasonal(**settings)
    found = best_by_period(asked(scenario, or_less=or_less, limits=Limits(step=BUDGET / 3)))
    best = max(every_value(scenario, or_less=or_less, step=BUDGET / 3).values())
    assert found.value == pytest.approx(best, rel=1e-9 if not settings else 1e-3)
    assert found.is_proven == (not settings)
    assert found.bound is None or found.bound >= best - 1e-6
    assert found.value >= found.whole.value - 1e-6


def test_what_is_found_is_what_its_plan_brings():
    found = best_by_period(
        AllocationProblem(scenario=seasonal(9), budget=BUDGET, plan="Today", limits=LIMITS, draws=DRAWS)
    )
    funnel = run(found.scenario, [searched(found.scenario)], found.scenario.plan("Today"))
    assert float(METRICS["profit"].of_plan(funnel).mean()) == pytest.approx(found.value)
    spend = found.scenario.spend("Today")
    assert spend.sum(axis=0) == pytest.approx(BUDGET)
    assert [round(float(spend[0, 3 * place]), 6) for place in range(3)] == list(found.spend["Summer"])
    # The season of the first channel falls from quarter to quarter.
    assert found.spend["Summer"][0] > found.spend["Summer"][2]


@pytest.mark.parametrize("settings", [{}, MEMORY])
@pytest.mark.parametrize("metric", ["profit", "customers"])
def test_what_the_plan_buys_and_its_overhead_are_paid_by_quarter_too(settings, metric):
    bare = seasonal(**settings)
    scenario = with_set(
        replace(bare, improvements=OFFERED, business=replace(bare.business, monthly_overhead=70.0)), "Today", ("Form",)
    )
    objective = Objective(Kind.MEAN, metric)
    found = best_by_period(
        AllocationProblem(
            scenario=scenario, budget=BUDGET, plan="Today", objective=objective, limits=LIMITS, draws=DRAWS
        )
    )
    for draws, value in ((np.arange(DRAWS // 2), found.value), (np.arange(DRAWS // 2, DRAWS), found.fresh)):
        worlds = picked(sample(found.scenario, draws=DRAWS, seed=1), draws)
        funnel = run(found.scenario, [worlds], found.scenario.plan("Today"))
        assert value == pytest.approx(float(METRICS[metric].of_plan(funnel).mean()), rel=1e-9)
    if found.bound is not None:
        assert found.bound == pytest.approx(found.value, rel=1e-3)


@pytest.mark.parametrize("until", [1, 2, 3, date(2027, 2, 1)])
def test_who_is_committed_stays_to_the_end_of_that_quarter(until):
    own = ChannelLimits(channel="Summer", committed_until=until)
    limits = Limits(step=STEP, channels=(own,))
    found = best_by_period(
        AllocationProblem(scenario=seasonal(), budget=BUDGET, plan="Today", limits=limits, draws=DRAWS)
    )
    assert found.spend["Summer"][0] == 500.0
    assert found.value == pytest.approx(max(every_value(seasonal(), held=1).values()))


def test_a_commitment_that_has_ended_holds_nothing():
    ended = Limits(step=STEP, channels=(ChannelLimits(channel="Summer", committed_until=date(2026, 12, 1)),))
    settings = {"budget": BUDGET, "plan": "Today", "draws": DRAWS}
    assert best_allocation(seasonal(), limits=ended, **settings).spend == (
        best_allocation(seasonal(), limits=LIMITS, **settings).spend
    )


def test_one_amount_for_all_months_keeps_who_is_committed_in_any():
    limits = Limits(step=STEP, channels=(ChannelLimits(channel="Summer", committed_until=2),))
    found = best_allocation(seasonal(), budget=BUDGET, plan="Today", limits=limits, draws=DRAWS)
    assert found.spend["Summer"] == 500.0
    assert "channels.Summer.committed_until" in found.binding


def test_limits_hold_in_every_quarter_and_a_rest_is_spent_where_there_is_something_to_buy():
    """In the third quarter the market is so small that more than 500 a month in Summer was never tried."""
    group = GroupLimits(name="Some", channels=("Always",), share_at_most=0.5)
    limits = Limits(
        step=STEP, channels=(ChannelLimits(channel="Summer", at_least=500.0, at_most=900.0),), groups=(group,)
    )
    found = best_by_period(
        AllocationProblem(scenario=seasonal(9), budget=1_060.0, plan="Today", limits=limits, draws=DRAWS)
    )
    for summer, always in zip(found.spend["Summer"], found.spend["Always"], strict=True):
        assert 500.0 <= summer <= 900.0
        assert always <= 530.0
        assert summer + always <= 1_060.0
    assert found.spend["Summer"][0] + found.spend["Always"][0] == pytest.approx(1_060.0)


SMOOTH = 512
"""Worlds enough that the middle one does not leap from split to split."""


def is_as_good(found: AllocationByPeriod, every: Mapping[Any, float]) -> None:
    """Check that an answer is at most a thousandth worse than the best of all splits, and that its bound is one."""
    best = max(every.values())
    assert -1e-3 * abs(best) <= found.value - best <= 1e-6 * abs(best)
    assert found.bound is None or found.bound >= best - 1e-6 * abs(best)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("settings", "overflow", "ways"),
    [
        ("plain", "", ["median"]),
        ("plain", "lose", ["mean", "worst", "leads"]),
        ("memory", "", ["worst", "leads"]),
        ("memory", "lose", ["mean", "median", "chance"]),
        ("ramp-up", "", ["chance"]),
        ("ramp-up", "queue", ["mean"]),
        ("set-up", "queue", ["median", "worst"]),
    ],
)
def test_no_split_of_quarters_is_better_by_any_objective_with_a_capacity_or_without(settings, overflow, ways):
    scenario, step = with_room(settings, overflow), BUDGET / 3
    plans = every_plan(scenario, or_less=True, step=step, draws=SMOOTH)
    for way in ways:
        problem_of = {"objective": WAYS[way], "limits": Limits(step=step), "or_less": True, "draws": SMOOTH}
        found = best_by_period(asked(scenario, **problem_of))
        is_as_good(found, values_of(plans, WAYS[way]))


@pytest.mark.parametrize(
    ("way", "settings", "overflow"),
    [("mean", "memory", ""), ("mean", "plain", "lose"), ("worst", "set-up", ""), ("worst", "memory", "queue")],
)
def test_no_split_of_months_is_better(way, settings, overflow):
    scenario = with_room(settings, overflow, months=4)
    found = best_by_period(asked(scenario, objective=WAYS[way], limits=Limits(step=BUDGET / 3)), MONTH)
    is_as_good(found, every_value(scenario, WAYS[way], length=MONTH, step=BUDGET / 3))


@pytest.mark.parametrize("overflow", ["", "lose", "queue"])
@pytest.mark.parametrize("metric", ["profit", "customers", "revenue", "leads"])
def test_channels_that_meet_bring_what_a_run_of_the_whole_plan_does(metric, overflow):
    scenario = with_room("memory", overflow)
    worlds, formula = Worlds(scenario, "Today", [searched(scenario)]), METRICS[metric]
    assert isinstance(formula, Metric)
    months = np.array([[0.0, 700, 300, 900, 0, 100], [1_000.0, 300, 700, 100, 400, 0]])
    plans = [scenario.spend("Today"), months, months[:, ::-1]]
    for plan, brought in zip(plans, MonthlyOutcomes(worlds, formula).of(plans), strict=True):
        schedules = {
            name: Monthly(amounts=tuple(own)) for name, own in zip(scenario.channel_names, plan.tolist(), strict=True)
        }
        changed = with_plan(scenario, replace(scenario.plan("Today"), monthly_spend=schedules))
        funnel = run(changed, worlds.chunks, changed.plan("Today"))
        assert_allclose(brought, np.broadcast_to(formula.of_plan(funnel)[0, 0], brought.shape), rtol=1e-12)


def test_who_is_committed_is_free_from_the_next_month_on_by_month():
    own = ChannelLimits(channel="Summer", committed_until=2)
    limits = Limits(step=STEP, channels=(own,))
    by_month = best_by_period(asked(seasonal(), limits=limits), MONTH)
    assert list(by_month.spend["Summer"][:2]) == [500.0, 500.0]
    assert by_month.spend["Summer"][2] > 500.0
    assert by_month.spans[0] == (1, 2)
    assert by_month.value > best_by_period(asked(seasonal(), limits=limits), QUARTER).value


def test_what_is_locked_and_spends_more_than_the_total_in_a_month_is_refused():
    bare = seasonal()
    spend = {"Summer": Monthly(amounts=(0.0, 0.0, 3_000.0, 0.0, 0.0, 0.0)), "Always": Steady(amount=500.0)}
    scenario = with_plan(bare, replace(bare.plan("Today"), monthly_spend=spend))
    limits = Limits(step=STEP, channels=(ChannelLimits(channel="Summer", locked=True),))
    with pytest.raises(LimitsError, match=r"locked take 2,000\.00 more than the whole budget"):
        best_by_period(asked(scenario, limits=limits), MONTH)


def test_a_present_plan_that_keeps_to_the_limits_is_never_left_for_a_worse_split():
    """It has amounts between the steps, and the summer's money in the summer's months."""
    bare = seasonal(9)
    spend = {
        "Summer": Monthly(amounts=(990.0,) * 3 + (620.0,) * 3 + (130.0,) * 3),
        "Always": Monthly(amounts=(10.0,) * 3 + (380.0,) * 3 + (870.0,) * 3),
    }
    scenario = with_plan(bare, replace(bare.plan("Today"), monthly_spend=spend))
    found = best_by_period(asked(scenario, limits=Limits(step=BUDGET)), MONTH)
    assert found.value == pytest.approx(found.whole.current)
    assert found.scenario.plan("Today") == scenario.plan("Today")
    assert found.spans == [(1, 3), (4, 6), (7, 9)]


RANDOM = [(56, True, "mean profit"), (48, True, "worst"), (48, False, "median"), (38, False, "worst")]
"""Problems whose answer changes from month to month."""


@cache
def found_in(seed: int, *, capacity: bool, name: str) -> AllocationByPeriod:
    return by_month(problem(seed, capacity=capacity), name)


@pytest.mark.thorough
@pytest.mark.parametrize(("seed", "capacity", "name"), RANDOM)
def test_a_random_problem_keeps_to_its_limits_in_every_month_and_falls_behind_no_coarser_split(seed, capacity, name):
    asked_for, found = problem(seed, capacity=capacity), found_in(seed, capacity=capacity, name=name)
    assert len(found.spans) > 1
    spend = found.scenario.spend("Today")
    for months in spend.T:
        assert keeps(asked_for, dict(zip(asked_for.scenario.channel_names, months.round(2).tolist(), strict=True)))
        assert months.sum() <= asked_for.budget + 0.005
    spends_as_much = spend.sum(axis=0) <= sum(found.whole.spend.values()) + 0.005
    assert not spends_as_much.all() or found.value >= found.whole.value - ROUNDING * abs(found.whole.value)
    assert not found.whole.keeps_limits or found.value >= found.whole.current
    assert found.value >= by_month(asked_for, name, QUARTER).value - ROUNDING * abs(found.value)


@pytest.mark.thorough
@pytest.mark.parametrize(("seed", "capacity", "name"), RANDOM[::2])
def test_money_a_thousand_times_as_much_is_divided_alike_by_month(seed, capacity, name):
    found = found_in(seed, capacity=capacity, name=name)
    rich = by_month(problem(seed, capacity=capacity, money=1_000.0), name)
    assert rich.value == pytest.approx(1_000.0 * found.value, rel=1e-6)
    assert_allclose(rich.scenario.spend("Today"), 1_000.0 * found.scenario.spend("Today"), atol=0.01)


@pytest.mark.thorough
@pytest.mark.parametrize(("seed", "capacity", "name"), RANDOM[1::2])
def test_the_order_of_channels_is_of_no_consequence_by_month(seed, capacity, name):
    asked_for, found = problem(seed, capacity=capacity), found_in(seed, capacity=capacity, name=name)
    turned = replace(asked_for.scenario, channels=asked_for.scenario.channels[::-1])
    assert by_month(replace(asked_for, scenario=turned), name).value == pytest.approx(found.value, rel=1e-3)


@pytest.mark.parametrize(("seed", "capacity", "name"), RANDOM[1::2])
def test_with_at_most_more_budget_is_never_worse_by_month(seed, capacity, name):
    limits, plain = Limits(step=problems.STEP), problem(seed, capacity=capacity)
    values = [
        by_month(replace(plain, limits=limits, or_less=True, budget=problems.STEP * steps), name).value
        for steps in (2, 5)
    ]
    assert values[1] >= values[0] - 1e-3 * abs(values[0])


def by_month(each: Problem, name: str, length: int = MONTH) -> AllocationByPeriod:
    """The best split by month of a random problem."""
    return best_by_period(
        AllocationProblem(
            scenario=each.scenario, budget=each.budget, plan="Today", objective=problems.OBJECTIVES[name],
            limits=each.limits, or_less=each.or_less, draws=DRAWS,
        ),
        length,
    )  # fmt: skip


def test_limits_of_groups_that_overlap_hold_in_every_month_too():
    groups = (
        GroupLimits(name="Both", channels=("Summer", "Always"), at_most=750.0),
        GroupLimits(name="Always", channels=("Always", "Third"), at_most=500.0),
    )
    bare = with_room("memory", "lose", months=3)
    third = replace(bare.channels[1], name="Third")
    scenario = replace(bare, channels=(*bare.channels, third))
    found = best_by_period(asked(scenario, limits=Limits(step=STEP, groups=groups), objective=CAREFUL), MONTH)
    for summer, always, third_one in zip(*found.spend.values(), strict=True):
        assert summer + always <= 750.0
        assert always + third_one <= 500.0
        assert summer + always + third_one == BUDGET
    assert found.value >= found.whole.value
