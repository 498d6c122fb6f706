"""Improvements in words: which are offered, what they state, and from when on each plan has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.presentation.changes.matching import Matching, keeps_order, matched
from simulator.presentation.changes.phrasing import Phrasing, called, in_order, moved
from simulator.presentation.changes.records import record_changes
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.improvements import with_channels_renamed
from simulator.scenario.plans import Plan


@dataclass(frozen=True)
class ImprovementChanges:
    """Changes of what is offered, told in order, and the present names of those that have another one than before."""

    told: tuple[str, ...]
    renamed: Mapping[str, str]


def improvement_changes(phrasing: Phrasing, channels: Matching[Channel[Belief]]) -> ImprovementChanges:
    """Improvements removed, added, renamed and in another order, and what changed in those that stay."""
    # Under the present names of channels, or renaming one would make another improvement of each that it has.
    names = dict(channels.renamed)
    before = with_channels_renamed(phrasing.before.improvements, lambda name: names.get(name, name))
    after = phrasing.after.improvements
    matching = matched(before, after, lambda old, new: replace(old, name=new.name) == new)
    told = [
        *(f"Improvement {called(each.name)} removed" for each in matching.removed),
        *(f"Improvement {called(each.name)} added" for each in matching.added),
        *(f"Improvement {called(old)} renamed to {called(new)}" for old, new in matching.renamed),
    ]
    if not keeps_order(before, matching.pairs):
        told.append(f"Improvements in another order: {in_order([each.name for each in after])}")
    for old, new in matching.pairs:
        told += record_changes(old, new, phrasing, called(new.name))
    return ImprovementChanges(tuple(told), dict(matching.renamed))


def purchase_changes(
    subject: str, before: Plan, after: Plan, names: Mapping[str, str], phrasing: Phrasing
) -> Iterator[str]:
    """Improvements that a plan buys anew, no longer buys, or has from another month on.

    ``names`` are the present names of improvements that have another one than before.
    """
    old = {names.get(each.improvement, each.improvement): each.first for each in before.improvements}
    new = {each.improvement: each.first for each in after.improvements}
    told = False
    for name in dict.fromkeys([*old, *new]):
        former = phrasing.old.month_of(phrasing.before.start, old[name]) if name in old else ""
        present = phrasing.new.month_of(phrasing.after.start, new[name]) if name in new else ""
        if old.get(name) == new.get(name):
            continue
        told = True
        if not former or not present:
            yield f"{subject}: {called(name)} {f'bought from {present} on' if present else 'no longer bought'}"
        elif former == present:
            yield f"{subject}, {called(name)}: from {present} on as before, with the months counted anew"
        else:
            yield f"{subject}, {called(name)}: from {moved(former, present)}"
    if not told and list(old) != list(new):
        yield f"{subject}: improvements in another order: {in_order(list(new))}"
