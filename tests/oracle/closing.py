"""The months from the month of its lead until a deal closes.

Leads come in evenly through a month: one that comes at the moment u in (0, 1) of its month and takes T months
closes k months later if k <= u + T < k + 1. With F the distribution function of T, the share is the integral
over u of F(k + 1 - u) - F(k - u). A single number is an exact T.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, fsum, pi

from .beliefs import SemiBounded, semi_bounded

Cycle = float | tuple[float, float, float]

NODES = 20
SCORES = tuple(step / 4.0 for step in range(-36, 37))


def as_cycle(stated: float | Sequence[float]) -> Cycle:
    """A sales cycle as it is stated in a file: a number, or three that describe deals (P10, P50, P90)."""
    if isinstance(stated, int | float):
        return float(stated)
    low, likely, high = stated
    return float(low), float(likely), float(high)


def share_closing_after(cycle: Cycle, months: int) -> float:
    """Share of a month's deals that close the given number of months after the month of their leads."""
    if not isinstance(cycle, tuple):
        return share_still_open_after(cycle, months - 1) - share_still_open_after(cycle, months)
    return _closing_after(cycle, months)


def share_still_open_after(cycle: Cycle, months: int) -> float:
    """Share of a month's deals not yet closed at the end of the month so many months after the leads' own.

    The integral over u of the chance that T is above months + 1 - u.
    """
    if not isinstance(cycle, tuple):
        return min(1.0, max(0.0, cycle - months))
    return _still_open_after(cycle, months)


@lru_cache(maxsize=100_000)
def _closing_after(cycle: tuple[float, float, float], months: int) -> float:
    deals = semi_bounded(*cycle)

    def closing(u: float) -> float:
        return _share_between(deals, months - u, months + 1 - u)

    return _integral(closing, _panels(deals, (months, months + 1)))


@lru_cache(maxsize=100_000)
def _still_open_after(cycle: tuple[float, float, float], months: int) -> float:
    deals = semi_bounded(*cycle)

    def still_open(u: float) -> float:
        return deals.above(months + 1 - u)

    return _integral(still_open, _panels(deals, (months + 1,)))


def _share_between(deals: SemiBounded, start: float, end: float) -> float:
    """Share of deals that take a time between two; from the tail where 1 - 1 would lose digits."""
    if deals.score(start) > 0.0:
        return deals.above(start) - deals.above(end)
    return deals.below(end) - deals.below(start)


def _panels(deals: SemiBounded, ends: Sequence[int]) -> list[float]:
    """Where to split (0, 1) so that F(end - u) is easily approximated in between: at many quantiles of F."""
    times = [deals.at_score(z) for z in SCORES]
    splits = {end - time for end in ends for time in times if 0.0 < end - time < 1.0}
    return [0.0, *sorted(splits), 1.0]


def _integral(function: Callable[[float], float], panels: Sequence[float]) -> float:
    """Composite Gauss-Legendre rule over neighbouring panels."""
    terms = []
    for start, end in pairwise(panels):
        half, middle = (end - start) / 2.0, (start + end) / 2.0
        for node, weight in gauss_legendre(NODES):
            terms.append(half * weight * function(middle + half * node))
    return fsum(terms)


@lru_cache(maxsize=8)
def gauss_legendre(count: int) -> tuple[tuple[float, float], ...]:
    """Nodes and weights on (-1, 1): the roots of the Legendre polynomial by Newton's method.

    Source: Press et al., "Numerical Recipes", section 4.6, routine gauleg.
    """
    rule = []
    for index in range(count):
        x = cos(pi * (index + 0.75) / (count + 0.5))
        for _ in range(8):
            value, slope = _legendre(count, x)
            x -= value / slope
        _, slope = _legendre(count, x)
        rule.append((x, 2.0 / ((1.0 - x * x) * slope * slope)))
    return tuple(rule)


def _legendre(degree: int, x: float) -> tuple[float, float]:
    """The Legendre polynomial and its slope at x, by the three-term recurrence."""
    before, value = 1.0, x
    for n in range(2, degree + 1):
        before, value = value, ((2 * n - 1) * x * value - (n - 1) * before) / n
    return value, degree * (x * value - before) / (x * x - 1.0)
