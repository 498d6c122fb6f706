"""Averages over possible worlds with their standard errors: all that a table needs, without sorting any draws."""

import math

import numpy as np

from simulator.sampling import REPLICATES
from simulator.units import FloatArray


def averages(draws: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The mean of each row of draws (row, draw), and its standard error from the spread of the replicates; (row,) each.

    The error of a mean that is infinite or undefined is nan; a certainty has none.
    """
    with np.errstate(invalid="ignore"):
        means = draws.mean(axis=1)
        if draws.shape[1] == 1:
            return means, np.where(np.isfinite(means), 0.0, np.nan)
        count = math.gcd(REPLICATES, draws.shape[1])
        replicates = draws.reshape(len(draws), count, -1).mean(axis=2)
        return means, replicates.std(axis=1, ddof=1) / np.sqrt(count)
