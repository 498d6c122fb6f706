"""Focus: the weakest link on the way from money to profit, by what it costs against the plan.

Money and luck are none: how much is spent was decided, and luck asks for nothing. Nor are leads that had no time to
close. What is left are prices, rates and what a customer brings; the one that costs the most, over all channels, is
where work pays first. What costs less than ``MATTERS`` of the planned marketing money is not worth a name.
"""

from dataclasses import dataclass

from simulator.analyses.gap import Cause, Gap, Link

MATTERS = 0.05
"""The smallest part of what was to be spent that is worth a name: of many links some go beyond luck by chance."""

_WORKED_ON = frozenset({Cause.UNITS, Cause.UNIT_COST, Cause.RATE, Cause.VALUE})


@dataclass(frozen=True, kw_only=True)
class Focus:
    """The weakest link: what it cost [money, above 0], in which channel most, and its ratio there.

    ``planned`` and ``actual`` are the ratio of that channel, without luck. ``then`` is the next weakest, if any is
    worth a name. ``still_open`` says whether leads of the channel had no time to close, so that more is to come.
    """

    link: Link
    cost: float
    channel: str
    channel_cost: float
    planned: float
    actual: float
    then: Link | None
    still_open: bool


def focus(gap: Gap) -> Focus | None:
    """The weakest link of a gap; None where nothing that can be worked on costs much."""
    spent = sum(part.planned for each in gap.channels for part in each.parts if part.link.cause is Cause.SPEND)
    least = MATTERS * spent
    weak = sorted((money, link) for link, money in gap.by_link.items() if link.cause in _WORKED_ON and -money > least)
    if not weak:
        return None
    money, link = weak[0]
    part, channel = min(
        ((part, each) for each in gap.channels for part in each.parts if part.link == link),
        key=lambda found: found[0].money,
    )
    return Focus(
        link=link,
        cost=-money,
        channel=channel.channel,
        channel_cost=-part.money,
        planned=part.planned,
        actual=part.actual,
        then=weak[1][1] if len(weak) > 1 else None,
        still_open=any(other.link.cause is Cause.TIME_TO_CLOSE and other.money < 0.0 for other in channel.parts),
    )
