"""Ruling out: a search through all splits for one that reaches numbers in enough worlds, or the proof that none does.

However the rest of the money is split, in no world does it bring more than its best split there, world by world. So a
part of a split, some channels with their amounts, is worth no more than with that rest; where too few worlds can reach
the numbers even so, all splits that have the part are ruled out at once. What is left is tried, channel by channel, for
so much work (branch and bound; Land & Doig (1960), "An automatic method of solving discrete programming problems",
Econometrica 28(3)).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.split import best_of_both
from simulator.units import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Ceiling:
    """The chance in a world that a number is reached at most, by how much there is of one sum over channels.

    ``tables`` (step, draw) are what each channel adds, -inf for steps that it may not have; ``constant`` (draw,) is the
    rest. Where there are several ceilings all have to be reached.
    """

    tables: Sequence[FloatArray]
    constant: FloatArray
    chances: Callable[[FloatArray], FloatArray | BoolArray]


@dataclass
class RulingOut:
    """The search through the splits of some totals; ``left`` is the work that it may still do, in numbers.

    ``choices`` are the steps that each channel may have, ``most`` is the largest total there is. A split may do it if
    its ceilings leave the ``chance``; whether it does is asked of ``does_it``.
    """

    choices: Sequence[IntArray]
    totals: range
    most: int
    ceilings: Sequence[Ceiling]
    chance: float
    does_it: Callable[[IntArray], bool]
    left: int
    is_finished: bool = field(default=True, init=False)

    def first_split(self) -> IntArray | None:
        """A split of one of these totals that does it; None if there is none, or none before the work is done."""
        if not self.totals or not self._may_do(self._whole[np.newaxis])[0]:
            return None
        parts = [(np.zeros(len(self._order), dtype=np.intp), 0, [each.constant for each in self.ceilings])]
        while parts:
            split, depth, sums = parts.pop()
            for steps, added in self._next(split, depth, sums):
                longer = split.copy()
                longer[self._order[depth]] = steps
                if depth + 1 < len(self._order):
                    parts.append((longer, depth + 1, added))
                elif self._tried(longer):
                    return longer
            if self.left < 0:
                self.is_finished = False
                return None
        return None

    def _tried(self, split: IntArray) -> bool:
        self.left -= self._whole.shape[1]
        return self.does_it(split)

    def _next(self, split: IntArray, depth: int, sums: Sequence[FloatArray]) -> Iterator[tuple[int, list[FloatArray]]]:
        """The steps of the next channel that may do it, with what they come to."""
        row, used = self._order[depth], int(split.sum())
        choices = self.choices[row][self.choices[row] + used < self.totals.stop]
        added = [own + each.tables[row][choices] for own, each in zip(sums, self.ceilings, strict=True)]
        most = [own + ahead[depth + 1][choices + used] for own, ahead in zip(added, self._ahead, strict=True)]
        self.left -= added[0].size * len(added)
        for place in np.flatnonzero(self._may_do(np.stack(most, axis=1))).tolist():
            yield int(choices[place]), [own[place] for own in added]

    def _may_do(self, sums: FloatArray) -> BoolArray:
        """Whether sums (part, ceiling, draw) leave the chance that is asked for; (part,)."""
        met = np.ones(sums.shape[::2])
        for place, each in enumerate(self.ceilings):
            met *= each.chances(sums[:, place])
        return np.asarray(met.mean(axis=1) >= self.chance)

    def at_once(self, totals: Sequence[int]) -> int:
        """How many of these totals, the first ones, are ruled out as a whole."""
        best = [np.full(len(each.constant), -np.inf) for each in self.ceilings]
        for count, total in enumerate(totals):
            best = [
                np.maximum(before, each.constant + rest[0][total])
                for before, each, rest in zip(best, self.ceilings, self._rest, strict=True)
            ]
            if self._may_do(np.stack(best)[np.newaxis])[0]:
                return count
        return len(totals)

    @cached_property
    def _order(self) -> list[int]:
        """The channels, those first on which most hangs."""
        tables = self.ceilings[0].tables
        means = [own[steps].mean(axis=1) for own, steps in zip(tables, self.choices, strict=True)]
        return sorted(range(len(means)), key=lambda row: float(means[row].min() - means[row].max()))

    @cached_property
    def _rest(self) -> list[list[FloatArray]]:
        """For each ceiling the most that the channels from a place in the order on add to exactly so many steps."""
        found = []
        for each in self.ceilings:
            nothing = np.full((self.most + 1, len(each.constant)), -np.inf)
            nothing[0] = 0.0
            rests = [nothing]
            for row in reversed(self._order):
                rests.append(best_of_both(rests[-1], each.tables[row]))
            found.append(rests[::-1])
        return found

    @cached_property
    def _ahead(self) -> list[list[FloatArray]]:
        """The same by the steps that those before have used, for any of the totals that are looked at."""
        used = range(self.totals.stop)
        return [
            [
                np.stack([rest[max(0, self.totals.start - own) : self.totals.stop - own].max(axis=0) for own in used])
                for rest in rests
            ]
            for rests in self._rest
        ]

    @cached_property
    def _whole(self) -> FloatArray:
        """The most of each ceiling's sum that any of the totals has; (ceiling, draw)."""
        some = slice(self.totals.start, self.totals.stop)
        return np.stack(
            [each.constant + rest[0][some].max(axis=0) for each, rest in zip(self.ceilings, self._rest, strict=True)]
        )
