"""Spend to units: carry-over, response curve, ramp-up and season of one channel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.channels import Channel
from simulator.units import FloatArray

UNTHREADED_PRODUCTS = 200_000
"""OpenBLAS multiplies matrices with one thread up to 262,144 products."""


@dataclass(frozen=True)
class Course:
    """How many by month, as a few levels and how much of which level falls into each month.

    The count (month, draw) is ``profile @ level``, with ``profile`` (month, level) and ``level`` (level, draw). Months
    that get the same spend share a level, so that what goes on within a channel costs little. Without a profile the
    level is the count itself.
    """

    profile: FloatArray | None
    level: FloatArray

    def times(self, factor: FloatArray) -> "Course":
        """Every month's count times a factor (draw,)."""
        return Course(self.profile, self.level * factor)

    def weighted(self, weights: FloatArray) -> "Course":
        """Counts that are sums over months: ``weights`` (month afterwards, month)."""
        return Course(weights if self.profile is None else weights @ self.profile, self.level)

    def total(self) -> FloatArray:
        """The count over all months; shape (draw,)."""
        if self.profile is None:
            return np.asarray(self.level.sum(axis=0))
        return np.asarray(np.einsum("l,ld->d", self.profile.sum(axis=0), self.level))

    def by_month(self, block: slice, out: FloatArray) -> None:
        """Write the count of a block of the draws, (month, draw)."""
        level = self.level if self.level.shape[1] == 1 else self.level[:, block]
        if self.profile is None:
            out[...] = level
        elif len(level) == 1:
            np.multiply(self.profile, level, out=out)
        elif level.shape[1] == 1:
            out[...] = self.profile @ level
        else:
            _multiply(self.profile, level, out)


def _multiply(profile: FloatArray, level: FloatArray, out: FloatArray) -> None:
    """``profile @ level``, in pieces too small for the linear algebra library to share out among threads.

    Its threads wait for each other in a busy loop: where other work keeps the cores busy, a product of a tenth of a
    millisecond takes a hundred times as long.
    """
    columns = max(1, UNTHREADED_PRODUCTS // profile.size)
    for start in range(0, level.shape[1], columns):
        piece = slice(start, start + columns)
        np.matmul(profile, level[:, piece], out=out[:, piece])


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


def ripeness(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
    """How far a slow channel has ripened in each month, from 0 to 1; shape (month, draw); 1 without ramp-up.

    A month at full reference spend ripens a channel by one month, token spend hardly at all.
    """
    ramp_up = channel.ramp_up_months
    if not ramp_up.any():
        return np.ones((len(spend), 1))
    assert channel.reference_spend is not None
    ripe_before = min(1.0, channel.monthly_spend_before / channel.reference_spend)
    ripened = np.cumsum(np.minimum(1.0, spend / channel.reference_spend))[:, np.newaxis]
    ripe: FloatArray = np.minimum(1.0, (ramp_up * ripe_before + ripened) / ramp_up)
    return ripe


def units_bought(
    channel: Channel[FloatArray], spend: FloatArray, felt: FloatArray | None, season: FloatArray
) -> Course:
    """Units of the stage that the channel's money buys.

    ``spend`` and ``season`` have shape (month,), ``felt`` is from felt_spend, None if nothing carries over.
    """
    factor = season[:, np.newaxis] * ripeness(channel, spend)
    if felt is not None:
        return Course(None, channel.curve.units(felt, channel.unit_cost(), channel.reference_spend) * factor)
    amounts, which = np.unique(spend, return_inverse=True)
    level = channel.curve.units(amounts[:, np.newaxis], channel.unit_cost(), channel.reference_spend)
    if factor.shape[1] > 1:
        return Course(None, level[which] * factor)
    return Course(np.where(which[:, np.newaxis] == np.arange(len(amounts)), factor, 0.0), level)


def season_by_month(
    own: Sequence[float] | None, shared: Sequence[float] | None, first_calendar_month: int, horizon_months: int
) -> FloatArray:
    """Multiplier of each month of the horizon; shape (month,). A channel's own season replaces the shared one.

    ``first_calendar_month`` is 1 for January.
    """
    by_calendar_month = np.asarray(own or shared or (1.0,) * 12)
    return by_calendar_month[(first_calendar_month - 1 + np.arange(horizon_months)) % 12]
