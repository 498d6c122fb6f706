"""Spend to units: carry-over, response curve, ramp-up and season of one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from simulator.scenario.channels import Channel, SeasonActsOn
from simulator.scenario.curves import Capped
from simulator.units import BoolArray, FloatArray

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

    def in_month(self, month: int, block: slice) -> FloatArray:
        """The count of one month, counted from 0, for a block of the draws; (draw,) or of length 1."""
        return np.asarray(_part(self.shape[month], block) * _part(self.level, block))

    def times(self, factor: FloatArray) -> "MonthlyCounts":
        """Every month's count times a factor (draw,)."""
        return MonthlyCounts(self.shape, self.level * factor, self.over_months)

    def weighted(self, weights: FloatArray) -> "MonthlyCounts":
        """Counts that are sums over months; ``weights`` (month afterwards, month)."""
        return MonthlyCounts.of(_product(weights, self.shape, np.empty(self.shape.shape)), self.level)

    def thinned(self, shares: FloatArray) -> "MonthlyCounts":
        """A share of each month's count, or a multiple of it; ``shares`` (month,)."""
        return MonthlyCounts.of(shares[:, np.newaxis] * self.shape, self.level)

    def by_months(self, factors: FloatArray) -> "MonthlyCounts":
        """Each month's count times a factor, ``factors`` (month, draw); which may be written over."""
        # Either may be certain where the other is not: the product goes into the wider of the two.
        out = factors if factors.size >= self.shape.size else None
        return MonthlyCounts.of(np.multiply(factors, self.shape, out=out), self.level)

    def responding(self, rate: FloatArray, season: FloatArray) -> "MonthlyCounts":
        """Those who respond at a rate (draw,) that is higher or lower in season (month,), and at most 1."""
        if (season == 1.0).all():
            return self.times(rate)
        if rate.max() * season.max() <= 1.0:
            return self.thinned(season).times(rate)
        return self.by_months(np.minimum(1.0, np.multiply.outer(season, rate)))


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

    ``spend`` (month,) is money at the prices of the first month. A month at full reference spend ripens a channel by
    one month, token spend hardly at all; what is not paid for fades, so that unchanged spend changes nothing:
    ``n[t] = min(R, n[t-1] (1 - (1 - p) f) + p)``, p the paid share of the month, f = 1 - 2^(-1 / half-life).
    """
    needed = channel.ramp_up_months
    if not needed.any():
        return None
    assert channel.reference_spend is not None
    fading = 1.0 - 2.0 ** (-1.0 / channel.fade_half_life_months)
    before = min(1.0, channel.monthly_spend_before / channel.reference_spend)
    ripened = needed if before == 1.0 else np.minimum(needed, before / ((1.0 - before) * fading))
    ripe = np.empty((len(spend), len(needed)))
    for month, paid in enumerate(np.minimum(1.0, spend / channel.reference_spend).tolist()):
        np.multiply(ripened, 1.0 - (1.0 - paid) * fading, out=ripe[month])
        ripe[month] += paid
        ripened = np.minimum(ripe[month], needed, out=ripe[month])
    ripe /= np.maximum(needed, SOONEST)
    # Where nothing has to ripen, zero months of it are all there is.
    return ripe if needed.all() else np.asarray(np.where(needed > 0.0, ripe, 1.0))


@dataclass(frozen=True)
class Spending:
    """The decided money of one channel by month, and what it meets; arrays (month,).

    ``budget`` is how much may be spent [money], ``price`` what a unit costs as a multiple of its cost in the first
    month, ``season`` how many people want it as a multiple of the average.
    """

    budget: FloatArray
    price: FloatArray
    season: FloatArray

    @cached_property
    def real(self) -> FloatArray:
        """The budget at the prices of the first month [money]."""
        return self.budget / self.price

    @cached_property
    def runs(self) -> BoolArray:
        """The months with a budget."""
        return self.budget > 0.0


@dataclass(frozen=True)
class Bought:
    """Units of the stage that a channel's money buys, and the money that it takes: ``spent`` is None for all of it."""

    units: MonthlyCounts
    spent: MonthlyCounts | None = None


def bought(channel: Channel[FloatArray], spending: Spending, felt: FloatArray | None) -> Bought:
    """Units of the stage that the channel's money buys; ``felt`` is from adstock, None if nothing carries over."""
    ripe, acts_on = ramp_up(channel, spending.real), channel.season_acts_on
    market = spending.season if acts_on is SeasonActsOn.MARKET else np.ones(len(spending.budget))
    if channel.curve.spares:
        return _as_far_as_there_is(channel, spending, market, ripe)
    divisor, factor = channel.curve.in_market(market)
    if acts_on is SeasonActsOn.VISITS:
        factor = factor * spending.season
    if felt is None:
        units = _units_of(channel, spending.real / divisor, factor)
    else:
        real = felt / (spending.price * divisor)[:, np.newaxis]
        units = MonthlyCounts.of(factor[:, np.newaxis] * _units(channel, real), np.ones(1))
    return Bought(units if ripe is None else units.by_months(ripe))


def _units_of(channel: Channel[FloatArray], spend: FloatArray, factor: FloatArray) -> MonthlyCounts:
    """Units that the same money in every draw buys; ``spend`` and ``factor`` (month,)."""
    paid = set(spend[spend > 0.0].tolist())
    if len(paid) <= 1:
        level = _units(channel, np.array([[sum(paid)]]))[0]
        return MonthlyCounts.of(np.where(spend > 0.0, factor, 0.0)[:, np.newaxis], level)
    # Months that are alike are worked out once.
    months = list(zip(spend.tolist(), factor.tolist(), strict=True))
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(months))}
    amounts, factors = np.array(list(kinds)).T
    units = _units(channel, amounts[:, np.newaxis])
    units *= factors[:, np.newaxis]
    which = np.array([kinds[month] for month in months])
    return MonthlyCounts(units[which], np.ones(1), np.bincount(which) @ units)


def _as_far_as_there_is(
    channel: Channel[FloatArray], spending: Spending, market: FloatArray, ripe: FloatArray | None
) -> Bought:
    """Units of a channel in which there are only so many to buy: the market's size and ripeness say how many.

    What is spent is ``min(x, L u)``, at the month's price: what cannot be bought is not charged.
    """
    size = market[:, np.newaxis] if ripe is None else market[:, np.newaxis] * ripe
    curve, cost = cast("Capped[FloatArray]", channel.curve), channel.unit_cost()
    running = spending.runs
    if ripe is None and len(np.unique(spending.real[running])) <= 1 and len(np.unique(market[running])) <= 1:
        shape, first = running[:, np.newaxis].astype(float), int(np.argmax(running))
        level = np.minimum(spending.real[first], curve.most_per_month * market[first] * cost)
        return _paid(MonthlyCounts.of(shape, level), channel, spending)
    most = size * (curve.most_per_month * cost)
    return _paid(MonthlyCounts.of(np.minimum(spending.real[:, np.newaxis], most), np.ones(1)), channel, spending)


def _paid(real: MonthlyCounts, channel: Channel[FloatArray], spending: Spending) -> Bought:
    """Units and money of ``real`` money, at the prices of the first month."""
    priced = real if (spending.price == 1.0).all() else real.thinned(spending.price)
    units = real.times(1.0 / channel.unit_cost())
    brings_more = channel.season_acts_on is SeasonActsOn.VISITS and (spending.season != 1.0).any()
    return Bought(units.thinned(spending.season) if brings_more else units, priced)


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
