"""The search for the smallest budget that reaches goals, or the largest that keeps to them, in some worlds.

For any weights of the worlds the best splits of all totals follow at once (``allocation.split``). Weights are even
first; then those worlds count that lie near the border, where the goal is just met or just missed by the best split so
far, until that brings no more. From the total at which the goal is reached the search goes on, one step of money after
the other, by exchanging money between channels. It proves nothing (that is ``proof``): a smaller budget may be
there that it did not find.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.special import ndtr

from simulator.analyses.allocation.exchange import exchanged, moves
from simulator.analyses.allocation.grid import Grid
from simulator.analyses.allocation.split import Group, Programme, are_nested, frontier
from simulator.analyses.allocation.tables import Worlds
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.reading import chances_in_each, horizons_of, margins, runs_of, tight_form
from simulator.analyses.goals.tables import Tables, joined, tables_of
from simulator.edits.spend import with_slider_spend
from simulator.scenario.limits import Limits
from simulator.units import FloatArray, IntArray

MOST_ROUNDS = 6
"""How often the worlds are weighed anew."""

BORDER = 0.1
"""The share of the worlds that count as near the border."""

PATIENCE = 3
"""After so many totals without success the search ends."""

SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""The sizes of moves, in steps."""

MOST_RUN, MOST_SWEEPS = 6, 8
"""Where it takes a run to look at a split, so many of the moves that promise most are run, so many times over."""

ROUNDING = 1e-9

HINT = 1e-6
"""Of splits of the same chance the one is better that is further from missing the goal: by so much at most."""

FEW_TOTALS, PROGRAMME_SECONDS = 24, 1.0
"""Where it takes a run of the plan, or a programme, to look at a split, so many totals are looked at."""

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Search:
    """The search in some worlds, on a grid of which ``fixed`` has the locked amounts [money per month], (channel,)."""

    worlds: Worlds
    grid: Grid
    limits: Limits
    goals: Sequence[Goal]
    probability: float
    progress: Progress = lambda share: None
    _chances: dict[bytes, float] = field(default_factory=dict)
    _simulations: dict[bytes, tuple[FloatArray, int]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Tables:
        """Tables of what each channel adds, were there no capacity."""
        return tables_of(self.worlds, self.grid, self.goals)

    @property
    def is_kept(self) -> bool:
        """Whether the largest budget is sought."""
        return all(goal.is_kept for goal in self.goals)

    @property
    def runs_whole_plans(self) -> bool:
        """Whether splits are looked at by running the plan: where channels meet at a capacity they do not add up."""
        return self.worlds.scenario.room_by_month is not None

    @cached_property
    def fixed(self) -> FloatArray:
        """The amounts of channels that have no choice [money per month]; (channel,)."""
        return np.array([float(own[0]) if len(own) == 1 else 0.0 for own in self.grid.amounts])

    def budget(self, split: IntArray) -> float:
        """The budget of a split [money per month]."""
        return float(self.grid.spend(split).sum())

    # -- what a split is worth ---------------------------------------------------------------------------------------

    def chance(self, split: IntArray) -> float:
        """The chance that all goals are met."""
        key = split.tobytes()
        if key not in self._chances:
            self._chances[key] = float(np.mean(self._in_each(*self._read(split))))
        return self._chances[key]

    def _read(self, split: IntArray) -> tuple[FloatArray, int]:
        """The summed forms of a split, and the first month in which a channel costs something."""
        if not self.runs_whole_plans:
            return self.tables.together(split)
        key = split.tobytes()
        if key not in self._simulations:
            self._simulations[key] = self._simulated(split)
        return self._simulations[key]

    def _simulated(self, split: IntArray) -> tuple[FloatArray, int]:
        names, horizon = self.worlds.scenario.channel_names, self.worlds.scenario.horizon_months
        spend = dict(zip(names, self.grid.spend(split).tolist(), strict=True))
        scenario = with_slider_spend(self.worlds.scenario, self.worlds.shapes, spend)
        runs = runs_of(scenario, self.worlds.chunks, scenario.plan(self.worlds.plan), horizons_of(self.goals, horizon))
        forms = joined(self.goals, runs, horizon)[0].sum(axis=0)
        return forms, runs[max(runs)].funnel.first_cost_of_plan

    def _in_each(self, forms: FloatArray, first_cost: int) -> FloatArray:
        met = np.ones(forms.shape[1])
        for goal, part in zip(self.goals, self.tables.parts, strict=True):
            met *= chances_in_each(goal, forms[part], first_cost)
        return met

    def _scores(self, splits: Sequence[IntArray]) -> FloatArray:
        """Chances for comparing splits, with a hint of how far each is from missing; luck as if it were normal."""
        return np.array([self._score(*self._read(split)) for split in splits])

    def _score(self, forms: FloatArray, first_cost: int) -> float:
        met, hint = np.ones(forms.shape[1]), np.zeros(forms.shape[1])
        for goal, part, scale in zip(self.goals, self.tables.parts, self._scales, strict=True):
            own = forms[part]
            if goal.is_count:
                spread = np.sqrt(np.maximum(own[0] - own[1], 1e-12))
                met *= ndtr((own[0] - math.ceil(goal.number) + 0.5) / spread)
            else:
                met *= chances_in_each(goal, own, first_cost)
            hint += np.clip(margins(goal, own, first_cost) / scale, -1.0, 1.0)
        return float(met.mean() + HINT * hint.mean())

    @cached_property
    def _scales(self) -> list[float]:
        """What is a large margin of each goal, in the unit of its first form."""
        scales = []
        for part in self.tables.parts:
            most = sum(float(np.nanmax(np.abs(table.forms[:, part.start].mean(axis=-1)))) for table in self.tables.rows)
            scales.append(max(most, np.finfo(float).tiny))
        return scales

    # -- splits of every total -----------------------------------------------------------------------------------------

    def best(self, starts: Iterable[IntArray] = ()) -> dict[int, IntArray]:
        """The best split that was found of every total, by its steps; totals of which none is possible are left out.

        ``starts`` are splits that may be good ones.
        """
        best = {int(split.sum()): split for split in starts if self.grid_of(int(split.sum())).keeps(split)}
        weights, before = self._even(), -1.0
        for number in range(MOST_ROUNDS):
            for total, split in self._splits(weights):
                if total not in best or self._better(split, best[total]):
                    best[total] = split
            if not best:
                return best
            self.progress(0.5 * (number + 1) / MOST_ROUNDS)
            place = self.answer(best)
            now = self.chance(best[place]) - place * 1e-9
            if number and now <= before:
                break
            before = now
            weights = self._weights(best[place])
        return best

    def _better(self, one: IntArray, other: IntArray) -> bool:
        if np.array_equal(one, other):
            return False
        mine, others = self.chance(one), self.chance(other)
        return mine > others

    def answer(self, best: dict[int, IntArray]) -> int:
        """The total that is sought among these; that of the best chance where none reaches the goals."""
        # Nothing spent keeps to every ratio, and says nothing.
        chances = {total: self.chance(split) for total, split in best.items() if self.budget(split) or not self.is_kept}
        if not chances:
            return min(best)
        met = [total for total, chance in chances.items() if chance >= self.probability]
        if met:
            return max(met) if self.is_kept else min(met)
        return max(chances, key=lambda total: (chances[total], -total))

    def _splits(self, weights: FloatArray) -> Iterator[tuple[int, IntArray]]:
        """The best splits of totals by weights of forms and worlds, (form, draw)."""
        values = [self._worth(table.forms, table.choices, weights) for table in self.tables.rows]
        if are_nested(self.grid.groups) and not self._has_shares:
            found = frontier(values, self.grid.groups, self.grid.total)
            for total in self._looked_at:
                if np.isfinite(found.values[total]):
                    yield total, found.splits[total]
            return
        for total in self._looked_at:
            if (split := self._split_of(values, total)) is not None:
                yield total, split

    def _split_of(self, values: Sequence[FloatArray], total: int) -> IntArray | None:
        groups = self._groups(total)
        if are_nested(groups):
            found = frontier(values, groups, total)
            return found.splits[total] if np.isfinite(found.values[total]) else None
        choices = [np.flatnonzero(np.isfinite(own)) for own in values]
        done = Programme(choices, groups, total, may_be_less=False).best(
            [own[steps] for own, steps in zip(values, choices, strict=True)], PROGRAMME_SECONDS
        )
        return None if done is None else done[0]

    @cached_property
    def _looked_at(self) -> list[int]:
        """The totals of which splits are looked at."""
        quick = are_nested(self.grid.groups) and not self.runs_whole_plans
        if quick or self.grid.total <= FEW_TOTALS:
            return list(range(self.grid.total + 1))
        return sorted({round(each) for each in np.linspace(0, self.grid.total, FEW_TOTALS + 1)})

    def _groups(self, total: int) -> list[Group]:
        """The limits of groups where so many steps are divided: a share of that is less than of the whole."""
        budget = float(self.fixed.sum()) + total * self.grid.step
        groups = []
        for stated, group in zip(self.limits.groups, self.grid.groups, strict=True):
            rest = float(sum(self.fixed[row] for row in group.members))
            most = math.floor((stated.most(budget) - rest) / self.grid.step + ROUNDING)
            groups.append(replace(group, most=min(group.most, most)))
        return groups

    def _worth(self, forms: FloatArray, choices: IntArray, weights: FloatArray) -> FloatArray:
        worth = np.full(len(forms), -np.inf)
        worth[choices] = np.tensordot(forms[choices], weights, axes=2)
        return worth

    def _even(self) -> FloatArray:
        weights = np.zeros(self.tables.constant.shape)
        for goal, part, scale in zip(self.goals, self.tables.parts, self._scales, strict=True):
            # Of a path the last month, the whole profit, comes first.
            place = part.stop - 2 if goal.metric == "payback_months" else part.start
            weights[place] = 1.0 / scale
        return np.asarray(weights / len(self.tables.constant[0]))

    def _weights(self, split: IntArray) -> FloatArray:
        """Weights of the worlds that lie near the border of the goals by this split."""
        forms, first_cost = self._read(split)
        parts = list(zip(self.goals, self.tables.parts, self._scales, strict=True))
        each = np.stack([margins(goal, forms[part], first_cost) / scale for goal, part, scale in parts])
        least, decides = each.min(axis=0), np.argmin(each, axis=0)
        count = forms.shape[1]
        rank = np.argsort(np.argsort(least, kind="stable"), kind="stable") / count
        near = np.exp(-(((rank - (1.0 - self.probability)) / BORDER) ** 2))
        weights = np.zeros(forms.shape)
        for place, (goal, part, scale) in enumerate(parts):
            here = np.flatnonzero(decides == place)
            places = part.start + tight_form(goal, forms[part], first_cost)[here]
            weights[places, here] = near[here] / scale
        return weights / max(float(near.sum()), np.finfo(float).tiny)

    # -- step by step --------------------------------------------------------------------------------------------------

    def refined(self, best: dict[int, IntArray]) -> int:
        """The total that is sought once splits near it are made better by exchanging money; ``best`` has them then."""
        place = self._exchanged_at(best, self.answer(best))
        reached = self.chance(best[place]) >= self.probability
        if not reached:
            # Where the best chance misses the goals, the neighbours are tried too.
            promising = sorted(best, key=lambda each: -self.chance(best[each]))
            for total in {*promising[:PATIENCE], max(best)}:
                self._exchanged_at(best, total)
            place = self.answer(best)
            if self.chance(best[place]) < self.probability:
                return place
        step, missed, total = (1 if self.is_kept else -1), 0, place
        while missed < PATIENCE and 0 <= total + step <= self.grid.total:
            total += step
            self.progress(0.5 + 0.5 * missed / PATIENCE)
            start = best.get(total)
            if start is None:
                start = self._near(best[place], total)
            if start is None:
                missed += 1
                continue
            best[total] = start
            self._exchanged_at(best, total)
            if self.chance(best[total]) >= self.probability:
                place, missed = total, 0
            else:
                missed += 1
        return place

    def _near(self, split: IntArray, total: int) -> IntArray | None:
        """A split of this total that differs in one channel, the best of those that keep to the limits."""
        by = total - int(split.sum())
        grid, moved = self.grid_of(total), []
        for row in range(len(split)):
            one = split.copy()
            one[row] += by
            if grid.keeps(one):
                moved.append(one)
        return max(moved, key=self.chance) if moved else None

    def _exchanged_at(self, best: dict[int, IntArray], total: int) -> int:
        """Make the split of a total better by moving money; gives the total of what it becomes."""
        start, grid = best[total], self.grid_of(total)
        split = (
            self._climbed(start, grid) if self.runs_whole_plans else exchanged(start, grid, self._scores, [SIZES])[0]
        )
        own = int(split.sum())
        if own not in best or self.chance(split) >= self.chance(best[own]):
            best[own] = split
        return own if self.chance(best[own]) >= self.chance(best[total]) else total

    def _climbed(self, start: IntArray, grid: Grid) -> IntArray:
        """The best split that a few moves lead to, each the best of those that promise most were there no capacity."""
        split, best = start, self._score(*self._read(start))
        for _ in range(MOST_SWEEPS):
            weights = self._weights(split)
            worth = [self._worth(table.forms, table.choices, weights) for table in self.tables.rows]
            tried = sorted(
                moves(split, SIZES, grid),
                key=lambda moved: -sum(own[step] for own, step in zip(worth, moved.tolist(), strict=True)),
            )[:MOST_RUN]
            scores = self._scores(tried)
            if not tried or float(scores.max()) <= best:
                break
            split, best = tried[int(np.argmax(scores))], float(scores.max())
        return split

    def grid_of(self, total: int) -> Grid:
        """The grid of a smaller total; money may be left of it where more is sought for less.

        Where a group may have a share of what is spent, all is spent: of less it would be a share of less.
        """
        or_less = not self.is_kept and not self._has_shares
        return replace(self.grid, total=total, groups=self._groups(total), or_less=or_less)

    @property
    def _has_shares(self) -> bool:
        return any(group.share_at_most is not None for group in self.limits.groups)
