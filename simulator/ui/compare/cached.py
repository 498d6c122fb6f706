"""What is read off compared plans, computed once for all sessions.

Kept is what comparing needs of each plan, not the whole simulation, so that many plans fit; and a comparison by the
plans, their order and the conditions, so that another metric or a visit to another page costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from simulator.analyses.compared_plans import ComparedPlan
from simulator.analyses.comparison import Comparison, PlanDraws, compare_all, paired, plan_draws
from simulator.analyses.stress import Condition, Rarity, rarity, simulate_under
from simulator.charts.difference_dots import Dots, dots_of
from simulator.charts.profit_of_plans import PlanProfit
from simulator.engine.simulation import simulate
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

Key = tuple[tuple[str, str, str, tuple[Condition, ...]], ...]

MOST_PLAN_DRAWS = 24
"""Two pages' worth of six plans, with and without a condition."""


@dataclass(frozen=True)
class ComparisonResult:
    """Everything that is shown of plans by label, the first being the baseline, under one set of conditions."""

    comparisons: Mapping[str, Comparison]
    profits: Mapping[str, PlanProfit]


def result(compared_plans: Sequence[ComparedPlan], conditions: Mapping[str, Sequence[Condition]]) -> ComparisonResult:
    """The comparison of these plans, each under its own conditions by label; none is as believed."""
    return _result(_key(compared_plans, conditions), tuple(compared_plans))


def dots(
    compared_plans: Sequence[ComparedPlan], conditions: Mapping[str, Sequence[Condition]], metric: str
) -> Sequence[Dots]:
    """What each of these plans has more of a metric than the first, in twenty worlds."""
    return _dots(_key(compared_plans, conditions), metric, tuple(compared_plans))


def _key(compared_plans: Sequence[ComparedPlan], conditions: Mapping[str, Sequence[Condition]]) -> Key:
    return tuple(
        (compared.label, repr(compared.scenario), compared.plan, tuple(conditions.get(compared.label, ())))
        for compared in compared_plans
    )


def rarity_of(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> Rarity:
    """How often the conditions happen together."""
    return _rarity(repr(scenario), tuple(conditions), scenario)


@st.cache_resource(max_entries=16, show_spinner=False)
def _result(key: Key, _entrants: tuple[ComparedPlan, ...]) -> ComparisonResult:
    all_draws = _all_draws(key, _entrants)
    return ComparisonResult(
        comparisons=compare_all(all_draws),
        profits={label: PlanProfit.of(each) for label, each in all_draws.items()},
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _dots(key: Key, metric: str, _entrants: tuple[ComparedPlan, ...]) -> Sequence[Dots]:
    return dots_of(paired(_all_draws(key, _entrants), metric=metric))


def _all_draws(key: Key, compared_plans: Sequence[ComparedPlan]) -> dict[str, PlanDraws]:
    return {
        label: _plan_draws(stated, plan, conditions, compared.scenario)
        for (label, stated, plan, conditions), compared in zip(key, compared_plans, strict=True)
    }


@st.cache_resource(max_entries=MOST_PLAN_DRAWS, show_spinner=False)
def _plan_draws(stated: str, plan: str, conditions: tuple[Condition, ...], _scenario: Scenario[Belief]) -> PlanDraws:
    run = partial(simulate_under, conditions=conditions) if conditions else simulate
    return plan_draws(run(_scenario, plan))


@st.cache_resource(max_entries=64, show_spinner=False)
def _rarity(stated: str, conditions: tuple[Condition, ...], _scenario: Scenario[Belief]) -> Rarity:
    return rarity(_scenario, conditions)
