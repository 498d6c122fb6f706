"""A new scenario from exports: the trade whose figures stand in for what they do not say, and what was measured."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Group
from rich.table import Table
from rich.text import Text

from simulator.cli.importing import named
from simulator.cli.terminal import Answer, printable
from simulator.edits.currency import converted
from simulator.edits.from_exports import Begun, begun_from_exports
from simulator.errors import ExportError, ScenarioError, SettingsError
from simulator.imports import Export
from simulator.imports.by_channel import ByChannel
from simulator.library import find, shipped_folder
from simulator.library.catalogue import TRADES, trade
from simulator.presentation.measured_text import HEADS, measured, measured_rows
from simulator.presentation.real_figures import doubts
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, parse, write
from simulator.text.formats import Formats
from simulator.validation import problems


def currency_of(exports: Mapping[Path, Export], stated: str | None) -> str | None:
    """The currency to begin in: the one that is stated, else that of the exports; None where they state none.

    Raises SettingsError where they state several.
    """
    if stated is not None:
        return stated.strip().upper()
    found = sorted({export.currency for export in exports.values() if export.currency})
    if len(found) > 1:
        raise SettingsError(f"the exports are in {', '.join(found)}; say which one to begin in: --currency {found[0]}")
    return found[0] if found else None


def example_of(key: str, currency: str | None, rates: Mapping[str, float], today: date) -> Scenario[Belief]:
    """The example of a trade in this currency. Raises UnknownNameError, and SettingsError where a rate is wanted."""
    example = parse(content_of(find(shipped_folder(), trade(key).scenario)))
    if currency in (None, example.currency):
        return example
    rate = rates.get(example.currency)
    if rate is None:
        raise SettingsError(
            f"what the exports do not say is taken from figures in {example.currency}; say what one of them is worth in"
            f" {currency}: --rate {example.currency}=0.92"
        )
    return converted(example, currency, rate, today)


def begun(example: Scenario[Belief], name: str, found: ByChannel, *, today: date) -> Begun:
    """The scenario. Raises ExportError where nothing in the exports is a channel, and ScenarioError."""
    new = begun_from_exports(example, name, found.figures, found.sources, found.tables, today=today)
    if not new.scenario.channels:
        why = "; ".join(f"{channel}: {reason}" for channel, reason in new.left_out.items())
        raise ExportError(f"there is no channel in these exports{': ' if why else ''}{why}. Add an export with spend.")
    if wrong := problems(new.scenario):
        raise ScenarioError(wrong)
    return new


def content(new: Begun) -> bytes:
    """The scenario as the bytes of a new file."""
    return write(new.scenario)


def answer_of(exports: Mapping[Path, Export], found: ByChannel, new: Begun, output: Path, formats: Formats) -> Answer:
    """Answer that tells what was measured, what was assumed, and what was left out."""
    result: dict[str, Any] = {
        "file": str(output),
        "channels": {each.name: each.type for each in new.scenario.channels},
        "measured": {
            each.path: {"range": [each.value.low, each.value.likely, each.value.high], "source": each.value.source}
            for each in measured(new.scenario)
        },
        "sources": dict(found.sources),
        "unmapped": list(found.unmapped),
        "left_out": dict(new.left_out),
        "notes": [*doubts(named(exports), found, formats)],
    }
    table = Table(box=SIMPLE, show_edge=False)
    for heading in HEADS:
        table.add_column(heading)
    for row in measured_rows(new.scenario, formats):
        table.add_row(*map(printable, row))
    lines = [f"{channel} is no channel: {why}" for channel, why in new.left_out.items()]
    lines += [f"{source} ({platform}) stands for no channel: add --map" for source, platform in found.unmapped.items()]
    lines += result["notes"]
    lines.append(f"Begun: {output}. What is not measured is assumed, as in the example of the trade.")
    return Answer(result, Group(table, *(Text(printable(line)) for line in lines)))


def trades() -> str:
    """The keys of all trades."""
    return ", ".join(each.key for each in TRADES)
