"""Sheets, cells and lines of months: what stands where, before anything is written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from simulator.reports.workbook.formulas import Cells, Formula, as_formula, total
from simulator.units import Unit

Role = Literal["plain", "input", "total", "title", "heading", "label", "note", "text", "column"]
Content = Formula | float | str | date

FIRST_MONTH = 3
"""The column of the first month on the sheet of months; what it is, its unit and its total stand before."""


LEAST_OF_NAMES, MOST_OF_NAMES = 34, 70
"""The width of a column of names, in letters."""


def width_of_names(names: Iterable[str]) -> int:
    """A width at which names of people's own are not cut, within what leaves room for figures beside them."""
    return min(MOST_OF_NAMES, max(LEAST_OF_NAMES, 2 + max(map(len, names), default=0)))


@dataclass(frozen=True)
class Look:
    """A cell's look: what it is for, and the unit of its number.

    ``fine`` numbers are shown with more digits; of money that ``is_figure`` small amounts have cents.
    """

    role: Role = "plain"
    unit: Unit | None = None
    fine: bool = False
    is_figure: bool = False


PLAIN, LABEL, NOTE, TITLE, TEXT = Look(), Look("label"), Look("note"), Look("title"), Look("text")
HEADING, COLUMN = Look("heading"), Look("column")
"""Headings of what lies below: of words, and of a column of numbers."""


@dataclass(frozen=True)
class Limits:
    """Range of numbers that may be typed into a cell, with what is said of anything else."""

    at_least: float
    at_most: float
    message: str
    open_below: bool = False
    open_above: bool = False
    whole: bool = False


@dataclass
class Sheet:
    """A sheet: its cells by row and column, both counted from 0.

    ``name`` is the program's own, and one word. ``frozen`` is the first cell that moves when one scrolls.
    """

    name: str
    widths: Sequence[float] = ()
    frozen: tuple[int, int] = (0, 0)
    cells: dict[tuple[int, int], tuple[Content, Look]] = field(default_factory=dict)
    limits: dict[tuple[int, int], Limits] = field(default_factory=dict)
    next_row: int = 0

    def put(self, row: int, column: int, content: Content, look: Look = PLAIN) -> Formula:
        """Fill a cell; gives the reference to it."""
        self.cells[row, column] = (content, look)
        held = content if isinstance(content, Formula) else _value(content)
        return Formula(self.address(row, column), held.value)

    def add_band(self, title: str) -> int:
        """A heading across the whole width; gives its row."""
        return self.add_row(title, *([""] * (len(self.widths) - 1)), look=HEADING)

    def add_row(self, *contents: Content | None, look: Look = PLAIN) -> int:
        """Fill the next row from its first cell on; gives its place."""
        row = self.next_row
        for column, content in enumerate(contents):
            if content is not None:
                self.put(row, column, content, look)
        self.next_row += 1
        return row

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.next_row += rows

    def address(self, row: int, column: int) -> str:
        """The address of a cell, as any sheet may refer to it."""
        return f"{self.name}!{letters(column)}{row + 1}"

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """The address of the cells from one to another, which stays as it is wherever a formula is copied to."""
        ends = (f"${letters(column)}${row + 1}" for row, column in (first, last))
        return f"{self.name}!{':'.join(ends)}"


@dataclass(frozen=True, eq=False)
class Line:
    """A number by month: a row of the sheet of months."""

    sheet: Sheet
    row: int
    months: tuple[Formula, ...]
    total: Formula | None = None

    def __getitem__(self, month: int) -> Formula:
        return self.months[month]

    def part(self, first: int, last: int) -> Cells:
        """The cells from a month to a month, both counted from 0 and included."""
        places = [letters(FIRST_MONTH + month) for month in (first, last)]
        text = f"{self.sheet.name}!{places[0]}{self.row + 1}:{places[1]}{self.row + 1}"
        return Cells(text, self.months[first : last + 1])

    @property
    def whole(self) -> Cells:
        """The cells of all months."""
        return self.part(0, len(self.months) - 1)

    @property
    def sum(self) -> Formula:
        """The cell with the sum of all months."""
        assert self.total is not None
        return self.total


Step = Callable[[int, Sequence[Formula]], Formula]
"""The formula of a month, counted from 0, from those of the months before it."""


@dataclass
class MonthSheet:
    """The sheet of months: blocks of lines, each below the one before."""

    sheet: Sheet
    horizon: int
    currency: str

    def block(self, title: str) -> None:
        """Begin a block under a title."""
        self.sheet.skip()
        self.sheet.add_band(title)

    def line(self, label: str, unit: Unit, step: Step, *, adds_up: bool = True, fine: bool = False) -> Line:
        """A line of formulas, with its sum where it ``adds_up``."""
        row, look = self.sheet.next_row, Look(unit=unit, fine=fine)
        self.sheet.add_row(label, unit_name(unit, self.currency), look=LABEL)
        months: list[Formula] = []
        for month in range(self.horizon):
            months.append(self.sheet.put(row, FIRST_MONTH + month, step(month, months), look))
        line = Line(self.sheet, row, tuple(months))
        return line if not adds_up else replace(line, total=self._sum(line, replace(look, role="total")))

    def _sum(self, line: Line, look: Look) -> Formula:
        return self.sheet.put(line.row, FIRST_MONTH - 1, total(line.whole), look)

    def number(self, label: str, unit: Unit, formula: Formula) -> Formula:
        """A number that has no months, in the column of totals."""
        row = self.sheet.add_row(label, unit_name(unit, self.currency), look=LABEL)
        return self.sheet.put(row, FIRST_MONTH - 1, formula, Look("total", unit))


def unit_name(unit: Unit, currency: str) -> str:
    """A unit as it stands beside a number."""
    return {Unit.MONEY: currency, Unit.RATE: "%", Unit.MONTHS: "months"}.get(unit, "number")


def letters(column: int) -> str:
    """The name of a column, counted from 0: A to Z, AA and so on."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name = chr(ord("A") + letter) + name
        column -= 1
    return name


def _value(content: float | str | date) -> Formula:
    if isinstance(content, date):
        return Formula("", content.isoformat())
    return Formula("", content) if isinstance(content, str) else as_formula(content)
