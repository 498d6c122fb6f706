"""A block of cells as a spreadsheet copies it, read into a plan's months: all of it, or nothing and why not."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.errors import FunnelcastError
from simulator.text.grammar import counted
from simulator.ui.components.budget_sliders.ranges import MOST_SPEND

MOST_CHARACTERS = 1_000_000
"""A longer text was not copied from a plan's months."""

MOST_NAMED = 3
"""So many wrong cells are named; of further ones it says how many."""

_ZEROS = frozenset({"", "-", "–", "—"})
"""Texts by which a spreadsheet shows that nothing is spent."""

Read = Callable[[str], float | None]
Rows = tuple[tuple[str, ...], ...]


class UnreadableCellsError(FunnelcastError):
    """Text that was typed or pasted and cannot be used; it says why, for who did it. Nothing is changed."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The target of a paste: its channels, the names of its months, and how an amount is read and written."""

    channels: Sequence[str]
    months: Sequence[str]
    read: Read
    write: Callable[[float], str]
    sign: str = ""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A cell: the places of its channel and its month, from 0."""

    row: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """For each channel an amount [money] by the place of the month; ``heading`` is the row that was left out as one."""

    amounts: Mapping[str, Mapping[int, float]]
    heading: Sequence[str] = ()


def amount(typed: str, table: Table) -> float:
    """The amount in a cell [money], at least 0; an empty cell is 0. Raises UnreadableCellsError."""
    if problem := cell_problem(typed, table):
        raise UnreadableCellsError(f"“{typed.strip()[:40]}” {problem}.")
    return _money(typed, table)


def cell_problem(typed: str, table: Table) -> str:
    """Why a cell's text is no spend, in words; empty if it is one."""
    number = _number(typed, table)
    if number is None:
        return "is not an amount"
    if number < 0.0:
        return "is below 0; a spend is at least 0"
    return f"is too much; at most {table.write(MOST_SPEND)} a month" if number > MOST_SPEND else ""


def pasted(text: str, spot: Spot, table: Table) -> Pasted:
    """The amounts that a block pasted at a cell says.

    A first row without any amount is a heading and left out. A first column that holds names of channels says which
    row belongs to whom. Raises UnreadableCellsError.
    """
    cells = _cells(text)
    has_heading = _has_heading(cells, table)
    rows = cells[1:] if has_heading else cells
    if not rows:
        raise UnreadableCellsError("There is nothing in what you pasted.")
    named = _by_channel(rows, table) if _has_labels(rows, table) else _by_place(rows, spot, table)
    _refuse_too_wide(max(len(row) for row in named.values()), spot, table)
    _refuse_unreadable(named, spot, table)
    amounts = {
        channel: {spot.column + place: _money(cell, table) for place, cell in enumerate(row)}
        for channel, row in named.items()
    }
    return Pasted(amounts=amounts, heading=cells[0] if has_heading else ())


def _money(typed: str, table: Table) -> float:
    """The amount in a readable cell, to the hundredth."""
    return round(_number(typed, table) or 0.0, 2)


def _number(typed: str, table: Table) -> float | None:
    bare = typed.strip()
    return 0.0 if bare.removeprefix(table.sign).removesuffix(table.sign).strip() in _ZEROS else table.read(bare)


def _cells(text: str) -> Rows:
    """The block, without empty rows at its end and empty columns to its right."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableCellsError("That is too much to paste at once.")
    bare = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        rows = [tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(bare), delimiter="\t")]
    except csv.Error:
        rows = [tuple(cell.strip() for cell in line.split("\t")) for line in bare.split("\n")]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((_width(row) for row in rows), default=0)
    return tuple((*row, *[""] * width)[:width] for row in rows)


def _width(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _has_heading(rows: Rows, table: Table) -> bool:
    """Whether the first of several rows holds words only, and is no channel's row without any amount."""
    if len(rows) < 2 or rows[0][0].casefold() in _folded(table):
        return False
    return any(rows[0]) and all(not cell or _number(cell, table) is None for cell in rows[0])


def _has_labels(rows: Rows, table: Table) -> bool:
    """Whether the first column holds words in every row, beside something else."""
    return len(rows[0]) > 1 and all(row[0] and _number(row[0], table) is None for row in rows)


def _by_channel(rows: Rows, table: Table) -> dict[str, tuple[str, ...]]:
    known = _folded(table)
    named: dict[str, tuple[str, ...]] = {}
    for label, *cells in rows:
        channel = known.get(label.casefold())
        if channel is None:
            raise UnreadableCellsError(
                f"There is no channel called “{label[:40]}”. Copy the rows of your channels only."
            )
        if channel in named:
            raise UnreadableCellsError(f"There are two rows for {channel}. Copy each channel once.")
        named[channel] = tuple(cells)
    return named


def _folded(table: Table) -> dict[str, str]:
    return {name.strip().casefold(): name for name in table.channels}


def _by_place(rows: Rows, spot: Spot, table: Table) -> dict[str, tuple[str, ...]]:
    here = table.channels[spot.row :]
    if len(rows) > len(here):
        where = "the table has" if spot.row == 0 else f"from {here[0]} down there are"
        raise UnreadableCellsError(f"You pasted {counted(len(rows), 'row')}, but {where} only {len(here)}.")
    return dict(zip(here, rows, strict=False))


def _refuse_too_wide(width: int, spot: Spot, table: Table) -> None:
    here = table.months[spot.column :]
    if width > len(here):
        where = "the plan has" if spot.column == 0 else f"from {here[0]} on there are"
        raise UnreadableCellsError(f"You pasted {counted(width, 'month')}, but {where} only {len(here)}.")


def _refuse_unreadable(named: Mapping[str, Sequence[str]], spot: Spot, table: Table) -> None:
    wrong = [
        f"“{cell[:40]}” ({channel}, {table.months[spot.column + place]}) {problem}"
        for channel, cells in named.items()
        for place, cell in enumerate(cells)
        if (problem := cell_problem(cell, table))
    ]
    if wrong:
        more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
        raise UnreadableCellsError(f"{'; '.join(wrong[:MOST_NAMED])}{more}.")
