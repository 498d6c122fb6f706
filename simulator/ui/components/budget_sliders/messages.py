"""Messages of the slider component, read as actions; nothing in a message is trusted.

A message is ``{"token": text, "moves": [{"number": n, "kind": text, ...}, ...]}``: every move that the
browser has not yet seen applied, oldest first. A message may come twice, late, or with moves that
were applied before; the number of a move makes sure that each is applied exactly once. What was typed comes as the
text that it is, so that one reader, and not each browser, says which number it means.
"""

from collections.abc import Mapping
from dataclasses import replace

from simulator.edits.slider_ranges import MOST_SPEND
from simulator.tables.budgets import Place
from simulator.tables.typed_spend import typed_spend
from simulator.ui.components.budget_sliders.panel import (
    Drag,
    Forget,
    Panel,
    PanelAction,
    Refuse,
    Reset,
    ToggleKeepTotal,
    ToggleLock,
    Type,
    apply,
)

EMPTY = "Nothing is typed here; 0 spends nothing"

MOST_LETTERS = 200
"""A longer text was not typed as an amount; the rest is not read."""

MOST_MOVES = 1_000
"""A message with more moves than this was not sent by the component; the rest is not read."""


def receive(panel: Panel, message: object, place: Place) -> Panel:
    """The panel after all moves of a message that it has not seen yet; ``place`` says how its reader types amounts."""
    if not isinstance(message, Mapping) or message.get("token") != panel.token:
        return panel
    moves = message.get("moves")
    for entry in moves[:MOST_MOVES] if isinstance(moves, list) else ():
        panel = _after(panel, entry, place)
    return panel


def _after(panel: Panel, entry: object, place: Place) -> Panel:
    number = entry.get("number") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(number, int) or number <= panel.sequence:
        return panel
    move = read_move(entry, place)
    return replace(panel if move is None else _applied(panel, move, place), sequence=number)


def _applied(panel: Panel, move: PanelAction, place: Place) -> Panel:
    after = apply(panel, move)
    if not isinstance(move, Type) or move.channel not in after.spend or move.remark:
        return after
    taken = after.spend[move.channel]
    if abs(taken - move.amount) < 10.0**-place.decimals:
        return after
    # What was typed is never altered without a word.
    return apply(panel, replace(move, remark=f"{place.money(taken)}, because the total is kept"))


def read_move(entry: Mapping[object, object], place: Place) -> PanelAction | None:
    """The move that an entry of a message describes; None if it describes none."""
    kind, channel, text = entry.get("kind"), entry.get("channel"), entry.get("text")
    amount = _amount(entry.get("amount"))
    match kind:
        case "reset":
            return Reset()
        case "keep_total":
            return ToggleKeepTotal()
        case "lock" if isinstance(channel, str):
            return ToggleLock(channel)
        case "type" if isinstance(channel, str) and isinstance(text, str):
            return _typed(channel, text[:MOST_LETTERS], place)
        case "forget" if isinstance(channel, str):
            return Forget(channel)
        case "drag" if isinstance(channel, str) and amount is not None:
            return Drag(channel, amount, str(entry.get("gesture")), "drag")
        case "release" if isinstance(channel, str) and amount is not None:
            return Drag(channel, amount, str(entry.get("gesture")), "release")
        case _:
            return None


def _typed(channel: str, text: str, place: Place) -> PanelAction:
    if not text.strip():
        return Refuse(channel, "", EMPTY)
    typed = typed_spend(text, place)
    if typed.amount is None:
        return Refuse(channel, typed.text, typed.problem)
    return Type(channel, typed.amount, typed.note)


def _amount(found: object) -> float | None:
    if not isinstance(found, int | float) or isinstance(found, bool) or found != found:
        return None
    # Compared before it is converted: a whole number may be too long for a float.
    return float(min(max(found, 0), MOST_SPEND))
