"""Messages of the slider component, read as actions; nothing in a message is trusted.

A message is ``{"token": text, "moves": [{"number": n, "kind": text, ...}, ...]}``: every move that the
browser has not yet seen applied, oldest first. A message may come twice, late, or with moves that
were applied before; the number of a move makes sure that each is applied exactly once.
"""

from collections.abc import Mapping
from dataclasses import replace

from simulator.ui.components.budget_sliders.panel import (
    Drag,
    Panel,
    PanelAction,
    Reset,
    ToggleKeepTotal,
    ToggleLock,
    Type,
    apply,
)
from simulator.ui.components.budget_sliders.ranges import MOST_SPEND

MOST_MOVES = 1_000
"""A message with more moves than this was not sent by the component; the rest is not read."""


def receive(panel: Panel, message: object) -> Panel:
    """The panel after all moves of a message that it has not seen yet."""
    if not isinstance(message, Mapping) or message.get("token") != panel.token:
        return panel
    moves = message.get("moves")
    for entry in moves[:MOST_MOVES] if isinstance(moves, list) else ():
        panel = _after(panel, entry)
    return panel


def _after(panel: Panel, entry: object) -> Panel:
    number = entry.get("number") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(number, int) or number <= panel.sequence:
        return panel
    move = read_move(entry)
    return replace(panel if move is None else apply(panel, move), sequence=number)


def read_move(entry: Mapping[object, object]) -> PanelAction | None:
    """The move that an entry of a message describes; None if it describes none."""
    kind, channel, amount = entry.get("kind"), entry.get("channel"), _amount(entry.get("amount"))
    match kind:
        case "reset":
            return Reset()
        case "keep_total":
            return ToggleKeepTotal()
        case "lock" if isinstance(channel, str):
            return ToggleLock(channel)
        case "type" if isinstance(channel, str) and amount is not None:
            return Type(channel, amount)
        case "drag" if isinstance(channel, str) and amount is not None:
            return Drag(channel, amount, str(entry.get("gesture")), "drag")
        case "release" if isinstance(channel, str) and amount is not None:
            return Drag(channel, amount, str(entry.get("gesture")), "release")
        case _:
            return None


def _amount(found: object) -> float | None:
    if not isinstance(found, int | float) or isinstance(found, bool) or found != found:
        return None
    # Compared before it is converted: a whole number may be too long for a float.
    return float(min(max(found, 0), MOST_SPEND))
