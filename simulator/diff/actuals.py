"""Real figures in words: which months of which channels came, went or changed, and what names in exports stand for."""

from collections.abc import Iterator
from datetime import date

from simulator.diff.matching import Matching
from simulator.diff.phrasing import Phrasing, appeared, called, quoted
from simulator.edits.actuals import with_actual_names
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.text.formats import Formats
from simulator.text.grammar import counted

MOST_MONTHS = 3
"""So many months are named one by one."""


def actual_changes(phrasing: Phrasing, channels: Matching[Channel[Belief]]) -> Iterator[str]:
    """Real figures added, removed and changed, and the names of exports; those of a renamed channel follow it."""
    names = dict(channels.renamed)
    former, after = with_actual_names(phrasing.before, lambda name: names.get(name, name)), phrasing.after
    old, new = ({own.channel: own for own in each.actuals} for each in (former, after))
    found = [line for name in dict.fromkeys([*old, *new]) for line in _of(name, old.get(name), new.get(name), phrasing)]
    sources, now = ({each.source: each.channel for each in one.imports} for one in (former, after))
    for source in dict.fromkeys([*sources, *now]):
        if sources.get(source) != now.get(source):
            before, present = (None if each.get(source) is None else called(each[source]) for each in (sources, now))
            found.append(f"{quoted(called(source))} in exports: {appeared(before, present)}")
    if not found and (former.actuals, former.imports) != (after.actuals, after.imports):
        yield "Real figures put in another order"
    yield from found


def _of(name: str, old: Actuals | None, new: Actuals | None, phrasing: Phrasing) -> Iterator[str]:
    before, after = ({} if each is None else each.by_month for each in (old, new))
    changed = [month for month in sorted({*before, *after}) if before.get(month) != after.get(month)]
    added, gone = (
        [month for month in changed if month not in before],
        [month for month in changed if month not in after],
    )
    others = [month for month in changed if month in before and month in after]
    for months, what in ((added, "added"), (gone, "removed"), (others, "changed")):
        if months:
            yield f"Real figures of {called(name)} {what}: {_told(months, phrasing.new)}"
    if not changed and old != new:
        yield f"Real figures of {called(name)} written in another way"


def _told(months: list[date], formats: Formats) -> str:
    if len(months) <= MOST_MONTHS:
        return ", ".join(formats.month_name(month) for month in months)
    return f"{counted(len(months), 'month')}, {formats.month_name(months[0])} to {formats.month_name(months[-1])}"
