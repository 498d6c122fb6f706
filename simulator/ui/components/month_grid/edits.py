"""Edits in the table of months, applied to a plan: pure; nothing that a browser sends is trusted.

A message is ``{"token": text, "actions": [{"number": n, "kind": text, "row": n, "column": n, "text": text}, ...]}``:
every action that the browser has not yet seen applied, oldest first. The number of an action makes sure that each is
applied once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from simulator.edits.limits import paid_names
from simulator.edits.plans import spend_by_month, with_spend_by_month
from simulator.edits.slider_ranges import MOST_SPEND
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.tables.budgets import Budget, Place, amounts_of, budget_of, summary
from simulator.tables.cells import UnreadableTableError, rows_of
from simulator.tables.typed_spend import typed_spend

MOST_CHARACTERS = 1_000_000
"""A longer text was not copied from a plan's months."""

MOST_ACTIONS = 1_000
"""A message with more actions than this was not sent by the table; the rest is not read."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A cell: the places of its channel and its month, from 0."""

    row: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Action:
    """``type``: a cell holds another text. ``paste``: a block begins at a cell. ``fill``: later months as this one."""

    number: int
    kind: str
    spot: Spot
    text: str


class Outcome(NamedTuple):
    """The scenario after an action, and what to say about it; ``refused``: nothing was changed.

    ``asked`` is a table that was pasted and left something open: it is taken over when a person says so.
    """

    scenario: Scenario[Belief]
    said: str = ""
    refused: bool = False
    asked: Action | None = None


def place_of(scenario: Scenario[Belief], locale: str) -> Place:
    """The months of a scenario's plans, as this reader types and reads amounts; of channels that cost money."""
    return Place(
        channels=paid_names(scenario),
        start=scenario.start,
        horizon=scenario.horizon_months,
        locale=locale,
        currency=scenario.currency,
        most=MOST_SPEND,
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


def applied(scenario: Scenario[Belief], plan: str, action: Action, place: Place) -> Outcome:
    """The scenario after an action on a plan's months; one that makes no sense changes nothing."""
    if action.spot.row >= len(place.channels) or action.spot.column >= place.horizon:
        return Outcome(scenario)
    match action.kind:
        case "type":
            return _typed(scenario, plan, action, place)
        case "paste":
            return _pasted(scenario, plan, action, place)
        case "fill":
            return _filled(scenario, plan, action.spot, place)
        case _:
            return Outcome(scenario)


def budget_in(action: Action, place: Place) -> Budget:
    """The budget that a pasted text states; raises UnreadableTableError."""
    if len(action.text) > MOST_CHARACTERS:
        raise UnreadableTableError("That is too much to paste at once.")
    return budget_of(rows_of(action.text), place, row=action.spot.row, column=action.spot.column)


def with_amounts(scenario: Scenario[Belief], plan: str, amounts: Mapping[str, Mapping[int, float]]) -> Scenario[Belief]:
    """The scenario whose plan spends these amounts in these months [by the place from 0], and else what it did."""
    former = spend_by_month(scenario, plan)
    rows = {
        channel: [cells.get(place, before) for place, before in enumerate(former[channel])]
        for channel, cells in amounts.items()
        if channel in former
    }
    return with_spend_by_month(scenario, plan, rows)


def _typed(scenario: Scenario[Belief], plan: str, action: Action, place: Place) -> Outcome:
    typed = typed_spend(action.text, place)
    if typed.amount is None:
        return Outcome(scenario, f"{typed.problem}. {_cell(action.spot, place)} stays as it was.", refused=True)
    changed = with_amounts(scenario, plan, {place.channels[action.spot.row]: {action.spot.column: typed.amount}})
    return Outcome(changed, f"{_cell(action.spot, place)}: {typed.note}." if typed.note else "")


def _pasted(scenario: Scenario[Belief], plan: str, action: Action, place: Place) -> Outcome:
    try:
        budget = budget_in(action, place)
        if budget.unknown:
            return Outcome(scenario, asked=action)
        amounts = amounts_of(budget, mark=".")
    except UnreadableTableError as error:
        return Outcome(scenario, f"Nothing was pasted. {error}", refused=True)
    if not budget.is_plain:
        return Outcome(scenario, asked=action)
    return Outcome(with_amounts(scenario, plan, amounts), f"Pasted {summary(amounts, budget)}.")


def _filled(scenario: Scenario[Belief], plan: str, spot: Spot, place: Place) -> Outcome:
    channel = place.channels[spot.row]
    same = spend_by_month(scenario, plan)[channel][spot.column]
    later = dict.fromkeys(range(spot.column, place.horizon), same)
    said = f"{channel}: {place.money(same)} in every month from {place.month(spot.column)} on."
    return Outcome(with_amounts(scenario, plan, {channel: later}), said)


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


def _cell(spot: Spot, place: Place) -> str:
    return f"{place.channels[spot.row]} in {place.month(spot.column)}"
