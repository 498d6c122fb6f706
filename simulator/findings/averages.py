"""Findings about averages that a few possible worlds carry: there the middle value says more.

An average adds up what every world brings. Where one world in a hundred brings more than a quarter of it, or where it
lies outside the range of 8 in 10 worlds, hardly any world is like the average.
"""

from functools import lru_cache

import numpy as np

from simulator.analyses.summary import Summary, plan_summary
from simulator.findings.review import Finding, Review, Severity
from simulator.findings.stated import Stated, beliefs_in_use
from simulator.metrics.kpis import METRICS, AnyMetric, Metric, draws_of, placed
from simulator.scenario.beliefs import Belief, Distribution
from simulator.text.grammar import within
from simulator.units import FloatArray, Quantity, Role

FEW, CARRIED = 0.01, 0.25
OUTSIDE = 0.01
"""An average that lies beyond the end of a range by a smaller part of itself than this is of no consequence."""
MOST_NAMED = 3
Z99, FURTHEST, STEPS = 2.3263478740408408, 38.0, 4_001
"""The normal quantile of 0.99; beyond the furthest one no number is left of the normal's density."""


def average_of_few_worlds(review: Review) -> Finding | None:
    """Headline figures whose average is unlike nearly all possible worlds."""
    summaries = plan_summary(review.simulation, placed("tiles"))
    found = {key: said for key, summary in summaries.items() if (said := _unlike(review, METRICS[key], summary))}
    if not found:
        return None
    profit = summaries["profit"]
    turns = "profit" in found and profit.mean * profit.p50 < 0.0
    return Finding(
        key="average_of_few_worlds",
        message=f"A few possible worlds decide on averages: {'; '.join(found.values())}.",
        advice="Go by the middle values: half of the worlds lie above, half below. Narrow the widest ranges.",
        severity=Severity.SERIOUS if turns else Severity.NOTE,
    )


def _unlike(review: Review, metric: AnyMetric, summary: Summary) -> str:
    """The average of a figure and how it is unlike nearly all worlds; empty if it is not, or if there is none."""
    if not np.isfinite(summary.mean):
        return ""
    # Whole months have no average that is one of them: the nearest is meant.
    mean = round(summary.mean) if metric.whole_months else summary.mean
    beyond, errors = OUTSIDE * abs(mean), summary.standard_error
    said = f"{within(metric.label)} is {_number(review, metric, mean, errors.mean)} on average, "
    if mean - summary.p90 > beyond:
        return f"{said}but less than {_number(review, metric, summary.p90, errors.p90)} in 9 of 10 worlds"
    if summary.p10 - mean > beyond:
        return f"{said}but more than {_number(review, metric, summary.p10, errors.p10)} in 9 of 10 worlds"
    if _adds_worlds_up(metric) and _part_of_few(draws_of(review.simulation, metric.key)) > CARRIED:
        return f"{said}more than a quarter of which comes from 1 world in 100"
    return ""


def _number(review: Review, metric: AnyMetric, value: float, error: float) -> str:
    return review.formats.number(value, metric.unit, 0.0 if metric.whole_months else error)


def _adds_worlds_up(metric: AnyMetric) -> bool:
    """Whether the average is a mean over worlds; that of a ratio weighs them, and its parts tell."""
    return not isinstance(metric, Metric) or metric.adds_up


def _part_of_few(draws: FloatArray) -> float:
    """The part of all amounts that the largest in a hundred make up, losses like gains; 0 where worlds are too few."""
    few = int(len(draws) * FEW)
    amounts = np.sort(np.abs(draws))
    whole = amounts.sum()
    return float(amounts[len(draws) - few :].sum() / whole) if whole > 0.0 else 0.0


def wide_range(review: Review) -> Finding | None:
    """Ranges so wide that their average lies above the high value, or rests on one world in a hundred."""
    asked = [each for each in beliefs_in_use(review) if each.quantity.role is not Role.SPREAD]
    found = {each.path: said for each in asked if not each.belief.is_certain and (said := _too_wide(review, each))}
    if not found:
        return None
    return Finding(
        key="wide_range",
        message=f"{_ranges(len(found))} so wide that few worlds decide on the average: "
        + "; ".join(list(found.values())[:MOST_NAMED])
        + ".",
        advice="Lower the high value if that cannot be, or state the most it can be. Until then go by the middle"
        " values of the results, not by their averages.",
    )


def _ranges(count: int) -> str:
    return "One range is" if count == 1 else f"{count} ranges are"


def _too_wide(review: Review, stated: Stated) -> str:
    """The average that a range implies, where few worlds decide on it; empty where they do not."""
    mean, few = average_and_few(stated.belief, stated.quantity)
    average = f"{stated.title} is {review.formats.number(mean, stated.quantity.unit, 0.02 * mean)} on average"
    if mean > stated.belief.high:
        high = review.formats.number(stated.belief.high, stated.quantity.unit)
        return f"{average}, above its high value of {high}"
    return f"{average}, {review.share(few)} of which comes from 1 world in 100" if few > CARRIED else ""


@lru_cache(maxsize=1_024)
def average_and_few(belief: Belief, quantity: Quantity) -> tuple[float, float]:
    """The mean of a number, and the part of it that the highest of a hundred worlds carry: integrals over the normal.

    A mean beyond all numbers is infinite, and carried by few.
    """
    distribution = belief.distribution(quantity)
    body, tail = (_integral(distribution, *ends) for ends in ((-FURTHEST, Z99), (Z99, FURTHEST)))
    mean = body + tail
    return mean, tail / mean if np.isfinite(mean) else 1.0


def _integral(distribution: Distribution, start: float, end: float) -> float:
    normal = np.linspace(start, end, STEPS)
    with np.errstate(over="ignore", divide="ignore"):
        values = distribution.of_normal(normal) * np.exp(-(normal**2) / 2.0)
    return float(np.trapezoid(values, normal) / np.sqrt(2.0 * np.pi))
