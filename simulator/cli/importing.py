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
from simulator.errors import ExportError, ScenarioError, SettingsError, UnknownNameError
from simulator.imports import Export, read_export
from simulator.imports.any_table import KEYS
from simulator.imports.by_channel import ByChannel, at_rate, by_channel, rate_of
from simulator.library import save
from simulator.presentation.real_figures import doubts, figure_rows, left_out_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, write
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.validation import problems

MOST_BYTES = 100_000_000
"""The largest export that is read."""

COLUMNS_OF_NAMES = 2
"""The channel and the month; numbers follow."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def names_from(stated: Sequence[str]) -> dict[str, str]:
    """The channel that each name stands for, of ``SOURCE=CHANNEL``; the channel may be any."""
    found = {}
    for each in stated:
        source, sign, channel = each.rpartition("=")
        if not sign or not source.strip() or not channel.strip():
            raise SettingsError(f"--map is {each!r}; it must be SOURCE=CHANNEL, such as Brand=Google Ads")
        found[source.strip()] = channel.strip()
    return found


def channels_from(stated: Sequence[str], scenario: Scenario[Belief]) -> dict[str, str]:
    """The channel that each name stands for, of ``SOURCE=CHANNEL``, and of what the scenario remembers."""
    names = names_from(stated)
    for channel in names.values():
        if channel not in scenario.channel_names:
            raise UnknownNameError("channel", channel, scenario.channel_names)
    return scenario.channel_of_source | names


def rates_from(stated: Sequence[str]) -> dict[str, float]:
    """Worth of one unit of each currency, of ``EUR=1.08``."""
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


def opened(
    files: Sequence[Path],
    *,
    today: date,
    month: date | None,
    columns: Mapping[str, str],
    remembered: Sequence[Mapping[str, str]] = (),
) -> dict[Path, Export]:
    """The exports of files; without ``columns`` tables are read as is ``remembered``.

    Raises ExportError, with the name of the file.
    """

    def read(name: str, content: bytes) -> Export:
        return read_export(name, content, today=today, month=month, columns=columns, remembered=remembered)

    return {file: read(file.name, _content(file)) for file in files}


def _content(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise ExportError(f"{file}: cannot be read: {error.strerror or error}") from error
    if size > MOST_BYTES:
        raise ExportError(f"{file}: is larger than {MOST_BYTES // 1_000_000} MB; export a shorter time")
    return content


def in_money_of(exports: Mapping[Path, Export], currency: str, rates: Mapping[str, float]) -> dict[Path, Export]:
    """The exports with their money in the currency of the scenario. Raises ExportError where a rate is wanted."""
    found = {}
    for file, export in exports.items():
        rate = rate_of(export, currency, rates)
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


def put(file: Path, scenario: Scenario[Belief]) -> None:
    """Save a scenario in its file. Raises ScenarioError where it could not be opened again, and SaveError."""
    if found := problems(scenario):
        raise ScenarioError(found)
    save(file, write(scenario, onto=content_of(file)))


def named(exports: Mapping[Path, Export]) -> list[tuple[str, Export]]:
    """Each export with the name of its file."""
    return [(file.name, export) for file, export in exports.items()]


def answer_of(exports: Mapping[Path, Export], found: ByChannel, formats: Formats, *, written: bool) -> Answer:
    """Figures that were found in the exports, and what was not taken."""
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
        "notes": [*doubts(named(exports), found, formats)],
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
    headings, rows = figure_rows(found.figures, formats)
    table = Table(box=SIMPLE, show_edge=False)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < COLUMNS_OF_NAMES else "right")
    for row in rows:
        table.add_row(*(printable(cell) for cell in row))
    return table


def _lines(exports: Mapping[Path, Export], found: ByChannel, formats: Formats) -> Iterator[str]:
    for name, export in named(exports):
        yield f"{name}: {export.platform}, {counted(len({each.source for each in export.figures}), 'name')}"
        yield from (f"  left out: {left_out_text(each)}" for each in export.left_out)
    for source, platform in found.unmapped.items():
        yield f"{source} ({platform}) stands for no channel: add --map {quote(f'{source}=CHANNEL')}"
    for platform in dict.fromkeys(found.unmapped.values()):
        if list(found.unmapped.values()).count(platform) > 1:
            yield f"All names of {platform} at once: --map {quote(f'{platform}=CHANNEL')}"
    yield from doubts(named(exports), found, formats)
