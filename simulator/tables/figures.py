"""Real figures that somebody types or pastes: one row for each figure, one column for each month.

What is not known stays empty: an empty cell and a dash are no figure, and never 0. Nothing is spread over months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from simulator.tables.budgets import either
from simulator.tables.cells import Cell, Rows, UnreadableTableError, is_filled, rows_of, trimmed, turned
from simulator.tables.headings import Heading, Kind, headings, is_share, is_total, simplified
from simulator.tables.marks import marks_of
from simulator.text.amounts import Amount, has_other_mark, taken_apart
from simulator.text.formats import Formats
from simulator.text.grammar import month_date
from simulator.text.parsing import write
from simulator.units import Unit

MOST_QUOTED = 40
MOST_CHARACTERS = 100_000
_NOTHING = frozenset({"", "-", "–", "—", "−", "--"})
_OTHER_WORDS = {
    "cost": "spend",
    "clicks": "visits",
    "sessions": "visits",
    "customers": "newcustomers",
    "sales": "revenue",
}
"""Other words that people write for a figure, both as ``simplified``."""

Figure = float | None


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """The table that a text is for: the names of its rows, those of them that are ``money``, and its months."""

    names: Sequence[str]
    money: frozenset[str]
    first: date
    months: int
    locale: str = "en_US"
    currency: str = "USD"

    def month(self, index: int) -> str:
        """The name of a month by its place from 0."""
        return Formats(self.currency, self.locale).month_name(month_date(self.first, index + 1))


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """Figures by row and month, both by their places from 0; ``notes`` say what was left out."""

    figures: dict[tuple[int, int], Figure]
    notes: tuple[str, ...] = ()


def typed_figure(text: str, row: int, table: FigureTable) -> Figure:
    """The figure that a cell holds; None where it is empty. Raises UnreadableTableError."""
    return _figures([(row, text)], table)[0]


def typed_note(text: str, row: int, table: FigureTable) -> str:
    """A word on a figure that was typed, where it does not go without saying how it is read; else empty."""
    amount, figure = _amount(text, row, table), typed_figure(text, row, table)
    if amount is None or figure is None:
        return ""
    read = f"{_quoted(text)} is read as {_shown(figure, row, table)}"
    if figure < 0.0:
        return f"{read}: below 0, which is right for money that was paid back or lost."
    larger = max(map(float, amount.readings.values()))
    if larger > figure:
        return f"{read}, not as {_shown(larger, row, table)}."
    return f"{read}." if amount.is_scaled or has_other_mark(amount, table.locale) else ""


def pasted_figures(text: str, table: FigureTable, *, row: int = 0, column: int = 0) -> Pasted:
    """The figures of a block; what names no figure or month lies from a row and a column of the table on.

    Raises UnreadableTableError.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableTableError("That is too much to paste at once.")
    rows = trimmed([each for each in rows_of(text) if any(map(is_filled, each))])
    if not rows:
        raise UnreadableTableError("There is nothing in what you pasted.")
    if len(rows) > 1 and _name_months([each[0] for each in rows[1:]], table):
        rows = turned(rows)
    notes: list[str] = []
    heads = rows[0] if _name_months(rows[0][1:] or rows[0], table) else None
    body = rows if heads is None else rows[1:]
    labelled = any(_is_word(each[0]) for each in body)
    columns = _months(heads, len(rows[0]), int(labelled), column, table)
    owners = _owners(body, row, table, notes) if labelled else {row + at: each for at, each in enumerate(body)}
    if max(owners, default=0) >= len(table.names):
        raise UnreadableTableError(f"There are more rows there than from “{table.names[row]}” on.")
    places = [(owner, month, cells[at]) for owner, cells in owners.items() for at, month in columns.items()]
    if not places:
        raise UnreadableTableError("It has no month below its headings that is in this table.")
    found = _figures([(owner, cell) for owner, _, cell in places], table)
    notes += _in_thousands([(owner, cell) for owner, _, cell in places], found, table)
    return Pasted(
        figures={(owner, month): value for (owner, month, _), value in zip(places, found, strict=True)},
        notes=tuple(notes),
    )


def _in_thousands(cells: Sequence[tuple[int, Cell]], found: Sequence[Figure], table: FigureTable) -> list[str]:
    """How the first figure with a word such as k behind it was read."""
    for (row, cell), value in zip(cells, found, strict=True):
        amount = _amount(cell, row, table)
        if amount is not None and amount.is_scaled and value is not None:
            return [f"{_quoted(cell)} is read as {_shown(value, row, table)}."]
    return []


def _owners(body: Rows, row: int, table: FigureTable, notes: list[str]) -> dict[int, tuple[Cell, ...]]:
    names = {simplified(name): place for place, name in enumerate(table.names)}
    owners: dict[int, tuple[Cell, ...]] = {}
    for cells in body:
        label = str(cells[0]).strip()
        plain = simplified(label)
        place = names.get(plain, names.get(_OTHER_WORDS.get(plain, "")))
        if place is None and not is_total(label) and not is_share(label):
            notes.append(f"“{label[:MOST_QUOTED]}” is no figure of this table and was left out.")
        elif place in owners:
            raise UnreadableTableError(f"Two rows there are “{table.names[place]}”.")
        elif place is not None:
            owners[place] = cells
    if not owners:
        raise UnreadableTableError(f"No row there is named as one here, such as {table.names[row]}.")
    return owners


def _months(heads: Sequence[Cell] | None, width: int, begin: int, column: int, table: FigureTable) -> dict[int, int]:
    """The month that each column of the block is of, both by their places from 0."""
    if heads is None:
        if width - begin > table.months - column:
            raise UnreadableTableError(
                f"There are more months there than from {table.month(column)} on. Name each column by its month, such"
                " as Jan 2027."
            )
        return {begin + at: column + at for at in range(width - begin)}
    found: dict[int, int] = {}
    for at, said in enumerate(headings(heads, table.locale)):
        if at < begin or said.kind is not Kind.MONTHS:
            continue
        if said.count != 1:
            raise UnreadableTableError(
                f"“{said.text[:MOST_QUOTED]}” is more than one month; real figures are of a month each."
            )
        month = _place_of(said, table)
        if month in found.values():
            raise UnreadableTableError(f"Two columns there are {table.month(month)}.")
        if 0 <= month < table.months:
            found[at] = month
    return found


def _place_of(said: Heading, table: FigureTable) -> int:
    """The place from 0 of a month; one without a year is the last of its name in the table."""
    if said.year is not None:
        return (said.year - table.first.year) * 12 + said.first - table.first.month
    place = (said.first - table.first.month) % 12
    return place + 12 * max(0, (table.months - 1 - place) // 12)


def _name_months(cells: Sequence[Cell], table: FigureTable) -> bool:
    filled = [cell for cell in cells if is_filled(cell)]
    said = headings(filled, table.locale)
    return any(each.kind is Kind.MONTHS and _is_word(cell) for each, cell in zip(said, filled, strict=True))


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() not in _NOTHING and taken_apart(cell) is None


def _figures(cells: Sequence[tuple[int, Cell]], table: FigureTable) -> list[Figure]:
    taken = [(row, cell, _amount(cell, row, table)) for row, cell in cells]
    marks = marks_of((each for _, _, each in taken if each), locale=table.locale, currency=table.currency)
    found: list[Figure] = []
    for row, cell, amount in taken:
        if amount is None:
            found.append(None)
            continue
        if amount.is_open and not marks.mark:
            raise UnreadableTableError(
                f"{_quoted(cell)} can mean {either(amount, table.locale)}; write it as one of them."
            )
        number = float(amount.under(marks.mark or "."))
        if number < 0.0 and table.names[row] not in table.money:
            raise UnreadableTableError(f"{_quoted(cell)} is below 0; there are no fewer than none.")
        found.append(number)
    return found


def _amount(cell: Cell, row: int, table: FigureTable) -> Amount | None:
    text = f"{cell!r}" if isinstance(cell, float) else cell.strip()
    if text in _NOTHING:
        return None
    amount = taken_apart(text, currency=table.currency, locale=table.locale)
    if amount is None or amount.is_percent:
        raise UnreadableTableError(f"{_quoted(cell)} is not a number.")
    if amount.foreign:
        raise UnreadableTableError(f"{_quoted(cell)} is in another currency; amounts here are in {table.currency}.")
    return amount


def _shown(figure: float, row: int, table: FigureTable) -> str:
    if table.names[row] in table.money:
        return Formats(table.currency, table.locale).money(figure)
    return write(figure, Unit.COUNT, locale=table.locale)


def _quoted(cell: Cell) -> str:
    return f"“{str(cell).strip()[:MOST_QUOTED]}”"
