"""Paired draws: what plans differ by in the same possible worlds, and how often each is the better one.

Arrays have shape (plan, draw). *Goodness* is a metric turned so that more is better.
"""

import numpy as np

from simulator.units import FloatArray


def paired_differences(values: FloatArray, baseline: FloatArray) -> FloatArray:
    """Values less the baseline, draw by draw; two infinities of one sign differ by 0."""
    if np.isfinite(baseline).all():
        return np.asarray(values - baseline)
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(values) & (values == baseline), 0.0, values - baseline)


def probability_better(goodness: FloatArray) -> FloatArray:
    """Share of draws in which each plan is better than the first, ties half; nan if either is undefined in one."""
    halves = 2 * np.count_nonzero(goodness > goodness[0], axis=1) + np.count_nonzero(goodness == goodness[0], axis=1)
    undefined = np.isnan(goodness).any(axis=1) | np.isnan(goodness[0]).any()
    return np.where(undefined, np.nan, halves / (2 * goodness.shape[1]))


def probability_best(goodness: FloatArray) -> FloatArray:
    """Share of draws in which each plan is the best, ties shared, so that they add up to 1; nan if any is undefined."""
    best_of_all = goodness.max(axis=0)
    if np.isnan(best_of_all).any():
        return np.full(len(goodness), np.nan)
    best = goodness == best_of_all
    sharing = np.count_nonzero(best, axis=0)
    if sharing.max() == 1:
        return np.asarray(np.count_nonzero(best, axis=1) / len(sharing))
    return np.asarray((best / sharing).mean(axis=1))


def regret(goodness: FloatArray) -> FloatArray:
    """How much each plan falls short of the best plan in each draw; shape (plan, draw)."""
    return paired_differences(goodness.max(axis=0), goodness)
