"""Exports of other programs: what they say of each channel and month, as JSON and for a terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Any

from rich.box import SIMPLE
from rich.console import Group
from rich.table import Table
from rich.text import Text

from simulator.cli.terminal import Answer, printable
from simulator.edits.actuals import with_actuals, with_imports
from simulator.errors import ExportError, ScenarioError, SettingsError, UnknownNameError
from simulator.imports import Export, read_export
from simulator.imports.any_table import KEYS
from simulator.imports.by_channel import ByChannel, at_rate, by_channel
from simulator.library import save
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, write
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.units import Unit
from simulator.validation import problems

MOST_BYTES = 100_000_000
"""The largest export that is read."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_LABELS = {name: str(Actuals.__dataclass_fields__[name].metadata["label"]) for name in FIGURES}


def channels_from(stated: Sequence[str], scenario: Scenario[Belief]) -> dict[str, str]:
    """The channel that each name stands for, of ``SOURCE=CHANNEL``, and of what the scenario remembers."""
    found = {each.source: each.channel for each in scenario.imports}
    for each in stated:
        source, sign, channel = each.rpartition("=")
        if not sign or not source.strip():
            raise SettingsError(f"--map is {each!r}; it must be SOURCE=CHANNEL, such as Brand=Google Ads")
        if channel.strip() not in scenario.channel_names:
            raise UnknownNameError("channel", channel.strip(), scenario.channel_names)
        found[source.strip()] = channel.strip()
    return found


def rates_from(stated: Sequence[str]) -> dict[str, float]:
    """What one unit of each currency is worth, of ``EUR=1.08``."""
    found = {}
    for each in stated:
        match = re.fullmatch(r"([A-Za-z]{3})=([0-9]+(?:\.[0-9]+)?)", each.strip())
        if match is None or float(match[2]) <= 0.0:
            raise SettingsError(f"--rate is {each!r}; it must be CURRENCY=RATE, such as EUR=1.08")
        found[match[1].upper()] = float(match[2])
    return found


def month_from(typed: str | None) -> date | None:
    """A month as it was typed: 2027-01."""
    if typed is None:
        return None
    match = _MONTH.fullmatch(typed.strip())
    if match is None:
        raise SettingsError(f"--month is {typed!r}; it must be a year and a month, such as 2027-01")
    return date(int(match[1]), int(match[2]), 1)


def columns_from(stated: Sequence[str]) -> dict[str, str]:
    """The headings of a table by what their columns hold, of ``spend=Kosten``."""
    found = {}
    for each in stated:
        key, sign, heading = each.partition("=")
        if not sign or key.strip() not in KEYS or not heading.strip():
            raise SettingsError(
                f"--column is {each!r}; it must be WHAT=HEADING, such as spend=Cost; WHAT is one of {', '.join(KEYS)}"
            )
        found[key.strip()] = heading.strip()
    return found


def opened(files: Sequence[Path], *, today: date, month: date | None, columns: Mapping[str, str]) -> dict[Path, Export]:
    """The exports of files. Raises ExportError, with the name of the file."""
    return {file: _export(file, today, month, columns) for file in files}


def _export(file: Path, today: date, month: date | None, columns: Mapping[str, str]) -> Export:
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise ExportError(f"{file}: cannot be read: {error.strerror or error}") from error
    if size > MOST_BYTES:
        raise ExportError(f"{file}: is larger than {MOST_BYTES // 1_000_000} MB; export a shorter time")
    return read_export(file.name, content, today=today, month=month, columns=columns)


def in_money_of(exports: Mapping[Path, Export], currency: str, rates: Mapping[str, float]) -> dict[Path, Export]:
    """The exports with their money in the currency of the scenario. Raises ExportError where a rate is wanted."""
    found = {}
    for file, export in exports.items():
        rate = 1.0 if export.currency in (None, currency) else rates.get(export.currency or "")
        if rate is None:
            raise ExportError(
                f"{file}: its money is in {export.currency}, that of the scenario in {currency}; say what one"
                f" {export.currency} is worth: --rate {export.currency}=1.08"
            )
        found[file] = at_rate(export, rate)
    return found


def read_by_channel(
    exports: Mapping[Path, Export], scenario: Scenario[Belief], channels: Mapping[str, str]
) -> ByChannel:
    """The figures of the exports by channel and month."""
    return by_channel(list(exports.values()), scenario.channel_names, channels)


def taken_over(scenario: Scenario[Belief], found: ByChannel) -> Scenario[Belief]:
    """The scenario with the figures, and with what each name stands for."""
    remembered = {source: channel for source, channel in found.sources.items() if source != channel}
    return with_imports(with_actuals(scenario, found.figures), remembered)


def put(file: Path, scenario: Scenario[Belief]) -> None:
    """Save a scenario in its file. Raises ScenarioError where it could not be opened again, and SaveError."""
    if found := problems(scenario):
        raise ScenarioError(found)
    save(file, write(scenario, onto=content_of(file)))


def answer_of(exports: Mapping[Path, Export], found: ByChannel, formats: Formats, *, written: bool) -> Answer:
    """What was found in the exports, and what was not taken."""
    result: dict[str, Any] = {
        "actuals": {
            channel: {f"{month:%Y-%m}": dict(figures) for month, figures in months.items()}
            for channel, months in found.figures.items()
        },
        "sources": dict(found.sources),
        "unmapped": list(found.unmapped),
        "left_out": [
            {"file": str(file), "what": each.what, "why": each.why, "rows": each.rows}
            for file, export in exports.items()
            for each in export.left_out
        ],
        "notes": [*doubts(exports, found, formats)],
        "written": written,
    }
    lines = [*_lines(exports, found, formats)]
    if written:
        lines.append("The figures stand in the scenario file now.")
    elif found.figures:
        lines.append("Nothing is written yet: add --write to put these figures into the scenario file.")
    said = (Text(printable(line)) for line in lines)
    return Answer(result, Group(*([_table(found, formats)] if found.figures else []), *said))


def _table(found: ByChannel, formats: Formats) -> Table:
    known = {name for months in found.figures.values() for figures in months.values() for name in figures}
    columns = [name for name in FIGURES if name in known]
    table = Table(box=SIMPLE, show_edge=False)
    table.add_column("Channel")
    table.add_column("Month")
    for name in columns:
        table.add_column(_LABELS[name], justify="right")
    for channel, months in found.figures.items():
        for month, figures in months.items():
            cells = (_written(name, figures.get(name), formats) for name in columns)
            table.add_row(printable(channel), formats.month_name(month), *cells)
    return table


def _written(name: str, value: float | None, formats: Formats) -> str:
    if value is None:
        return ""
    return formats.money(value) if FIGURES[name] is Unit.MONEY else formats.count(value)


def _lines(exports: Mapping[Path, Export], found: ByChannel, formats: Formats) -> Iterator[str]:
    for file, export in exports.items():
        yield f"{file.name}: {export.platform}, {counted(len({each.source for each in export.figures}), 'name')}"
        for each in export.left_out:
            yield f"  left out: {each.what} ({counted(each.rows, 'row')}): {each.why}"
    for source, platform in found.unmapped.items():
        yield f"{source} ({platform}) stands for no channel: add --map {quote(f'{source}=CHANNEL')}"
    for platform in dict.fromkeys(found.unmapped.values()):
        if list(found.unmapped.values()).count(platform) > 1:
            yield f"All names of {platform} at once: --map {quote(f'{platform}=CHANNEL')}"
    yield from doubts(exports, found, formats)


def doubts(exports: Mapping[Path, Export], found: ByChannel, formats: Formats) -> Iterator[str]:
    """What the exports leave open, and where two of them, or two of their figures, cannot both be right."""
    for file, export in exports.items():
        yield from (f"{file.name}: {note}" for note in export.notes)
    for each in found.disagreements:
        counts, other = (_written(each.figure, value, formats) for value in (each.counts, each.other))
        what = _LABELS[each.figure].lower()
        when = formats.month_name(each.month)
        yield f"{each.channel}, {when}: two exports state {what}: {counts} counts, {other} does not"
    for channel, month, before, after in found.more_after_than_before:
        more, fewer = _LABELS[after].lower(), _LABELS[before].lower()
        yield f"{channel}, {formats.month_name(month)}: more {more} than {fewer}; look at what they count"
