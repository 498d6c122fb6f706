"""Real figures in words: which months of which channels came, went or changed, and what names in exports stand for."""

from collections.abc import Iterator, Mapping
from datetime import date

from simulator.edits.actuals import with_actual_names
from simulator.presentation.changes.matching import Matching
from simulator.presentation.changes.phrasing import Phrasing, appeared, called, quoted
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
    sources, now = former.channel_of_source, after.channel_of_source
    for source in dict.fromkeys([*sources, *now]):
        if sources.get(source) != now.get(source):
            before, present = (None if each.get(source) is None else called(each[source]) for each in (sources, now))
            found.append(f"{quoted(called(source))} in exports: {appeared(before, present)}")
    tables, present_tables = former.imported_tables, after.imported_tables
    found += [f"Columns of a table forgotten: {_columns(each)}" for each in tables if each not in present_tables]
    found += [f"Columns of a table remembered: {_columns(each)}" for each in present_tables if each not in tables]
    if not found and (former.actuals, former.imports) != (after.actuals, after.imports):
        yield "Real figures, or names in exports, put in another order"
    yield from found


def _columns(table: Mapping[str, str]) -> str:
    return ", ".join(f"{key} in {quoted(called(heading))}" for key, heading in table.items())


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
