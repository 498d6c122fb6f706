"""The search for the best split in some worlds: by what is proven where it can be, else by trying.

Without a capacity what a split brings is a sum over channels, draw by draw. Averages are then solved exactly, the
average of the worst worlds by cuts; the middle world, and the chance of a number, are searched by exchanging money from
the best splits of those two, and among all splits where there are few amounts, so that they are proven then. Where
channels meet at a capacity whole plans are run, and a price on the room bounds what any of them brings.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from simulator.analyses.allocation.alone import Demand
from simulator.analyses.allocation.best_mean import Found, best_by_mean
from simulator.analyses.allocation.best_worst import best_by_worst
from simulator.analyses.allocation.exchange import Scores, exchanged
from simulator.analyses.allocation.grid import Grid, grid_of, with_odd
from simulator.analyses.allocation.means import FEW, Means, Mixed
from simulator.analyses.allocation.objectives import Kind, Objective, worst_weights
from simulator.analyses.allocation.ruling_out import Ceiling, RulingOut
from simulator.analyses.allocation.scarce_room import ScarceRoom
from simulator.analyses.allocation.split import best_in_every_world
from simulator.analyses.allocation.tables import DRAWS_TOGETHER, SUMS_OF_CUSTOMERS, ChannelTable, Worlds
from simulator.edits.spend import with_slider_spend
from simulator.engine.alternatives import gross_profits
from simulator.engine.funnel import run
from simulator.errors import LimitsError
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario
from simulator.units import BoolArray, FloatArray, IntArray

FEW_SIZES = ((8,), (4,), (2,), (1,))
"""The sizes of moves, in steps, where to try one takes a run of the plan."""

FEW_STEPS, MOST_STARTS = 12, 2
"""With so few steps every size is tried there too; and from so many starts."""

LAST_SIZES = ((2,), (1,))
"""The sizes of moves once all but a rest is divided."""

ROUNDING = 1e-9

WORK = 100_000_000
"""Numbers (step, world) that are looked at until it is given up to find the best among all splits."""

ROUNDS_OF_STARTS = 4
"""So many prices are tried for splits to begin with."""

MOST_SIZES = 32
"""Where it takes a sum, every size is tried up to this, and beyond it twice as much each time."""

THRIFTIER = (0.75, 0.5, 0.25)
"""Parts of what customers bring by which splits are sought that begin the trying where some find no room."""


@dataclass(frozen=True)
class Search:
    """The search for a split in some worlds, by an objective of a metric."""

    worlds: Worlds
    metric: Metric
    objective: Objective

    def best(self, budget: float, limits: Limits, *, or_less: bool) -> tuple[Grid, Found]:
        """The best split of a budget; where steps leave a rest of it, whoever has that is chosen too."""
        grid = grid_of(self.worlds, budget, limits, or_less=or_less)
        if or_less or grid.rest < self.worlds.scenario.coin / 2.0:
            return grid, self.found(grid)
        rests = [*self._with_rest(grid, budget, limits)]
        if not rests:
            return grid, self.found(grid)
        return self._together_with_rest(grid, rests) if self._meets_capacity else self._best_of(rests)

    def _best_of(self, grids: Sequence[Grid]) -> tuple[Grid, Found]:
        """The best split of several grids, and what none of any of them is worth more than."""
        answers = [(each, self.found(each)) for each in grids]
        chosen, answer = max(answers, key=lambda pair: pair[1].value)
        return chosen, replace(answer, bound=max(each.bound for _, each in answers))

    def _with_rest(self, grid: Grid, budget: float, limits: Limits) -> Iterator[Grid]:
        """The grid for each channel that may have the rest."""
        for row in range(len(grid.amounts)):
            if len(grid.choices(row)) > 1:
                # Where limits leave no room for the rest there, there is none with it.
                with suppress(LimitsError):
                    tried = with_odd(grid, row, self.worlds, budget, limits)
                    self._by_mean(tried)
                    yield tried

    def found(self, grid: Grid) -> Found:
        """The best split on a grid."""
        by_mean = self._by_mean(grid)
        if self._meets_capacity:
            return self._together(grid, by_mean)
        match self.objective.kind:
            case Kind.MEAN:
                return Found(by_mean.split, by_mean.value + self.constant, by_mean.bound + self.constant)
            case Kind.WORST:
                return self._by_worst(grid, by_mean.split)
        return self._by_exchange(grid, [by_mean.split, self._by_worst(grid, by_mean.split).split])

    def _by_mean(self, grid: Grid) -> Found:
        """The best split on a grid by the average, as if channels met nowhere; but for the constant."""
        if grid.odd not in self._means_solved:
            self._means_solved[grid.odd] = best_by_mean(grid, self.means(grid, self.even))
        return self._means_solved[grid.odd]

    @cached_property
    def _means_solved(self) -> dict[int, Found]:
        return {}

    def means(self, grid: Grid, weights: FloatArray) -> list[Means]:
        """The averages of each channel, by weights of the worlds."""
        tables = self.tables(grid)
        return [Means(table, grid.choices(row), weights) for row, table in enumerate(tables)]

    def tables(self, grid: Grid) -> list[ChannelTable]:
        """Outcome table of each channel on this grid."""
        if grid.odd not in self._tables:
            self._tables[grid.odd] = [
                ChannelTable(self.worlds, row, amounts, self.metric) for row, amounts in enumerate(grid.amounts)
            ]
        return self._tables[grid.odd]

    @cached_property
    def _tables(self) -> dict[int, list[ChannelTable]]:
        return {}

    @property
    def constant(self) -> float:
        """Part of the metric that no split changes."""
        return self.worlds.constant(self.metric.key)

    @cached_property
    def even(self) -> FloatArray:
        """The same weight for every world; (draw,)."""
        return np.full(self.worlds.draws, 1.0 / self.worlds.draws)

    @property
    def _meets_capacity(self) -> bool:
        return self.worlds.scenario.room_by_month is not None

    def _by_worst(self, grid: Grid, start: IntArray) -> Found:
        """By the worst worlds: among a few amounts of each channel, then step by step from there."""
        tables = self.tables(grid)
        choices = [self._some(grid, row, start) for row in range(len(tables))]
        found = best_by_worst(grid, tables, choices, start, self.constant)
        if all(len(some) == len(grid.choices(row)) for row, some in enumerate(choices)):
            return found
        split, value = exchanged(found.split, grid, self.scores(grid), FEW_SIZES)
        # The worst worlds of the answer weigh all splits of the grid: none does better by these weights.
        weights = worst_weights(self.brought(grid, split))
        bound = best_by_mean(grid, self.means(grid, weights)).bound + self.constant
        return Found(split, value, bound)

    def _some(self, grid: Grid, row: int, start: IntArray) -> IntArray:
        """A few of the steps that a channel may have, so spread that the same total can be had."""
        choices = grid.choices(row)
        if len(choices) <= FEW:
            return choices
        every = -(-grid.total // (FEW - 1))
        own = (choices % every == 0) | (choices % every == grid.total % every) | (choices == start[row])
        own[[0, -1]] = True
        return np.asarray(choices[own])

    def _by_exchange(self, grid: Grid, starts: Sequence[IntArray]) -> Found:
        scores = self.scores(grid)
        ends = [exchanged(start, grid, scores, [_sizes(grid.total)]) for start in starts]
        split, value = max(ends, key=lambda each: each[1])
        if any(len(grid.choices(row)) > FEW for row in range(len(grid.amounts))):
            return Found(split, value, math.inf)
        return self._among_all(grid, split, value)

    def _among_all(self, grid: Grid, split: IntArray, value: float) -> Found:
        """The best of all splits, where there are few amounts: a better one than this, until there is none."""
        tables, scores, left = self._whole_tables(grid), self.scores(grid), WORK
        constant = np.full(len(self.even), self.constant)
        totals = range(grid.total + 1) if grid.or_less else range(int(split.sum()), int(split.sum()) + 1)
        while True:
            number, chance = self.objective.better_than(value, len(self.even))
            ruling = RulingOut(
                choices=[grid.choices(row) for row in range(len(tables))],
                totals=totals,
                most=grid.total,
                ceilings=[Ceiling(tables, constant, _reaching(number))],
                chance=chance,
                does_it=partial(_is_better, grid, scores, value),
                left=left,
            )
            found = ruling.first_split()
            if found is None:
                break
            split, value, left = found, float(scores([found])[0]), ruling.left
        if ruling.is_finished:
            return Found(split, value, value)
        most = best_in_every_world(tables, grid.total, or_less=True)
        return Found(split, value, self.objective.score(most + self.constant))

    def _whole_tables(self, grid: Grid) -> list[FloatArray]:
        """What each channel brings by step, world by world; -inf for steps that it may not have; (step, draw) each."""
        tables = []
        for row, table in enumerate(self.tables(grid)):
            choices = grid.choices(row)
            whole = np.full((int(choices[-1]) + 1, len(self.even)), -np.inf)
            whole[choices] = table.draws(choices.tolist())
            tables.append(whole)
        return tables

    def brought(self, grid: Grid, split: IntArray) -> FloatArray:
        """Outcome of a split, world by world; (draw,)."""
        rows = [table.draws([step])[0] for table, step in zip(self.tables(grid), split.tolist(), strict=True)]
        return np.asarray(self.constant + sum(rows))

    def scores(self, grid: Grid) -> Scores:
        """The objective of splits, of channels that meet nowhere."""
        return lambda splits: np.array([self.objective.score(self.brought(grid, each)) for each in splits])

    def cost_tables(self, grid: Grid) -> list[ChannelTable]:
        """Cost table of each channel on this grid."""
        cost = METRICS["marketing_cost"]
        assert isinstance(cost, Metric)
        return [ChannelTable(self.worlds, row, amounts, cost) for row, amounts in enumerate(grid.amounts)]

    def scores_together(self, grid: Grid) -> Scores:
        """The objective of splits, of channels that meet at a capacity."""
        if self.metric.key != "profit":
            return lambda splits: np.array([self.objective.score(self._simulated(grid, each)) for each in splits])
        costs = self.cost_tables(grid)

        def scores(splits: Sequence[IntArray]) -> FloatArray:
            plans = [self._planned(grid, each).plan(self.worlds.plan) for each in splits]
            earned = np.hstack([gross_profits(self.worlds.scenario, chunk, plans) for chunk in self.worlds.chunks])
            paid = [
                sum(table.draws([step])[0] for table, step in zip(costs, each.tolist(), strict=True)) for each in splits
            ]
            return np.array(
                [self.objective.score(one - other + self.constant) for one, other in zip(earned, paid, strict=True)]
            )

        return scores

    def _planned(self, grid: Grid, split: IntArray) -> Scenario[Belief]:
        names = self.worlds.scenario.channel_names
        spend = dict(zip(names, grid.spend(split).tolist(), strict=True))
        return with_slider_spend(self.worlds.scenario, self.worlds.shapes, spend)

    def _simulated(self, grid: Grid, split: IntArray) -> FloatArray:
        names = self.worlds.scenario.channel_names
        return brought_by(self.worlds, dict(zip(names, grid.spend(split).tolist(), strict=True)), self.metric)

    def _together(self, grid: Grid, alone: Found) -> Found:
        """Where channels meet at a capacity: whole plans are tried, in a few worlds; the best of them in all.

        A few worlds say little of the middle one, or of the worst: the best split by the average is tried too, and the
        better of both is moved on until no small move is better in all worlds.
        """
        split = self._tried_together(grid, alone)
        if self.objective.kind is not Kind.MEAN and self.few_worlds.draws < self.worlds.draws:
            average = replace(self, objective=Objective(Kind.MEAN, self.objective.metric))
            scores, ends = self.scores_together(grid), [split, average._tried_together(grid, alone)]
            split, _ = exchanged(ends[int(np.argmax(scores(ends)))], grid, scores, LAST_SIZES)
        return self._with_bound(split, [grid])

    def _tried_together(self, grid: Grid, alone: Found) -> IntArray:
        """The best split of those that are tried in a few worlds, from the best without a capacity or at a price."""
        scores = replace(self, worlds=self.few_worlds).scores_together(grid)
        starts = [alone.split, *self._thriftier(grid)]
        if self.objective.kind is Kind.WORST:
            starts.append(self._by_worst(grid, alone.split).split)
        starts += self._at_a_price(grid, starts[int(np.argmax(scores(starts)))])
        order = np.argsort(-scores(starts), kind="stable").tolist()
        best = [*{starts[place].tobytes(): starts[place] for place in order}.values()][:MOST_STARTS]
        stages = [_sizes(grid.total)] if grid.total <= FEW_STEPS else FEW_SIZES
        split, _ = max((exchanged(start, grid, scores, stages) for start in best), key=lambda each: each[1])
        return split

    def _together_with_rest(self, grid: Grid, rests: Sequence[Grid]) -> tuple[Grid, Found]:
        """The same where one of the channels has a rest as well: who has it is chosen once all else is divided."""
        split = self._together(grid, self._by_mean(grid)).split
        few = replace(self, worlds=self.few_worlds)
        ends = [
            (each, *exchanged(split, each, few.scores_together(each), LAST_SIZES))
            for each in rests
            if each.keeps(split)
        ]
        if not ends:
            return self._best_of(rests)
        chosen, split, _ = max(ends, key=lambda each: each[2])
        others = [each for each in rests if each is not chosen]
        return chosen, self._with_bound(split, [chosen, *others])

    def _with_bound(self, split: IntArray, grids: Sequence[Grid]) -> Found:
        """A split of the first grid, and what none of any grid is worth more than."""
        brought = self._simulated(grids[0], split)
        value = self.objective.score(brought)
        if self.metric.key not in SUMS_OF_CUSTOMERS or self.objective.kind not in {Kind.MEAN, Kind.WORST}:
            return Found(split, value, math.inf)
        draws = np.broadcast_to(brought, len(self.even))
        # The worst worlds of the answer weigh all splits: none does better by these weights.
        weights = self.even if self.objective.kind is Kind.MEAN else worst_weights(draws)
        rooms = [self._room(grid, weights) for grid in grids]
        bound, prices = rooms[0].bound(split, value)
        return Found(split, value, max([bound, *(room.at(prices) for room in rooms[1:])]))

    def _at_a_price(self, grid: Grid, first: IntArray) -> list[IntArray]:
        """Splits that are best if a place costs something, in a few of the worlds."""
        if self.metric.key not in SUMS_OF_CUSTOMERS:
            return []
        few = replace(self, worlds=self.few_worlds)
        room = few._room(grid, few.even)
        room.bound(first, 0.0, rounds=ROUNDS_OF_STARTS)
        return room.tried

    def _room(self, grid: Grid, weights: FloatArray) -> ScarceRoom:
        return ScarceRoom(self.worlds, grid, self.metric.key, weights, self.constant, self._demands)

    @cached_property
    def _demands(self) -> dict[tuple[int, float], list[Demand]]:
        return {}

    def _thriftier(self, grid: Grid) -> list[IntArray]:
        """The best splits if customers brought less, as they do who find no room."""
        if self.metric.key != "profit":
            return []
        profits = self.means(grid, self.even)
        costs = [Means(table, grid.choices(row), self.even) for row, table in enumerate(self.cost_tables(grid))]
        return [
            best_by_mean(
                grid, [Mixed(each, share, cost, share - 1.0) for each, cost in zip(profits, costs, strict=True)]
            ).split
            for share in THRIFTIER
        ]

    @cached_property
    def few_worlds(self) -> Worlds:
        """Some of the worlds, in which whole plans are tried."""
        return self.worlds.some(DRAWS_TOGETHER)


def brought_by(worlds: Worlds, spend: Mapping[str, float], metric: Metric) -> FloatArray:
    """Outcome of a plan with these amounts on its sliders, world by world, as it is simulated; (draw,)."""
    scenario = with_slider_spend(worlds.scenario, worlds.shapes, spend)
    funnel = run(scenario, worlds.chunks, scenario.plan(worlds.plan))
    return np.asarray(metric.of_plan(funnel)[0, 0])


def _sizes(total: int) -> list[int]:
    """The sizes of moves that are tried, up to the whole."""
    doubled = [MOST_SIZES << power for power in range(1, 12)]
    return [size for size in (*range(1, MOST_SIZES + 1), *doubled) if size <= total]


def _is_better(grid: Grid, scores: Scores, value: float, split: IntArray) -> bool:
    """Whether a split keeps to all limits and is worth more than this, beyond rounding."""
    return grid.keeps(split) and float(scores([split])[0]) > value + ROUNDING * abs(value)


def _reaching(number: float) -> Callable[[FloatArray], BoolArray]:
    """Whether what is brought reaches a number, world by world."""
    return lambda brought: brought >= number
