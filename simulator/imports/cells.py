"""Cells of exports as numbers, under one decimal mark for the whole file."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice

import numpy as np
from numpy.typing import NDArray

from simulator.errors import ExportError
from simulator.imports.coded import BETWEEN, Texts
from simulator.tables.cells import Cell
from simulator.text.amounts import COMMA, POINT, Amount, currencies_of, taken_apart, usual_mark

MISSING = frozenset({"", "-", "--", "–", "—", "−"})
"""Texts by which exports show that there is no value: not that it is 0."""

NO_VALUE = math.nan
UNREADABLE = math.inf
"""A number that no sum takes back: what it is added to is unreadable too."""

Numbers = NDArray[np.float64]

_END = "\n"
_ONES = str.maketrans("23456789", "11111111")
_MARKED = re.compile(rf"(?<![^{BETWEEN}])[^{BETWEEN}]*[,.][^{BETWEEN}]*")
_LATER_ZERO = re.compile("(?<=[0-9])0")

_MOST = 200
"""So many cells with marks are looked at in a column."""

_GROUPED_BY = {POINT: COMMA, COMMA: POINT}
_PLAIN = {
    mark: re.compile(
        rf"(?:-?+(?:[1-9][0-9]{{0,14}}+|0|[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}}){{1,4}}+)"
        rf"(?:{re.escape(mark)}[0-9]{{1,12}}+)?+\n)*+"
    )
    for mark, group in _GROUPED_BY.items()
}
"""Lines of nothing but numbers of usual length, under each decimal mark."""

_SIGNED = re.compile(r"([^0-9.,]{0,4})([0-9][0-9.,]*)([^0-9.,]{0,4})")
"""Digits with marks, and the few signs that may stand before and after them."""

_MOST_EXACT = 16
"""In so many characters, a mark among them, a number has no more digits than a float holds exactly."""


@dataclass(frozen=True, kw_only=True)
class DecimalMark:
    """The mark that begins the decimals of a file; ``open_example`` is a number that could be another one.

    Then the language of the headings decided.
    """

    mark: str
    open_example: str = ""


def decimal_mark(columns: Iterable[Sequence[Cell]], locale: str) -> DecimalMark:
    """The decimal mark of a file: the one that its numbers show, else that of the language of its headings."""
    texts = [text for column in columns for text in islice(_marked(column), _MOST)]
    # Those that differ in their digits alone tell the same; a 0 at the beginning is no digit like others.
    shapes: dict[str, str] = {}
    for text in texts:
        shapes.setdefault(_LATER_ZERO.sub("1", text.translate(_ONES)), text)
    read = {text: taken_apart(text, scaled=False) for text in shapes.values()}
    amounts = {text: amount for text, amount in read.items() if amount is not None}
    if not amounts:
        return DecimalMark(mark=POINT)
    telling = {amount.decimal_mark for amount in amounts.values() if amount.decimal_mark}
    if len(telling) == 1:
        return DecimalMark(mark=telling.pop())
    example = next((text for text, amount in amounts.items() if amount.is_open), next(iter(amounts)))
    return DecimalMark(mark=usual_mark(amounts[example], locale), open_example=example)


def _marked(cells: Iterable[Cell]) -> Iterator[str]:
    if isinstance(cells, Texts):
        is_marked = COMMA in cells.joined or POINT in cells.joined
        return (found[0] for found in _MARKED.finditer(cells.joined if is_marked else ""))
    return (cell for cell in cells if isinstance(cell, str) and (COMMA in cell or POINT in cell))


def _lines(cells: Sequence[str]) -> str:
    return f"{cells.joined.replace(BETWEEN, _END)}{_END}" if isinstance(cells, Texts) else _END.join((*cells, ""))


def _are_plain(lines: str, rows: int, mark: str) -> bool:
    """Whether so many cells are digits with marks and nothing else."""
    return _PLAIN[mark].fullmatch(lines) is not None and lines.count("\n") == rows


def _plain_number(text: str, mark: str) -> float:
    return float(text.replace(_GROUPED_BY[mark], "").replace(mark, POINT))


def _plain_numbers(lines: str, mark: str) -> Numbers:
    """The numbers of plain lines, all at once: digit by digit from their ends."""
    characters = np.frombuffer(lines.replace(_GROUPED_BY[mark], "").encode(), np.uint8)
    ends = np.flatnonzero(characters == ord("\n"))
    lengths = np.diff(ends, prepend=-1) - 1
    longest = int(lengths.max(initial=0))
    if longest > _MOST_EXACT:
        return np.array([_plain_number(line, mark) for line in lines.split("\n")[:-1]])
    whole, weight, scale = np.zeros(len(ends)), np.ones(len(ends)), np.ones(len(ends))
    for back in range(1, longest + 1):
        character = np.where(lengths >= back, characters[ends - back], 0)
        is_digit = character >= ord("0")
        whole += np.where(is_digit, (character - float(ord("0"))) * weight, 0.0)
        np.copyto(scale, weight, where=character == ord(mark))
        np.multiply(weight, 10.0, out=weight, where=is_digit)
    is_negative = characters[ends - lengths] == ord("-")
    return np.where(is_negative, -whole, whole) / scale


Around = tuple[str, str]
"""What stands before digits, and after them."""


def _alike(texts: Sequence[str]) -> Iterator[tuple[Around, Sequence[int], Sequence[str]]]:
    """What stands around the digits of some texts, with the places of those, and their digits; all that are so."""
    first = _SIGNED.fullmatch(texts[0]) if texts else None
    if first and (digits := _between(texts, first[1], first[3])):
        yield (first[1], first[3]), range(len(texts)), digits
        return
    alike = defaultdict[Around, tuple[list[int], list[str]]](lambda: ([], []))
    for at, found in enumerate(map(_SIGNED.fullmatch, texts)):
        if found:
            places, digits_here = alike[found[1], found[3]]
            places.append(at)
            digits_here.append(found[2])
    yield from ((around, *found) for around, found in alike.items())


def _between(texts: Sequence[str], before: str, after: str) -> Sequence[str]:
    """The digits of texts if this stands around all of them, else nothing."""
    lines = _lines(texts)
    if not re.fullmatch(rf"(?:{re.escape(before)}[0-9][0-9.,]*+{re.escape(after)}\n)++", lines):
        return ()
    for sign in filter(None, (before, after)):
        lines = lines.replace(sign, "")
    return Texts(lines.split(_END)[:-1])


@dataclass
class NumberReader:
    """Numbers of cells under one mark. ``signs`` are the signs of currencies that were met."""

    mark: str
    signs: set[str] = field(default_factory=set)

    def column(self, cells: Sequence[Cell]) -> Numbers:
        """The numbers of cells: ``NO_VALUE`` where there is none, ``UNREADABLE`` where it is no number."""
        texts = cells if isinstance(cells, Texts) else [cell if isinstance(cell, str) else "" for cell in cells]
        # Most columns hold plain numbers alone, or those and signs of currencies or of no value.
        lines = _lines(texts)
        if _are_plain(lines, len(texts), self.mark):
            return _plain_numbers(lines, self.mark)
        numbers, is_known = np.empty(len(texts)), np.zeros(len(texts), np.bool_)
        for places, found in self._signed(texts):
            numbers[places], is_known[places] = found, True
        for at in np.flatnonzero(~is_known).tolist():
            numbers[at] = self.number(cells[at])
        return numbers

    def _signed(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Numbers]]:
        """Places and numbers of texts that are plain but for what stands around them, read once for all alike."""
        for around, places, bare in _alike(texts):
            lines = _lines(bare)
            if not _are_plain(lines, len(bare), self.mark):
                are_plain = [_are_plain(_lines([digits]), 1, self.mark) for digits in bare]
                places, lines = list(compress(places, are_plain)), _lines(list(compress(bare, are_plain)))
            numbers = _plain_numbers(lines, self.mark) if places else np.empty(0)
            if factor := self._factor(texts, places, numbers) if any(around) else 1.0:
                yield places, factor * numbers

    def _factor(self, texts: Sequence[str], places: Sequence[int], numbers: Numbers) -> float:
        """1 or -1, by which digits are multiplied that have all the same around them; 0 where one by one must tell."""
        telling = np.flatnonzero(numbers)
        if not telling.size:
            return 0.0
        factor = self.number(texts[places[telling[0]]]) / float(numbers[telling[0]])
        return factor if abs(factor) == 1.0 else 0.0

    def number(self, cell: Cell) -> float:
        """The number of a cell."""
        if isinstance(cell, float):
            return cell if math.isfinite(cell) else UNREADABLE
        if cell.strip() in MISSING:
            return NO_VALUE
        if _are_plain(_lines([cell]), 1, self.mark):
            return _plain_number(cell, self.mark)
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
