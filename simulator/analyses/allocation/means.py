"""Averages of what a channel brings, for every amount it may have: worked out for a few, and between them read off.

Of few amounts each is worked out. Of many, some are, and a cubic spline through them gives the rest; how far
that is off is seen at amounts in between that are worked out as well, until it does not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from simulator.units import FloatArray, IntArray

FEW = 33
"""So many amounts are all worked out."""

KNOTS = 9


class Table(Protocol):
    """Outcome of a channel, by how much it gets."""

    def draws(self, steps: Iterable[int]) -> FloatArray:
        """Outcome of the channel with so many steps, world by world; (step, draw)."""
        ...


@dataclass
class Means:
    """The averages of a channel by step, by these weights of the worlds; ``off`` is the most they were seen to be off.

    ``choices`` are the steps that it may have, ascending. All are exact where they are few, and where ``ask`` was
    called for them. ``is_rough`` leaves it at the first few, and at an ``off`` that is not known.
    """

    table: Table
    choices: IntArray
    weights: FloatArray
    off: float = 0.0
    is_rough: bool = False
    _exact: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.choices) <= FEW:
            self.ask(self.choices)
            return
        # More of them where there is little money: there the curve bends most.
        places = (np.linspace(0.0, 1.0, KNOTS) ** 1.5 * (len(self.choices) - 1)).round().astype(int)
        # The first money may cost a fee: what nothing and next to nothing bring may lie far apart.
        self.ask(self.choices[np.unique([*places, 0, 1])])
        if not self.is_rough:
            self.refine()

    def refine(self) -> None:
        """Work out one amount more between any two, and see how far what was read off there had been off."""
        known = np.searchsorted(self.choices, sorted(self._exact))
        between = np.unique((known[1:] + known[:-1]) // 2)
        guessed = self._read(self.choices[between])
        self.ask(self.choices[between])
        self.off = float(np.max(np.abs(guessed - [self._exact[each] for each in self.choices[between].tolist()])))

    def ask(self, steps: IntArray) -> None:
        """Work out the averages of these steps."""
        new = [each for each in np.unique(steps).tolist() if each not in self._exact]
        if new:
            self._exact.update(zip(new, (self.table.draws(new) @ self.weights).tolist(), strict=True))

    def is_exact(self, step: int) -> bool:
        """Whether what this step brings was worked out."""
        return step in self._exact

    def values(self) -> FloatArray:
        """Average outcome of 0, 1, ... steps, up to the most a channel may have; -inf where it may not have so many."""
        found = np.full(int(self.choices[-1]) + 1, -np.inf)
        found[self.choices] = self._read(self.choices)
        return found

    def _read(self, steps: IntArray) -> FloatArray:
        known = np.array(sorted(self._exact))
        exact = np.array([self._exact[each] for each in known.tolist()])
        if len(known) == len(self.choices):
            return exact[np.searchsorted(known, steps)]
        # It takes longer to load than most answers take: only who needs it waits for it.
        from scipy.interpolate import CubicSpline

        runs = known > 0
        read = np.asarray(CubicSpline(known[runs], exact[runs])(np.maximum(steps, known[runs][0])))
        return np.where(steps == 0, self._exact.get(0, -np.inf), read)


@dataclass
class Mixed:
    """A sum of two averages of the same channel, each times a number."""

    one: Means
    factor: float
    other: Means
    other_factor: float

    @property
    def choices(self) -> IntArray:
        """The steps that the channel may have, ascending."""
        return self.one.choices

    @property
    def off(self) -> float:
        """The most that what is not worked out was seen to be off."""
        return abs(self.factor) * self.one.off + abs(self.other_factor) * self.other.off

    def ask(self, steps: IntArray) -> None:
        """Work out the averages of these steps."""
        self.one.ask(steps)
        self.other.ask(steps)

    def refine(self) -> None:
        """Work out one amount more between any two."""
        self.one.refine()
        self.other.refine()

    def is_exact(self, step: int) -> bool:
        """Whether what this step brings was worked out."""
        return self.one.is_exact(step) and self.other.is_exact(step)

    def values(self) -> FloatArray:
        """Weighted sum for 0, 1, ... steps, up to the most the channel may have; -inf where it may not have so many."""
        one, other = self.one.values(), self.other.values()
        with np.errstate(invalid="ignore"):
            return np.where(np.isfinite(one), self.factor * one + self.other_factor * other, -np.inf)
