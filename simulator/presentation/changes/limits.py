"""Limits of a split in words: of the step, of each channel and of each group."""

from collections.abc import Iterator
from datetime import date

from simulator.presentation.changes.matching import Matching
from simulator.presentation.changes.phrasing import Phrasing, appeared, called
from simulator.presentation.splits import channel_limits_text, group_limits_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.text.formats import Formats


def limit_changes(phrasing: Phrasing, channels: Matching[Channel[Belief]]) -> Iterator[str]:
    """Limits changed, removed and added; those of a renamed channel follow it."""
    names = dict(channels.renamed)
    before = phrasing.before.limits.with_names(lambda name: names.get(name, name))
    after = phrasing.after.limits
    found = [
        *_step_changes(before, after, phrasing),
        *_channel_changes(before, after, phrasing),
        *_group_changes(before, after, phrasing),
    ]
    if not found and before != after:
        yield "Limits of a split changed"
    yield from found


def _step_changes(before: Limits, after: Limits, phrasing: Phrasing) -> Iterator[str]:
    if before.step != after.step:
        old = None if before.step is None else phrasing.old.money(before.step)
        new = None if after.step is None else phrasing.new.money(after.step)
        yield f"Amounts in steps of: {appeared(old, new)}"


def _channel_changes(before: Limits, after: Limits, phrasing: Phrasing) -> Iterator[str]:
    for name in dict.fromkeys(each.channel for each in (*before.channels, *after.channels)):
        old, new = before.of(name), after.of(name)
        if old != new:
            former = _stated(old, phrasing.before.start, phrasing.old)
            yield f"Limits of {called(name)}: {appeared(former, _stated(new, phrasing.after.start, phrasing.new))}"


def _stated(own: ChannelLimits, start: date, formats: Formats) -> str | None:
    return channel_limits_text(own, start, formats) or None


def _group_changes(before: Limits, after: Limits, phrasing: Phrasing) -> Iterator[str]:
    old, new = ({group.name: group for group in limits.groups} for limits in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            former = None if name not in old else group_limits_text(old[name], phrasing.old)
            present = None if name not in new else group_limits_text(new[name], phrasing.new)
            yield f"Limits of {called(name)}: {appeared(former, present)}"
