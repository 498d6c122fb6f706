"""Rows of an export under the headings of one platform; rows of totals are set apart."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np

from simulator.errors import ExportError
from simulator.imports.coded import MOST_LOOKED_UP, Coded, Coding, Flags, alike
from simulator.imports.columns import LOCALES, Head, Matched
from simulator.imports.export import LeftOut
from simulator.imports.files import SEMICOLON, Block, HeadRow, as_text
from simulator.tables.cells import Cell
from simulator.tables.headings import is_bare_total

MOST_QUOTED = 60
MOST_TOTALS_NAMED = 3

_REMARKS = ("#", "©", "@20", "(c) 20")
_SPACES = filter(str.isspace, map(chr, range(0x3001)))
_BEGINNINGS = frozenset({"", *_SPACES, *(remark[0] for remark in _REMARKS)})


def quoted(text: str) -> str:
    """A text of a file within a sentence."""
    return f"“{text[:MOST_QUOTED]}”"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns of a file by key, as it writes them. ``totals`` are rows of sums."""

    head: Head
    matched: Matched
    columns: Mapping[str, Coded[Cell]]
    rows: int
    delimiter: str = ""
    totals: tuple[Mapping[str, Cell], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()

    def texts(self, key: str, read: Callable[[Cell], str] = as_text) -> Coded[str]:
        """A column as texts, or what is read from its cells; empty ones where there is no such column."""
        return (self.columns[key] if key in self.columns else alike("", self.rows)).mapped(read)

    @property
    def number_locale(self) -> str:
        """How its numbers are written where they do not tell: semicolons part columns where commas begin decimals."""
        return LOCALES["de"] if self.is_mixed else self.matched.locale

    @property
    def is_mixed(self) -> bool:
        """Whether its headings speak for one way of writing numbers, and its delimiter for another."""
        return self.delimiter == SEMICOLON and self.matched.language == "en"

    @cached_property
    def sources(self) -> Coded[str]:
        """The source of each row."""
        return self.texts("source")

    def only(self, kept: Flags, why: LeftOut | None = None) -> "Table":
        """The table with some of its rows, and a reason for the others."""
        rows = int(np.count_nonzero(kept))
        if rows == self.rows:
            return self
        columns = {key: column.only(kept) for key, column in self.columns.items()}
        return replace(self, columns=columns, rows=rows).saying(left_out=why)

    def with_column(self, key: str, column: Coded[Cell]) -> "Table":
        """The table with a column that was worked out."""
        return replace(self, columns={**self.columns, key: column})

    def without(self, key: str) -> "Table":
        """The table without a column."""
        return replace(self, columns={each: column for each, column in self.columns.items() if each != key})

    def saying(self, *, left_out: LeftOut | None = None, note: str = "") -> "Table":
        """The table with a further reason or doubt."""
        more = () if left_out is None else (left_out,)
        notes = (note,) if note and note not in self.notes else ()
        return replace(self, left_out=(*self.left_out, *more), notes=(*self.notes, *notes))


def table_of(row: HeadRow, head: Head, found: Matched, *, has_totals: bool) -> Table:
    """The rows below a head row, up to the end of its table; raises ExportError where there are none.

    Where an export may have totals (``has_totals``), a row without a source is one.
    """
    reading = _Reading(row, found.places, has_totals=has_totals)
    rest = reading.read(row.below())
    if not reading.rows:
        raise ExportError(_no_rows(row, has_totals=bool(reading.totals)))
    table = Table(
        head=head,
        matched=found,
        columns=reading.columns,
        rows=reading.rows,
        totals=tuple(reading.totals),
        delimiter=row.delimiter,
    )
    return _with_rest_told(_with_totals_told(table), rest, row)


class _Reading:
    """The columns that are needed of the rows below some headings, and the rows of sums.

    Many rows at once are asked whether all are plain: as long as they should be, with no total, remark, empty row or
    headings among them. Only where they are not each row is looked at.
    """

    def __init__(self, row: HeadRow, places: Mapping[str, int], *, has_totals: bool) -> None:
        self.rows = 0
        self.totals: list[Mapping[str, Cell]] = []
        self._row = row
        self._stated = places
        # Totals are named in the first cell, or where the sources are.
        self._places = {"first": 0, **places}
        self._width = max(self._places.values()) + 1
        self._coding = {place: Coding() for place in places.values()}
        self._has_totals = has_totals
        self._source_at = self._places.get("source") if has_totals else None
        self._has_begun = self._is_over = False
        self._asked = {0: _Asked(self._are_plain_firsts)}
        if self._source_at:
            self._asked[self._source_at] = _Asked(_are_plain_sources)

    @property
    def columns(self) -> dict[str, Coded[Cell]]:
        """The columns by key."""
        coded = {place: coding.coded() for place, coding in self._coding.items()}
        return {key: coded[place] for key, place in self._stated.items()}

    def read(self, below: Iterator[Block]) -> Iterator[Sequence[Cell]]:
        """The rows that are left when the table is over."""
        for rows in below:
            columns = list(zip(*rows, strict=False))
            if self._are_plain(rows, columns):
                self._put(columns)
                continue
            each = iter(rows)
            self._put(list(zip(*self._looked_at(each), strict=False)))
            if self._is_over:
                return chain(each, chain.from_iterable(below))
        return iter(())

    def _put(self, columns: Sequence[Sequence[Cell]]) -> None:
        if columns:
            self._has_begun = True
            self.rows += len(columns[0])
            for place, coding in self._coding.items():
                coding.put(columns[place])

    def _are_plain(self, rows: Block, columns: Block) -> bool:
        lengths = set(map(len, rows))
        if min(lengths) < self._width or max(lengths) > len(self._row.cells):
            return False
        return all(asked.all(columns[place]) for place, asked in self._asked.items())

    def _are_plain_firsts(self, cells: Collection[Cell]) -> bool:
        """Whether no row that begins with one of these can be a remark, empty, a total, or the headings."""
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell[:1] in _BEGINNINGS]
        if self._row.cells[0] in cells or any(not text or text.startswith(_REMARKS) for text in texts):
            return False
        return not self._has_totals or not any(_is_total(as_text(cell)) for cell in cells)

    def _looked_at(self, rows: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        """The rows up to an empty one, or to the next block of remarks; those below the headings are passed over."""
        for cells in rows:
            if is_empty(cells) or _is_remark(cells):
                if self._has_begun:
                    self._is_over = True
                    return
                continue
            self._has_begun = True
            _refuse_headings_again(cells, self._row)
            filled = [*cells, *[""] * (self._width - len(cells))]
            if self._has_totals and self._holds_sums(filled):
                self.totals.append({key: filled[place] for key, place in self._places.items()})
                continue
            _refuse_slipped(cells, self._row)
            yield filled

    def _holds_sums(self, cells: Sequence[Cell]) -> bool:
        source_at = self._source_at
        return _is_total(as_text(cells[0])) or (source_at is not None and not _is_source(cells[source_at]))


class _Asked:
    """Cells of which something holds; each different one is asked once, as long as there are few."""

    def __init__(self, holds_of: Callable[[Collection[Cell]], bool]) -> None:
        self._holds_of = holds_of
        self._known: set[Cell] = set()

    def all(self, cells: Iterable[Cell]) -> bool:
        """Whether it holds of all of these."""
        new = set(cells) - self._known
        if not self._holds_of(new):
            return False
        if len(self._known) < MOST_LOOKED_UP:
            self._known |= new
        return True


def _is_total(first: str) -> bool:
    """Whether a row that begins so holds sums."""
    label, colon, _ = first.partition(":")
    return is_bare_total(first) or (bool(colon) and is_bare_total(label))


def _are_plain_sources(cells: Iterable[Cell]) -> bool:
    return all(map(_is_source, cells))


def _is_source(cell: Cell) -> bool:
    """Whether a source is one: no total, and not empty. A campaign may be called “Total: spring”."""
    text = as_text(cell)
    return bool(text) and not is_bare_total(text)


def is_empty(cells: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


def _is_remark(cells: Sequence[Cell]) -> bool:
    """Whether a row is a line of a program about its table: a new block, or whose rights are reserved."""
    first = as_text(cells[0])
    return first.startswith(_REMARKS) and is_empty(cells[1:])


def _refuse_headings_again(cells: Sequence[Cell], row: HeadRow) -> None:
    if cells[0] == row.cells[0] and tuple(map(as_text, cells)) == row.cells:
        raise ExportError(
            f"the headings of line {row.line} stand there a second time: the file holds two exports, perhaps of the "
            "same days. Bring each as a file of its own."
        )


def _refuse_slipped(cells: Sequence[Cell], row: HeadRow) -> None:
    """Refuse a row that is longer than the headings: its cells stand under the wrong ones."""
    if len(cells) > len(row.cells) and not is_empty(cells[len(row.cells) :]):
        shown = ", ".join(as_text(cell) for cell in cells if as_text(cell))
        raise ExportError(
            f"the row {quoted(shown)} has more cells than there are headings. A name or an amount with a comma in it "
            "is probably not in quotation marks: export the file again, and bring it as it comes."
        )


def _no_rows(row: HeadRow, *, has_totals: bool) -> str:
    what = "totals alone" if has_totals else "no rows"
    return (
        f"there are headings in line {row.line}, and {what} below them. Export again, for days in which something ran, "
        "with a row for each campaign or channel."
    )


def total_label(total: Mapping[str, Cell]) -> str:
    """Name of a row of sums; empty where it has none."""
    first = total["first"]
    return as_text(first if _is_total(as_text(first)) else total.get("source", ""))


def _with_totals_told(table: Table) -> Table:
    names = list(filter(None, map(total_label, table.totals)))
    others = len(table.totals) - len(names)
    if names:
        shown = ", ".join(map(quoted, names[:MOST_TOTALS_NAMED])) + (", ..." if len(names) > MOST_TOTALS_NAMED else "")
        table = table.saying(left_out=LeftOut(shown, "sums of the other rows", len(names)))
    if others:
        what = "A row without a name" if others == 1 else "Rows without a name"
        return table.saying(left_out=LeftOut(what, "a total, not one of the campaigns or channels", others))
    return table


def _with_rest_told(table: Table, below: Iterator[Sequence[Cell]], row: HeadRow) -> Table:
    rest = 0
    for cells in below:
        if not is_empty(cells):
            _refuse_headings_again(cells, row)
            rest += not _is_remark(cells)
    if not rest:
        return table
    return table.saying(left_out=LeftOut("What stands below the table", "another table, or remarks", rest))
