"""Checks of the limits of a split: channels that exist, amounts that are some, no more at least than at most."""

import math
from collections.abc import Iterator, Sequence

from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, GroupLimits
from simulator.scenario.scenario import Scenario
from simulator.validation.decisions import month_problems
from simulator.validation.limits import size_problem
from simulator.validation.names import Found, known_channel, name_problem, named_once, one_line, place_names

AMOUNTS = ("at_least", "at_most")
SHARES = ("changes_at_most", "share_at_most")


def split_limits(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Limits that name no channel, or the same one twice, or state what no split could keep to."""
    stated, names = scenario.limits, scenario.channel_names
    unpaid = [channel.name for channel in scenario.channels if not channel.is_paid]
    if stated.step is not None and not (math.isfinite(stated.step) and stated.step > 0.0):
        yield Found("limits.step", f"is {stated.step:g}; it must be above 0")
    for place, own in enumerate(stated.channels, start=1):
        path = f"limits.channels.{place}"
        yield from known_channel(own.channel, names, f"{path}.channel")
        yield from _paid(own.channel, unpaid, f"{path}.channel")
        yield from _amounts(own, path)
        if own.committed_until is not None:
            problems = month_problems("it", own.committed_until, scenario.horizon_months, scenario.start)
            yield from (Found(f"{path}.committed_until", problem.removeprefix("it ")) for problem in problems)
    yield from named_once([own.channel for own in stated.channels], "limits.channels", "limits of the channel")
    places = place_names([group.name for group in stated.groups])
    for place_name, group in zip(places, stated.groups, strict=True):
        path = f"limits.groups.{place_name}"
        if problem := name_problem(group.name):
            yield Found(f"{path}.name", problem)
        if not group.channels:
            yield Found(f"{path}.channels", "names no channel; a group needs one or more")
        for name in group.channels:
            yield from known_channel(name, names, f"{path}.channels")
            yield from _paid(name, unpaid, f"{path}.channels")
        yield from named_once(group.channels, f"{path}.channels", "the channel")
        yield from _amounts(group, path)
    yield from named_once([group.name for group in stated.groups], "limits.groups", "the group")


def _paid(name: str, unpaid: Sequence[str], path: str) -> Iterator[Found]:
    if name in unpaid:
        yield Found(path, f'is "{one_line(name)}"; its visits come without money, so there is nothing to limit')


def _amounts(own: ChannelLimits | GroupLimits, path: str) -> Iterator[Found]:
    for field in (*AMOUNTS, *SHARES):
        value = getattr(own, field, None)
        if value is None:
            continue
        problem = size_problem(value) or (f"is {value:g}; it must be 0 or more" if value < 0.0 else "")
        if not problem and field == "share_at_most" and value > 1.0:
            problem = f"is {value:g}; it must be 1 (100 %) or less"
        if problem:
            yield Found(f"{path}.{field}", problem)
    if own.at_least is not None and own.at_most is not None and own.at_least > own.at_most:
        yield Found(f"{path}.at_least", f"is {own.at_least:g}, more than at_most, which is {own.at_most:g}")
