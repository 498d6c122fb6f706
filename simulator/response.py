"""Spend to units: carry-over, response curve, ramp-up and season of one channel."""

from collections.abc import Sequence

import numpy as np

from simulator.channels import Channel
from simulator.units import FloatArray


def felt_spend(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
    """Spend that is felt in each month, after carry-over [money]; shape (month, draw).

    Geometric adstock, normalised: ``e[t] = (1 - k) x[t] + k e[t-1]``, ``e[0]`` = monthly_spend_before; over unlimited
    time no effect is created or lost. Source: Jin et al. (2017), section 2.1.
    """
    kept = channel.carry_over
    if not kept.any():
        return spend[:, np.newaxis]
    felt = np.empty((len(spend), len(kept)))
    fresh = 1.0 - kept
    before: FloatArray | float = channel.monthly_spend_before
    for month, amount in enumerate(spend):
        np.multiply(kept, before, out=felt[month])
        felt[month] += fresh * amount
        before = felt[month]
    return felt


def ripeness(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray | None:
    """How far a slow channel has ripened in each month, from 0 to 1; shape (month, draw); None if it has no ramp-up.

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


def units_bought(channel: Channel[FloatArray], spend: FloatArray, felt: FloatArray, season: FloatArray) -> FloatArray:
    """Units of the stage that the channel's money buys; shape (month, draw).

    ``spend`` and ``season`` have shape (month,), ``felt`` is from felt_spend.
    """
    units = channel.curve.units(felt, channel.unit_cost(), channel.reference_spend)
    ripe = ripeness(channel, spend)
    factor = season[:, np.newaxis] if ripe is None else ripe * season[:, np.newaxis]
    return units * factor


def season_by_month(
    own: Sequence[float] | None, shared: Sequence[float] | None, first_calendar_month: int, horizon_months: int
) -> FloatArray:
    """Multiplier of each month of the horizon; shape (month,). A channel's own season replaces the shared one.

    ``first_calendar_month`` is 1 for January.
    """
    by_calendar_month = np.asarray(own or shared or (1.0,) * 12)
    return by_calendar_month[(first_calendar_month - 1 + np.arange(horizon_months)) % 12]
