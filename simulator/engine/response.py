"""Spend to units: carry-over, response curve, ramp-up and season of one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.scenario.channels import Channel
from simulator.units import FloatArray, IntArray

UNTHREADED_PRODUCTS = 200_000
"""OpenBLAS multiplies matrices with one thread up to 262,144 products."""


SOONEST = 1e-200
"""Months until a channel works fully, where that is at once: nothing is divided by zero."""


@dataclass(frozen=True)
class MonthlyCounts:
    """How many by month: ``shape`` x ``level``.

    ``shape`` is (month, 1) where all months are in proportion in every draw, as for a channel that gets the same spend
    in all its months, and (month, draw) elsewhere; ``level`` is (draw,), of length 1 where it is certain. The first
    kind makes what goes on within it cost next to nothing, and factors go to the level of either. ``over_months`` is
    the sum of the shape, (draw,) or of length 1.
    """

    shape: FloatArray
    level: FloatArray
    over_months: FloatArray

    @classmethod
    def of(cls, shape: FloatArray, level: FloatArray) -> "MonthlyCounts":
        """The counts of this shape and level."""
        return cls(shape, level, shape.sum(axis=0))

    @property
    def in_proportion(self) -> bool:
        """Whether all months are in proportion in every draw."""
        return bool(self.shape.shape[1] == 1)

    @property
    def total(self) -> FloatArray:
        """The count over all months; shape (draw,)."""
        return np.asarray(self.over_months * self.level)

    def total_of(self, shares: FloatArray) -> FloatArray:
        """The count over a share of each month's, (month,); shape (draw,)."""
        return np.asarray((shares @ self.shape) * self.level)

    def times(self, factor: FloatArray) -> "MonthlyCounts":
        """Every month's count times a factor (draw,)."""
        return MonthlyCounts(self.shape, self.level * factor, self.over_months)

    def weighted(self, weights: FloatArray) -> "MonthlyCounts":
        """Counts that are sums over months; ``weights`` (month afterwards, month)."""
        return MonthlyCounts.of(_product(weights, self.shape, np.empty(self.shape.shape)), self.level)

    def thinned(self, shares: FloatArray) -> "MonthlyCounts":
        """Only a share of each month's count; ``shares`` (month,)."""
        return MonthlyCounts.of(shares[:, np.newaxis] * self.shape, self.level)


class StackedCounts:
    """The monthly counts of several channels, read month by month."""

    def __init__(self, channels: Sequence[MonthlyCounts]) -> None:
        self._shapes = np.stack(
            [each.shape[:, 0] if each.in_proportion else np.ones(len(each.shape)) for each in channels]
        )
        self._levels = np.stack(np.broadcast_arrays(*(each.level for each in channels)))
        self._rest = {row: each.shape for row, each in enumerate(channels) if not each.in_proportion}

    def in_month(self, month: int, block: slice, out: FloatArray) -> None:
        """Write the counts of one month, counted from 0, for a block of the draws; (channel, draw)."""
        np.multiply(_part(self._levels, block), self._shapes[:, month, np.newaxis], out=out)
        for row, shape in self._rest.items():
            out[row] *= shape[month, block]


def sum_counts(channels: Sequence[tuple[MonthlyCounts, FloatArray | None]], out: FloatArray) -> None:
    """Write the channels' counts by month, summed, each with its shares (month,) if given; ``out`` (month, draw)."""
    rest = [(counts, shares) for counts, shares in channels if not counts.in_proportion]
    steady = [
        counts if shares is None else counts.thinned(shares) for counts, shares in channels if counts.in_proportion
    ]
    if steady:
        levels = [np.broadcast_to(counts.level, out.shape[1]) for counts in steady]
        _product(np.hstack([counts.shape for counts in steady]), np.stack(levels), out)
    else:
        out.fill(0.0)
    counted = np.empty(out.shape[1])
    for counts, shares in rest:
        for month, total in enumerate(out):
            np.multiply(counts.shape[month], counts.level, out=counted)
            total += counted if shares is None else np.multiply(counted, shares[month], out=counted)


def _part(array: FloatArray, block: slice) -> FloatArray:
    """A block of draws; the one number of what does not vary."""
    return array if array.shape[-1] == 1 else array[..., block]


def _product(weights: FloatArray, level: FloatArray, product: FloatArray) -> FloatArray:
    """``weights @ level``, in pieces too small for the linear algebra library to share out among threads.

    Its threads wait for each other in a busy loop: where other work keeps the cores busy, a product of a tenth of a
    millisecond takes a hundred times as long. Writes and gives ``product``.
    """
    columns = max(1, UNTHREADED_PRODUCTS // weights.size)
    for start in range(0, level.shape[1], columns):
        piece = slice(start, start + columns)
        np.matmul(weights, level[:, piece], out=product[:, piece])
    return product


def adstock(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
    """Spend that is felt in each month, after carry-over [money]; shape (month, draw).

    Geometric adstock, normalised: ``e[t] = (1 - k) x[t] + k e[t-1]``, ``e[0]`` = monthly_spend_before; over unlimited
    time no effect is created or lost. Source: Jin et al. (2017), section 2.1.
    """
    kept = channel.carry_over
    felt = np.empty((len(spend), len(kept)))
    fresh = 1.0 - kept
    before: FloatArray | float = channel.monthly_spend_before
    for month, amount in enumerate(spend):
        np.multiply(kept, before, out=felt[month])
        felt[month] += fresh * amount
        before = felt[month]
    return felt


def ramp_up(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray | None:
    """How far a slow channel has ripened in each month, from 0 to 1; shape (month, draw); None without ramp-up.

    A month at full reference spend ripens a channel by one month, token spend hardly at all.
    """
    ramp_up = channel.ramp_up_months
    if not ramp_up.any():
        return None
    assert channel.reference_spend is not None
    ripe_before = min(1.0, channel.monthly_spend_before / channel.reference_spend)
    ripened = np.cumsum(np.minimum(1.0, spend / channel.reference_spend))
    ripe = np.multiply.outer(ripened, 1.0 / np.maximum(ramp_up, SOONEST))
    ripe += ripe_before
    return np.asarray(np.minimum(ripe, 1.0, out=ripe))


@dataclass(frozen=True)
class Spending:
    """The decided spend of one channel by month [money], and the ``season`` that multiplies what it buys; (month,)."""

    by_month: FloatArray
    season: FloatArray

    @cached_property
    def amounts(self) -> tuple[FloatArray, IntArray]:
        """The distinct amounts, and which of them falls into which month; (amount,) and (month,)."""
        return np.unique(self.by_month, return_inverse=True)

    @cached_property
    def steady(self) -> float | None:
        """The one amount that all months with spend get; None where they differ."""
        amounts = self.amounts[0][self.amounts[0] > 0.0]
        return None if len(amounts) > 1 else float(amounts.sum())


def units_bought(channel: Channel[FloatArray], spending: Spending, felt: FloatArray | None) -> MonthlyCounts:
    """Units of the stage that the channel's money buys; ``felt`` is from adstock, None if nothing carries over."""
    ripe, season = ramp_up(channel, spending.by_month), spending.season[:, np.newaxis]
    if felt is None and spending.steady is not None:
        shape = np.where(spending.by_month > 0.0, spending.season, 0.0)[:, np.newaxis]
        level = _units(channel, np.array([[spending.steady]]))[0]
    else:
        amounts, which = spending.amounts
        shape = _units(channel, amounts[:, np.newaxis])[which] if felt is None else _units(channel, felt)
        shape *= season
        level = np.ones(1)
    if ripe is None:
        return MonthlyCounts.of(shape, level)
    # Either may be certain where the other is not: the product goes into the wider of the two.
    return MonthlyCounts.of(np.multiply(ripe, shape, out=ripe if ripe.size >= shape.size else shape), level)


def _units(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
    return channel.curve.units(spend, channel.unit_cost(), channel.reference_spend)


def season_by_month(
    own: Sequence[float] | None, shared: Sequence[float] | None, first_calendar_month: int, horizon_months: int
) -> FloatArray:
    """Multiplier of each month of the horizon; shape (month,). A channel's own season replaces the shared one.

    ``first_calendar_month`` is 1 for January.
    """
    by_calendar_month = np.asarray(own or shared or (1.0,) * 12)
    return by_calendar_month[(first_calendar_month - 1 + np.arange(horizon_months)) % 12]
