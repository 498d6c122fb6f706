"""Records in words: every declared field of two of a kind, and what became of the channels."""

from collections.abc import Iterator
from dataclasses import Field, dataclass, fields, replace
from itertools import chain
from typing import Any

from simulator.presentation.changes.matching import Matching, keeps_order, matched
from simulator.presentation.changes.numbers import Number, as_number, number_change, spoken
from simulator.presentation.changes.phrasing import Phrasing, about, called, in_order, moved, quoted
from simulator.presentation.changes.texts import text_change
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.curves import Curve
from simulator.scenario.fields import quantities, quantity_of
from simulator.text.grammar import within

ELSEWHERE = ("channels", "plans", "targets", "monthly_spend", "improvements", "limits", "actuals", "imports", "adopted")
"""Fields that are told in words of their own."""

SUBJECTS = {"funnel": "All channels"}
"""Whom the numbers of a part are about, where that is not plain from their labels."""

KIND_ASKED: dict[type[Any], str] = {Channel: "How you pay", Curve: "If you spend more"}
"""Names on screen of a choice between kinds of records."""


@dataclass(frozen=True)
class ChannelChanges:
    """Changes of the list of channels, which of them was which, and what changed in those that stay."""

    matching: Matching[Channel[Belief]]
    of_list: tuple[str, ...]
    within: tuple[str, ...]


def channel_changes(phrasing: Phrasing) -> ChannelChanges:
    """Channels removed, added, renamed and in another order, and every entry that changed in those that stay."""
    before, after = phrasing.before.channels, phrasing.after.channels
    matching = matched(before, after, lambda old, new: replace(old, name=new.name) == new)
    found = [
        *(f"Channel {called(channel.name)} removed" for channel in matching.removed),
        *(f"Channel {called(channel.name)} added ({within(channel.label)})" for channel in matching.added),
        *(f"Channel {called(old)} renamed to {called(new)}" for old, new in matching.renamed),
    ]
    if not keeps_order(before, matching.pairs):
        found.append(f"Channels in another order: {in_order(phrasing.after.channel_names)}")
    inside = [record_changes(old, new, phrasing, called(new.name)) for old, new in matching.pairs]
    return ChannelChanges(matching, tuple(found), tuple(chain.from_iterable(inside)))


def record_changes(before: Any, after: Any, phrasing: Phrasing, subject: str = "") -> Iterator[str]:
    """Differences between two records of a kind; ``subject`` is whom it is about."""
    if type(before) is not type(after):
        yield _kind_change(before, after, phrasing, subject)
    shared = {item.name for item in fields(before)}
    for item in fields(after):
        if item.name in shared and item.name not in ELSEWHERE:
            yield from _field_changes(item, before, after, phrasing, subject)


def _field_changes(item: "Field[Any]", before: Any, after: Any, phrasing: Phrasing, subject: str) -> Iterator[str]:
    old, new = getattr(before, item.name), getattr(after, item.name)
    # The name of what has a subject is told with the list that it stands in.
    if old == new or (subject and item.name == "name"):
        return
    if "quantity" in item.metadata:
        yield number_change(subject, quantity_of(after, item.name), as_number(old), as_number(new), phrasing)
    elif "part" in item.metadata:
        yield from record_changes(old, new, phrasing, subject or SUBJECTS.get(item.name, ""))
    else:
        yield text_change(subject, item.name, item.metadata.get("label", item.name), old, new, phrasing)


def _kind_change(before: Any, after: Any, phrasing: Phrasing, subject: str) -> str:
    """``Google Ads, how you pay: “Pay per click” is now “Pay per lead” (cost per lead: $50)``."""
    asked = next((label for kind, label in KIND_ASKED.items() if isinstance(after, kind)), "Kind")
    added = [name for name in quantities(type(after)) if name not in quantities(type(before))]
    stated = [
        f"{within(quantity_of(after, name).label)}: {_spoken(after, name, value, phrasing)}"
        for name in added
        if (value := as_number(getattr(after, name))) is not None
    ]
    told = moved(quoted(before.label), quoted(after.label))
    return f"{about(subject, asked)}: {told}" + (f" ({'; '.join(stated)})" if stated else "")


def _spoken(owner: Any, name: str, value: Number, phrasing: Phrasing) -> str:
    return spoken(value, quantity_of(owner, name), phrasing.new, phrasing.after.start)
