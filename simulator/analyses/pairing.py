"""Paired draws: what plans differ by in the same possible worlds, and how often each is the better one.

Arrays have shape (plan, draw). *Goodness* is a metric turned so that more is better; a *gain* is how much more of it a
plan has than the baseline, and *regret* how much less than the best plan of that world.
"""

import numpy as np

from simulator.units import BoolArray, FloatArray, IntArray

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
    draws = gains.shape[1]
    wins, losses, ties = _counts(gains > 0.0), _counts(gains < 0.0), _counts(gains == 0.0)
    # An undefined gain is none of the three.
    return np.where(wins + losses + ties == draws, (2 * wins + ties) / (2 * draws), np.nan)


def probability_best(regrets: FloatArray) -> FloatArray:
    """Share of draws in which each plan is the best, ties shared, so that they add up to 1; nan if any is undefined."""
    # Where one plan is undefined there is no best one, and no regret of any.
    if np.isnan(regrets[0]).any():
        return np.full(len(regrets), np.nan)
    best = regrets == 0.0
    counts = _counts(best)
    if counts.sum() == regrets.shape[1]:
        return np.asarray(counts / regrets.shape[1])
    return np.asarray((best / best.sum(axis=0)).mean(axis=1))


def _counts(rows: BoolArray) -> IntArray:
    """How many are true in each row."""
    # Row by row numpy counts bits; along an axis it adds up numbers, which takes many times as long.
    return np.array([np.count_nonzero(row) for row in rows])
