"""Spend to units: carry-over, response curve, ramp-up and season of one channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.channels import Channel
from simulator.units import FloatArray, IntArray

UNTHREADED_PRODUCTS = 200_000
"""OpenBLAS multiplies matrices with one thread up to 262,144 products."""


@dataclass(frozen=True)
class Course:
    """How many by month: ``level``, (month, draw); or, where all months are in proportion, ``profile`` x ``level``.

    ``profile`` (month,) and ``level`` (draw,) suffice for a channel that gets the same spend in all its months, and
    make what goes on within it cost next to nothing.
    """

    profile: FloatArray | None
    level: FloatArray

    def times(self, factor: FloatArray) -> "Course":
        """Every month's count times a factor (draw,)."""
        return Course(self.profile, self.level * factor)

    def weighted(self, weights: FloatArray) -> "Course":
        """Counts that are sums over months; ``weights`` (month afterwards, month)."""
        if self.profile is None:
            return Course(None, _product(weights, self.level))
        return Course(weights @ self.profile, self.level)

    def thinned(self, shares: FloatArray) -> "Course":
        """Only a share of each month's count; ``shares`` (month,)."""
        if self.profile is None:
            return Course(None, shares[:, np.newaxis] * self.level)
        return Course(shares * self.profile, self.level)

    def total(self, shares: FloatArray | None = None) -> FloatArray:
        """The count over all months, or over a share of each month's, (month,); shape (draw,)."""
        if self.profile is not None:
            return np.asarray((self.profile if shares is None else shares * self.profile).sum() * self.level)
        if shares is None:
            return np.asarray(self.level.sum(axis=0))
        return np.asarray(np.einsum("m,md->d", shares, self.level))

    def in_month(self, month: int, block: slice, out: FloatArray) -> None:
        """Write the count of one month, counted from 0, for a block of the draws; (draw,)."""
        level = self.level if self.level.shape[-1] == 1 else self.level[..., block]
        if self.profile is None:
            out[...] = level[month]
        else:
            np.multiply(level, self.profile[month], out=out)

    def by_month(self) -> FloatArray:
        """The count of all months; shape (month, draw)."""
        return self.level if self.profile is None else np.multiply.outer(self.profile, self.level)


def _product(weights: FloatArray, level: FloatArray) -> FloatArray:
    """``weights @ level``, in pieces too small for the linear algebra library to share out among threads.

    Its threads wait for each other in a busy loop: where other work keeps the cores busy, a product of a tenth of a
    millisecond takes a hundred times as long.
    """
    product = np.empty((len(weights), level.shape[1]))
    columns = max(1, UNTHREADED_PRODUCTS // weights.size)
    for start in range(0, level.shape[1], columns):
        piece = slice(start, start + columns)
        np.matmul(weights, level[:, piece], out=product[:, piece])
    return product


def felt_spend(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
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


def ripeness(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray | None:
    """How far a slow channel has ripened in each month, from 0 to 1; shape (month, draw); None without ramp-up.

    A month at full reference spend ripens a channel by one month, token spend hardly at all.
    """
    ramp_up = channel.ramp_up_months
    if not ramp_up.any():
        return None
    assert channel.reference_spend is not None
    ripe_before = min(1.0, channel.monthly_spend_before / channel.reference_spend)
    ripened = np.cumsum(np.minimum(1.0, spend / channel.reference_spend))[:, np.newaxis]
    ripe: FloatArray = np.minimum(1.0, (ramp_up * ripe_before + ripened) / ramp_up)
    return ripe


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


def units_bought(channel: Channel[FloatArray], spending: Spending, felt: FloatArray | None) -> Course:
    """Units of the stage that the channel's money buys; ``felt`` is from felt_spend, None if nothing carries over."""
    ripe = ripeness(channel, spending.by_month)
    if felt is None and ripe is None and spending.steady is not None:
        profile = np.where(spending.by_month > 0.0, spending.season, 0.0)
        return Course(profile, _units(channel, np.array([[spending.steady]]))[0])
    amounts, which = spending.amounts
    bought = _units(channel, amounts[:, np.newaxis])[which] if felt is None else _units(channel, felt)
    bought *= spending.season[:, np.newaxis]
    return Course(None, bought if ripe is None else bought * ripe)


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
