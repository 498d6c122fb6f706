"""Whether amounts keep to limits, to the cent, whatever the steps in which they are searched."""

from collections.abc import Mapping

from simulator.scenario.limits import ChannelLimits, Limits

CENT = 0.005
"""Amounts that differ by less are the same [money per month]."""


def are_kept(
    limits: Limits, spend: Mapping[str, float], now: Mapping[str, float], budget: float, *, or_less: bool
) -> bool:
    """Whether amounts keep to every limit of a budget; ``now`` are those of the present plan [money per month]."""
    total = sum(spend.values())
    return (
        total <= budget + CENT
        and (or_less or total >= budget - CENT)
        and all(is_within(limits.of(name), amount, now[name]) for name, amount in spend.items())
        and all(
            (group.at_least or 0.0) - CENT <= sum(spend[name] for name in group.channels) <= group.most(budget) + CENT
            for group in limits.groups
        )
    )


def is_within(own: ChannelLimits, amount: float, now: float) -> bool:
    """Whether an amount keeps to the limits of its channel, which has another one now [money per month]."""
    if own.locked:
        return abs(amount - now) <= CENT
    if own.or_nothing and amount == 0.0:
        return True
    low, high = range_of(own, now)
    return low - CENT <= amount <= high + CENT


def range_of(own: ChannelLimits, now: float) -> tuple[float, float]:
    """The least and the most of a channel that is not locked and has something [money per month]."""
    low, high = own.at_least or 0.0, own.most
    if own.changes_at_most is None:
        return low, high
    return max(low, now * (1.0 - own.changes_at_most)), min(high, now * (1.0 + own.changes_at_most))
