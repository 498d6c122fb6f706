"""Improvements beside media: every set of them with every split of the rest is tried, as the oracle of the search."""

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest

from simulator.analyses.allocation.best import best_allocation
from simulator.analyses.allocation.grid import grid_of
from simulator.analyses.allocation.improving import (
    best_with_improvements,
    monthly_cost,
    monthly_costs,
    with_set,
    without_improvements,
)
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.tables import Worlds
from simulator.edits.spend import slider_spend
from simulator.engine.simulation import simulate
from simulator.errors import SettingsError
from simulator.metrics.kpis import draws_of
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import Unpaid
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import GroupLimits, Limits
from simulator.scenario.plans import BestSplit, Steady
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray
from tests.analyses.allocation.certain_channels import certain_scenario
from tests.analyses.allocation.problems import DRAWS, STEP, Problem, every_split, problem, searched
from tests.laws import DEEP

SEEDS = range(12 if DEEP else 8)


def improved(seed: int, *, capacity: bool = False) -> Problem:
    """A random problem without limits, with visits that come without money and two improvements to choose among."""
    asked, random = problem(seed, capacity=capacity), np.random.default_rng(seed)
    scenario = asked.scenario
    direct = Unpaid(name="Direct", visits_per_month=between(80.0, 120.0, 200.0))
    first = scenario.channels[0]
    cost = getattr(first, first.cost)
    cheaper = between(*(each * float(random.uniform(0.5, 0.9)) for each in (cost.low, cost.likely, cost.high)))
    offered = (
        Improvement(name="Form", belief="funnel.lead_to_customer_rate", becomes=between(0.3, 0.4, 0.5), cost=500.0),
        Improvement(
            name="Bids", belief=f"channels.{first.name}.{first.cost}", becomes=cheaper, monthly_cost=STEP / 2.0
        ),
    )
    richer = replace(scenario, channels=(*scenario.channels[:2], direct), improvements=offered)
    spend = {name: scenario.plans[0].monthly_spend[name] for name in richer.channel_names[:2]}
    plan = replace(scenario.plans[0], monthly_spend=spend)
    return Problem(replace(richer, plans=(plan,)), asked.budget, Limits(step=STEP), or_less=True)


def tried(asked: Problem, scenario: Scenario[Belief], budget: float) -> float:
    """The most that any split of a budget brings on average, in the worlds of the search."""
    worlds = Worlds(scenario, "Today", [searched(scenario)])
    grid = grid_of(worlds, budget, asked.limits, or_less=True)
    most = [float(own[cap]) for own, cap in zip(grid.amounts, grid.caps, strict=True)]
    caps = dict(zip(scenario.channel_names, most, strict=True))
    splits = every_split(replace(asked, scenario=scenario), caps)
    return max(float(each.brought("profit").mean()) for each in splits if sum(each.spend.values()) <= budget)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_that_buys_improvements_is_divided_as_well_as_can_be(seed):
    asked = improved(seed)
    scenario = with_set(asked.scenario, "Today", ("Form", "Bids"))
    found = best_allocation(scenario, budget=asked.budget, plan="Today", limits=asked.limits, or_less=True, draws=DRAWS)
    assert found.spend["Direct"] == 0.0
    assert found.value == pytest.approx(tried(asked, scenario, asked.budget), rel=1e-9)
    assert found.bound is not None
    assert found.bound >= found.value - 1e-9 * abs(found.value)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_set_of_improvements_is_that_of_trying_them_all(seed):
    asked = improved(seed)
    found = best_with_improvements(
        AllocationProblem(
            scenario=asked.scenario, budget=asked.budget, plan="Today", limits=asked.limits, or_less=True, draws=DRAWS
        )
    )
    best = -np.inf
    for names in chain.from_iterable(combinations(("Form", "Bids"), size) for size in range(3)):
        scenario = with_set(asked.scenario, "Today", names)
        left = asked.budget - monthly_cost(scenario, "Today")
        best = max(best, tried(asked, scenario, left))
    assert found.allocation.value >= best - 1e-9 * abs(best)
    assert found.bound is not None
    assert found.bound >= best - 1e-9 * abs(best)


def test_money_for_improvements_is_money_that_no_channel_gets():
    asked = improved(1)
    found = best_with_improvements(
        AllocationProblem(
            scenario=asked.scenario, budget=asked.budget, plan="Today", limits=asked.limits, or_less=True, draws=DRAWS
        )
    )
    spent = sum(found.allocation.spend.values()) + found.monthly_cost
    assert spent <= asked.budget + 1e-6
    plan = found.allocation.scenario.plan("Today")
    assert {each.improvement for each in plan.improvements} == set(found.bought)
    simulate(found.allocation.scenario, "Today", draws=DRAWS)


def test_an_improvement_that_costs_more_than_the_budget_is_left():
    asked = improved(1)
    dear = tuple(replace(each, cost=1e9) for each in asked.scenario.improvements)
    found = best_with_improvements(
        AllocationProblem(
            scenario=replace(asked.scenario, improvements=dear),
            budget=asked.budget,
            plan="Today",
            limits=asked.limits,
            draws=DRAWS,
        )
    )
    assert found.bought == ()


def test_too_many_improvements_are_refused_with_the_most_that_can_be_tried():
    asked = improved(1)
    many = tuple(replace(asked.scenario.improvements[0], name=str(place)) for place in range(7))
    with pytest.raises(SettingsError, match="there are 7 improvements to choose among; at most 6"):
        best_with_improvements(
            AllocationProblem(
                scenario=replace(asked.scenario, improvements=many), budget=asked.budget, plan="Today", draws=DRAWS
            )
        )


def test_the_answer_is_judged_beside_the_plan_as_it_is_and_not_beside_one_that_buys_the_same():
    asked = improved(3)
    scenario = asked.scenario
    budget = sum(slider_spend(scenario, scenario.plan("Today")).values())
    found = best_with_improvements(
        AllocationProblem(scenario=scenario, budget=budget, plan="Today", limits=asked.limits, draws=DRAWS)
    )
    answer = found.beside
    assert found.bought, "else there is nothing to tell apart"
    assert answer.keeps_limits, "the plan as it is spends just this"
    assert not answer.is_the_present_plan
    now, then = (simulated_profit(each) for each in (scenario, answer.scenario))
    assert (answer.current + answer.fresh_current) / 2.0 == pytest.approx(now.mean(), rel=1e-9)
    assert answer.gain.mean == pytest.approx((then - now)[DRAWS // 2 :].mean(), rel=1e-9)


def test_an_answer_says_of_which_total_it_is_and_whether_improvements_were_chosen_among():
    asked = improved(3)
    found = best_with_improvements(
        AllocationProblem(scenario=asked.scenario, budget=asked.budget, plan="Today", limits=asked.limits, draws=DRAWS)
    )
    assert found.recorded == BestSplit(total=asked.budget, by="mean", with_improvements=True)
    alone = without_improvements(
        AllocationProblem(scenario=asked.scenario, budget=asked.budget, plan="Today", limits=asked.limits, draws=DRAWS)
    )
    assert alone.recorded == BestSplit(total=asked.budget, by="mean")


def test_what_each_improvement_takes_of_a_budget_is_its_cost_over_the_months():
    scenario = improved(3).scenario
    costs = monthly_costs(scenario, "Today")
    assert costs == pytest.approx({"Form": 500.0 / scenario.horizon_months, "Bids": STEP / 2.0})


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_is_never_worse_than_the_plan_as_it_is_with_what_it_buys(seed):
    asked = improved(seed)
    present = with_set(asked.scenario, "Today", ("Form",))
    budget = sum(slider_spend(present, present.plan("Today")).values()) + monthly_cost(present, "Today")
    # Steps so large that the plan's own amounts lie between them.
    found = best_with_improvements(
        AllocationProblem(
            scenario=present, budget=budget, plan="Today", limits=Limits(step=budget / 2.0), or_less=True, draws=DRAWS
        )
    )
    assert found.beside.keeps_limits
    assert found.allocation.value >= found.beside.current
    assert found.beside.current == pytest.approx(float(simulated_profit(present)[: DRAWS // 2].mean()), rel=1e-9)


def test_a_plan_that_is_kept_is_told_of_by_its_own_total_and_limits():
    """What the plan buys leaves 900, of which no whole steps keep to the limits; its own amounts do, and win."""
    form = Improvement(
        name="Form", belief="funnel.lead_to_customer_rate", becomes=certain(0.8), cost=0.0, monthly_cost=100.0
    )
    scenario = replace(certain_scenario(), improvements=(form,))
    plan = with_set(scenario, "Today", ("Form",)).plan("Today")
    spend = {"Cheap": Steady(amount=260.0), "Dear": Steady(amount=640.0)}
    kept = replace(scenario, plans=(replace(plan, monthly_spend=spend),))
    group = GroupLimits(name="Some", channels=("Cheap",), at_least=250.0, share_at_most=0.3)
    found = best_with_improvements(
        AllocationProblem(
            scenario=kept, budget=1_000.0, plan="Today", limits=Limits(step=100.0, groups=(group,)), draws=16
        )
    )
    assert found.bought == ("Form",)
    assert found.monthly_cost == 100.0
    for answer in (found.allocation, found.beside):
        assert answer.is_the_present_plan
        assert answer.budget == 900.0
        assert answer.unspent == 0.0
        assert answer.binding == ("total", "groups.Some")


@pytest.mark.parametrize("order", [("Form", "Bids"), ("Bids", "Form")])
def test_a_set_that_the_plan_buys_already_changes_nothing(order):
    asked = improved(3)
    both = with_set(asked.scenario, "Today", order)
    plan = both.plan("Today")
    turned = replace(both, plans=(replace(plan, improvements=plan.improvements[::-1]),))
    assert with_set(turned, "Today", order) == turned


def test_a_plan_that_nothing_beats_is_kept_with_what_it_buys():
    asked = improved(1)
    present = with_set(asked.scenario, "Today", ("Form",))
    best = best_with_improvements(
        AllocationProblem(
            scenario=present, budget=asked.budget, plan="Today", limits=asked.limits, or_less=True, draws=DRAWS
        )
    )
    again = best_with_improvements(
        AllocationProblem(
            scenario=best.allocation.scenario,
            budget=asked.budget,
            plan="Today",
            limits=asked.limits,
            or_less=True,
            draws=DRAWS,
        )
    )
    assert again.beside.is_the_present_plan
    assert again.bought == best.bought


def simulated_profit(scenario: Scenario[Belief]) -> FloatArray:
    return draws_of(simulate(scenario, "Today", draws=DRAWS), "profit")
