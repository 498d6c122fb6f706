"""Comparing plans: differences draw by draw, in the same possible worlds.

Plans of one scenario share every draw, so what is common to them cancels, and "better in N of 100 possible worlds" is
counted, not guessed. Plans of several scenarios share the draws of every belief that has the same path and value in
both, as draws belong to names; a plan against its copy in another file differs by nothing.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from simulator.analyses.comparability import Obstacle, common_horizon_months, obstacle
from simulator.analyses.pairing import paired_differences, probability_best, probability_better, regret
from simulator.analyses.summary import Average, Figures, Summary, averages, summarise
from simulator.engine.simulation import Simulation
from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS, AnyMetric, draws_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import BoolArray, FloatArray

OWN_ERRORS = 2.0
"""A mean difference of fewer standard errors than this could be none at all."""

UNSURE_FROM, UNSURE_TO = 0.4, 0.6
"""Between these chances of being better, neither plan is worth changing for."""


class Verdict(StrEnum):
    """Whether a plan is better than the baseline by a metric; the words for it stand in ``presentation``.

    NO_DIFFERENCE is none that is worth the change; UNDEFINED is a metric of which neither more nor less is better, or
    that some world does not have.
    """

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    UNDEFINED = "undefined"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One plan against the baseline, by one metric.

    ``difference`` is this plan less the baseline, draw by draw. ``probability_better`` counts ties as half;
    ``probability_best`` shares them among the best. ``regret`` [the metric's unit] is what choosing this plan costs on
    average against the best plan in each world. The chances and the regret are nan for a metric of which neither more
    nor less is better, or that is undefined in some world. ``tied`` and ``undefined`` are the shares of worlds that
    have no difference, because both plans give the same or because there is no figure.
    """

    figures: Summary
    difference: Summary
    probability_better: float
    probability_best: float
    regret: Average
    tied: float
    undefined: float
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Plans by label, each against the ``baseline``, by the metric with this key."""

    baseline: str
    metric: str
    plans: Mapping[str, Compared]


@dataclass(frozen=True, kw_only=True)
class PlanDraws:
    """The part of a simulated plan that comparing needs, in a tenth of its memory.

    ``values`` are the plan's draws of every metric by key, (draw,), of length 1 where they do not vary;
    ``plan_profit`` [money] is the plan's profit by month, (1, month, draw).
    """

    scenario: Scenario[Belief]
    plan: str
    draws: int
    seed: int
    values: Mapping[str, FloatArray]
    plan_profit: FloatArray


AnyPlan = Simulation | PlanDraws
"""A simulated plan, whole or as far as comparing needs it."""


def plan_draws(simulation: Simulation) -> PlanDraws:
    """The part of a simulated plan that comparing needs; the rest can then be forgotten."""
    return PlanDraws(
        scenario=simulation.scenario,
        plan=simulation.plan,
        draws=simulation.draws,
        seed=simulation.seed,
        values={key: draws_of(simulation, key) for key in METRICS},
        plan_profit=simulation.funnel.plan_profit,
    )


def values_of(metric: AnyMetric, plan: AnyPlan) -> FloatArray:
    """The plan's draws of a metric; (draw,), of length 1 where they do not vary."""
    return plan.values[metric.key] if isinstance(plan, PlanDraws) else draws_of(plan, metric.key)


def profit_by_month(plan: AnyPlan) -> FloatArray:
    """The plan's profit by month [money]; (1, month, draw)."""
    return plan.plan_profit if isinstance(plan, PlanDraws) else plan.funnel.plan_profit


def compare(plans: Mapping[str, AnyPlan], *, metric: str) -> Comparison:
    """Compare simulated plans by a metric; the first is the baseline, labels are the caller's.

    Raises UnknownNameError if there is no such metric, SettingsError if the plans are not of the same possible worlds
    (draws and seed), or if their currencies or horizons differ.
    """
    chosen = metric_named(metric)
    _check_together(plans.values())
    return _compared(chosen, list(plans), _values(chosen, plans.values()))


def compare_all(plans: Mapping[str, AnyPlan]) -> dict[str, Comparison]:
    """The comparison by every metric, by key; the first plan is the baseline. Raises SettingsError as ``compare``."""
    _check_together(plans.values())
    # What a plan brings is read off it once for all metrics.
    read = [each if isinstance(each, PlanDraws) else plan_draws(each) for each in plans.values()]
    return {key: _compared(metric, list(plans), _values(metric, read)) for key, metric in METRICS.items()}


def paired(plans: Mapping[str, AnyPlan], *, metric: str) -> FloatArray:
    """Each plan's difference to the first by a metric, draw by draw; (plan, draw), read-only. Raises as compare."""
    chosen = metric_named(metric)
    _check_together(plans.values())
    values = _values(chosen, plans.values())
    differences = paired_differences(values, values[0])
    differences.flags.writeable = False
    return differences


def _check_together(plans: Iterable[AnyPlan]) -> None:
    together = list(plans)
    if not together:
        raise SettingsError("there is no plan to compare")
    settings = {(each.draws, each.seed): each.plan for each in together}
    if len(settings) > 1:
        stated = "; ".join(f"{plan}: {draws:,} draws, seed {seed}" for (draws, seed), plan in settings.items())
        raise SettingsError(f"plans can only be compared in the same possible worlds ({stated})")
    scenarios = [each.scenario for each in together]
    found = obstacle(scenarios)
    if found is Obstacle.CURRENCIES:
        stated = ", ".join(sorted({scenario.currency for scenario in scenarios}))
        raise SettingsError(f"plans in different currencies cannot be compared ({stated})")
    if found is Obstacle.HORIZONS:
        months = common_horizon_months(scenarios)
        raise SettingsError(
            f"plans that look further ahead than others are compared by with_horizon(scenario, {months})"
        )


def metric_named(key: str) -> AnyMetric:
    """The metric with this key. Raises UnknownNameError."""
    if key not in METRICS:
        raise UnknownNameError("metric", key, METRICS)
    return METRICS[key]


def _compared(metric: AnyMetric, labels: Sequence[str], values: FloatArray) -> Comparison:
    """The comparison of ``values`` (plan, draw), in the order of the labels."""
    differences = paired_differences(values, values[0])
    regrets = regret(_turned(metric, values))
    better, best = probability_better(_turned(metric, differences)), probability_best(regrets)
    # Sorting is what takes time: the baseline's difference to itself needs none, nor does what is only averaged.
    figures = summarise(np.concatenate([values, differences[1:]]))
    changes = [_UNDEFINED if np.isnan(differences[0]).any() else _NO_CHANGE, *figures[len(labels) :]]
    lost, tied = averages(regrets), [_share(row == 0.0) for row in differences]
    plans = {
        label: Compared(
            figures=figures[row],
            difference=changes[row],
            probability_better=float(better[row]),
            probability_best=float(best[row]),
            regret=Average(float(lost[0][row]), float(lost[1][row])),
            tied=tied[row],
            undefined=_share(np.isnan(differences[row])),
            verdict=verdict(changes[row], tied=tied[row], better=float(better[row])),
        )
        for row, label in enumerate(labels)
    }
    return Comparison(baseline=labels[0], metric=metric.key, plans=plans)


def _same(value: float) -> Summary:
    return Summary(value, value, value, value, Figures(value, value, value, value))


_NO_CHANGE, _UNDEFINED = _same(0.0), _same(math.nan)


def verdict(difference: Summary, *, tied: float, better: float) -> Verdict:
    """Whether a plan is better than the baseline, worse, or not worth the change.

    ``tied`` is the share of worlds in which it differs by nothing, ``better`` that in which it is better.
    """
    if tied == 1.0:
        return Verdict.NO_DIFFERENCE
    if math.isnan(better):
        return Verdict.UNDEFINED
    if UNSURE_FROM <= better <= UNSURE_TO or _is_within_error(difference):
        return Verdict.NO_DIFFERENCE
    return Verdict.BETTER if better > UNSURE_TO else Verdict.WORSE


def _is_within_error(difference: Summary) -> bool:
    """Whether the mean difference could be none at all; where there is no mean, the worlds are counted alone."""
    error = difference.standard_error.mean
    return math.isfinite(difference.mean) and abs(difference.mean) <= OWN_ERRORS * error


def _share(worlds: BoolArray) -> float:
    return np.count_nonzero(worlds) / len(worlds)


def _values(metric: AnyMetric, plans: Iterable[AnyPlan]) -> FloatArray:
    """The plans' draws of the metric; shape (plan, draw)."""
    return np.array(np.broadcast_arrays(*(values_of(metric, each) for each in plans)))


def _turned(metric: AnyMetric, values: FloatArray) -> FloatArray:
    """Values (plan, draw) turned so that more is better; nan, (plan, 1), where neither direction is."""
    if not metric.better:
        return np.full((len(values), 1), np.nan)
    return values if metric.better == "higher" else -values
