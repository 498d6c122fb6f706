"""A column as its different cells, and which of them stands in each row: large files say the same again and again."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Generic, TypeVar, cast, overload

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

BETWEEN = "\0"
"""What no text of a file holds."""


class Texts(Sequence[str]):
    """Texts that lie together as one, and are parted only where one of them is asked for.

    ``joined`` is what they are together, parted by ``BETWEEN``.
    """

    def __init__(self, joined: Iterable[str]) -> None:
        self.joined = BETWEEN.join(joined)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """One of the texts, or some of them."""
        return self._parted[at]

    def __iter__(self) -> Iterator[str]:
        """The texts."""
        return iter(self._parted)

    def __len__(self) -> int:
        """How many there are."""
        return self.joined.count(BETWEEN) + 1

    @cached_property
    def _parted(self) -> list[str]:
        return self.joined.split(BETWEEN)


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
        """Readings of the values, each of which is read once."""
        return self.replaced(list(map(read, self.values)))

    def replaced(self, values: Sequence[W]) -> "Coded[W]":
        """Other values at the same places; of equal ones the first stays."""
        different = list(dict.fromkeys(values))
        if len(different) == len(values):
            return Coded(values, self.codes)
        places = dict(zip(different, count(), strict=False))
        return Coded(different, np.fromiter(map(places.__getitem__, values), np.intp, len(values))[self.codes])

    def flags(self, holds: Iterable[bool]) -> Flags:
        """For each row whether its value is one of those of which this holds."""
        return np.fromiter(holds, np.bool_, len(self.values))[self.codes]

    def only(self, kept: Flags) -> "Coded[V]":
        """The values of some rows, and no others."""
        used, codes = _in_order(self.codes[kept], len(self.values))
        return Coded(list(map(list(self.values).__getitem__, used.tolist())), codes)

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
    rows, first, places = np.arange(len(codes)), np.empty(most, np.intp), np.empty(most, np.intp)
    # Of several rows the one that is written last stays.
    first[codes[::-1]] = rows[::-1]
    used = codes[first[codes] == rows]
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
            self._others.append(BETWEEN.join(cast("Sequence[str]", cells)) if _are_texts(cells) else cells)
        else:
            self._codes.append(np.fromiter(map(self._places.__getitem__, cells), np.intp, len(cells)))
            self._coded += len(cells)

    def coded(self) -> Coded[Cell]:
        """The column as far as it was read."""
        values: Sequence[Cell] = list(self._places)
        if self._others and _are_texts([*self._places, *self._others]):
            values = Texts(cast("list[str]", [*self._places, *self._others]))
        elif self._others:
            others = (cells.split(BETWEEN) if isinstance(cells, str) else cells for cells in self._others)
            values = [*self._places, *chain.from_iterable(others)]
        return Coded(values, np.concatenate([*self._codes, np.arange(len(self._places), len(values))]))


def _are_texts(cells: Iterable[object]) -> bool:
    return set(map(type, cells)) == {str}


class _Places(dict[W, int]):
    """The place of each value among the different ones."""

    def __missing__(self, value: W) -> int:
        place = self[value] = len(self)
        return place
