"""Changes to the limits of a split as a person makes them: of a channel, of a group of channels, and of the step.

A channel or group of which nothing is limited any more is left out, so that a file states only what holds.
"""

from dataclasses import replace
from typing import Any

from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, GroupLimits
from simulator.scenario.scenario import Scenario
from simulator.validation import LONGEST_NAME

NEW_GROUP = "Group"


def paid_names(scenario: Scenario[Belief]) -> tuple[str, ...]:
    """The channels among which money can be divided: visits that come without money have none."""
    return tuple(channel.name for channel in scenario.channels if channel.is_paid)


def with_channel_limit(scenario: Scenario[Belief], channel: str, **changes: Any) -> Scenario[Belief]:
    """The scenario with other limits of one channel."""
    limits = scenario.limits
    changed = replace(limits.of(channel), **changes)
    stated = {each.channel: each for each in limits.channels} | {channel: changed}
    # "Or nothing" says nothing where there is no least.
    kept = tuple(
        each for name, each in stated.items() if replace(each, or_nothing=False) != ChannelLimits(channel=name)
    )
    return replace(scenario, limits=replace(limits, channels=kept))


def without_channel_limit(scenario: Scenario[Belief], channel: str) -> Scenario[Belief]:
    """The scenario without any limit of one channel alone."""
    kept = tuple(each for each in scenario.limits.channels if each.channel != channel)
    return replace(scenario, limits=replace(scenario.limits, channels=kept))


def with_new_group(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario with one group more: of all channels, and of nothing limited yet."""
    taken = {group.name.casefold() for group in scenario.limits.groups}
    names = (f"{NEW_GROUP} {number}" for number in range(1, len(taken) + 2))
    name = next(each for each in names if each.casefold() not in taken)
    group = GroupLimits(name=name, channels=paid_names(scenario))
    return replace(scenario, limits=replace(scenario.limits, groups=(*scenario.limits.groups, group)))


def with_group(scenario: Scenario[Belief], place: int, **changes: Any) -> Scenario[Belief]:
    """The scenario with a changed group, by its place; the same where there is none."""
    groups = tuple(
        replace(group, **changes) if number == place else group for number, group in enumerate(scenario.limits.groups)
    )
    return replace(scenario, limits=replace(scenario.limits, groups=groups))


def without_group(scenario: Scenario[Belief], place: int) -> Scenario[Belief]:
    """The scenario without a group, by its place."""
    groups = tuple(group for number, group in enumerate(scenario.limits.groups) if number != place)
    return replace(scenario, limits=replace(scenario.limits, groups=groups))


def with_step(scenario: Scenario[Belief], step: float | None) -> Scenario[Belief]:
    """The scenario with amounts in other steps [money per month]; None for steps that fit the total."""
    return replace(scenario, limits=replace(scenario.limits, step=step))


def group_name_refusal(scenario: Scenario[Belief], place: int, wanted: str) -> str:
    """Why a group cannot have this name, in words; empty if it can."""
    bare = wanted.strip()
    others = {group.name.strip().casefold() for number, group in enumerate(scenario.limits.groups) if number != place}
    if not bare:
        return "a group needs a name"
    if len(bare) > LONGEST_NAME:
        return f"this name is longer than {LONGEST_NAME} letters"
    return f"there is already a group called {bare}" if bare.casefold() in others else ""
