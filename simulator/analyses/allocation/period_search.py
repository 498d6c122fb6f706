"""The search for a split of each period: one period, or several in a row, is divided anew with all others held.

By an average, where channels meet nowhere, each is divided as well as can be. Elsewhere a ``guide`` says how a period
might be divided, money is moved from channel to channel, and whole plans are judged, in some worlds. Several splits are
begun with, since what comes next to each other hangs together where a channel remembers former months.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from simulator.analyses.allocation.best_mean import Found, best_by_mean, largest_total
from simulator.analyses.allocation.guide import Guide, guide_at
from simulator.analyses.allocation.means import Means
from simulator.analyses.allocation.monthly_outcomes import MonthlyOutcomes
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.periods import Periods
from simulator.analyses.allocation.split import are_nested
from simulator.analyses.allocation.tables import Worlds
from simulator.errors import LimitsError
from simulator.units import BoolArray, FloatArray, IntArray

HARDLY = 1e-9
"""A gain that is a smaller part than this is rounding."""

MOST_SWEEPS, MOST_ROUNDS, MOST_AGAIN = 6, 3, 3
"""So often all periods are divided by a guide, and then by moves; and so often moves are made in one of them."""

WORTH_ANOTHER = 1e-4
"""It goes on as long as a round brings so much, as a part of what there is."""

FEW, MOST_STARTS, LEADS = 8, 2, 4
"""Up to so many periods, all that lie next to each other are divided together too, the search begins with so many
splits, and so many guides in turn lead to some of them."""

SIZES, FEW_STEPS = (4, 1), 12
"""The sizes of moves, in steps; every size where there are few."""

EVERYTHING = 0
"""The size of a move of all that a channel has."""

FEW_MOVES, MOST_TRIED = 64, 16
"""So few moves are all tried at a time; of more, so many, the most promising by the guide."""

QUICK = 2
"""Rounds in which a period is divided where whole plans are the judge of it."""

MOST_PAIRED = 24
"""So many of the most promising moves are tried two at a time."""

Place = Sequence[int]
_Moved = tuple[IntArray, tuple[int, ...]]
"""A split after a move, and the channels that it changes."""


def remembers(worlds: Worlds) -> bool:
    """Whether what a channel brings in a period hangs on former ones."""
    return any(
        bool(drawn.carry_over.any() or drawn.ramp_up_months.any())
        or bool(stated.setup_cost and not stated.monthly_spend_before)
        for stated, drawn in zip(worlds.scenario.channels, worlds.chunks[0].channels, strict=True)
    )


@dataclass(frozen=True)
class PeriodSearch:
    """The search in some worlds, by an objective."""

    periods: Periods
    outcomes: MonthlyOutcomes
    objective: Objective

    @property
    def is_exact(self) -> bool:
        """Whether a guide says all: by an average, of channels that meet nowhere."""
        return self.objective.kind is Kind.MEAN and not self.outcomes.meets_capacity

    @cached_property
    def _is_quick(self) -> bool:
        """Whether a period is divided quickly: groups that overlap are a mixed-integer programme each time."""
        return all(are_nested(grid.groups) for grid in self.periods.grids)

    @property
    def is_separable(self) -> bool:
        """Whether periods have nothing to do with each other either."""
        return self.is_exact and not remembers(self.outcomes.worlds)

    def explored(self, starts: Sequence[IntArray]) -> list[IntArray]:
        """The splits that several ones lead to, by guides alone and by trying; which is best, other worlds may say."""
        begun = [self.repaired(each) for each in starts]
        led = [*self._led(self.best_of(begun))] if self._is_quick and not self.is_exact else []
        ends = [self.climbed(each) for each in self._ranked([*begun, *led])[: self._fewer(MOST_STARTS)]]
        return [*ends, *led]

    def separately(self, start: IntArray) -> IntArray:
        """The best split where periods have nothing to do with each other."""
        split = self.repaired(start)
        return self.passed(split, self._even(split))

    def best_of(self, splits: Sequence[IntArray]) -> IntArray:
        """The best of several splits."""
        return splits[self._best_of(splits)]

    def scores(self, splits: Sequence[IntArray]) -> FloatArray:
        """The objective of splits."""
        brought = self.outcomes.of([self.periods.plan(each) for each in splits])
        return np.array([self.objective.score(each) for each in brought])

    def _fewer(self, count: int) -> int:
        """So many, or half of them where there are many periods."""
        return count if len(self.periods) <= FEW else count // 2

    def _best_of(self, splits: Sequence[IntArray]) -> int:
        return int(np.argmax(self.scores(splits)))

    def _ranked(self, splits: Sequence[IntArray]) -> list[IntArray]:
        """Different splits, the best first."""
        order = np.argsort(-self.scores(splits), kind="stable").tolist()
        return [*{splits[place].tobytes(): splits[place] for place in order}.values()]

    # -- what may be chosen --------------------------------------------------------------------------------------------

    @cached_property
    def totals(self) -> IntArray:
        """The most steps that can be had in each period; (period,)."""
        return np.array([largest_total(grid) for grid in self.periods.grids])

    @cached_property
    def _may(self) -> BoolArray:
        """Which steps a channel may have; (period, channel, step)."""
        grids, rows = self.periods.grids, self.periods.rows
        most = max(int(grid.choices(row)[-1]) for grid in grids for row in rows)
        may = np.zeros((len(grids), len(rows), most + 1), dtype=bool)
        for place, grid in enumerate(grids):
            for row in rows:
                may[place, row, grid.choices(row)] = True
        return may

    def is_allowed(self, split: IntArray, places: Place, rows: Iterable[int]) -> bool:
        """Whether periods keep to their limits where these channels changed, and spend what is to be spent."""
        here = np.array(places)
        for row in rows:
            steps = split[here, row]
            if steps.min() < 0 or steps.max() >= self._may.shape[2] or not self._may[here, row, steps].all():
                return False
        sums = split[here].sum(axis=1)
        wanted = self.totals[here]
        if not ((sums <= wanted) if self.periods.or_less else (sums == wanted)).all():
            return False
        grids = self.periods.grids
        return all(
            group.least <= split[place, [*group.members]].sum() <= group.most
            for place in places
            for group in grids[place].groups
        )

    def repaired(self, split: IntArray) -> IntArray:
        """The split with every period divided anew that does not keep to its limits."""
        guide = self._even(split)
        for place in range(len(self.periods)):
            if not self.is_allowed(split, [place], self.periods.rows):
                split = self._divided(split, [place], guide)
        return split

    # -- by a guide ----------------------------------------------------------------------------------------------------

    def _even(self, split: IntArray) -> Guide:
        """The guide that weighs all worlds alike, and asks for no price."""
        guide = guide_at(self.outcomes, Objective(Kind.MEAN, self.objective.metric), self.periods.plan(split))
        return guide if guide.prices is None else replace(guide, prices=np.zeros_like(guide.prices))

    def _guide(self, split: IntArray) -> Guide:
        return guide_at(self.outcomes, self.objective, self.periods.plan(split))

    def passed(self, split: IntArray, guide: Guide) -> IntArray:
        """The split with one period after the other divided by a guide."""
        for place in range(len(self.periods)):
            split = self._divided(split, [place], guide)
        return split

    def _led(self, split: IntArray) -> Iterator[IntArray]:
        """Splits that guides lead to: the first as if all were alike and had room, then more and more as it is."""
        guide = self._even(split)
        for number in range(self._fewer(LEADS)):
            split = self.passed(split, guide)
            yield split
            guide = mixed(guide, self._guide(split), 1.0 / (number + 2.0))

    def found(self, split: IntArray, places: Place, guide: Guide) -> Found | None:
        """The best division of some periods by a guide, the same in each, all others held; None where there is none."""
        return self._found(split, places, guide, is_rough=False)

    def _found(self, split: IntArray, places: Place, guide: Guide, *, is_rough: bool) -> Found | None:
        grid = self.periods.together(places)
        if grid is None:
            return None
        one = np.ones(1)
        tables = [_Guided(self.periods, split, places, row, guide) for row in self.periods.rows]
        means = [Means(own, grid.choices(row), one, is_rough=is_rough) for row, own in enumerate(tables)]
        return best_by_mean(grid, means, QUICK) if is_rough else best_by_mean(grid, means)

    def _divided(self, split: IntArray, places: Place, guide: Guide) -> IntArray:
        found = None
        # What one period allows, several next to each other may not allow together.
        with suppress(*([LimitsError] if len(places) > 1 else [])):
            found = self._found(split, places, guide, is_rough=not self.is_exact)
        if found is None:
            return split
        changed = split.copy()
        changed[[*places]] = found.split
        return changed

    # -- by trying -----------------------------------------------------------------------------------------------------

    def climbed(self, split: IntArray) -> IntArray:
        """The split that dividing periods anew leads to, one by one and several next to each other."""
        score = float(self.scores([split])[0])
        for _ in range(MOST_ROUNDS):
            before = score
            split, score = self._each(split, score, MOST_SWEEPS)
            split, score = self._exchanged(split, score, self._spans)
            split, score = self._paired(split, score)
            if score <= before + WORTH_ANOTHER * abs(before):
                break
        return split

    def refined(self, starts: Sequence[IntArray], sweeps: int = MOST_SWEEPS) -> IntArray:
        """The best of several splits, with one period after the other divided anew."""
        begun = [self.repaired(each) for each in starts]
        split = self.best_of(begun)
        return self._each(split, float(self.scores([split])[0]), sweeps)[0]

    def _each(self, split: IntArray, score: float, sweeps: int) -> tuple[IntArray, float]:
        """Each period divided by a guide, and money moved in it where that does not say all."""
        if self._is_quick:
            split, score = self._guided(split, score, sweeps)
            if self.is_exact:
                return split, score
        return self._exchanged(split, score, [[place] for place in range(len(self.periods))])

    def _guided(self, split: IntArray, score: float, sweeps: int) -> tuple[IntArray, float]:
        for _ in range(sweeps):
            guide, before = self._guide(split), score
            for place in range(len(self.periods)):
                changed = self._divided(split, [place], guide)
                if (changed == split).all() or not self.is_allowed(changed, [place], self.periods.rows):
                    continue
                value = float(self.scores([changed])[0])
                if value > score + HARDLY * abs(score):
                    split, score = changed, value
                    guide = guide if self.is_exact else self._guide(split)
            if score <= before + WORTH_ANOTHER * abs(before):
                break
        return split, score

    def _exchanged(self, split: IntArray, score: float, spans: Sequence[Place]) -> tuple[IntArray, float]:
        """Money moved from channel to channel, in each of some periods, as long as that brings more."""
        guide = self._guide(split)
        for places in spans:
            for _ in range(MOST_AGAIN):
                tried = self._promising(split, [*self._moved(split, places)], guide)
                scores = self.scores(tried) if tried else np.empty(0)
                if not len(scores) or float(scores.max()) <= score + HARDLY * abs(score):
                    break
                split, score = tried[int(np.argmax(scores))], float(scores.max())
                guide = self._guide(split) if self.outcomes.meets_capacity else guide
        return split, score

    def _paired(self, split: IntArray, score: float) -> tuple[IntArray, float]:
        """Two moves at a time, each in a period of its own, of those that promise most."""
        for _ in range(MOST_AGAIN):
            singles = [(place, each) for place in range(len(self.periods)) for each in self._moved(split, [place])]
            guide = self._guide(split)
            best = self._by_promise(split, [each for _, each in singles], guide)[:MOST_PAIRED]
            pairs = combinations([(singles[at][0], singles[at][1][0]) for at in best], 2)
            tried = [one + other - split for (first, one), (second, other) in pairs if first != second]
            scores = self.scores(tried) if tried else np.empty(0)
            if not len(scores) or float(scores.max()) <= score + HARDLY * abs(score):
                break
            split, score = tried[int(np.argmax(scores))], float(scores.max())
        return split, score

    def _promising(self, split: IntArray, moved: Sequence[_Moved], guide: Guide) -> list[IntArray]:
        """The moves that are tried: all of few, or the most promising ones."""
        if len(moved) <= FEW_MOVES:
            return [each for each, _ in moved]
        return [moved[place][0] for place in self._by_promise(split, moved, guide)[:MOST_TRIED]]

    def _by_promise(self, split: IntArray, moved: Sequence[_Moved], guide: Guide) -> list[int]:
        """The places of moves in the order of what they bring by a guide, the best first."""
        known: dict[tuple[int, bytes], float] = {}

        def brought(each: IntArray, row: int) -> float:
            key = row, each[:, row].tobytes()
            if key not in known:
                known[key] = float(guide.values(row, [self.periods.row(row, each)])[0])
            return known[key]

        promises = [sum(brought(each, row) - brought(split, row) for row in rows) for each, rows in moved]
        return [int(place) for place in np.argsort(-np.array(promises), kind="stable")]

    def _moved(self, split: IntArray, places: Place) -> Iterator[_Moved]:
        """All splits that differ by one move in each of some periods, and the channels that it changes."""
        rows = self.periods.rows
        for source in (None, *rows):
            for target in (None, *rows):
                if source == target:
                    continue
                for size in (*self._sizes, EVERYTHING):
                    changed = self._with_move(split, places, source, target, size)
                    touched = tuple(row for row in (source, target) if row is not None)
                    if changed is not None and self.is_allowed(changed, places, touched):
                        yield changed, touched

    def _with_move(
        self, split: IntArray, places: Place, source: int | None, target: int | None, size: int
    ) -> IntArray | None:
        """The split with so many steps from one channel to another, or to none, or from what is left; None for none."""
        here = np.array(places)
        if size == EVERYTHING:
            taken = self.totals[here] - split[here].sum(axis=1) if source is None else split[here, source]
        else:
            taken = np.full(len(here), size)
        if not taken.any() or (source is not None and (taken > split[here, source]).any()):
            return None
        changed = split.copy()
        if source is not None:
            changed[here, source] -= taken
        if target is not None:
            changed[here, target] += taken
        return changed

    @cached_property
    def _sizes(self) -> Sequence[int]:
        most = int(self.totals.max(initial=0))
        return range(1, most + 1) if most <= FEW_STEPS else SIZES

    @cached_property
    def _spans(self) -> list[Place]:
        """Periods that lie next to each other: all there are of few, else some, and those up to the last one."""
        count = len(self.periods)
        if count <= FEW:
            return [range(first, last + 1) for first in range(count) for last in range(first + 1, count)]
        lengths = [2 << power for power in range(count.bit_length()) if 2 << power < count]
        some = [range(first, min(first + size, count)) for size in lengths for first in range(0, count - 1, size)]
        return [*some, *(range(first, count) for first in range(count - 1))]


def mixed(one: Guide, other: Guide, part: float) -> Guide:
    """A guide between two, of which the other one counts so much."""
    weights = (1.0 - part) * one.weights + part * other.weights
    if one.prices is None or other.prices is None:
        return replace(one, weights=weights)
    return replace(one, weights=weights, prices=(1.0 - part) * one.prices + part * other.prices)


@dataclass(frozen=True)
class _Guided:
    """What a channel brings by a guide, by how much it gets in each of some periods, with all others held."""

    periods: Periods
    split: IntArray
    places: Place
    row: int
    guide: Guide

    def draws(self, steps: Iterable[int]) -> FloatArray:
        """Outcome of the channel with so many steps; (step, 1)."""
        months = self.periods.rows_with(self.row, self.split, self.places, steps)
        return self.guide.values(self.row, months)[:, np.newaxis]
