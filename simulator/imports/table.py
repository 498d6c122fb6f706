"""Rows of an export under the headings of one platform; rows of totals are set apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from operator import itemgetter

from simulator.errors import ExportError
from simulator.imports.columns import LOCALES, Head, Matched
from simulator.imports.export import LeftOut
from simulator.imports.files import SEMICOLON, HeadRow, as_text
from simulator.tables.cells import Cell
from simulator.tables.headings import is_bare_total

MOST_QUOTED = 60
MOST_TOTALS_NAMED = 3

_ROWS_AT_ONCE = 500
_FOOTERS = ("©", "@20", "(c) 20")
_BEGINNINGS = frozenset({"", " ", "\t", "\u00a0", "#", *(footer[0] for footer in _FOOTERS)})


def quoted(text: str) -> str:
    """A text of a file within a sentence."""
    return f"“{text[:MOST_QUOTED]}”"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns of a file by key, as it writes them. ``totals`` are rows of sums."""

    head: Head
    matched: Matched
    columns: Mapping[str, Sequence[Cell]]
    rows: int
    delimiter: str = ""
    totals: tuple[Mapping[str, Cell], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()

    def texts(self, key: str) -> Sequence[str]:
        """A column as texts, one for each row; empty ones where there is no such column."""
        if key not in self.columns:
            return [""] * self.rows
        return [cell.strip() if isinstance(cell, str) else as_text(cell) for cell in self.columns[key]]

    @property
    def number_locale(self) -> str:
        """How its numbers are written where they do not tell: semicolons part columns where commas begin decimals."""
        return LOCALES["de"] if self.is_mixed else self.matched.locale

    @property
    def is_mixed(self) -> bool:
        """Whether its headings speak for one way of writing numbers, and its delimiter for another."""
        return self.delimiter == SEMICOLON and self.matched.language == "en"

    @cached_property
    def sources(self) -> Sequence[str]:
        """The source of each row."""
        return self.texts("source")

    def only(self, kept: Sequence[bool], why: LeftOut | None = None) -> "Table":
        """The table with some of its rows, and a reason for the others."""
        rows = sum(kept)
        if rows == self.rows:
            return self
        columns = {key: list(compress(column, kept)) for key, column in self.columns.items()}
        return replace(self, columns=columns, rows=rows).saying(left_out=why)

    def with_column(self, key: str, cells: Sequence[Cell]) -> "Table":
        """The table with a column that was worked out."""
        return replace(self, columns={**self.columns, key: cells})

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
    below = row.below()
    columns, totals = _columns_and_totals(below, row, found, has_totals=has_totals)
    rows = len(columns["first"])
    if not rows:
        raise ExportError(_no_rows(row, has_totals=bool(totals)))
    table = Table(head=head, matched=found, columns=columns, rows=rows, totals=totals, delimiter=row.delimiter)
    return _with_rest_told(_with_totals_told(table), below, row)


def _columns_and_totals(
    below: Iterator[Sequence[Cell]], row: HeadRow, found: Matched, *, has_totals: bool
) -> tuple[dict[str, list[Cell]], tuple[Mapping[str, Cell], ...]]:
    """The columns that are needed, and the rows of sums. The first cell of a row is: totals are named there."""
    pick = itemgetter(0, *found.places.values(), 0)
    width = max([*found.places.values(), 0]) + 1
    columns: dict[str, list[Cell]] = {key: [] for key in ("first", *found.places)}
    source_at = list(columns).index("source") if "source" in columns else 0
    is_total, is_no_source = _TotalNames(), _NoSources()
    picked: list[tuple[Cell, ...]] = []
    totals: list[Mapping[str, Cell]] = []
    for cells in _of_one_table(below, row):
        each = pick(cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))])
        if has_totals and (is_total[each[0]] or (source_at and is_no_source[each[source_at]])):
            totals.append(dict(zip(columns, each, strict=False)))
            continue
        if len(cells) > len(row.cells):
            _refuse_slipped(cells, row)
        picked.append(each)
        if len(picked) == _ROWS_AT_ONCE:
            _put(picked, columns.values())
    _put(picked, columns.values())
    return columns, tuple(totals)


def _put(rows: list[tuple[Cell, ...]], columns: Iterable[list[Cell]]) -> None:
    """Rows at the end of columns; they are gone then, so that there are never many."""
    for column, cells in zip(columns, zip(*rows, strict=True), strict=False):
        column.extend(cells)
    rows.clear()


class _TotalNames(dict[Cell, bool]):
    """Whether a row that begins so holds sums, asked once for each text."""

    def __missing__(self, cell: Cell) -> bool:
        text = as_text(cell)
        label, colon, _ = text.partition(":")
        self[cell] = is_bare_total(text) or (bool(colon) and is_bare_total(label))
        return self[cell]


class _NoSources(dict[Cell, bool]):
    """Whether a source is none: a total, or empty. A campaign may be called “Total: spring”."""

    def __missing__(self, cell: Cell) -> bool:
        self[cell] = is_bare_total(as_text(cell)) or not as_text(cell)
        return self[cell]


def _of_one_table(below: Iterator[Sequence[Cell]], row: HeadRow) -> Iterator[Sequence[Cell]]:
    """The rows up to an empty one, or to the next block of remarks; empty ones below the headings are passed over."""
    has_begun = False
    first_heading = row.cells[0]
    for cells in below:
        first = cells[0] if cells else ""
        # Most rows begin with something plain, and need no closer look.
        if isinstance(first, str) and first[:1] in _BEGINNINGS and (is_empty(cells) or _is_remark(cells)):
            if has_begun:
                return
            continue
        if first == first_heading:
            _refuse_headings_again(cells, row)
        has_begun = True
        yield cells


def is_empty(cells: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return all(isinstance(cell, str) and not cell.strip() for cell in cells)


def _is_remark(cells: Sequence[Cell]) -> bool:
    """Whether a row is a line of a program about its table: a new block, or whose rights are reserved."""
    first = as_text(cells[0])
    return first.startswith(("#", *_FOOTERS)) and is_empty(cells[1:])


def _refuse_headings_again(cells: Sequence[Cell], row: HeadRow) -> None:
    if cells[0] == row.cells[0] and tuple(map(as_text, cells)) == row.cells:
        raise ExportError(
            f"the headings of line {row.line} stand there a second time: the file holds two exports, perhaps of the "
            "same days. Bring each as a file of its own."
        )


def _refuse_slipped(cells: Sequence[Cell], row: HeadRow) -> None:
    """Refuse a row that is longer than the headings: its cells stand under the wrong ones."""
    if not is_empty(cells[len(row.cells) :]):
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
    """What a row of sums is called; empty where it has no name."""
    first = total["first"]
    return as_text(first if _TotalNames()[first] else total.get("source", ""))


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
