"""Readings of compared plans, computed once for all sessions.

Kept is what comparing needs of each plan, not the whole simulation, so that many plans fit; and a comparison by the
plans, their order and what is supposed, so that another metric or a visit to another page costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.analyses.compared_plans import ComparedPlan
from simulator.analyses.comparison import Comparison, PlanDraws, compare_all, paired, with_figures_of
from simulator.analyses.what_if import WhatIf
from simulator.charts.difference_dots import Dots, dots_of
from simulator.charts.profit_of_plans import PlanProfit
from simulator.engine.cost import Cost, cost_of, one_after_the_other
from simulator.ui.session.cache import kept
from simulator.ui.session.results import result_if, stated

Key = tuple[int, tuple[tuple[str, str, str, WhatIf], ...]]
"""The number of draws; of each plan its label, its scenario, its name there, and what is supposed."""


@dataclass(frozen=True)
class ComparisonResult:
    """Everything that is shown of plans by label, the first being the baseline, under one what-if."""

    comparisons: Mapping[str, Comparison]
    profits: Mapping[str, PlanProfit]

    def with_figures_of(self, other: "ComparisonResult") -> "ComparisonResult":
        """The same with each plan's own figures and profit by month as the ``other`` result has them."""
        comparisons = {key: with_figures_of(each, other.comparisons[key]) for key, each in self.comparisons.items()}
        return ComparisonResult(comparisons, other.profits)


def result(compared_plans: Sequence[ComparedPlan], what_if: Mapping[str, WhatIf], draws: int) -> ComparisonResult:
    """The comparison of these plans, each under its own what-if by label; none is as believed."""
    key = _key(compared_plans, what_if, draws)
    return kept(("comparison", key), lambda: _result_of(key, compared_plans))


def dots(
    compared_plans: Sequence[ComparedPlan], what_if: Mapping[str, WhatIf], draws: int, metric: str
) -> Sequence[Dots]:
    """The difference of each of these plans to the first by a metric, in twenty worlds."""
    key = _key(compared_plans, what_if, draws)
    return kept(("dots", key, metric), lambda: dots_of(paired(_all_draws(key, compared_plans), metric=metric)))


def cost(compared_plans: Sequence[ComparedPlan], sides: int, draws: int) -> Cost:
    """The cost of comparing these plans, so many times over."""
    return one_after_the_other([cost_of(each.scenario, each.plan, draws) for each in compared_plans] * sides)


def _key(compared_plans: Sequence[ComparedPlan], what_if: Mapping[str, WhatIf], draws: int) -> Key:
    return draws, tuple(
        (compared.label, stated(compared.scenario), compared.plan, what_if.get(compared.label, ()))
        for compared in compared_plans
    )


def _result_of(key: Key, compared_plans: Sequence[ComparedPlan]) -> ComparisonResult:
    all_draws = _all_draws(key, compared_plans)
    return ComparisonResult(
        comparisons=compare_all(all_draws),
        profits={label: PlanProfit.of(each) for label, each in all_draws.items()},
    )


def _all_draws(key: Key, compared_plans: Sequence[ComparedPlan]) -> dict[str, PlanDraws]:
    draws, plans = key
    return {
        label: result_if(compared.scenario, plan, supposed, draws).plan_draws
        for (label, _, plan, supposed), compared in zip(plans, compared_plans, strict=True)
    }
