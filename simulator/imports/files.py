"""Bytes of a file as rows: every row that may hold the headings of a table, with what stands above and below it.

The rows below are read some at a time, so that a large file is never held as cells.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from simulator.errors import ExportError
from simulator.imports.packed import unpacked
from simulator.tables.cells import COMMA, TAB, Cell, UnreadableTableError
from simulator.tables.workbooks import (
    Limits,
    Sheet,
    decoded,
    is_workbook,
    refuse_other_files,
    refuse_other_texts,
    workbook_sheets,
)

EXPORT = Limits(what="an export", file=60_000_000, unpacked=100_000_000, cells=1_000_000)

MOST_LINES_ABOVE = 2_000
"""So many lines may stand above the headings: other tables, in some exports."""

MOST_LOOKED_AT = 30
"""Among so many rows the headings of an unknown table are looked for."""

Block = Sequence[Sequence[Cell]]
"""Some rows."""

SEMICOLON = ";"
_AROUND = ' ,;\t"'
_ROWS_AT_ONCE = 200
"""Two times as many are fewer than the lists after which Python looks for those that nobody needs."""

_PIECE = 100_000
"""Characters of a text that are split into lines at once."""


@dataclass(frozen=True, kw_only=True)
class HeadRow:
    """A row that may hold headings: its line from 1, its texts, the lines ``above``, the rows ``below`` by blocks."""

    line: int
    cells: tuple[str, ...]
    above: tuple[str, ...]
    below: Callable[[], Iterator[Block]]
    delimiter: str = ""


def head_rows(content: bytes) -> Iterator[HeadRow]:
    """The rows of a file that may hold headings, from the top; raises UnreadableTableError where it is no table."""
    refuse_other_files(content, EXPORT)
    content = unpacked(content, most=EXPORT.file)
    refuse_other_files(content, EXPORT)
    if is_workbook(content):
        for sheet in workbook_sheets(content, EXPORT):
            yield from _of_sheet(sheet)
        return
    text = decoded(content)
    refuse_other_texts(text)
    yield from _of_text(_plain(text))


def headings_in(content: bytes) -> list[str]:
    """The likely headings of a table that no platform is known by: of its first rows the widest one of words.

    Empty where it is no table.
    """
    try:
        rows = [row.cells for row in islice(head_rows(content), MOST_LOOKED_AT)]
    except (ExportError, UnreadableTableError):
        return []
    words = [list(dict.fromkeys(cell for cell in row if cell and not cell[0].isdigit())) for row in rows]
    return max(words, key=len, default=[])


def _plain(text: str) -> str:
    bare = text.replace("\0", "") if "\0" in text else text
    bare = bare.replace("\r\n", "\n").replace("\r", "\n") if "\r" in bare else bare
    return bare.lstrip("\ufeff")


def _of_text(text: str) -> Iterator[HeadRow]:
    above: list[str] = []
    at = 0
    for number, line in enumerate(islice(_lines(text, 0), MOST_LINES_ABOVE), start=1):
        at += len(line)
        for delimiter in (COMMA, TAB, SEMICOLON):
            if delimiter in line:
                yield HeadRow(
                    line=number,
                    cells=_texts(next(chain.from_iterable(_split(iter([line]), delimiter)), [])),
                    above=tuple(above),
                    below=_reader(text, at, delimiter),
                    delimiter=delimiter,
                )
        above.append(line.strip().strip(_AROUND))


def _reader(text: str, at: int, delimiter: str) -> Callable[[], Iterator[Block]]:
    return lambda: _split(_lines(text, at), delimiter)


def _lines(text: str, at: int) -> Iterator[str]:
    """The lines of a text from a place on; only line feeds end one, whatever else Unicode calls a line's end."""
    return chain.from_iterable(map(io.StringIO, _pieces(text, at)))


def _pieces(text: str, at: int) -> Iterator[str]:
    """Whole lines of a text, some at a time: what splits them takes four bytes for each character."""
    while at < len(text):
        end = text.find("\n", at + _PIECE) + 1 or len(text)
        yield text[at:end]
        at = end


def _split(lines: Iterator[str], delimiter: str) -> Iterator[list[list[str]]]:
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        while block := list(islice(rows, _ROWS_AT_ONCE)):
            yield block
    except csv.Error as error:
        raise UnreadableTableError(
            "A cell there is longer than any that an export holds; probably a quotation mark is not closed. "
            "Export the file again, and bring it as it comes."
        ) from error


def _of_sheet(sheet: Sheet) -> Iterator[HeadRow]:
    above: list[str] = []
    for number, row in enumerate(sheet.rows[:MOST_LINES_ABOVE], start=1):
        yield HeadRow(line=number, cells=_texts(row), above=tuple(above), below=_rest(sheet, number))
        above.append(" ".join(text for text in _texts(row) if text))


def _rest(sheet: Sheet, at: int) -> Callable[[], Iterator[Block]]:
    return lambda: (sheet.rows[place : place + _ROWS_AT_ONCE] for place in range(at, len(sheet.rows), _ROWS_AT_ONCE))


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(as_text(cell) for cell in row)


def as_text(cell: Cell) -> str:
    """A cell as a text; a whole number without decimals, as in a date such as 20260901."""
    return cell.strip() if isinstance(cell, str) else f"{cell:.0f}" if cell.is_integer() else f"{cell:g}"
