"""Limits of a split: what a plan has to keep to when money is divided anew."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from simulator.scenario.fields import money, record, share, text
from simulator.scenario.months import Month, month_number
from simulator.units import Role


@record
class ChannelLimits:
    """Limits that one channel has to keep to; amounts are those on its slider [money per month]."""

    channel: str = text("Channel")
    at_least: float | None = money("At least", role=Role.NUMBER, optional=True, default=None)
    at_most: float | None = money("At most", role=Role.NUMBER, optional=True, default=None)
    changes_at_most: float | None = share(
        "Changes by at most",
        role=Role.NUMBER,
        optional=True,
        default=None,
        help="As a part of what it has in the present plan.",
    )
    or_nothing: bool = text("Or nothing at all", default=False, help="It may also be left out altogether.")
    locked: bool = text("Locked", default=False, help="It keeps what it has in the present plan.")
    committed_until: Month | None = text(
        "Committed until month",
        default=None,
        help="It keeps what it has in the present plan until then: 6 for the sixth month, or 2027-06.",
    )

    def is_committed(self, month: int, start: date) -> bool:
        """Whether it keeps what it has in a month, counted from the plan's first, which is 1."""
        return self.committed_until is not None and month <= month_number(self.committed_until, start)

    @property
    def most(self) -> float:
        """The most that it may have [money per month]; infinite where that is not stated."""
        return math.inf if self.at_most is None else self.at_most


@record
class GroupLimits:
    """Limits that several channels have to keep to together; a channel may be in several groups."""

    name: str = text("Name of the group")
    channels: tuple[str, ...] = text("Channels")
    at_least: float | None = money("Together at least", role=Role.NUMBER, optional=True, default=None)
    at_most: float | None = money("Together at most", role=Role.NUMBER, optional=True, default=None)
    share_at_most: float | None = share(
        "Together at most, as a part of the total", role=Role.NUMBER, optional=True, default=None, at_most=1.0
    )

    def most(self, budget: float) -> float:
        """The most that they may have of a budget together [money per month]."""
        stated = (self.at_most, None if self.share_at_most is None else self.share_at_most * budget)
        return min([budget, *(each for each in stated if each is not None)])


@record
class Limits:
    """The limits of every split of a scenario's money; nothing here moves a figure of a plan."""

    step: float | None = text("Amounts in steps of", default=None)
    channels: tuple[ChannelLimits, ...] = text("Limits of channels", default=())
    groups: tuple[GroupLimits, ...] = text("Limits of groups", default=())

    def of(self, channel: str) -> ChannelLimits:
        """The limits of a channel."""
        return next((each for each in self.channels if each.channel == channel), ChannelLimits(channel=channel))

    def in_month(self, month: int, start: date) -> "Limits":
        """The limits of a month, counted from 1: who is committed is locked."""
        own = (replace(each, locked=each.locked or each.is_committed(month, start)) for each in self.channels)
        return replace(self, channels=tuple(own))

    def with_names(self, new_name: Callable[[str], str | None]) -> "Limits":
        """The same where channels have other names, or are gone: None. A group without a channel is gone too."""
        channels = tuple(
            replace(each, channel=name) for each in self.channels if (name := new_name(each.channel)) is not None
        )
        groups = (replace(each, channels=tuple(filter(None, map(new_name, each.channels)))) for each in self.groups)
        return replace(self, channels=channels, groups=tuple(each for each in groups if each.channels))
