"""Spend to units: carry-over, response curve, ramp-up and season of one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

import numpy as np

from simulator.scenario.channels import Channel, SeasonActsOn, Unpaid
from simulator.units import BoolArray, FloatArray, IntArray

UNTHREADED_PRODUCTS = 200_000
"""OpenBLAS multiplies matrices with one thread up to 262,144 products."""


SOONEST = 1e-200
"""Months until a channel works fully, where that is at once: nothing is divided by zero."""


@dataclass(frozen=True)
class MonthlyCounts:
    """How many by month: ``shape`` x ``level``, the shape ``rows[kinds]``: months that are alike share a row.

    The shape is (month, 1) where all months are in proportion in every draw, as for a channel that gets the same spend
    in all its months, and (month, draw) elsewhere; ``level`` is (draw,), of length 1 where it is certain. The first
    kind makes what goes on within it cost next to nothing, and factors go to the level of either. ``kinds`` (month,)
    says which row is whose; where no two months share one, rows and months are the same. ``over_months`` is the sum of
    the shape, (draw,) or of length 1.
    """

    rows: FloatArray
    level: FloatArray
    kinds: IntArray
    over_months: FloatArray

    @classmethod
    def of(cls, shape: FloatArray, level: FloatArray) -> "MonthlyCounts":
        """The counts of this shape, with a row for every month, and level."""
        return cls(shape, level, np.arange(len(shape)), shape.sum(axis=0))

    @classmethod
    def alike(cls, rows: FloatArray, level: FloatArray, kinds: IntArray) -> "MonthlyCounts":
        """The counts of this level and shape, which has a row for each kind of month, in the order of their first."""
        return cls(rows, level, kinds, np.bincount(kinds) @ rows)

    @property
    def in_proportion(self) -> bool:
        """Whether all months are in proportion in every draw."""
        return bool(self.rows.shape[1] == 1)

    @property
    def shape(self) -> FloatArray:
        """The shape of every month, alike or not; (month, draw) or (month, 1)."""
        return self.rows if len(self.rows) == len(self.kinds) else self.rows[self.kinds]

    @property
    def total(self) -> FloatArray:
        """The count over all months; shape (draw,)."""
        return np.asarray(self.over_months * self.level)

    def over_shares(self, shares: FloatArray) -> FloatArray:
        """The sum of shares (month,) of each month's shape; (draw,) or of length 1. Times the level it is a count."""
        return np.asarray(self._by_kind(shares) @ self.rows)

    def valued(self, each: FloatArray) -> FloatArray:
        """The sum over months of the count times what each is worth, (month, draw) or (1, draw); shape (draw,)."""
        if len(each) == 1:
            return np.asarray(self.total * each[0])
        if self.in_proportion:
            return np.asarray((self.shape[:, 0] @ each) * self.level)
        alike = len(self.rows) < len(self.kinds)
        by_kind = (self.kinds == np.arange(len(self.rows))[:, np.newaxis]) @ each if alike else each
        return np.asarray(np.einsum("kd,kd->d", *np.broadcast_arrays(self.rows, by_kind)) * self.level)

    def in_month(self, month: int, out: FloatArray | None = None) -> FloatArray:
        """The count of one month, counted from 0; (draw,) or of length 1."""
        return np.asarray(np.multiply(self.rows[self.kinds[month]], self.level, out=out))

    def block(self, part: slice) -> "MonthlyCounts":
        """The same for a part of the draws."""
        return MonthlyCounts(_part(self.rows, part), _part(self.level, part), self.kinds, _part(self.over_months, part))

    def times(self, factor: FloatArray) -> "MonthlyCounts":
        """Every month's count times a factor (draw,)."""
        return MonthlyCounts(self.rows, self.level * factor, self.kinds, self.over_months)

    def weighted(self, weights: FloatArray) -> "MonthlyCounts":
        """Counts that are sums over months; ``weights`` (month afterwards, month)."""
        product = np.empty((len(weights), self.rows.shape[1]))
        return MonthlyCounts.of(_product(self._by_kind(weights), self.rows, product), self.level)

    def thinned(self, shares: FloatArray) -> "MonthlyCounts":
        """A share of each month's count, or a multiple of it; ``shares`` (month,)."""
        if (shares == 1.0).all():
            return self
        of_kind = np.empty(len(self.rows))
        of_kind[self.kinds] = shares
        if (of_kind[self.kinds] == shares).all():
            return MonthlyCounts.alike(of_kind[:, np.newaxis] * self.rows, self.level, self.kinds)
        return MonthlyCounts.of(shares[:, np.newaxis] * self.shape, self.level)

    def by_months(self, factors: FloatArray) -> "MonthlyCounts":
        """Each month's count times a factor, ``factors`` (month, draw); which may be written over."""
        shape = self.shape
        # Either may be certain where the other is not: the product goes into the wider of the two.
        out = factors if factors.size >= shape.size else None
        return MonthlyCounts.of(np.multiply(factors, shape, out=out), self.level)

    def responding(self, rate: FloatArray, season: FloatArray) -> "MonthlyCounts":
        """Those who respond at a rate (draw,) that is higher or lower in season (month,), and at most 1."""
        if rate.max() * season.max() <= 1.0 or (season == 1.0).all():
            return self.thinned(season).times(rate)
        return self.by_months(np.minimum(1.0, np.multiply.outer(season, rate)))

    def _by_kind(self, weights: FloatArray) -> FloatArray:
        """Weights (..., month) of months, added up over those that are alike; (..., kind)."""
        if len(self.rows) == len(self.kinds):
            return weights
        return np.asarray(weights @ (self.kinds[:, np.newaxis] == np.arange(len(self.rows))))


def spliced(parts: Sequence[tuple[int, MonthlyCounts]]) -> MonthlyCounts:
    """Counts of which each holds from its month on, counted from 0, until the next one's; the first begins at 0."""
    edges = [*(first for first, _ in parts), len(parts[0][1].kinds)]
    spans = [
        counts.shape[start:end] * counts.level for (_, counts), (start, end) in zip(parts, pairwise(edges), strict=True)
    ]
    draws = max(span.shape[1] for span in spans)
    return MonthlyCounts.of(np.concatenate([np.broadcast_to(span, (len(span), draws)) for span in spans]), np.ones(1))


class StackedCounts:
    """The monthly counts of several channels, read month by month.

    Neighbours whose months are in proportion are read together, the others one by one.
    """

    def __init__(self, channels: Sequence[MonthlyCounts]) -> None:
        # Read for each channel in each month of each block: what can be made ready is ready.
        self._alone = [
            (row, [each.rows[kind] for kind in each.kinds], each.level)
            for row, each in enumerate(channels)
            if not each.in_proportion
        ]
        self._together: list[tuple[slice, FloatArray, FloatArray]] = []
        for in_proportion, group in groupby(enumerate(channels), lambda row: row[1].in_proportion):
            if in_proportion:
                rows, counts = zip(*group, strict=True)
                levels = np.stack(np.broadcast_arrays(*(each.level for each in counts)))
                shapes = np.stack([each.shape for each in counts])
                self._together.append((slice(rows[0], rows[-1] + 1), shapes, levels))

    def in_month(self, month: int, out: FloatArray) -> None:
        """Write the counts of one month, counted from 0; (channel, draw)."""
        for rows, shapes, levels in self._together:
            np.multiply(levels, shapes[:, month], out=out[rows])
        for row, months, level in self._alone:
            np.multiply(months[month], level, out=out[row])


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
            counts.in_month(month, out=counted)
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
    # Counted in parts of the months needed, so that nothing has to be divided by them in every month.
    of_a_month = 1.0 / np.maximum(needed, SOONEST)
    fading = 1.0 - 2.0 ** (-1.0 / channel.fade_half_life_months)
    before = min(1.0, channel.monthly_spend_before / channel.reference_spend)
    ripened = (
        np.ones(len(needed)) if before == 1.0 else np.minimum(1.0, before / ((1.0 - before) * fading) * of_a_month)
    )
    ripe = np.empty((len(spend), len(needed)))
    shares = np.minimum(1.0, spend / channel.reference_spend).tolist()
    fresh = {paid: paid * of_a_month for paid in shares}
    for month, paid in enumerate(shares):
        np.multiply(ripened, 1.0 - (1.0 - paid) * fading, out=ripe[month])
        ripe[month] += fresh[paid]
        ripened = np.minimum(ripe[month], 1.0, out=ripe[month])
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

    @cached_property
    def kinds(self) -> tuple["Spending", IntArray]:
        """A month of each kind, in order, and which kind each month is: those in which all is the same are alike."""
        months = list(zip(self.budget.tolist(), self.price.tolist(), self.season.tolist(), strict=True))
        places = {kind: place for place, kind in enumerate(dict.fromkeys(months))}
        return Spending(*np.array(list(places)).T), np.array([places[month] for month in months])


@dataclass(frozen=True)
class Bought:
    """Units of the stage that a channel's money buys, and the money that it takes: ``spent`` is None for all of it."""

    units: MonthlyCounts
    spent: MonthlyCounts | None = None


def bought(channel: Channel[FloatArray], spending: Spending, felt: FloatArray | None) -> Bought:
    """Units of the stage that the channel's money buys; ``felt`` is from adstock, None if nothing carries over.

    What comes without money comes in every month, as the season says.
    """
    if isinstance(channel, Unpaid):
        return Bought(MonthlyCounts.of(spending.season[:, np.newaxis], channel.visits_per_month))
    ripe = ramp_up(channel, spending.real)
    if channel.curve.spares:
        return _as_far_as_there_is(channel, spending, ripe)
    units = _units_of(channel, spending) if felt is None else _units_of_felt(channel, spending, felt)
    if channel.season_acts_on is SeasonActsOn.VISITS:
        units = units.thinned(spending.season)
    return Bought(units if ripe is None else units.by_months(ripe))


def market_of(channel: Channel[FloatArray], spending: Spending) -> FloatArray:
    """The size of the market that the money meets in each month, as a multiple of the average; (month,)."""
    of_season = channel.season_acts_on is SeasonActsOn.MARKET
    return spending.season if of_season else np.ones(len(spending.season))


def _units_of(channel: Channel[FloatArray], spending: Spending) -> MonthlyCounts:
    """Units that the same money in every draw buys."""
    divisor, factor = channel.curve.in_market(market_of(channel, spending))
    spend = spending.real / divisor
    paid = set(spend[spending.runs].tolist())
    if len(paid) <= 1:
        level = _units(channel, np.array([[sum(paid)]]))[0]
        return MonthlyCounts.of(np.where(spending.runs, factor, 0.0)[:, np.newaxis], level)
    some, kinds = spending.kinds
    divisor, factor = channel.curve.in_market(market_of(channel, some))
    units = _units(channel, (some.real / divisor)[:, np.newaxis])
    return MonthlyCounts.alike(_by_month(units, factor), np.ones(1), kinds)


def _units_of_felt(channel: Channel[FloatArray], spending: Spending, felt: FloatArray) -> MonthlyCounts:
    """Units that money bought which carries over, and so differs in every month and draw."""
    divisor, factor = channel.curve.in_market(market_of(channel, spending))
    units = _units(channel, _by_month(felt, 1.0 / (spending.price * divisor)))
    return MonthlyCounts.of(_by_month(units, factor), np.ones(1))


def _by_month(values: FloatArray, factor: FloatArray) -> FloatArray:
    """Values (month, draw) times a factor (month,), which most often is 1."""
    return values if (factor == 1.0).all() else values * factor[:, np.newaxis]


def _as_far_as_there_is(channel: Channel[FloatArray], spending: Spending, ripe: FloatArray | None) -> Bought:
    """Units of a channel in which there are only so many to buy: the market's size and ripeness say how many.

    What is spent is ``min(x, L u)``, at the month's price: what cannot be bought is not charged.
    """
    curve, cost, running = channel.curve, channel.unit_cost(), spending.runs
    most, market = getattr(curve, curve.ceiling) * cost, market_of(channel, spending)
    if ripe is not None:
        limit = ripe * market[:, np.newaxis] * most
        real = MonthlyCounts.of(np.minimum(spending.real[:, np.newaxis], limit), np.ones(1))
    elif len(set(zip(spending.real[running].tolist(), market[running].tolist(), strict=True))) <= 1:
        first = int(np.argmax(running))
        level = np.minimum(spending.real[first], most * market[first])
        real = MonthlyCounts.of(running[:, np.newaxis].astype(float), level)
    else:
        some, kinds = spending.kinds
        limit = np.multiply.outer(market_of(channel, some), most)
        real = MonthlyCounts.alike(np.minimum(some.real[:, np.newaxis], limit), np.ones(1), kinds)
    return _paid(real, channel, spending)


def _paid(real: MonthlyCounts, channel: Channel[FloatArray], spending: Spending) -> Bought:
    """Units and money of ``real`` money, at the prices of the first month."""
    units = real.times(1.0 / channel.unit_cost())
    brings_more = channel.season_acts_on is SeasonActsOn.VISITS
    return Bought(units.thinned(spending.season) if brings_more else units, real.thinned(spending.price))


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
