"""Comparing plans: differences draw by draw, in the same possible worlds.

Plans of one scenario share every draw, so what is common to them cancels, and "better in N of 100 possible worlds" is
counted, not guessed.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.errors import UnknownNameError
from simulator.formatting import Formats
from simulator.metrics import METRICS, AnyMetric
from simulator.simulation import Simulation
from simulator.summary import Summary, summarise
from simulator.units import FloatArray

OWN_ERRORS = 2.0
"""A mean difference of fewer standard errors than this could be none at all."""

UNSURE_FROM, UNSURE_TO = 0.4, 0.6
"""Between these chances of being better, neither plan is worth changing for."""

ALMOST_SURE = 0.99

WORTH_SAYING = 0.01
"""The share of worlds without any difference from which on it is mentioned."""

NO_DIFFERENCE = "no meaningful difference: keep your plan"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One plan against the baseline, by one metric.

    ``difference`` is this plan less the baseline, draw by draw. ``probability_better`` counts ties as half;
    ``probability_best`` shares them among the best. ``regret`` [the metric's unit] is what choosing this plan costs
    against the best plan in each world; its mean is the expected regret. The chances and the regret are nan for a
    metric of which neither more nor less is better, or that is undefined in some world.
    """

    figures: Summary
    difference: Summary
    probability_better: float
    probability_best: float
    regret: Summary
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Plans by label, each against the ``baseline``, by the metric with this key."""

    baseline: str
    metric: str
    plans: Mapping[str, Compared]


def compare(simulations: Mapping[str, Simulation], *, metric: str) -> Comparison:
    """Compare simulated plans by a metric; the first is the baseline.

    All must have the same number of draws and the same seed. Raises UnknownNameError if there is no such metric.
    """
    chosen = metric_named(metric)
    assert len({(simulation.draws, simulation.seed) for simulation in simulations.values()}) == 1
    values = _values(chosen, list(simulations.values()))
    goodness = _goodness(chosen, values)
    differences = paired_differences(values, values[0])
    figures, changes = summarise(values), summarise(differences)
    better = probability_better(goodness)
    best, lost = probability_best(goodness), summarise(regret(goodness))
    plans = {
        label: Compared(
            figures=figures[row],
            difference=changes[row],
            probability_better=float(better[row]),
            probability_best=float(best[row]),
            regret=lost[row],
            verdict=verdict(chosen, changes[row], differences[row], float(better[row])),
        )
        for row, label in enumerate(simulations)
    }
    return Comparison(baseline=next(iter(simulations)), metric=metric, plans=plans)


def metric_named(key: str) -> AnyMetric:
    """The metric with this key. Raises UnknownNameError."""
    if key not in METRICS:
        raise UnknownNameError("metric", key, METRICS)
    return METRICS[key]


def paired_differences(values: FloatArray, baseline: FloatArray) -> FloatArray:
    """Values less the baseline, draw by draw; two infinities of one sign differ by 0."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(values) & (values == baseline), 0.0, values - baseline)


def probability_better(goodness: FloatArray) -> FloatArray:
    """Share of draws in which each plan (plan, draw) is better than the first, ties half; shape (plan,)."""
    shares = (goodness > goodness[0]).mean(axis=1) + 0.5 * (goodness == goodness[0]).mean(axis=1)
    undefined = np.isnan(goodness).any(axis=1) | np.isnan(goodness[0]).any()
    return np.where(undefined, np.nan, shares)


def probability_best(goodness: FloatArray) -> FloatArray:
    """Share of draws in which each plan (plan, draw) is the best, ties shared; shape (plan,); they add up to 1."""
    if np.isnan(goodness).any():
        return np.full(len(goodness), np.nan)
    best = goodness == goodness.max(axis=0)
    return np.asarray((best / best.sum(axis=0)).mean(axis=1))


def regret(goodness: FloatArray) -> FloatArray:
    """How much each plan (plan, draw) falls short of the best plan in each draw; its shape."""
    return paired_differences(goodness.max(axis=0), goodness)


def verdict(metric: AnyMetric, difference: Summary, differences: FloatArray, better: float) -> str:
    """One sentence: whether a plan is better than the baseline by this metric, worse, or not worth the change."""
    if not metric.better:
        return f"neither more nor less is better by itself: {metric.label}"
    if math.isnan(better):
        return f"cannot be compared: {metric.label} is undefined in some possible worlds"
    if not differences.any():
        return f"{NO_DIFFERENCE}; both give the same in every possible world"
    if _is_unsure(difference, differences, better):
        return NO_DIFFERENCE
    word, share = ("better", better) if better > UNSURE_TO else ("worse", 1.0 - better)
    gain = difference.mean if metric.better == "higher" else -difference.mean
    on_average = "better" if gain > 0.0 else "worse"
    # A nan gain is infinitely better in some worlds and infinitely worse in others: there is no average.
    doubt = "" if on_average == word or math.isnan(gain) else f", but {on_average} on average"
    ties = ", counting ties as half" if np.mean(differences == 0.0) >= WORTH_SAYING else ""
    return f"{word} {_how_often(share)}{ties}{doubt}"


def _is_unsure(difference: Summary, differences: FloatArray, better: float) -> bool:
    error = difference.standard_error.mean
    within_error = math.isfinite(difference.mean) and abs(difference.mean) <= OWN_ERRORS * error
    # Where no world speaks for the other side, the average has this sign however rough it is.
    either_way = differences.min() < 0.0 < differences.max()
    return (within_error and either_way) or UNSURE_FROM <= better <= UNSURE_TO


def _how_often(share: float) -> str:
    if share == 1.0:
        return "in every possible world"
    if share >= ALMOST_SURE:
        return "in almost every possible world"
    return f"in {Formats().chance(share)} possible worlds"


def _values(metric: AnyMetric, simulations: Sequence[Simulation]) -> FloatArray:
    """The plans' draws of the metric; shape (plan, draw)."""
    rows = [metric.of_plan(simulation.funnel)[0, 0] for simulation in simulations]
    return np.array(np.broadcast_arrays(*rows))


def _goodness(metric: AnyMetric, values: FloatArray) -> FloatArray:
    """The values turned so that more is better; nan where neither direction is."""
    if not metric.better:
        return np.full_like(values, np.nan)
    return values if metric.better == "higher" else -values
