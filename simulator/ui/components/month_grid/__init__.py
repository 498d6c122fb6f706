"""The table of months: one row per channel, or per figure of one, and one column per month, in one component.

Native inputs in the page itself, so that a block of cells can be pasted, and every cell has a name for screen readers.
Python owns every amount and reads every text; the browser numbers what a person does (see ``month_edits``), keeps it
until Python says that it was applied, and then shows what Python sends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import streamlit as st

from simulator.ui.components.mounting import mounting

_FOLDER = files(__name__)


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """A row's cells as they stand in their boxes, and their sum as text."""

    name: str
    cells: Sequence[str]
    total: str


@dataclass(frozen=True, kw_only=True)
class MonthTable:
    """The content of the table. ``token`` names it, ``sequence`` is the number of the last action that was applied.

    ``said`` tells what that did, ``refused`` whether it changed nothing. Without ``totals`` there is no row of them, as
    where visits and money stand below each other; ``fills`` offers to use the amount of a month for all later ones.
    """

    token: str
    sequence: int
    caption: str
    months: Sequence[str]
    rows: Sequence[MonthRow]
    totals: Sequence[str] = ()
    total: str = ""
    fills: bool = True
    said: str = ""
    refused: bool = False


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")


def grid_script() -> str:
    """The module that the browser runs, its files joined."""
    return f"{_read('month_grid.js')}\n{mounting()}"


_GRID = st.components.v2.component(
    "funnelcast_month_grid",
    html='<section class="fc-months"></section>',
    css=_read("month_grid.css"),
    js=grid_script(),
    # A window keeps the Tab key within itself, and passes over boxes that it cannot see into.
    isolate_styles=False,
)


def month_grid(table: MonthTable, *, key: str, on_message: Callable[[object], None]) -> None:
    """Show the table; ``on_message`` gets what the browser sends, before the next run."""

    def take() -> None:
        on_message(st.session_state[key].get("outbox"))

    _GRID(
        key=key,
        data={
            "key": key,
            "token": table.token,
            "sequence": table.sequence,
            "caption": table.caption,
            "months": list(table.months),
            "rows": [{"name": row.name, "cells": list(row.cells), "total": row.total} for row in table.rows],
            "totals": list(table.totals),
            "total": table.total,
            "fills": table.fills,
            "said": table.said,
            "refused": table.refused,
        },
        on_outbox_change=take,
    )
