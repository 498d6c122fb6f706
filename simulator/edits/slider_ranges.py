"""The reach of each budget slider, and its steps [money per month]."""

import math
from collections.abc import Mapping

MOST_SPEND = 1_000_000_000.0
"""The largest monthly spend of a channel [money per month]."""

STILL_FITS = 1 / 3
"""A slider that grew stays as long as the amount is at least this share of its end."""


def maxima(spend: Mapping[str, float], references: Mapping[str, float | None]) -> dict[str, float]:
    """The end of each slider: twice the present spend, and beyond twice the reference spend."""
    wanted = {name: max(2.0 * amount, 3.0 * (references.get(name) or 0.0)) for name, amount in spend.items()}
    # A channel without spend still needs a range: a quarter of the widest is a size that fits the plan.
    least = max(max(wanted.values(), default=0.0) / 4.0, 100.0) if any(wanted.values()) else 1_000.0
    return {name: _round_up(max(amount, least)) for name, amount in wanted.items()}


def fitted(ends: Mapping[str, float], usual: Mapping[str, float], spend: Mapping[str, float]) -> dict[str, float]:
    """The same ends, further out where the spend went beyond one, and back towards the usual ones once it is far below.

    An amount that slipped (20,000 for 2,000) leaves no slider behind on which nothing can be set.
    """
    return {name: _fitted(end, usual.get(name, end), spend[name]) for name, end in ends.items()}


def _fitted(end: float, usual: float, amount: float) -> float:
    if amount <= end and (end <= usual or amount >= STILL_FITS * end):
        return end
    return usual if amount <= usual else max(usual, _round_up(1.25 * amount))


def slider_step(maximum: float) -> float:
    """The round amount by which a slider moves: 1, 2 or 5 times a power of ten, 150 steps or more."""
    widest = max(maximum / 150.0, 1.0)
    power = 10.0 ** math.floor(math.log10(widest))
    return max(size * power for size in (1.0, 2.0, 5.0) if size * power <= widest)


def _round_up(amount: float) -> float:
    amount = min(amount, MOST_SPEND)
    power = 10.0 ** math.floor(math.log10(amount))
    sizes = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return min(MOST_SPEND, next(size * power for size in sizes if size * power >= amount))
