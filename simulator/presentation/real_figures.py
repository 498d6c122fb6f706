"""Real figures in words: their names, how they are written, and what exports leave open."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from simulator.imports import Export, LeftOut
from simulator.imports.by_channel import ByChannel
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.units import Unit

FIGURE_NAMES = {name: str(Actuals.__dataclass_fields__[name].metadata["label"]) for name in FIGURES}
"""What each figure is called, in the order of the funnel."""


def written_figure(name: str, value: float | None, formats: Formats) -> str:
    """A figure with its unit; empty where it is not known."""
    if value is None:
        return ""
    return formats.money(value) if FIGURES[name] is Unit.MONEY else formats.count(value)


def figure_rows(
    figures: Mapping[str, Mapping[date, Mapping[str, float]]], formats: Formats
) -> tuple[list[str], list[list[str]]]:
    """The headings of a table of figures by channel and month, and its rows; without figures that nobody states."""
    known = {name for months in figures.values() for found in months.values() for name in found}
    names = [name for name in FIGURE_NAMES if name in known]
    rows = [
        [channel, formats.month_name(month), *(written_figure(name, found.get(name), formats) for name in names)]
        for channel, months in figures.items()
        for month, found in months.items()
    ]
    return ["Channel", "Month", *(FIGURE_NAMES[name] for name in names)], rows


def left_out_text(left: LeftOut) -> str:
    """Part of an export that was not taken, and why: ``Total row (1 row): it is the sum of the others``."""
    return f"{left.what} ({counted(left.rows, 'row')}): {left.why}"


def doubts(exports: Iterable[tuple[str, Export]], found: ByChannel, formats: Formats) -> Iterator[str]:
    """Questions that exports, by the names of their files, leave open, and where two figures cannot both be right."""
    for name, export in exports:
        yield from (f"{name}: {note}" for note in export.notes)
    for each in found.disagreements:
        counts, other = (written_figure(each.figure, value, formats) for value in (each.counts, each.other))
        what = FIGURE_NAMES[each.figure].lower()
        when = formats.month_name(each.month)
        yield f"{each.channel}, {when}: two exports state {what}: {counts} counts, {other} does not"
    for channel, month, before, after in found.more_after_than_before:
        more, fewer = FIGURE_NAMES[after].lower(), FIGURE_NAMES[before].lower()
        yield f"{channel}, {formats.month_name(month)}: more {more} than {fewer}; look at what they count"
