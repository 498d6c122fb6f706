"""Text as rows of cells: what a spreadsheet copies, and what files of separated values hold."""

import csv
import io
import re
from collections.abc import Sequence

from simulator.errors import FunnelcastError

Cell = str | float
"""A cell's text, or the number that a file states as a number: no mark in it can be misread."""

Rows = tuple[tuple[Cell, ...], ...]

MOST_CELLS = 100_000
"""A larger table is no budget by month."""

TAB = "\t"
COMMA = ","

_SHORT_HEAD = re.compile(r"[^\w\s]{0,2}[1-9][0-9]?")
_GROUP = re.compile(r"[0-9]{3}")


class UnreadableTableError(FunnelcastError):
    """A table that cannot be used; it says why, for who brought it. Nothing is changed."""


def rows_of(text: str, delimiter: str | None = None) -> Rows:
    """The rows of a text, all of one width, without empty rows and columns around them.

    Without a ``delimiter`` it is the tab; where there is no tab, the semicolon or comma that stands in every row, if
    there are words in the table: numbers alone may have commas of their own. Amounts that were split at their commas
    are refused. Raises UnreadableTableError.
    """
    bare = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\ufeff")
    chosen = _delimiter(bare) if delimiter is None else delimiter
    rows = trimmed(_split(bare, chosen))
    if chosen == COMMA and _are_halves(rows):
        raise UnreadableTableError(
            "The commas there seem to stand within amounts, as in 1,500. Put such amounts in quotes, or write 1500; if "
            "they are amounts of their own, name the months above them."
        )
    return rows


def _are_halves(rows: Rows) -> bool:
    """Whether in every row one or two digits take turns with three, as 1,500 and 2,250 do once they are split."""
    amounts = [[cell for cell in row if is_filled(cell)][1:] for row in rows if any(is_filled(cell) for cell in row)]
    return bool(amounts) and all(len(row) > 1 and len(row) % 2 == 0 and _take_turns(row) for row in amounts)


def _take_turns(cells: Sequence[Cell]) -> bool:
    texts = [str(cell) for cell in cells]
    return all(_SHORT_HEAD.fullmatch(text) for text in texts[::2]) and all(map(_GROUP.fullmatch, texts[1::2]))


def trimmed(rows: Sequence[Sequence[Cell]], *, most_cells: int = MOST_CELLS) -> Rows:
    """The rows, all of one width, without empty rows at their end and empty columns to their right."""
    kept = [tuple(cell.strip() if isinstance(cell, str) else cell for cell in row) for row in rows]
    while kept and not any(is_filled(cell) for cell in kept[-1]):
        kept.pop()
    width = max((_width(row) for row in kept), default=0)
    if width * len(kept) > most_cells:
        raise UnreadableTableError(f"That is too much: a table of at most {most_cells:,} cells can be read.")
    return tuple((*row, *[""] * width)[:width] for row in kept)


def is_filled(cell: Cell) -> bool:
    """Whether anything stands in a cell."""
    return cell != ""


def turned(rows: Rows) -> Rows:
    """The table with its rows as columns."""
    return tuple(zip(*rows, strict=True))


def delimiter_of(text: str) -> str:
    """The delimiter of a file of separated values: the one that splits most rows alike."""
    lines = [line for line in text.splitlines() if line.strip()][:50]

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in _split("\n".join(lines), delimiter)]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max((TAB, ";", ",", "|"), key=agreement)


def _delimiter(text: str) -> str:
    if TAB in text:
        return TAB
    lines = [line for line in text.split("\n") if line.strip()]
    for delimiter in (";", ","):
        rows = _split("\n".join(lines), delimiter)
        is_even = len({len(row) for row in rows}) == 1 and len(rows[0]) > 1 if rows else False
        # Rows that all begin with a word are rows of a table, though some have commas within their amounts.
        is_named = all(len(row) > 1 and _is_word(row[0]) for row in rows)
        if (is_even or is_named) and len(lines) > 1 and any(_is_word(cell) for row in rows for cell in row):
            return delimiter
    return TAB


def _is_word(cell: str) -> bool:
    return sum(character.isalpha() for character in cell) > 2


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in text.split("\n")]


def _width(row: Sequence[Cell]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if is_filled(cell)), default=0)
