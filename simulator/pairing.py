"""Paired draws: what plans differ by in the same possible worlds, and how often each is the better one.

Arrays have shape (plan, draw). *Goodness* is a metric turned so that more is better; a *gain* is how much more of it a
plan has than the baseline, and *regret* how much less than the best plan of that world.
"""

import numpy as np

from simulator.units import FloatArray

ROUNDING = 1e-12
"""Figures that differ by less, as a share of themselves, differ by the last digits that computers keep."""


def paired_differences(values: FloatArray, baseline: FloatArray) -> FloatArray:
    """Values less the baseline (draw,), draw by draw; two infinities of one sign differ by 0, and so does rounding.

    A rate that no plan changes is a ratio of other numbers in every plan; its last digit must not make a plan better.
    """
    return _differences(values, baseline, baseline)


def regret(goodness: FloatArray) -> FloatArray:
    """How much each plan falls short of the best plan in each draw; shape (plan, draw)."""
    best = goodness.max(axis=0)
    return _differences(best, goodness, best)


def _differences(values: FloatArray, baseline: FloatArray, scale: FloatArray) -> FloatArray:
    """Values less the baseline, 0 where that is rounding beside the ``scale`` (draw,), one of the two."""
    with np.errstate(invalid="ignore"):
        differences = np.asarray(values - baseline)
    same = np.abs(differences) <= ROUNDING * np.abs(scale)
    finite = np.isfinite(scale)
    if not finite.all():
        same = (same & finite) | (values == baseline)
    np.copyto(differences, 0.0, where=same)
    return differences


def probability_better(gains: FloatArray) -> FloatArray:
    """Share of draws in which each plan gains, ties half; shape (plan,); nan where a gain is undefined in some draw."""
    halves = 2 * np.count_nonzero(gains > 0.0, axis=1) + np.count_nonzero(gains == 0.0, axis=1)
    return np.where(np.isnan(gains).any(axis=1), np.nan, halves / (2 * gains.shape[1]))


def probability_best(regrets: FloatArray) -> FloatArray:
    """Share of draws in which each plan is the best, ties shared, so that they add up to 1; nan if any is undefined."""
    best = regrets == 0.0
    sharing = np.count_nonzero(best, axis=0)
    # Where a plan is undefined there is no best one, and no regret.
    if sharing.min() == 0:
        return np.full(len(regrets), np.nan)
    if sharing.max() == 1:
        return np.asarray(np.count_nonzero(best, axis=1) / len(sharing))
    return np.asarray((best / sharing).mean(axis=1))
