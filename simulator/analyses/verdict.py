"""The verdict on a plan against another by one metric: a value, of three numbers and of what matters.

With signs such that more is better: the difference of the averages, the middle difference, and the share of possible
worlds in which the plan is better. A plan that is better in most worlds may still lose so much in the others that it is
worse on average; then neither number alone decides, and the verdict is MIXED.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from simulator.analyses.summary import Figures
from simulator.metrics.kpis import AnyMetric
from simulator.units import Unit

COST = "marketing_cost"
"""The key of the metric by which sums of money are large or small."""

MATTERS_SHARE = 0.01
MATTERS_OF_ROI = 0.01
"""What matters, by default: a hundredth; of ROI a point of percent."""

OWN_ERRORS = 2.0
"""A number may be wrong by so many of its standard errors."""


class Verdict(StrEnum):
    """Whether a plan is better than the baseline by a metric; the words for it stand in ``presentation``.

    MIXED is better on average and worse in most worlds, or the other way round. NO_DIFFERENCE is none that matters.
    UNDEFINED is a metric of which neither more nor less is better, or that some world does not have.
    """

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    NO_DIFFERENCE = "no_difference"
    UNDEFINED = "undefined"


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Evidence for a plan and against it, with signs such that more is better.

    ``mean`` is the difference of the averages, ``middle`` the middle difference [the metric's unit], ``better`` the
    share of worlds in which the plan is better, ties half. ``errors`` are their standard errors, in this order.
    """

    mean: float
    middle: float
    better: float
    errors: tuple[float, float, float] = (0.0, 0.0, 0.0)


def verdict(balance: Balance, matters: float) -> Verdict:
    """The verdict, where differences of up to ``matters`` do not matter.

    A difference of averages that is not finite is left out. Where as many worlds are better as worse, the averages
    decide alone.
    """
    mean, half = balance.mean if math.isfinite(balance.mean) else 0.0, 0.5
    if math.isnan(balance.middle) or math.isnan(balance.better):
        return Verdict.UNDEFINED
    if abs(mean) <= matters and (abs(balance.middle) <= matters or balance.better == half):
        return Verdict.NO_DIFFERENCE
    if balance.better == half:
        return Verdict.BETTER if mean > 0.0 else Verdict.WORSE
    if balance.better > half:
        return Verdict.MIXED if mean < -matters else Verdict.BETTER
    return Verdict.MIXED if mean > matters else Verdict.WORSE


def is_settled(balance: Balance, matters: float) -> bool:
    """Whether the verdict stays what it is wherever the numbers may truly lie, by their standard errors."""
    found = verdict(balance, matters)
    means, middles, shares = (
        _possible(value, error)
        for value, error in zip((balance.mean, balance.middle, balance.better), balance.errors, strict=True)
    )
    return all(
        verdict(Balance(mean=mean, middle=middle, better=share), matters) is found
        for mean, middle, share in product(means, middles, shares)
    )


def _possible(value: float, error: float) -> tuple[float, ...]:
    """The ends of where a number may lie, itself, and nothing where that lies between."""
    reach = OWN_ERRORS * error
    if not (math.isfinite(value) and reach > 0.0):
        return (value,)
    ends = (value - reach, value, value + reach)
    return (*ends, 0.0) if ends[0] < 0.0 < ends[2] else ends


def what_matters(metric: AnyMetric, baseline: Figures, cost: float) -> float:
    """The difference up to which none matters unless a person says so [the metric's unit].

    A hundredth of the baseline's average marketing ``cost`` for sums of money, a point of percent for ROI, for all else
    a hundredth of the baseline's average, of its middle where that is not finite.
    """
    if metric.key == "roi":
        return MATTERS_OF_ROI
    if metric.unit is Unit.MONEY and not metric.countable:
        return MATTERS_SHARE * cost
    usual = baseline.mean if math.isfinite(baseline.mean) else baseline.p50
    return MATTERS_SHARE * abs(usual) if math.isfinite(usual) else 0.0
