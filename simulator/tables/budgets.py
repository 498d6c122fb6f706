"""A table as a budget: which row is which channel, which column which month, and what it leaves open.

``budget_of`` understands a table; ``amounts_of`` takes it over, once what it asks is answered.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import cached_property
from typing import Literal

from simulator.tables.cells import Cell, Rows, UnreadableTableError, is_filled, trimmed, turned
from simulator.tables.headings import Heading, Kind, heading, headings, is_share, is_total
from simulator.tables.marks import Marks, marks_of
from simulator.tables.weeks import weeks_in
from simulator.text.amounts import Amount, begins_with_zero, decimals_of, own_signs, taken_apart
from simulator.text.formats import Formats
from simulator.text.grammar import counted, month_date
from simulator.text.parsing import write
from simulator.units import Unit

LEAST_LETTERS = 5
"""A word of so many letters may have a slip in it: EN and DE are two languages, and no slip."""

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")

MOST_AMOUNTS_BY_CHANCE = 2
"""So many amounts may be 1, 2, ... without being the numbers of months."""

MOST_NAMED = 3
"""So many wrong cells are named; of further ones it says how many."""

MOST_ABOVE = 12
"""So many rows may stand above the headings: a title, a date, an empty line."""

_DASHES = frozenset({"", "-", "–", "—", "−"})
"""Texts by which a spreadsheet shows that nothing is spent."""


Origin = Literal["paste", "file"]
"""How a table came."""

_BROUGHT: Mapping[Origin, str] = {"paste": "You pasted", "file": "The file has"}
_NOTHING: Mapping[Origin, str] = {
    "paste": "There is nothing in what you pasted.",
    "file": "There is nothing in the file.",
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """The plan that a table is for: its channels, its months, how its reader writes amounts, and how it came."""

    channels: Sequence[str]
    start: date
    horizon: int
    locale: str = "en_US"
    currency: str = "USD"
    most: float = 1e9
    origin: Origin = "paste"

    def month(self, index: int) -> str:
        """The name of a month by its place from 0."""
        return Formats(self.currency, self.locale).month_of(self.start, index + 1)

    def money(self, amount: float) -> str:
        """An amount in words."""
        return Formats(self.currency, self.locale).money(amount)

    @property
    def decimals(self) -> int:
        """How many decimals an amount may have."""
        return decimals_of(self.currency)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of amounts: the places of its months from 0, some perhaps outside the plan."""

    at: int
    name: str
    months: tuple[int, ...]
    is_each: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of amounts; ``channel`` is whom it is for, empty where its ``label`` is no channel's name."""

    at: int
    label: str
    channel: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Budget that a table states. ``notes`` tells what was left out, turned, spread or guessed, a sentence each."""

    place: Place
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    has_headings: bool = False

    @cached_property
    def marks(self) -> Marks:
        """Which mark begins the decimals."""
        found = (amount_in(line.cells[column.at], self.place) for line in self.lines for column in self.columns)
        return marks_of((each for each in found if each), locale=self.place.locale, currency=self.place.currency)

    @property
    def unknown(self) -> tuple[Line, ...]:
        """The rows of which a person has to say whose they are."""
        return tuple(line for line in self.lines if not line.channel)

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it had to be left out, turned, spread or guessed, and nothing is to be asked."""
        return not self.notes and not self.unknown and self.marks.mark != ""


@dataclass
class _Notes:
    said: list[str] = field(default_factory=list)

    def add(self, note: str) -> None:
        if note not in self.said:
            self.said.append(note)


# -- single cells --------------------------------------------------------------------------------------------------


def amount_in(cell: Cell, place: Place) -> Amount | None:
    """The amount in a cell; an empty cell and a dash are 0. None if it is none."""
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        return Amount(readings={".": exact, ",": exact})
    if _is_nothing(cell, place):
        return Amount(readings={".": Decimal(0), ",": Decimal(0)})
    return taken_apart(cell, currency=place.currency, locale=place.locale)


def _is_nothing(cell: str, place: Place) -> bool:
    bare = cell.replace(" ", "").replace("\u00a0", "").casefold()
    signs = sorted(own_signs(place.currency, place.locale), key=len, reverse=True)
    return any(bare.removeprefix(sign).removesuffix(sign) in _DASHES for sign in ("", *signs))


def cell_problem(cell: Cell, place: Place, mark: str = "") -> str:
    """Why a cell is no spend, in words; empty if it is one. Without a mark it must not depend on one."""
    amount = amount_in(cell, place)
    if amount is None:
        starts = isinstance(cell, str) and begins_with_zero(cell)
        return "begins with 0, like half of a number with a comma in it" if starts else "is not an amount"
    if amount.is_percent:
        return "is a percentage, not an amount"
    if amount.foreign:
        return f"is in another currency; amounts here are in {place.currency}"
    if not mark and amount.is_open:
        return f"can mean {either(amount, place.locale)}"
    number = amount.under(mark or ".")
    if number < 0:
        return "is below 0; a spend is at least 0"
    return f"is too much; at most {place.money(place.most)} a month" if number > place.most else ""


def either(amount: Amount, locale: str) -> str:
    """The numbers that an open amount may be, as the reader writes them: ``1,250 or 1.25``."""
    numbers = sorted(set(amount.readings.values()), reverse=True)
    return " or ".join(write(float(number), Unit.MONEY, locale=locale) for number in numbers)


def is_amount(cell: Cell, place: Place) -> bool:
    """Whether a cell holds a number of any kind."""
    return is_filled(cell) and amount_in(cell, place) is not None


# -- understanding -------------------------------------------------------------------------------------------------


def budget_of(rows: Rows, place: Place, *, row: int = 0, column: int = 0) -> Budget:
    """The budget that a table states; what names no channel or month lies from a row and a column of the plan on.

    Raises UnreadableTableError.
    """
    notes = _Notes()
    table = tuple(each for each in trimmed(rows) if any(is_filled(cell) for cell in each))
    if not table:
        raise UnreadableTableError(_NOTHING[place.origin])
    table = _labels_first(table, place, notes)
    at = _heading_row(table, place)
    if at is None and _heading_row(turned(table), place) is not None and len(table) > 1:
        table = trimmed(turned(table))
        at = _heading_row(table, place)
        notes.add("Months stand below each other there; the table was turned.")
    if at is not None:
        return _with_headings(table, at, place, row, notes)
    return _without_headings(table, place, row, column, notes)


def _labels_first(table: Rows, place: Place, notes: _Notes) -> Rows:
    """The table with the column that names its rows in front: groups and numbers of rows may stand before it.

    As it is where channels stand beside each other, as headings of columns.
    """
    if any(len(_named_in(row, place)) > 1 for row in table):
        return table
    at = _label_column(table, place)
    amounts = [before for before in range(at) if _holds_months(turned(table)[before], place)]
    others = [before for before in range(at) if before not in amounts]
    told = [str(row[before]).strip() for row in table for before in others if is_filled(row[before])]
    if told:
        notes.add(f"What stands before the channels was left out (“{told[0][:40]}”).")
    return tuple((_label_of(row, at), *(row[before] for before in amounts), *row[at + 1 :]) for row in table)


def _label_of(row: Sequence[Cell], at: int) -> Cell:
    """What names a row; a title may stand further to the left."""
    return row[at] if any(is_filled(cell) for cell in row[at:]) else next(cell for cell in row if is_filled(cell))


def _label_column(table: Rows, place: Place) -> int:
    """The column in which most channels are named; if none is, that of words, before amounts, with most names."""
    columns = turned(table)
    named = [len(_named_in(column, place)) for column in columns]
    if any(named):
        return named.index(max(named))
    words = []
    for at, column in enumerate(columns):
        if _is_of_words(column, place):
            words.append(at)
        elif not _is_count(column):
            break
    return max(words, key=lambda at: (len(set(filter(is_filled, columns[at]))), -at), default=0)


def _named_in(cells: Sequence[Cell], place: Place) -> set[str]:
    return {str(cell).strip().casefold() for cell in cells} & set(_known(place))


def _is_of_words(column: Sequence[Cell], place: Place) -> bool:
    filled = [cell for cell in column if is_filled(cell)]
    return len(filled) > 1 and not any(is_amount(cell, place) for cell in filled)


def _is_count(column: Sequence[Cell]) -> bool:
    """Whether a column is empty, or numbers its rows below a heading."""
    filled = [f"{cell:g}" if isinstance(cell, float) else cell for cell in column if is_filled(cell)]
    numbers = filled if filled[:1] == ["1"] else filled[1:]
    return numbers == [str(number + 1) for number in range(len(numbers))]


def _holds_months(column: Sequence[Cell], place: Place) -> bool:
    """Whether amounts stand in a column below the name of a month."""
    for at, cell in enumerate(column[:MOST_ABOVE]):
        found = heading(cell, place.locale)
        is_month = found.kind is Kind.EVERY_MONTH or (found.kind is Kind.MONTHS and not found.is_yearly)
        if is_month and not is_amount(cell, place):
            return any(is_amount(below, place) for below in column[at + 1 :])
    return False


def _heading_row(table: Rows, place: Place) -> int | None:
    """The row that names months, the most and the finest of several; None if there is none."""
    candidates = [
        at
        for at, row in enumerate(table[:MOST_ABOVE])
        if at < len(table) - 1 and not _is_title(row) and _names_months(row, place)
    ]
    return max(candidates, key=lambda at: (_single_months(table[at], place), -at)) if candidates else None


def _is_title(row: Sequence[Cell]) -> bool:
    """Whether a row holds one thing only, such as ``Budget 2027`` above a table."""
    filled = [at for at, cell in enumerate(row) if is_filled(cell)]
    return len(filled) == 1 and len(row) > 1 and (filled[0] == 0 or len(row) > 2)


def _single_months(row: Sequence[Cell], place: Place) -> int:
    """How many cells name a single month."""
    found = (heading(cell, place.locale) for cell in row if is_filled(cell))
    return sum(each.kind is Kind.MONTHS and each.count == 1 for each in found)


def _with_years_above(found: Sequence[Heading], above: Sequence[Sequence[Cell]], place: Place) -> list[Heading]:
    """Months without a year, in the year that stands above them or before that."""
    years: list[int | None] = [None] * len(found)
    for row in above:
        year = None
        for at, cell in enumerate(row):
            said = heading(cell, place.locale) if is_filled(cell) else None
            if said is not None and said.year is not None and said.count == 12:
                year = said.year
            years[at] = year or years[at]
    return [
        replace(each, year=year) if each.kind is Kind.MONTHS and each.first and each.year is None else each
        for each, year in zip(found, years, strict=True)
    ]


def _names_months(row: Sequence[Cell], place: Place) -> bool:
    if str(row[0]).strip().casefold() in _known(place):
        return False
    found = [(cell, heading(cell, place.locale)) for cell in row if is_filled(cell)]
    if _is_counted(row, place):
        return True
    named = [cell for cell, each in found if each.kind in (Kind.MONTHS, Kind.EVERY_MONTH)]
    others = [cell for cell, each in found if each.kind is Kind.UNKNOWN]
    if not named or any(is_amount(cell, place) for cell in others):
        return False
    # A year is a number too: it is a heading where a word, or an empty corner, stands before it.
    is_corner = not is_filled(row[0]) or not is_amount(row[0], place)
    return any(not is_amount(cell, place) for cell in named) or (is_corner and len(row) > 1)


def _is_counted(row: Sequence[Cell], place: Place) -> bool:
    """Whether the cells behind an empty corner or a word count 1, 2, 3; behind a month they are amounts."""
    rest = [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row[1:]]
    counts = [cell for cell in rest if cell.isascii() and cell.isdigit()]
    if is_amount(row[0], place) or heading(row[0], place.locale).kind is Kind.MONTHS:
        return False
    # Behind a word, 1 and 2 may as well be what is spent there.
    least = MOST_AMOUNTS_BY_CHANCE + 1 if is_filled(row[0]) else 2
    return len(counts) >= least and counts == [str(number + 1) for number in range(len(counts))]


def _with_headings(table: Rows, at: int, place: Place, row: int, notes: _Notes) -> Budget:
    body = table[at + 1 :]
    _refuse_weeks(table[at], place)
    if at:
        notes.add(f"{counted(at, 'row')} above the headings {'was' if at == 1 else 'were'} left out.")
    is_counted = _is_counted(table[at], place)
    if is_counted and is_filled(table[at][0]):
        notes.add(f"The numbers beside “{str(table[at][0])[:40]}” were taken for months: 1 is {place.month(0)}.")
    labelled = _has_labels(body, place)
    found = [
        _counted(cell) if is_counted and is_amount(cell, place) else each
        for cell, each in zip(table[at], headings(table[at], place.locale), strict=True)
    ]
    found = _with_years_above(found, table[:at], place)
    _refuse_more_cells_than_headings(table[at], body)
    lines = tuple(_lines(body, place, row, labelled, notes))
    places = [(each, index) for index, each in enumerate(found) if index or not labelled]
    columns = _columns(places, body, place, notes)
    if not columns:
        raise UnreadableTableError("None of the months named there lies within the plan.")
    return _without_unnamed_sums(Budget(place=place, lines=lines, columns=columns, has_headings=True), notes)


def _refuse_weeks(row: Sequence[Cell], place: Place) -> None:
    found = weeks_in(row, place.locale)
    if found:
        raise UnreadableTableError(
            f"The headings seem to be weeks or days ({', '.join(found)[:60]}), and a plan has months. Add up what "
            f"falls into each month, and name each column by its month, such as Jan 2027."
        )


def _refuse_more_cells_than_headings(row: Sequence[Cell], body: Rows) -> None:
    last = max(at for at, cell in enumerate(row) if is_filled(cell))
    if any(is_filled(cell) for each in body for cell in each[last + 1 :]):
        raise UnreadableTableError(
            "There are more cells in a row than headings. If amounts have commas in them, as 1,500 has, put them in "
            "quotes, or write 1500."
        )


def _counted(cell: Cell) -> Heading:
    return Heading(text=f"{cell:g}" if isinstance(cell, float) else cell, kind=Kind.MONTHS, number=int(float(cell)))


def _without_headings(table: Rows, place: Place, row: int, column: int, notes: _Notes) -> Budget:
    has_words = _is_all_words(table, place)
    body = table[1:] if has_words else table
    labelled = _has_labels(body, place)
    if has_words and any(is_filled(cell) for cell in table[0][1:]):
        _refuse_weeks(table[0], place)
        _refuse_weeks([row[0] for row in table], place)
        named = ", ".join(str(cell) for cell in table[0][labelled:] if is_filled(cell))
        raise UnreadableTableError(
            f"The headings name no months ({named[:60]}). Name each column by its month, quarter or year, such as Jan "
            f"2027 or Q1, or “a month”."
        )
    if has_words:
        words = ", ".join(str(cell) for cell in table[0] if is_filled(cell))
        notes.add(f"The first row names no months and was left out ({words[:60]}).")
    lines = tuple(_lines(body, place, row, labelled, notes))
    width = len(body[0]) - labelled
    shares = {at for at in range(labelled, len(body[0])) if _holds_shares(at, body, place)}
    _refuse_too_wide(width - len(shares), column, place)
    if shares:
        notes.add("A column of percentages was left out.")
    kept = [at for at in range(labelled, len(body[0])) if at not in shares]
    columns = tuple(
        Column(at=at, name=place.month(column + index), months=(column + index,)) for index, at in enumerate(kept)
    )
    return _without_unnamed_sums(Budget(place=place, lines=lines, columns=columns), notes)


def _is_all_words(table: Rows, place: Place) -> bool:
    """Whether the first of several rows holds words only, and is no channel's row without any amount."""
    if len(table) < 2 or str(table[0][0]).casefold() in _known(place):
        return False
    return not any(is_amount(cell, place) for cell in table[0])


def _has_labels(body: Rows, place: Place) -> bool:
    """Whether the first column names channels, or holds words rather than amounts, beside something else.

    A row of sums may have no name: the others are not assigned by their place because of it.
    """
    if len(body[0]) == 1:
        return False
    if _named_in([row[0] for row in body], place):
        return True
    filled = [row[0] for row in body if is_filled(row[0]) and any(is_filled(cell) for cell in row[1:])]
    amounts = sum(is_amount(cell, place) for cell in filled)
    return len(filled) - amounts > amounts


def _room_for_rows(here: Sequence[str], row: int, place: Place) -> str:
    """How few channels there are from a row of the plan on; who drops a file sees no table."""
    if place.origin == "file":
        return f"the scenario has only {counted(len(here), 'channel')}"
    return f"the table has only {len(here)}" if row == 0 else f"from {here[0]} down there are only {len(here)}"


def _known(place: Place) -> dict[str, str]:
    return {name.strip().casefold(): name for name in place.channels}


# -- rows ----------------------------------------------------------------------------------------------------------


def _lines(body: Rows, place: Place, row: int, labelled: bool, notes: _Notes) -> Iterator[Line]:
    if not labelled:
        here = place.channels[row:]
        if len(body) > len(here):
            rows = f"{_BROUGHT[place.origin]} {counted(len(body), 'row')}"
            raise UnreadableTableError(f"{rows}, but {_room_for_rows(here, row, place)}.")
        for index, (cells, channel) in enumerate(zip(body, here, strict=False)):
            yield Line(at=index, label=channel, channel=channel, cells=cells)
        return
    taken: set[str] = set()
    owners = _owners([str(cells[0]).strip() for cells in body], place)
    for index, cells in enumerate(body):
        line = _line(index, cells, place, notes, owners)
        if line is None:
            continue
        if line.channel in taken:
            raise UnreadableTableError(f"There are two rows for {line.channel}. Copy each channel once.")
        taken.update({line.channel} - {""})
        yield line


def _line(index: int, cells: tuple[Cell, ...], place: Place, notes: _Notes, owners: Mapping[str, str]) -> Line | None:
    label = str(cells[0]).strip()
    channel = owners.get(label, "")
    if not channel:
        amounts = [each for cell in cells[1:] if is_filled(cell) and (each := amount_in(cell, place)) is not None]
        what = "is a sum" if is_total(label) else "holds percentages" if _are_shares(label, amounts) else ""
        if what and amounts:
            notes.add(f"The row “{label[:40]}” {what} and was left out.")
        if what or not amounts:
            return None
    elif channel.strip().casefold() != label.casefold():
        notes.add(f"“{label[:40]}” was taken as {channel}.")
    return Line(at=index, label=label or f"Row {index + 1}, without a name", channel=channel, cells=cells)


def _without_unnamed_sums(budget: Budget, notes: _Notes) -> Budget:
    """The budget with its notes, and without rows that have no name and hold the sums of those that have one."""
    named = [line for line in budget.lines if is_filled(line.cells[0]) or line.channel]
    sums = [line for line in budget.lines if line not in named and len(named) > 1 and _is_sum(line, named, budget)]
    if sums:
        notes.add("A row without a name holds the sums of the others and was left out.")
    kept = tuple(line for line in budget.lines if line not in sums)
    return replace(budget, lines=kept, notes=tuple(notes.said))


def _is_sum(line: Line, others: Sequence[Line], budget: Budget) -> bool:
    decimals = budget.place.decimals
    for column in budget.columns:
        total, *parts = (amount_in(each.cells[column.at], budget.place) for each in (line, *others))
        if total is None:
            return False
        mark = budget.marks.mark or "."
        added = sum((part.under(mark) for part in parts if part is not None), Decimal(0))
        if round(total.under(mark) - added, decimals):
            return False
    return True


def _are_shares(label: str, amounts: Sequence[Amount]) -> bool:
    """Whether amounts are percentages, or parts of one where the row is called a share."""
    called = is_share(label)
    return all(each.is_percent or (called and max(each.readings.values()) <= 1) for each in amounts)


def _owners(labels: Sequence[str], place: Place) -> dict[str, str]:
    """Whose the rows are, by their names: by the channel's name, or one that can be no other's, written otherwise.

    A channel that a row names exactly is never guessed for another, and none is guessed for two.
    """
    known = _known(place)
    exact = {label: known[label.casefold()] for label in labels if label.casefold() in known}
    free = [name for name in place.channels if name not in exact.values()]
    near = {label: _meant(label, free) for label in labels if label not in exact}
    alone = {label: names[0] for label, names in near.items() if len(names) == 1}
    owners = list(alone.values())
    return {**{label: name for label, name in alone.items() if owners.count(name) == 1}, **exact}


def _meant(label: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if _is_same(_IN_BRACKETS.sub("", label), name) or _is_same(label, name)]


def _is_same(label: str, name: str) -> bool:
    """Whether two names differ in spaces and punctuation only, or by one slip of the keyboard in a word."""
    mine, other = (re.findall(r"\w+", text.casefold()) for text in (label, name))
    if "".join(mine) == "".join(other):
        return bool(mine)
    differing = [pair for pair in zip(mine, other, strict=False) if pair[0] != pair[1]]
    return len(mine) == len(other) and len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(word: str, other: str) -> bool:
    """Whether a letter is missing or doubled, or two have changed places; never a digit."""
    if min(len(word), len(other)) < LEAST_LETTERS or not (word + other).isalpha():
        return False
    shorter, longer = sorted((word, other), key=len)
    if len(longer) > len(shorter):
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    wrong = [at for at in range(len(word)) if word[at] != other[at]]
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(word) == sorted(other)


# -- columns -------------------------------------------------------------------------------------------------------


def _columns(found: Sequence[tuple[Heading, int]], body: Rows, place: Place, notes: _Notes) -> tuple[Column, ...]:
    timed, monthly = [], []
    for each, at in found:
        name = each.text.strip()[:40]
        if each.kind is Kind.TOTAL or each.kind is Kind.SHARE or _holds_shares(at, body, place):
            what = "is a sum" if each.kind is Kind.TOTAL else "holds percentages"
            notes.add(f"The column “{name}” {what} and was left out.")
        elif each.kind is Kind.EVERY_MONTH:
            monthly.append(Column(at=at, name=name, months=tuple(range(place.horizon)), is_each=True))
        elif each.kind is Kind.MONTHS:
            timed.append((each, at))
        elif any(is_filled(row[at]) for row in body):
            notes.add(f"The column “{name}” names no month and was left out." if name else "A column was left out.")
    columns = _without_sums(_dated(timed, place, notes), place, notes)
    if columns:
        for column in monthly:
            notes.add(f"The column “{column.name}” was left out, because the months stand beside it.")
        return columns
    for column in monthly[:1]:
        notes.add(f"“{column.name}” was taken for every month of the plan.")
    return tuple(monthly[:1])


def _holds_shares(at: int, body: Rows, place: Place) -> bool:
    filled = [amount_in(row[at], place) for row in body if is_filled(row[at])]
    return bool(filled) and all(amount is not None and amount.is_percent for amount in filled)


def _dated(timed: Sequence[tuple[Heading, int]], place: Place, notes: _Notes) -> list[tuple[Column, bool]]:
    """Each column with its months, and whether it is a year's of no year in particular."""
    found: list[tuple[Column, bool]] = []
    next_free: dict[int, int] = {}
    for each, at in timed:
        first = _first_month(each, place, next_free.get(each.count))
        next_free[each.count] = first + 1
        months = tuple(range(first, first + each.count))
        is_guess = each.year is None and not each.is_yearly and place.start.month != 1
        if is_guess and (each.number or month_date(place.start, max(first, 0) + 1).year != place.start.year):
            notes.add(f"“{each.text[:20]}” was taken as {place.month(first)}.")
        found.append((Column(at=at, name=each.text.strip()[:40], months=months), each.is_yearly))
    return found


def _first_month(each: Heading, place: Place, not_before: int | None) -> int:
    """The place from 0 of the first month of a heading; below 0 where it lies before the plan."""
    if each.number:
        return each.number - 1
    if each.is_yearly:
        return 0
    if each.year is not None:
        return (each.year - place.start.year) * 12 + each.first - place.start.month
    # Without a year it is the first such part of a year that is not over when the plan starts; winters, which reach
    # into the next year, are whole ones.
    reach = each.count - 1 if each.first + each.count <= 13 else 0
    first = (each.first - place.start.month + reach) % 12 - reach
    while not_before is not None and first < not_before:
        first += 12
    return first


def _without_sums(found: Sequence[tuple[Column, bool]], place: Place, notes: _Notes) -> tuple[Column, ...]:
    """The columns whose months no finer column states already; the others are their sums."""
    kept: list[Column] = []
    covered: dict[int, str] = {}
    for column, is_yearly in sorted(found, key=lambda each: len(each[0].months)):
        twice = [month for month in column.months if month in covered]
        if twice and len(column.months) > 1 and (len(twice) == len(column.months) or is_yearly):
            notes.add(f"The column “{column.name}” is a sum and was left out.")
            continue
        if twice:
            other = covered[twice[0]]
            raise UnreadableTableError(f"“{other}” and “{column.name}” both state {place.month(twice[0])}.")
        covered.update(dict.fromkeys(column.months, column.name))
        kept.append(column)
    for column in kept:
        _note_months(column, place, notes)
    inside = [column for column in kept if any(0 <= month < place.horizon for month in column.months)]
    return tuple(sorted(inside, key=lambda column: column.at))


def _note_months(column: Column, place: Place, notes: _Notes) -> None:
    outside = [month for month in column.months if not 0 <= month < place.horizon]
    if len(outside) == len(column.months):
        notes.add(f"“{column.name}” lies outside the plan and was left out.")
    elif len(column.months) > 1:
        first, last = place.month(column.months[0]), place.month(column.months[-1])
        left = f"; {counted(len(outside), 'month')} of it outside the plan left out" if outside else ""
        notes.add(f"“{column.name}” was spread evenly over {first} to {last}{left}.")


def _refuse_too_wide(width: int, column: int, place: Place) -> None:
    left = place.horizon - column
    if width > left:
        where = "the plan has" if column == 0 else f"from {place.month(column)} on there are"
        raise UnreadableTableError(f"{_BROUGHT[place.origin]} {counted(width, 'month')}, but {where} only {left}.")


# -- taking over ---------------------------------------------------------------------------------------------------


def amounts_of(
    budget: Budget, *, mark: str = "", chosen: Mapping[int, str] | None = None
) -> dict[str, dict[int, float]]:
    """For each channel an amount [money] by the place of the month from 0.

    ``mark`` begins the decimals where the table leaves it open; ``chosen`` says by the place of a row whose it is,
    nobody's if it is not there. Rows of one channel add up. Raises UnreadableTableError.
    """
    decimal = budget.marks.mark or mark
    owners = [(line, line.channel or (chosen or {}).get(line.at, "")) for line in budget.lines]
    lines = [(line, owner) for line, owner in owners if owner]
    if not lines:
        raise UnreadableTableError("No row there is one of your channels.")
    _refuse_unreadable(budget, [line for line, _ in lines], decimal)
    found: dict[str, dict[int, float]] = {}
    for line, owner in lines:
        months = found.setdefault(owner, {})
        for column in budget.columns:
            for month, amount in _by_month(line.cells[column.at], column, budget.place, decimal):
                months[month] = round(months.get(month, 0.0) + amount, budget.place.decimals)
    return found


def _by_month(cell: Cell, column: Column, place: Place, mark: str) -> Iterator[tuple[int, float]]:
    amount = amount_in(cell, place)
    assert amount is not None, "unreadable cells are refused before"
    number = amount.under(mark)
    shares = [number] * len(column.months) if column.is_each else _spread(number, len(column.months), place.decimals)
    for month, share in zip(column.months, shares, strict=True):
        if 0 <= month < place.horizon:
            yield month, round(float(share), place.decimals)


def _spread(number: Decimal, count: int, decimals: int) -> list[Decimal]:
    """The number in equal parts, to the cent, that add up to it; the first get the cents that are left."""
    if count == 1:
        return [number]
    unit = Decimal(1).scaleb(-decimals)
    whole = number.quantize(unit)
    part = (whole / count).quantize(unit, rounding=ROUND_DOWN)
    left = int((whole - part * count) / unit)
    return [part + (unit if index < left else 0) for index in range(count)]


def _refuse_unreadable(budget: Budget, lines: Sequence[Line], mark: str) -> None:
    wrong = [
        f"“{str(line.cells[column.at])[:40]}” ({line.label[:40]}, {column.name}) {problem}"
        for line in lines
        for column in budget.columns
        if (problem := cell_problem(line.cells[column.at], budget.place, mark))
    ]
    if wrong:
        more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
        raise UnreadableTableError(f"{'; '.join(wrong[:MOST_NAMED])}{more}.")


def summary(amounts: Mapping[str, Mapping[int, float]], budget: Budget) -> str:
    """Changes that a budget would make, in a line: ``2 channels, 3 months, Apr 2027 to Jun 2027``."""
    months = sorted({month for row in amounts.values() for month in row})
    names = [budget.place.month(month) for month in dict.fromkeys((months[0], months[-1]))]
    when = " to ".join(names)
    return f"{counted(len(amounts), 'channel')}, {counted(len(months), 'month')}, {when}"


def choices_of(budget: Budget) -> dict[str, str]:
    """The two things that open amounts may mean, by the mark that begins the decimals; empty if nothing is open."""
    example = budget.marks.example
    if example is None or budget.marks.mark:
        return {}
    return {mark: budget.place.money(float(example.under(mark))) for mark in (",", ".")}


def open_example(budget: Budget) -> str:
    """The first cell of which the amount is open, as it was written; empty if there is none."""
    cells = (line.cells[column.at] for line in budget.lines for column in budget.columns)
    for cell in cells:
        amount = amount_in(cell, budget.place)
        if amount is not None and amount.is_open:
            return str(cell)
    return ""
