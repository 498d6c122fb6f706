"""Luck: draws are expected numbers; six expected customers are in truth three to nine.

Given the draw, a count is Poisson distributed about its expected number, because many people decide for themselves,
each with a small probability. Over all draws that is a mixture of Poisson distributions.

P(N >= k) = P(k, mean) and P(N <= k) = Q(k + 1, mean), the regularised incomplete gamma functions (Abramowitz & Stegun,
"Handbook of Mathematical Functions", 26.4.21).
"""

import math

import numpy as np
from scipy.special import gammainc, gammaincc

from simulator.units import FloatArray


def chance_of_none(expected: FloatArray) -> float:
    """Probability that not a single one comes; ``expected`` (draw,)."""
    return float(np.exp(-expected).mean())


def chance_at_least(expected: FloatArray, count: float) -> float:
    """Probability of ``count`` or more; ``expected`` (draw,)."""
    least = math.ceil(count)
    return float(np.mean(gammainc(least, expected))) if least > 0 else 1.0


def chance_at_most(expected: FloatArray, count: float) -> float:
    """Probability of ``count`` or fewer; ``expected`` (draw,)."""
    most = math.floor(count)
    return float(np.mean(gammaincc(most + 1, expected))) if most >= 0 else 0.0


def count_at(expected: FloatArray, probability: float) -> int:
    """The smallest count that is not exceeded with this probability, luck included; ``expected`` (draw,)."""
    low, high = -1, math.ceil(float(expected.max())) + 1
    while chance_at_most(expected, high) < probability:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_at_most(expected, middle) >= probability else (middle, high)
    return high
