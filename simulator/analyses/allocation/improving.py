"""Improvements beside media: which of those that are offered to buy, with the best split of the rest of the money.

Money for an improvement is money that no channel gets: its cost within the horizon, spread evenly over the months, is
taken from the monthly budget. Every set of the offered improvements is tried, each with the best split of what it
leaves, so that the answer is as sure as those splits are; that can be done for a few.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from simulator.analyses.allocation.best import Allocation, solved, what_matters_in
from simulator.analyses.allocation.kept import are_kept
from simulator.analyses.allocation.objectives import metric_of
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.search import brought_by
from simulator.analyses.allocation.tables import DRAWS_TOGETHER
from simulator.analyses.next_move import Gain
from simulator.edits.improvements import bought
from simulator.edits.spend import slider_spend
from simulator.engine.decisions import decisions_of
from simulator.errors import LimitsError, SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import Month
from simulator.scenario.plans import BestSplit
from simulator.scenario.scenario import Scenario

MOST_TOGETHER = 2
"""So many sets are searched in all worlds where channels meet at a capacity."""

MOST_OFFERED = 6
"""So many improvements are chosen among: each one more doubles the work."""


@dataclass(frozen=True, kw_only=True)
class ImprovedAllocation:
    """The best set of improvements to buy, and the best split of the rest of the budget.

    ``allocation`` divides what the improvements ``bought`` leave of the ``budget``; ``monthly_cost`` is what they take
    of it [money per month]. ``beside`` is the same beside the plan as it is, with what that buys. No set and split
    together are worth more than ``bound``, None where there is none. ``among`` says whether improvements were chosen
    among at all.
    """

    allocation: Allocation
    beside: Allocation
    bought: tuple[str, ...]
    budget: float
    monthly_cost: float
    bound: float | None
    among: bool = True

    @property
    def recorded(self) -> BestSplit:
        """Record of where a plan of this answer came from."""
        own = self.allocation.recorded
        return own if own.total is None else replace(own, total=self.budget, with_improvements=self.among)


def best_with_improvements(
    problem: AllocationProblem, progress: Callable[[float], None] = lambda share: None
) -> ImprovedAllocation:
    """The best use of a monthly budget for channels and improvements together.

    An improvement that the plan buys keeps its month, any other would be bought in the first. The plan as it is, with
    what it buys, is never better than the answer where it keeps to the budget and the limits. ``progress`` is told the
    part of the sets that have been tried. Raises as ``best_allocation`` does, and SettingsError where more improvements
    are offered than can be tried.
    """
    offered = tuple(each.name for each in problem.scenario.improvements)
    if len(offered) > MOST_OFFERED:
        raise SettingsError(f"there are {len(offered)} improvements to choose among; at most {MOST_OFFERED}")
    asked = _Sets(problem)
    sets = [*_sets(offered)]
    # Where channels meet at a capacity a search takes long: sets are told apart in a few worlds first.
    is_quick = problem.scenario.room_by_month is None or len(sets) <= MOST_TOGETHER or problem.draws <= DRAWS_TOGETHER
    tried = sets if is_quick else _Sets(replace(problem, draws=DRAWS_TOGETHER)).worth_a_look(sets)
    found: list[ImprovedAllocation] = []
    for place, names in enumerate(tried):
        progress(place / len(tried))
        found += [each for each in [asked.with_improvements(names)] if each is not None]
    if not found:
        # Without any improvement the limits cannot be met either: this says which.
        asked.divided((), problem.budget)
    present = bought_by(problem.scenario, problem.plan)
    best = max(found, key=lambda each: (each.allocation.value, set(each.bought) == set(present)))
    bounds = [math.inf if each.bound is None or not is_quick else each.bound for each in found]
    best = replace(best, bound=None if math.inf in bounds else max(bounds))
    return asked.beside_the_present_plan(best)


@dataclass(frozen=True)
class _Sets:
    """A problem of every set of improvements."""

    problem: AllocationProblem

    def worth_a_look(self, sets: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The best of the sets that can be had, and that of the plan as it is."""
        found = [each for names in sets if (each := self.with_improvements(names)) is not None]
        best = [each.bought for each in sorted(found, key=lambda each: -each.allocation.value)]
        present = set(bought_by(self.problem.scenario, self.problem.plan))
        return [*best[:MOST_TOGETHER], *(each for each in best[MOST_TOGETHER:] if set(each) == present)]

    def with_improvements(self, names: tuple[str, ...]) -> ImprovedAllocation | None:
        """The best split of what a set leaves; None where that is too little for what limits ask of the channels."""
        taken, budget = self._monthly_cost(names), self.problem.budget
        if taken > budget and names:
            return None
        with suppress(LimitsError):
            answer = self.divided(names, budget - taken)
            return ImprovedAllocation(
                allocation=answer,
                beside=answer,
                bought=names,
                budget=budget,
                monthly_cost=taken,
                bound=answer.bound,
            )
        return None

    def divided(self, names: tuple[str, ...], budget: float) -> Allocation:
        """The best split of a budget where the plan buys these."""
        return solved(replace(self.problem, scenario=self._with(names), budget=budget))

    def _monthly_cost(self, names: tuple[str, ...]) -> float:
        return monthly_cost(self._with(names), self.problem.plan)

    def _with(self, names: tuple[str, ...]) -> Scenario[Belief]:
        return with_set(self.problem.scenario, self.problem.plan, names)

    def beside_the_present_plan(self, best: ImprovedAllocation) -> ImprovedAllocation:
        """The answer beside the plan as it is, with what it buys; that plan where nothing is better."""
        problem, scenario, objective = self.problem, self.problem.scenario, self.problem.objective
        metric, own = metric_of(objective), scenario.plan(problem.plan)
        now, cost = slider_spend(scenario, own), monthly_cost(scenario, problem.plan)
        limits = problem.limits.in_month(1, scenario.start)
        keeps = cost <= problem.budget and are_kept(limits, now, now, problem.budget - cost, or_less=problem.or_less)
        searched, fresh = problem.halves
        current = objective.score(brought_by(searched, now, metric))
        answer = best.allocation
        # Its own set was tried as well, unless no amounts in these steps keep to the limits with it.
        if keeps and current > answer.value:
            answer = replace(
                answer,
                scenario=scenario,
                before=scenario,
                budget=problem.budget - cost,
                spend=now,
                value=current,
                most_to_buy=dict.fromkeys(now, math.inf),
            )
            best = replace(best, allocation=answer, bought=bought_by(scenario, problem.plan), monthly_cost=cost)
        before = brought_by(fresh, now, metric)
        after = brought_by(replace(problem, scenario=answer.scenario).halves[1], answer.spend, metric)
        beside = replace(
            answer,
            before=scenario,
            bound=None if best.bound is None else max(best.bound, answer.value),
            current=current,
            fresh=objective.score(after),
            fresh_current=objective.score(before),
            keeps_limits=keeps,
            gain=Gain.of(np.atleast_1d(after - before), what_matters_in(objective, before, fresh)),
        )
        return replace(best, beside=beside)


def without_improvements(problem: AllocationProblem) -> ImprovedAllocation:
    """The best split of a budget by itself: the plan buys the improvements that it does, beside the budget."""
    found = solved(problem)
    return ImprovedAllocation(
        allocation=found,
        beside=found,
        bought=bought_by(problem.scenario, problem.plan),
        budget=problem.budget,
        monthly_cost=0.0,
        bound=found.bound,
        among=False,
    )


def bought_by(scenario: Scenario[Belief], plan: str) -> tuple[str, ...]:
    """The improvements that a plan buys."""
    return tuple(each.improvement for each in scenario.plan(plan).improvements)


def with_set(scenario: Scenario[Belief], plan: str, names: tuple[str, ...]) -> Scenario[Belief]:
    """The scenario in which a plan buys exactly these improvements."""
    own = scenario.plan(plan)
    if set(names) == set(bought_by(scenario, plan)):
        return scenario
    months: dict[str, Month] = {each.improvement: each.first for each in own.improvements}
    for improvement in scenario.improvements:
        name = improvement.name
        own = bought(own, name, months.get(name, 1) if name in names else None)
    return replace(scenario, plans=tuple(own if each.name == plan else each for each in scenario.plans))


def monthly_cost(scenario: Scenario[Belief], plan: str) -> float:
    """Cost of a plan's improvements within the horizon, spread over its months [money per month]."""
    cost = decisions_of(scenario, scenario.plan(plan)).improvement_cost
    return float(cost.sum() / len(cost))


def monthly_costs(scenario: Scenario[Belief], plan: str) -> dict[str, float]:
    """Money that each improvement on offer takes of a budget where the plan buys it [money per month]."""
    names = (each.name for each in scenario.improvements)
    return {name: monthly_cost(with_set(scenario, plan, (name,)), plan) for name in names}


def _sets(offered: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every set of improvements, none first."""
    for size in range(len(offered) + 1):
        yield from combinations(offered, size)
