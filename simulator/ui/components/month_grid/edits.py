"""Edits in the table of months, applied to a plan: pure; nothing that a browser sends is trusted.

A message is ``{"token": text, "actions": [{"number": n, "kind": text, "row": n, "column": n, "text": text}, ...]}``:
every action that the browser has not yet seen applied, oldest first. The number of an action makes sure that each is
applied once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from simulator.edits.plans import spend_by_month, with_spend_by_month
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.text.grammar import counted, month_date
from simulator.ui.components.month_grid.clipboard import (
    MOST_CHARACTERS,
    Spot,
    Table,
    UnreadableCellsError,
    amount,
    pasted,
)
from simulator.units import Unit

MOST_ACTIONS = 1_000
"""A message with more actions than this was not sent by the table; the rest is not read."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """``type``: a cell holds another text. ``paste``: a block begins at a cell. ``fill``: later months as this one."""

    number: int
    kind: str
    spot: Spot
    text: str


class Outcome(NamedTuple):
    """The scenario after an action, and what to say about it; ``refused``: nothing was changed."""

    scenario: Scenario[Belief]
    said: str = ""
    refused: bool = False


def table_of(scenario: Scenario[Belief], formats: Formats, locale: str) -> Table:
    """The table of the months of a scenario's plans, as this reader types and reads amounts."""
    months = range(1, scenario.horizon_months + 1)
    return Table(
        channels=scenario.channel_names,
        months=[formats.month_name(month_date(scenario.start, month)) for month in months],
        read=lambda typed: parsing.read(typed, Unit.MONEY, locale=locale, currency=scenario.currency),
        write=formats.money,
        sign=formats.currency_symbol,
    )


def actions(message: object, *, token: str, after: int) -> Iterator[Action]:
    """The actions of a message that were not applied yet: those numbered above ``after``."""
    if not isinstance(message, Mapping) or message.get("token") != token:
        return
    entries = message.get("actions")
    for entry in entries[:MOST_ACTIONS] if isinstance(entries, list) else ():
        action = _action(entry)
        if action is not None and action.number > after:
            after = action.number
            yield action


def applied(scenario: Scenario[Belief], plan: str, action: Action, table: Table) -> Outcome:
    """The scenario after an action on a plan's months; one that makes no sense changes nothing."""
    if action.spot.row >= len(table.channels) or action.spot.column >= len(table.months):
        return Outcome(scenario)
    match action.kind:
        case "type":
            return _typed(scenario, plan, action, table)
        case "paste":
            return _pasted(scenario, plan, action, table)
        case "fill":
            return _filled(scenario, plan, action.spot, table)
        case _:
            return Outcome(scenario)


def _typed(scenario: Scenario[Belief], plan: str, action: Action, table: Table) -> Outcome:
    channel = table.channels[action.spot.row]
    try:
        typed = {action.spot.column: amount(action.text, table)}
    except UnreadableCellsError as error:
        return Outcome(scenario, f"{error} {_cell(action.spot, table)} stays as it was.", refused=True)
    return Outcome(_with_amounts(scenario, plan, {channel: typed}))


def _pasted(scenario: Scenario[Belief], plan: str, action: Action, table: Table) -> Outcome:
    try:
        found = pasted(action.text, action.spot, table)
    except UnreadableCellsError as error:
        return Outcome(scenario, f"Nothing was pasted. {error}", refused=True)
    months = max(len(row) for row in found.amounts.values())
    said = f"Pasted {counted(len(found.amounts), 'channel')}, {counted(months, 'month')}."
    if found.heading:
        words = ", ".join(cell for cell in found.heading if cell)
        said += f" The first row was left out as a heading: {words[:60]}."
    return Outcome(_with_amounts(scenario, plan, found.amounts), said)


def _filled(scenario: Scenario[Belief], plan: str, spot: Spot, table: Table) -> Outcome:
    channel = table.channels[spot.row]
    same = spend_by_month(scenario, plan)[channel][spot.column]
    later = dict.fromkeys(range(spot.column, len(table.months)), same)
    said = f"{channel}: {table.write(same)} in every month from {table.months[spot.column]} on."
    return Outcome(_with_amounts(scenario, plan, {channel: later}), said)


def _with_amounts(
    scenario: Scenario[Belief], plan: str, amounts: Mapping[str, Mapping[int, float]]
) -> Scenario[Belief]:
    former = spend_by_month(scenario, plan)
    rows = {
        channel: [cells.get(place, before) for place, before in enumerate(former[channel])]
        for channel, cells in amounts.items()
    }
    return with_spend_by_month(scenario, plan, rows)


def _action(entry: object) -> Action | None:
    if not isinstance(entry, Mapping):
        return None
    number, row, column = (_whole(entry.get(name)) for name in ("number", "row", "column"))
    if number is None or row is None or column is None:
        return None
    kind, text = str(entry.get("kind")), str(entry.get("text") or "")[: MOST_CHARACTERS + 1]
    return Action(number=number, kind=kind, spot=Spot(row=row, column=column), text=text)


def _whole(found: object) -> int | None:
    return found if type(found) is int and found >= 0 else None


def _cell(spot: Spot, table: Table) -> str:
    return f"{table.channels[spot.row]} in {table.months[spot.column]}"
