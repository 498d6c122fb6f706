"""A column as its different cells, and which of them stands in each row: large files say the same again and again."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from simulator.tables.cells import Cell

V = TypeVar("V")
W = TypeVar("W", bound=Hashable)
X = TypeVar("X")

Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]

MOST_IN_A_TABLE = 8
"""Codes below so many for each row are counted in a table; where more are possible, those that there are count."""

MOST_LOOKED_UP = 4_000
"""Among more different cells a column that hardly repeats any is kept as it stands."""

_BETWEEN = "\0"
"""What no text of a file holds."""


@dataclass(frozen=True)
class Coded(Generic[V]):
    """A value for each row: those that there are, in the order of the rows, and the place of each row's among them.

    A column that hardly repeats any may hold the same one at several places.
    """

    values: Sequence[V]
    codes: Codes

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.codes)

    def row(self, at: int) -> V:
        """The value of a row."""
        return self.values[int(self.codes[at])]

    def mapped(self, read: Callable[[V], W]) -> "Coded[W]":
        """What is read from each value, once each."""
        return self.replaced(list(map(read, self.values)))

    def replaced(self, values: Sequence[W]) -> "Coded[W]":
        """Other values at the same places; of equal ones the first stays."""
        places: _Places[W] = _Places()
        codes = np.fromiter(map(places.__getitem__, values), np.intp, len(values))
        return Coded(list(places), self.codes if len(places) == len(values) else codes[self.codes])

    def flags(self, holds: Iterable[bool]) -> Flags:
        """For each row whether its value is one of those of which this holds."""
        return np.fromiter(holds, np.bool_, len(self.values))[self.codes]

    def only(self, kept: Flags) -> "Coded[V]":
        """The values of some rows, and no others."""
        used, codes = _in_order(self.codes[kept], len(self.values))
        return Coded([self.values[at] for at in used.tolist()], codes)

    def counts(self) -> NDArray[np.intp]:
        """How many rows have each value."""
        return np.bincount(self.codes, minlength=len(self.values))

    def first_rows(self) -> Codes:
        """The first row of each value, for values that all stand somewhere."""
        return np.unique(self.codes, return_index=True)[1]


def alike(value: V, rows: int) -> Coded[V]:
    """One value in all of so many rows."""
    return Coded([value], np.zeros(rows, np.intp))


def paired(one: Coded[V], other: Coded[X]) -> Coded[tuple[V, X]]:
    """The pairs of values that stand in the same rows."""
    width = len(other.values)
    used, codes = _in_order(one.codes * width + other.codes, len(one.values) * width)
    return Coded([(one.values[pair // width], other.values[pair % width]) for pair in used.tolist()], codes)


def _in_order(codes: Codes, most: int) -> tuple[Codes, Codes]:
    """The codes below so many that stand in rows, in the order of the rows, and their places."""
    found = None
    if most > MOST_IN_A_TABLE * len(codes):
        found, codes = np.unique(codes, return_inverse=True)
        most = len(found)
    first = np.full(most, len(codes), np.intp)
    # Of several rows the one that is written last stays.
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    used = np.flatnonzero(first < len(codes))
    used = used[np.argsort(first[used])]
    places = np.empty(most, np.intp)
    places[used] = np.arange(len(used))
    return (used if found is None else found[used]), places[codes]


class Coding:
    """A column that is being read, some cells at a time."""

    def __init__(self) -> None:
        self._places: _Places[Cell] = _Places()
        self._codes: list[NDArray[np.intp]] = []
        self._coded = 0
        self._others: list[str | Sequence[Cell]] = []

    def put(self, cells: Sequence[Cell]) -> None:
        """Further cells of the column."""
        if self._others or len(self._places) > max(MOST_LOOKED_UP, self._coded // 2):
            # Cells that are joined soon after they were read, and parted later, lie close together.
            are_texts = set(map(type, cells)) == {str}
            self._others.append(_BETWEEN.join(cast("Sequence[str]", cells)) if are_texts else cells)
        else:
            self._codes.append(np.fromiter(map(self._places.__getitem__, cells), np.intp, len(cells)))
            self._coded += len(cells)

    def coded(self) -> Coded[Cell]:
        """The column as far as it was read."""
        values = list(self._places)
        for cells in self._others:
            values.extend(cells.split(_BETWEEN) if isinstance(cells, str) else cells)
        return Coded(values, np.concatenate([*self._codes, np.arange(len(self._places), len(values))]))


class _Places(dict[W, int]):
    """The place of each value among the different ones."""

    def __missing__(self, value: W) -> int:
        place = self[value] = len(self)
        return place
