"""Exports by channel: which name in them stands for which channel, and what each channel really did in each month.

Sources of one export add up, as the campaigns of a channel do. Two exports that state the same figure of the same
channel and month are never added: the first counts, and where the other says something else that is told.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from simulator.imports.export import Export, NamedTable

ByMonth = dict[date, dict[str, float]]
"""The figures of each month, by their names."""

MONEY = frozenset({"spend", "revenue"})
"""The figures of exports that are money."""

ALIKE = 0.005
"""Figures of two exports that differ by less than this, as a part of them, are the same."""


@dataclass(frozen=True)
class Disagreement:
    """A figure that two exports state: the one that counts, and the other."""

    channel: str
    month: date
    figure: str
    counts: float
    other: float


@dataclass(frozen=True)
class ByChannel:
    """Figures of channels from exports. ``sources`` are the names that were found in these, with their channels.

    ``unmapped`` are the names that stand for no channel, with the platform whose they are. ``tables`` are those
    whose columns somebody named.
    """

    figures: Mapping[str, ByMonth]
    sources: Mapping[str, str]
    unmapped: Mapping[str, str]
    disagreements: Sequence[Disagreement]
    tables: Sequence[NamedTable] = ()

    @property
    def more_after_than_before(self) -> Iterator[tuple[str, date, str, str]]:
        """Channels and months with more people at a later stage than at an earlier one, which cannot be."""
        for channel, months in self.figures.items():
            for month, found in months.items():
                for before, after in _STAGES:
                    if before in found and after in found and found[after] > found[before]:
                        yield channel, month, before, after


_STAGES = (("impressions", "visits"), ("visits", "leads"), ("leads", "customers"))


def by_channel(exports: Sequence[Export], channels: Sequence[str], stated: Mapping[str, str]) -> ByChannel:
    """The figures of exports by channel and month.

    ``stated`` are names of sources, or of platforms for all of their sources, with the channel that each stands for; a
    source whose name is that of a channel stands for it.
    """
    known = {_folded(name): name for name in channels} | {_folded(name): own for name, own in stated.items()}
    figures: dict[str, ByMonth] = {}
    sources: dict[str, str] = {}
    unmapped: dict[str, str] = {}
    disagreements: list[Disagreement] = []
    tables: list[NamedTable] = []
    for export in exports:
        own: dict[str, ByMonth] = {}
        for each in export.figures:
            channel = known.get(_folded(each.source)) or known.get(_folded(export.platform))
            if channel is None:
                unmapped.setdefault(each.source, export.platform)
                continue
            sources[each.source] = channel
            month = own.setdefault(channel, {}).setdefault(each.month, {})
            for figure, value in each.figures.items():
                month[figure] = month.get(figure, 0.0) + value
        disagreements += _taken_in(figures, own)
        if own and export.table is not None:
            tables.append(export.table)
    ordered = {name: dict(sorted(figures[name].items())) for name in channels if name in figures}
    return ByChannel(ordered, sources, unmapped, disagreements, tables)


def rate_of(export: Export, currency: str, rates: Mapping[str, float]) -> float | None:
    """Worth of one unit of the export's money in this currency; None where that has to be said first.

    Money of which the export does not say the currency is taken to be in this one.
    """
    return 1.0 if export.currency in (None, currency) else rates.get(export.currency or "")


def without_sources(export: Export, names: Collection[str]) -> Export:
    """The export without the figures of these sources."""
    return replace(export, figures=tuple(each for each in export.figures if each.source not in names))


def at_rate(export: Export, rate: float) -> Export:
    """The export with its money at a rate of exchange."""

    def converted(figures: Mapping[str, float]) -> dict[str, float]:
        return {name: value * rate if name in MONEY else value for name, value in figures.items()}

    return replace(export, figures=tuple(replace(each, figures=converted(each.figures)) for each in export.figures))


def _taken_in(figures: dict[str, ByMonth], own: Mapping[str, ByMonth]) -> Iterator[Disagreement]:
    """What an export says, taken into what others said before; where they disagree, what was said before counts."""
    for channel, months in own.items():
        for month, found in months.items():
            known = figures.setdefault(channel, {}).setdefault(month, {})
            for figure, value in found.items():
                before = known.setdefault(figure, value)
                if abs(before - value) > ALIKE * max(abs(before), abs(value)):
                    yield Disagreement(channel, month, figure, before, value)


def _folded(name: str) -> str:
    return name.strip().casefold()
