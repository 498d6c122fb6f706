"""Cells of exports as numbers, under one decimal mark for the whole file."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from simulator.errors import ExportError
from simulator.tables.cells import Cell
from simulator.text.amounts import COMMA, POINT, Amount, currencies_of, taken_apart, usual_mark

MISSING = frozenset({"", "-", "--", "–", "—", "−"})
"""Texts by which exports show that there is no value: not that it is 0."""

NO_VALUE = math.nan
UNREADABLE = math.inf
"""A number that no sum takes back: what it is added to is unreadable too."""

Numbers = NDArray[np.float64]

_MOST = 200
"""So many cells with marks are looked at in a column."""

_PLAIN = {
    mark: re.compile(
        rf"(?:-?+(?:[1-9][0-9]{{0,2}}+(?:[0-9]{{1,12}}+|(?:{re.escape(group)}[0-9]{{3}}){{0,4}}+)|0)"
        rf"(?:{re.escape(mark)}[0-9]{{1,12}}+)?+\n)*+"
    )
    for mark, group in ((POINT, COMMA), (COMMA, POINT))
}
"""Lines of nothing but numbers of usual length, under each decimal mark."""


@dataclass(frozen=True, kw_only=True)
class DecimalMark:
    """The mark that begins the decimals of a file; ``open_example`` is a number that could be another one.

    Then the language of the headings decided.
    """

    mark: str
    open_example: str = ""


def decimal_mark(columns: Iterable[Sequence[Cell]], locale: str) -> DecimalMark:
    """The decimal mark of a file: the one that its numbers show, else that of the language of its headings."""
    read = {text: taken_apart(text, scaled=False) for column in columns for text in islice(_marked(column), _MOST)}
    amounts = {text: amount for text, amount in read.items() if amount is not None}
    if not amounts:
        return DecimalMark(mark=POINT)
    telling = {amount.decimal_mark for amount in amounts.values() if amount.decimal_mark}
    if len(telling) == 1:
        return DecimalMark(mark=telling.pop())
    example = next((text for text, amount in amounts.items() if amount.is_open), next(iter(amounts)))
    return DecimalMark(mark=usual_mark(amounts[example], locale), open_example=example)


def _marked(cells: Iterable[Cell]) -> Iterator[str]:
    return (cell for cell in cells if isinstance(cell, str) and (COMMA in cell or POINT in cell))


def _lines(cells: Sequence[str]) -> str:
    return "\n".join((*cells, ""))


def _are_plain(lines: str, rows: int, mark: str) -> bool:
    """Whether so many cells are digits with marks and nothing else."""
    return _PLAIN[mark].fullmatch(lines) is not None and lines.count("\n") == rows


def _plain_numbers(lines: str, mark: str) -> Numbers:
    group = COMMA if mark == POINT else POINT
    bare = lines.replace(group, "").replace(mark, POINT).split("\n")[:-1]
    return np.fromiter(map(float, bare), np.float64, len(bare))


@dataclass
class NumberReader:
    """Numbers of cells under one mark. ``signs`` are the signs of currencies that were met."""

    mark: str
    signs: set[str] = field(default_factory=set)

    def column(self, cells: Sequence[Cell]) -> Numbers:
        """The numbers of cells: ``NO_VALUE`` where there is none, ``UNREADABLE`` where it is no number."""
        texts = [cell for cell in cells if isinstance(cell, str)]
        # Most columns hold plain numbers alone, or those and signs of no value.
        if not _are_plain(_lines(texts), len(texts), self.mark):
            texts = [text for text in texts if _are_plain(_lines([text]), 1, self.mark)]
        numbers = _plain_numbers(_lines(texts), self.mark)
        if len(texts) == len(cells):
            return numbers
        known: dict[Cell, float] = dict(zip(texts, numbers.tolist(), strict=True))
        known.update({cell: self.number(cell) for cell in cells if cell not in known})
        return np.fromiter(map(known.__getitem__, cells), np.float64, len(cells))

    def number(self, cell: Cell) -> float:
        """The number of a cell."""
        if isinstance(cell, float):
            return cell if math.isfinite(cell) else UNREADABLE
        if cell.strip() in MISSING:
            return NO_VALUE
        if _are_plain(_lines([cell]), 1, self.mark):
            return float(_plain_numbers(_lines([cell]), self.mark)[0])
        return self._written(taken_apart(cell, scaled=False))

    def _written(self, amount: Amount | None) -> float:
        if amount is None or amount.is_percent or self.mark not in amount.readings:
            return UNREADABLE
        if amount.foreign:
            self.signs.add(amount.foreign)
        return float(amount.readings[self.mark])

    def currencies(self) -> frozenset[str]:
        """The currencies that all signs may stand for; raises ExportError where they stand for different ones."""
        possible = [currencies_of(sign) for sign in sorted(self.signs)]
        common = frozenset.intersection(*possible) if possible else frozenset()
        if possible and not common:
            raise ExportError(several_currencies(sorted(self.signs)))
        return common


def several_currencies(found: Sequence[str]) -> str:
    """A refusal of a file in several currencies: amounts of different ones do not add up."""
    return (
        f"amounts are in several currencies there ({', '.join(found)}), which do not add up. "
        "Make one export for each currency, and bring them one by one."
    )
