"""Proof that no smaller budget reaches goals, or that no larger one keeps to them, in the worlds of a search.

All splits of the totals that would be better are ruled out (``allocation.ruling_out``): of each form of a goal by what
the rest of the money adds at most, world by world. A split that does it after all is a better answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from simulator.analyses.allocation.ruling_out import Ceiling, RulingOut
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.reading import needed, start_of
from simulator.analyses.goals.search import Search
from simulator.analyses.goals.tables import NEVER
from simulator.analyses.luck import ExpectedCount
from simulator.metrics.payback import RELATIVE_TOLERANCE
from simulator.units import FloatArray, IntArray

CELLS = 150_000_000
"""Numbers (step, world) that are looked at until a proof is given up."""

SLACK = 1e-4
"""A chance that is smaller by less than this is not ruled out: ceilings of luck are read off a grid."""

COUNTS, SHARES, WIDE = 1_200, 33, 12.0
"""So many expected counts, up to so many times the luck beyond the goal, and shares that were bought, are the grid."""


@dataclass(frozen=True)
class Proof:
    """Proof that no total of ``ruled_out``, in steps, does it; ``place`` is the total that is sought.

    ``is_whole`` says that none does that is better than this one, or none at all where it does not do it either.
    """

    place: int
    ruled_out: range
    is_whole: bool


def proof_of(search: Search, best: dict[int, IntArray], place: int, work: int = CELLS) -> Proof:
    """Proof about the total at a place, as far as it gets; a better total that it comes upon is put into ``best``."""
    if search.runs_whole_plans:
        # Where channels meet at a capacity what they add is no sum.
        return Proof(place, range(0), is_whole=False)
    left = work
    while True:
        looked_at = _better_totals(search, best, place)
        ruling = RulingOut(
            choices=[table.choices for table in search.tables.rows],
            totals=looked_at,
            most=search.grid.total,
            ceilings=_Ceilings(search, looked_at).all,
            chance=search.probability - SLACK,
            does_it=lambda split: (
                search.grid_of(int(split.sum())).keeps(split) and search.chance(split) >= search.probability
            ),
            left=left,
        )
        found = ruling.first_split()
        if found is None:
            ruled_out = looked_at if ruling.is_finished else _at_once(search, ruling)
            return Proof(place, ruled_out, is_whole=ruling.is_finished)
        place, left = int(found.sum()), ruling.left
        best[place] = found


def _at_once(search: Search, ruling: RulingOut) -> range:
    """The totals that are ruled out as a whole: the smallest ones, or the largest of a goal that is kept to."""
    totals = ruling.totals
    if search.is_kept:
        return totals[len(totals) - ruling.at_once(totals[::-1]) :]
    return totals[: ruling.at_once(totals)]


def _better_totals(search: Search, best: dict[int, IntArray], place: int) -> range:
    """The totals that would be better answers; all of them where this one is none."""
    first, end = 0 if search.fixed.any() or not search.is_kept else 1, search.grid.total + 1
    if search.chance(best[place]) < search.probability:
        return range(first, end)
    return range(place + 1, end) if search.is_kept else range(first, place)


@dataclass(frozen=True)
class _Ceilings:
    """What each goal can be met by at most, for some totals."""

    search: Search
    totals: range

    @property
    def all(self) -> list[Ceiling]:
        """Those of all goals."""
        parts = zip(self.search.goals, self.search.tables.parts, strict=True)
        return [each for goal, part in parts for each in self._ceilings_of(goal, part)]

    def _ceilings_of(self, goal: Goal, part: slice) -> Iterator[Ceiling]:
        if goal.metric == "payback_months":
            yield from self._paths(goal, part)
            return
        tables, constant = self._form(part.start)
        if goal.is_count:
            yield Ceiling(tables, constant, _luck(goal, self._shares(part)))
            return
        least = needed(goal)
        yield Ceiling(tables, constant, lambda sums: sums >= least)

    def _paths(self, goal: Goal, part: slice) -> Iterator[Ceiling]:
        """Of a path that has to stay above zero its last month, and the first one that counts for every split."""
        firsts = np.concatenate([table.first_cost[table.choices] for table in self.search.tables.rows])
        # Without any step nothing may cost anything.
        latest = int(max(firsts[firsts < NEVER], default=NEVER)) if self.totals.start else NEVER
        months = part.stop - part.start
        for month in {start_of(goal, months, latest), months - 2}:
            tables, constant = self._form(part.start + month, beside=part.stop - 1)
            yield Ceiling(tables, constant, lambda sums: sums >= 0.0)

    def _form(self, place: int, beside: int | None = None) -> tuple[list[FloatArray], FloatArray]:
        """What each channel adds to a form, and the rest; with as much of the cost ``beside`` it as is rounding."""

        def read(forms: FloatArray) -> FloatArray:
            own = forms[..., place, :]
            return own if beside is None else own + RELATIVE_TOLERANCE * forms[..., beside, :]

        tables = [np.nan_to_num(read(table.forms), nan=-np.inf) for table in self.search.tables.rows]
        return tables, read(self.search.tables.constant)

    def _shares(self, part: slice) -> tuple[float, float]:
        """The smallest and the largest share of a count that was bought, over channels, steps and worlds.

        A sum over channels lies between them.
        """
        shares = []
        for table in self.search.tables.rows:
            mean, bought = table.forms[table.choices, part.start], table.forms[table.choices, part.start + 1]
            some = mean > 0.0
            shares += [np.minimum(bought[some] / mean[some], 1.0)]
        every = np.concatenate(shares)
        return (float(every.min()), float(every.max())) if len(every) else (0.0, 0.0)


def _luck(goal: Goal, shares: tuple[float, float]) -> Callable[[FloatArray], FloatArray]:
    """The chance of a count at most by what is expected: that of the luckiest share, read off a grid, rounded up."""
    most = goal.number + WIDE * np.sqrt(goal.number + 1.0)
    counts = np.linspace(0.0, most, COUNTS)
    expected, share = np.meshgrid(counts, np.linspace(*shares, SHARES), indexing="ij")
    count = ExpectedCount(expected.ravel(), (expected * share).ravel())
    highest = np.maximum.accumulate(count.chances_at_least(goal.number).reshape(expected.shape).max(axis=1))
    ceilings = np.append(highest, 1.0)

    def chances(sums: FloatArray) -> FloatArray:
        places = np.ceil(np.clip(sums, 0.0, 2.0 * most) / counts[1]).astype(np.intp)
        return np.asarray(ceilings[np.minimum(places, COUNTS)])

    return chances
