"""Comparing plans: differences draw by draw, in the same possible worlds.

Plans of one scenario share every draw, so what is common to them cancels, and "better in N of 100 possible worlds" is
counted, not guessed. Plans of several scenarios share the draws of every belief that has the same path and value in
both, as draws belong to names; a plan against its copy in another file differs by nothing.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.comparability import Obstacle, common_horizon_months, obstacle
from simulator.analyses.pairing import paired_differences, probability_best, probability_better, regret
from simulator.analyses.summary import (
    Average,
    Figures,
    Means,
    Summary,
    averages,
    means_of,
    plan_means,
    replicates_of,
    summarise,
    together,
)
from simulator.analyses.verdict import COST, Balance, Verdict, is_settled, verdict, what_matters
from simulator.engine.simulation import Simulation
from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS, AnyMetric, Metric, draws_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import BoolArray, FloatArray


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One plan against the baseline, by one metric.

    ``difference`` is this plan less the baseline, draw by draw; its mean is the difference of the means.
    ``probability_better`` counts ties as half, ``probability_error`` is its standard error; ``probability_best`` shares
    them among the best. ``regret`` [the metric's unit] is what choosing this plan costs on average against the best
    plan in each world. The chances and the regret are nan for a metric of which neither more nor less is better, or
    that is undefined in some world. ``tied`` and ``undefined`` are the shares of worlds that have no difference,
    because both plans give the same or because there is no figure, ``endless`` that of worlds in which both are without
    limit, as paybacks that never come. Differences of up to ``matters`` [the metric's unit] do not matter; ``settled``
    is whether the error of the simulation leaves the verdict as it is.
    """

    figures: Summary
    difference: Summary
    probability_better: float
    probability_error: float
    probability_best: float
    regret: Average
    tied: float
    undefined: float
    endless: float
    matters: float
    verdict: Verdict
    settled: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Plans by label, each against the ``baseline``, by the metric with this key, in so many ``draws``.

    Differences of up to ``matters`` [the metric's unit] do not matter.
    """

    baseline: str
    metric: str
    plans: Mapping[str, Compared]
    matters: float
    draws: int

    @property
    def settled(self) -> bool:
        """Whether the error of the simulation leaves every verdict as it is."""
        return all(each.settled for each in self.plans.values())


@dataclass(frozen=True, kw_only=True)
class PlanDraws:
    """The part of a simulated plan that comparing needs, in a tenth of its memory.

    ``values`` are the plan's draws of every metric by key, (draw,), of length 1 where they do not vary; ``means`` are
    their means, which draws of a ratio do not tell; ``plan_profit`` [money] is the plan's profit by month,
    (1, month, draw), ``first_cost`` the first month, counted from 0, in which it costs something.
    """

    scenario: Scenario[Belief]
    plan: str
    draws: int
    seed: int
    values: Mapping[str, FloatArray]
    means: Mapping[str, Means]
    plan_profit: FloatArray
    first_cost: int = 0


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
        means=plan_means(simulation.funnel, METRICS.values()),
        plan_profit=simulation.funnel.plan_profit,
        first_cost=simulation.funnel.first_cost_of_plan,
    )


def values_of(metric: AnyMetric, plan: AnyPlan) -> FloatArray:
    """The plan's draws of a metric; (draw,), of length 1 where they do not vary."""
    return plan.values[metric.key] if isinstance(plan, PlanDraws) else draws_of(plan, metric.key)


def means_by_key(metrics: Iterable[AnyMetric], plan: AnyPlan) -> Mapping[str, Means]:
    """The plan's means of these metrics, by key and perhaps of others too."""
    return plan.means if isinstance(plan, PlanDraws) else plan_means(plan.funnel, metrics)


def profit_by_month(plan: AnyPlan) -> FloatArray:
    """The plan's profit by month [money]; (1, month, draw)."""
    return plan.plan_profit if isinstance(plan, PlanDraws) else plan.funnel.plan_profit


def compare(plans: Mapping[str, AnyPlan], *, metric: str, matters: float | None = None) -> Comparison:
    """Compare simulated plans by a metric; the first is the baseline, labels are the caller's.

    Differences of up to ``matters`` [the metric's unit] do not matter; None is the default, see ``what_matters``.
    Raises UnknownNameError if there is no such metric, SettingsError if ``matters`` is no amount, if the plans are not
    of the same possible worlds (draws and seed), or if their currencies or horizons differ.
    """
    chosen = metric_named(metric)
    check_matters(matters)
    _check_together(plans.values())
    return _compared(chosen, plans, matters)


def compare_all(plans: Mapping[str, AnyPlan], *, matters: Mapping[str, float] | None = None) -> dict[str, Comparison]:
    """The comparison by every metric, by key; the first plan is the baseline. Raises SettingsError as ``compare``.

    ``matters`` are the differences that do not matter yet, by the key of a metric; the default for all others.
    """
    stated = matters or {}
    for amount in stated.values():
        check_matters(amount)
    _check_together(plans.values())
    # What a plan brings is read off it once for all metrics.
    read = {label: each if isinstance(each, PlanDraws) else plan_draws(each) for label, each in plans.items()}
    return {key: _compared(metric, read, stated.get(key)) for key, metric in METRICS.items()}


def check_matters(matters: float | None) -> None:
    """Raise SettingsError unless this is a size that a difference can have."""
    if matters is not None and not 0.0 <= matters < math.inf:
        raise SettingsError(f"what matters is {matters:g}; it must be a number of 0 or more")


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


def judged(comparison: Comparison, matters: float) -> Comparison:
    """The same comparison where differences of up to ``matters`` [the metric's unit] do not matter."""
    check_matters(matters)
    plans = {label: _judged(each, METRICS[comparison.metric], matters) for label, each in comparison.plans.items()}
    return replace(comparison, plans=plans, matters=matters)


def with_figures_of(comparison: Comparison, other: Comparison) -> Comparison:
    """The comparison with each plan's own figures as the ``other`` one, of other worlds, has them.

    Differences, chances and verdicts stay: more worlds make these surer, while a plan's figures should read the same
    wherever the plan is looked at.
    """
    plans = {label: replace(each, figures=other.plans[label].figures) for label, each in comparison.plans.items()}
    return replace(comparison, plans=plans)


def _judged(compared: Compared, metric: AnyMetric, matters: float) -> Compared:
    own = balance(metric, compared.difference, compared.probability_better, compared.probability_error)
    return replace(compared, matters=matters, verdict=verdict(own, matters), settled=is_settled(own, matters))


def _compared(metric: AnyMetric, plans: Mapping[str, AnyPlan], matters: float | None) -> Comparison:
    values, labels = _values(metric, plans.values()), list(plans)
    means = [means_by_key((metric, METRICS[COST]), each) for each in plans.values()]
    own = together(each[metric.key] for each in means)
    figures = summarise(values, own)
    least = what_matters(metric, figures[0], float(means[0][COST].whole[0])) if matters is None else matters
    differences = paired_differences(values, values[0])
    changes = _changes(metric, differences, own)
    regrets = regret(_turned(metric, values))
    better, best = _averages(probability_better, _turned(metric, differences)), probability_best(regrets)
    lost, tied = averages(regrets), [_share(row == 0.0) for row in differences]
    balances = [
        balance(metric, change, float(share), float(error))
        for change, share, error in zip(changes, *better, strict=True)
    ]
    compared = {
        label: Compared(
            figures=figures[row],
            difference=changes[row],
            probability_better=float(better[0][row]),
            probability_error=float(better[1][row]),
            probability_best=float(best[row]),
            regret=Average(float(lost[0][row]), float(lost[1][row])),
            tied=tied[row],
            undefined=_share(np.isnan(differences[row])),
            endless=_share(np.isinf(values[row]) & np.isinf(values[0])),
            matters=least,
            verdict=verdict(balances[row], least),
            settled=is_settled(balances[row], least),
        )
        for row, label in enumerate(labels)
    }
    draws = next(iter(plans.values())).draws
    return Comparison(baseline=labels[0], metric=metric.key, plans=compared, matters=least, draws=draws)


def _changes(metric: AnyMetric, differences: FloatArray, means: Means) -> list[Summary]:
    """The difference of each plan to the first; ``differences`` (plan, draw)."""
    # Sorting is what takes time: the baseline's difference to itself needs none.
    others = slice(1, None)
    own, first = means.rows(others), means.rows(slice(0, 1))
    baseline = _UNDEFINED if np.isnan(differences[0]).any() else _NO_CHANGE
    return [baseline, *summarise(differences[others], mean_changes(metric, differences[others], own, first))]


def mean_changes(metric: AnyMetric, differences: FloatArray, means: Means, baseline: Means) -> Means:
    """How far the means of a metric lie from that of the baseline, one row; ``differences`` (plan, draw), paired.

    What plans have in common cancels, replicate by replicate.
    """
    if isinstance(metric, Metric):
        whole = paired_differences(means.whole, baseline.whole)
        return Means(whole, paired_differences(means.replicates, baseline.replicates))
    # A mean over worlds, of which those in which both plans never pay back differ by nothing.
    return means_of(differences)


def _averages(share: Callable[[FloatArray], FloatArray], gains: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A share of draws of each plan, and its standard error from the replicates; gains (plan, draw)."""
    parts = np.split(gains, replicates_of(gains.shape[1]), axis=1)
    found = Means(share(gains), np.stack([share(part) for part in parts], axis=1))
    return found.whole, found.errors


def _same(value: float) -> Summary:
    return Summary(value, value, value, value, Figures(value, value, value, value))


_NO_CHANGE, _UNDEFINED = _same(0.0), _same(math.nan)


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


def balance(metric: AnyMetric, difference: Summary, better: float, better_error: float = 0.0) -> Balance:
    """Evidence for a plan: its difference to the baseline, and how often it is better, with its standard error."""
    sign, errors = {"higher": 1.0, "lower": -1.0, "": math.nan}[metric.better], difference.standard_error
    return Balance(
        mean=sign * difference.mean,
        middle=sign * difference.p50,
        better=better,
        errors=(errors.mean, errors.p50, better_error),
    )
