"""The tested range of a channel: up to twice the spend that is known of it, its figures are taken at their word.

Money counts after carry-over and as far as it is spent, at the prices of the first month, and against the size of the
market in its month where the season acts on that.
"""

import numpy as np

from simulator.engine.response import Spending, adstock, bought
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel, SeasonActsOn
from simulator.units import FloatArray

FURTHEST = 2.0
"""Multiples of the known spend up to which the stated unit cost and curve are taken at their word."""

ROUNDING = 1e-9


def known_spend(channel: Channel[Belief]) -> float:
    """The monthly spend near which something is known of the channel; 0 if nothing is [money]."""
    return channel.reference_spend or channel.monthly_spend_before


def working_money(drawn: Channel[FloatArray], spending: Spending) -> FloatArray:
    """The money that works in each month, after carry-over and as far as it is spent [money]; (month, draw)."""
    if not drawn.curve.spares:
        return adstock(drawn, spending.budget)
    spent = bought(drawn, spending, None).spent
    assert spent is not None
    return spent.shape * spent.level


def market(channel: Channel[Belief], spending: Spending) -> FloatArray:
    """How large the market is in each month, where money meets a part of it at a time: 1 is the usual; (month,).

    What was spent before met every season.
    """
    season = spending.season
    by_season = channel.reference_spend and channel.season_acts_on is SeasonActsOn.MARKET
    return channel.curve.in_market(season)[0] if by_season else np.ones(len(season))


def multiples(channel: Channel[Belief], spending: Spending, working: FloatArray) -> FloatArray:
    """The ``working`` money (month, draw) of an average world, as multiples of what is known of the channel; (month,).

    For channels of which something is known.
    """
    return np.asarray(working.mean(axis=1) / (spending.price * market(channel, spending) * known_spend(channel)))


def is_tested(channel: Channel[Belief], drawn: Channel[FloatArray], spending: Spending) -> bool:
    """Whether every month stays within the range; nothing is beyond it where nothing is known."""
    if not known_spend(channel):
        return True
    most = float(multiples(channel, spending, working_money(drawn, spending)).max())
    return most <= FURTHEST * (1.0 + ROUNDING)
