"""The meaning of a range: low, likely and high as the quantiles P10, P50 and P90 of one distribution.

Source: Hadlock and Bickel (2017), "Johnson Quantile-Parameterized Distributions", Decision Analysis 14 (1):
J-QPD-S, the semi-bounded one, with alpha = 0.1. Its symmetric case (n = 0) is a lognormal.
"""

from dataclasses import dataclass
from math import asinh, erfc, exp, inf, log, sinh, sqrt
from statistics import NormalDist

STANDARD = NormalDist()
C = STANDARD.inv_cdf(0.9)
LARGEST_EXPONENT = 700.0


def normal_cdf(z: float) -> float:
    """Chance that a standard normal is below z, with full relative accuracy in the lower tail."""
    return 0.5 * erfc(-z / sqrt(2.0))


@dataclass(frozen=True)
class SemiBounded:
    """J-QPD-S: ``x = at_least + theta * exp(scale * sinh(asinh(delta z) + asinh(n C delta)))``.

    Here z is standard normal. In the symmetric case (n = 0) delta is 0, and
    ``x = at_least + theta * exp(scale * z)``.
    """

    at_least: float
    theta: float
    scale: float
    delta: float
    n: int

    def at_score(self, z: float) -> float:
        """The value that belongs to a standard normal score."""
        if self.n == 0:
            exponent = self.scale * z
        else:
            exponent = self.scale * sinh(asinh(self.delta * z) + asinh(self.n * C * self.delta))
        return self.at_least + self.theta * exp(exponent) if exponent < LARGEST_EXPONENT else inf

    def score(self, x: float) -> float:
        """The standard normal score that belongs to a value."""
        if x <= self.at_least:
            return -inf
        exponent = log((x - self.at_least) / self.theta)
        if self.n == 0:
            return exponent / self.scale
        return sinh(asinh(exponent / self.scale) - asinh(self.n * C * self.delta)) / self.delta

    def below(self, x: float) -> float:
        """Share below x."""
        return normal_cdf(self.score(x))

    def above(self, x: float) -> float:
        """Share above x, with full relative accuracy in the upper tail."""
        return normal_cdf(-self.score(x))


def semi_bounded(low: float, likely: float, high: float, at_least: float = 0.0) -> SemiBounded:
    """The J-QPD-S with the given P10, P50 and P90 above a lower bound."""
    lower, middle, upper = (log(x - at_least) for x in (low, likely, high))
    lower_half, upper_half = middle - lower, upper - middle
    ratio = (upper - lower) / (2.0 * min(lower_half, upper_half))
    # A ratio that is 1 but for rounding has delta = 0, where the general formula divides 0 by 0.
    if ratio <= 1.0:
        return SemiBounded(at_least, likely - at_least, (upper - lower) / (2.0 * C), 0.0, 0)
    delta = sqrt(ratio * ratio - 1.0) / C  # sinh(arccosh(ratio)) / C
    scale = min(lower_half, upper_half) / (delta * C)
    if upper_half > lower_half:
        return SemiBounded(at_least, low - at_least, scale, delta, 1)
    return SemiBounded(at_least, high - at_least, scale, delta, -1)


def odds(x: float, at_least: float, at_most: float) -> float:
    """How far x stands from its lower bound, in units of its distance from its upper bound."""
    return (x - at_least) / (at_most - x) if x < at_most else inf


def quantile(
    anchors: tuple[float, float, float],
    probability: float,
    *,
    at_least: float = 0.0,
    at_most: float | None = None,
) -> float:
    """The value below which the truth lies with the given probability, of a belief (low, likely, high)."""
    z = STANDARD.inv_cdf(probability)
    if at_most is None:
        return semi_bounded(*anchors, at_least).at_score(z)
    low, likely, high = (odds(x, at_least, at_most) for x in anchors)
    y = semi_bounded(low, likely, high).at_score(z)
    return at_most if y == inf else (at_least + at_most * y) / (1.0 + y)


def cdf(
    anchors: tuple[float, float, float],
    x: float,
    *,
    at_least: float = 0.0,
    at_most: float | None = None,
) -> float:
    """The probability that the truth lies below x, of a belief (low, likely, high)."""
    if at_most is None:
        return semi_bounded(*anchors, at_least).below(x)
    if x >= at_most:
        return 1.0
    low, likely, high = (odds(anchor, at_least, at_most) for anchor in anchors)
    return semi_bounded(low, likely, high).below(odds(x, at_least, at_most))
