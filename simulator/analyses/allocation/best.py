"""The best split of a budget, scored again in worlds that had no part in choosing it, beside the plan as it is."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.analyses.allocation.best_mean import Found
from simulator.analyses.allocation.grid import Grid
from simulator.analyses.allocation.kept import are_kept, range_of
from simulator.analyses.allocation.objectives import Kind, Objective, metric_of
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.search import Search, brought_by
from simulator.analyses.allocation.tables import Worlds
from simulator.analyses.next_move import Gain
from simulator.analyses.summary import summarise
from simulator.analyses.verdict import what_matters
from simulator.edits.spend import slider_spend, with_slider_spend
from simulator.engine.funnel import run
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.errors import SettingsError
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario.plans import BestSplit
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

PROVEN = 1e-3
"""An answer is proven if no other brings more than so much more, as a part of it."""

CHANCES_ALIKE = 0.02
"""A difference of chances that does not matter: thousands of worlds tell them to one in a hundred."""

NOTHING = 1e-9
"""A value that is a smaller number than this is nothing, of which there is no part."""

MOST_STEPS = 2_000
"""Into so many steps a budget is divided at most: the work grows with their square."""


BEST_BY: Mapping[Kind, Literal["mean", "median", "worst"]] = {
    Kind.MEAN: "mean",
    Kind.MEDIAN: "median",
    Kind.WORST: "worst",
}
"""The objectives by which a plan can say that its split is the best."""


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """The best split that was found of a budget [money per month], and what is known of it.

    ``spend`` is each channel's amount, ``now`` that of the present plan [money per month]. ``value`` is the objective
    in the worlds of the search, ``fresh`` in others; ``current`` and ``fresh_current`` are the present plan's, which
    ``keeps_limits`` or does not. No split is worth more than ``bound``, None where there is none; the answer is proven
    if it falls short of that by less than a thousandth. ``unspent`` is what is left of the budget [money per month].
    ``gain`` is what the answer brings beyond the present plan, world by world, in the fresh worlds.
    ``scenario`` has the answer as its plan, ``before`` the plan as it was; ``most_to_buy`` is the most that each
    channel can spend, or was ever tried [money per month], infinite where that is beyond what is divided.
    """

    scenario: Scenario[Belief]
    before: Scenario[Belief]
    plan: str
    objective: Objective
    budget: float
    step: float
    spend: Mapping[str, float]
    now: Mapping[str, float]
    value: float
    current: float
    bound: float | None
    fresh: float
    fresh_current: float
    keeps_limits: bool
    or_less: bool
    gain: Gain
    limits: Limits
    most_to_buy: Mapping[str, float]
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED

    @property
    def problem(self) -> AllocationProblem:
        """Problem that was posed, in the limits of the first month."""
        return AllocationProblem(
            scenario=self.before,
            budget=self.budget,
            plan=self.plan,
            objective=self.objective,
            limits=self.limits,
            or_less=self.or_less,
            draws=self.draws,
            seed=self.seed,
        )

    @property
    def unspent(self) -> float:
        """Remainder of the budget [money per month]."""
        return max(0.0, round(self.budget - sum(self.spend.values()), 2))

    @property
    def binding(self) -> tuple[str, ...]:
        """The paths of what holds the answer where it is, by less than a step.

        ``total``, ``groups.Print``, ``channels.Radio.at_most``, ``channels.Radio.spendable`` where no more can be
        bought or was ever tried.
        """
        return tuple(_binding(self))

    @property
    def gap(self) -> float | None:
        """By how much the bound exceeds the value, as a part of it; None without a bound."""
        return None if self.bound is None else gap_of(self.bound, self.value)

    @property
    def is_proven(self) -> bool:
        """Whether no split is better by what matters."""
        return self.gap is not None and self.gap <= PROVEN

    @property
    def is_the_present_plan(self) -> bool:
        """Whether the present plan is the best that was found, with the improvements that it buys."""
        answer, present = self.scenario.plan(self.plan), self.before.plan(self.plan)
        return dict(self.spend) == dict(self.now) and answer.improvements == present.improvements

    @property
    def recorded(self) -> BestSplit:
        """Record of where a plan of this split came from; empty where it is by a chance, or for other than profit."""
        kind = self.objective.kind
        if self.objective.metric != "profit" or kind not in BEST_BY:
            return BestSplit()
        return BestSplit(total=self.budget, by=BEST_BY[kind], or_less=self.or_less)

    @property
    def is_worth_it(self) -> bool:
        """Whether the answer is clearly better than a present plan that keeps to the limits too."""
        if not self.keeps_limits:
            return True
        if self.is_the_present_plan:
            return False
        if self.objective.kind is Kind.MEAN:
            return self.gain.is_clear
        matters = CHANCES_ALIKE if self.objective.kind is Kind.CHANCE else self.gain.matters
        return self.fresh - self.fresh_current > matters


def gap_of(bound: float, value: float) -> float:
    """By how much a bound exceeds a value, as a part of it."""
    return max(0.0, bound - value) / max(abs(value), NOTHING)


def best_allocation(
    scenario: Scenario[Belief],
    *,
    budget: float,
    plan: str,
    objective: Objective = Objective(),  # noqa: B008 - it is frozen
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    or_less: bool = False,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Allocation:
    """The best split of a monthly budget over the channels, each in the months of the present plan.

    One amount holds in all months, so that a channel that is committed until one keeps what it has in all of them.
    All of the budget is spent, or less where ``or_less`` or where there is no more to buy. One half of the draws is
    searched, the other scores the answer again. Raises LimitsError where the limits cannot be met, UnknownNameError
    where there is no such plan, SettingsError where the objective or the draws mean nothing.
    """
    return solved(
        AllocationProblem(
            scenario=scenario,
            budget=budget,
            plan=plan,
            objective=objective,
            limits=limits,
            or_less=or_less,
            draws=draws,
            seed=seed,
        )
    )


def solved(problem: AllocationProblem) -> Allocation:
    """The best split of a problem's budget. Raises as ``best_allocation`` does."""
    scenario, budget, metric = problem.scenario, problem.budget, metric_of(problem.objective)
    limits = problem.limits.in_month(1, scenario.start)
    check_budget(scenario, budget, limits)
    worlds, others = problem.halves
    search = Search(worlds, metric, problem.objective)
    grid, found = search.best(budget, limits, or_less=problem.or_less)
    spend = dict(zip(scenario.channel_names, grid.spend(found.split).tolist(), strict=True))
    answer = _scored(search, others, grid, found, spend, budget, limits)
    return replace(answer, draws=problem.draws, seed=problem.seed)


def check_budget(scenario: Scenario[Belief], budget: float, limits: Limits) -> None:
    """Raise SettingsError unless a budget can be divided in the steps of these limits."""
    if not (math.isfinite(budget) and budget >= 0.0):
        raise SettingsError(f"the budget is {budget:g}; it must be a number of 0 or more")
    if limits.step is not None and not (math.isfinite(limits.step) and limits.step > 0.0):
        raise SettingsError(f"the step is {limits.step:g}; it must be a number above 0")
    if limits.step is not None and budget > MOST_STEPS * limits.step:
        raise SettingsError(f"the step is {limits.step:g}; it must be at least {budget / MOST_STEPS:g} for this budget")
    if not any(channel.is_paid for channel in scenario.channels):
        raise SettingsError("there is no channel to divide money over")


def _scored(
    search: Search,
    fresh: Worlds,
    grid: Grid,
    found: Found,
    spend: dict[str, float],
    budget: float,
    limits: Limits,
) -> Allocation:
    worlds, objective = search.worlds, search.objective
    now = slider_spend(worlds.scenario, worlds.shapes)
    keeps = are_kept(limits, now, now, budget, or_less=grid.or_less)
    value, current = (objective.score(brought_by(worlds, each, search.metric)) for each in (spend, now))
    if keeps and current >= value:
        spend, value = now, current
    most = min(found.bound, objective.most(value))
    bound = max(most, value) if math.isfinite(most) else None
    after, before = (brought_by(fresh, each, search.metric) for each in (spend, now))
    return Allocation(
        scenario=with_slider_spend(worlds.scenario, worlds.shapes, spend),
        before=worlds.scenario,
        plan=worlds.plan,
        objective=objective,
        budget=budget,
        step=grid.step,
        spend=spend,
        now=now,
        value=value,
        current=current,
        bound=bound,
        fresh=objective.score(after),
        fresh_current=objective.score(before),
        keeps_limits=keeps,
        or_less=grid.or_less,
        gain=Gain.of(np.atleast_1d(after - before), what_matters_in(objective, before, fresh)),
        limits=limits,
        most_to_buy={name: grid.most_to_buy(row) for row, name in enumerate(spend)},
    )


def what_matters_in(objective: Objective, before: FloatArray, fresh: Worlds) -> float:
    """The difference of the metric that does not matter, as where plans are compared."""
    cost = float(run(fresh.scenario, fresh.chunks, fresh.shapes).plan.marketing_cost.mean())
    return what_matters(METRICS[objective.metric], summarise(before[np.newaxis])[0], cost)


def _binding(found: Allocation) -> Iterator[str]:
    spend, budget, limits, near = found.spend, found.budget, found.limits, found.step / 2.0
    if sum(spend.values()) > budget - near:
        yield "total"
    for name, amount in spend.items():
        if limit := _limit_of(amount, limits.of(name), found.now[name], near):
            yield f"channels.{name}.{limit}"
        elif amount and amount > found.most_to_buy[name] - near:
            yield f"channels.{name}.spendable"
    for group in limits.groups:
        together = sum(spend[name] for name in group.channels)
        if together > group.most(budget) - near or (group.at_least and together < group.at_least + near):
            yield f"groups.{group.name}"


def _limit_of(amount: float, own: ChannelLimits, now: float, near: float) -> str:
    """The limit of a channel that its amount lies at; empty if it lies at none."""
    if own.locked:
        return "locked" if own.committed_until is None else "committed_until"
    if own.at_least and amount < own.at_least + near and not (own.or_nothing and amount == 0.0):
        return "at_least"
    if amount > own.most - near:
        return "at_most"
    low, high = range_of(own, now)
    is_least = low > 0.0 and amount < low + near and not (own.or_nothing and amount == 0.0)
    if own.changes_at_most is not None and (is_least or amount > high - near):
        return "changes_at_most"
    return ""
