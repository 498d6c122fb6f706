"""Figures read from many draws: quantiles, means, standard errors, and the chance of a count."""

from collections.abc import Callable, Sequence
from math import ceil, floor, inf, isfinite, isnan, nan, sqrt

REPLICATES = 8


def mean(draws: Sequence[float]) -> float:
    """Average of the draws; infinities keep their sign, and nan stays nan."""
    return sum(draws) / len(draws)


def quantile(draws: Sequence[float], probability: float) -> float:
    """The smallest draw that at least this share of the draws does not exceed; nan if any draw is.

    Source: Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages", definition 1.
    """
    if any(isnan(draw) for draw in draws):
        return nan
    # Without the rounding, a product such as 0.07 * 100 = 7.000000000000001 would skip a draw.
    rank = ceil(round(len(draws) * probability, 9))
    return sorted(draws)[max(rank, 1) - 1]


def standard_error(draws: Sequence[float], statistic: Callable[[Sequence[float]], float]) -> float:
    """Standard error of a statistic of all draws, from its spread over the 8 replicates: sd / sqrt(8).

    The replicates are successive blocks of equal length; sd has the divisor 7. nan where one is not finite.
    """
    length = len(draws) // REPLICATES
    values = [statistic(draws[start : start + length]) for start in range(0, len(draws), length)]
    if not all(isfinite(value) for value in values):
        return nan
    middle = mean(values)
    variance = sum((value - middle) ** 2 for value in values) / (REPLICATES - 1)
    return sqrt(variance) / sqrt(REPLICATES)


def poisson_at_most(most: float, expected: float) -> float:
    """Chance that a Poisson count with this expectation is at most ``floor(most)``."""
    if isnan(expected):
        return nan
    if most < 0.0 or expected == inf:
        return 0.0
    if expected == 0.0:
        return 1.0
    weights = _poisson_weights(expected)
    whole = sum(sorted(weights.values()))
    return sum(sorted(weight for count, weight in weights.items() if count <= floor(most))) / whole


def poisson_at_least(least: float, expected: float) -> float:
    """Chance that a Poisson count with this expectation is at least ``ceil(least)``."""
    if isnan(expected):
        return nan
    if least <= 0.0 or expected == inf:
        return 1.0
    if expected == 0.0:
        return 0.0
    weights = _poisson_weights(expected)
    whole = sum(sorted(weights.values()))
    return sum(sorted(weight for count, weight in weights.items() if count >= ceil(least))) / whole


def _poisson_weights(expected: float) -> dict[int, float]:
    """Chances of each count, relative to that of the most frequent one, as far as a float can tell.

    By the ratio of neighbours, P(n) / P(n - 1) = expected / n, so that nothing large is ever subtracted.
    """
    mode = floor(expected)
    weights = {mode: 1.0}
    for count in range(mode, 0, -1):
        weights[count - 1] = weights[count] * count / expected
        if weights[count - 1] < 1e-300:
            break
    count = mode
    while weights[count] > 1e-300:
        weights[count + 1] = weights[count] * expected / (count + 1)
        count += 1
    return weights


def chance_of_count_at_least(least: float, draws: Sequence[float]) -> float:
    """Chance of reaching a target on a count: draws are expectations, luck comes on top."""
    return mean([poisson_at_least(least, draw) for draw in draws])


def chance_of_count_at_most(most: float, draws: Sequence[float]) -> float:
    """Chance of staying within a target on a count."""
    return mean([poisson_at_most(most, draw) for draw in draws])
