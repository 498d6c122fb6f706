"""Bounds that no split by period is above, where one can be known: where no channel remembers former months.

What channels bring is then a sum over periods too. By an average, or by the worst worlds of the answer, each period is
divided as well as can be by itself; at a capacity as if room had a price (see ``scarce_room``). By the middle world, or
a chance, the best split in every world at once is a bound, where there are few amounts to choose from.
"""

import math

import numpy as np

from simulator.analyses.allocation.guide import Guide, guide_at
from simulator.analyses.allocation.means import FEW
from simulator.analyses.allocation.monthly_outcomes import MonthlyOutcomes
from simulator.analyses.allocation.objectives import Kind
from simulator.analyses.allocation.period_search import PeriodSearch, mixed, remembers
from simulator.analyses.allocation.split import best_in_every_world
from simulator.units import FloatArray, IntArray

MOST_ROUNDS = 6
CLOSE = 5e-4
"""The bound lies so close to an answer, as a part of it, when guides are no longer improved."""


def bound_of(search: PeriodSearch, split: IntArray, value: float) -> float:
    """Upper bound on the worth of splits in these steps, in the worlds of a search; infinite where it is not known."""
    if remembers(search.outcomes.worlds) or not _are_whole(search):
        return math.inf
    if search.objective.kind in {Kind.MEAN, Kind.WORST}:
        return _bound_by_guides(search, split, value)
    return math.inf if search.outcomes.meets_capacity else _bound_by_world(search, split)


def _are_whole(search: PeriodSearch) -> bool:
    """Whether no period has a rest of the budget for which another channel might have more use."""
    coin = search.outcomes.worlds.scenario.coin
    return all(grid.odd < 0 and (grid.or_less or grid.rest < coin / 2.0) for grid in search.periods.grids)


def _bound_by_guides(search: PeriodSearch, split: IntArray, value: float) -> float:
    """The least bound of several guides: prices and weights are averaged over those of what is best by them."""
    guide = guide_at(search.outcomes, search.objective, search.periods.plan(split))
    least, best = _bound_by(search, split, guide)
    for number in range(MOST_ROUNDS):
        if search.is_exact or least - value <= CLOSE * abs(value):
            break
        new = guide_at(search.outcomes, search.objective, search.periods.plan(best))
        guide = mixed(guide, new, 1.0 / (number + 2.0))
        bound, best = _bound_by(search, split, guide)
        least = min(least, bound)
    return least


def _bound_by(search: PeriodSearch, split: IntArray, guide: Guide) -> tuple[float, IntArray]:
    """What no split is worth more than by a guide, and the best one by it."""
    base, best, bound = guide.value(search.periods.plan(split)), split.copy(), 0.0
    for place in range(len(search.periods)):
        found = search.found(split, [place], guide)
        assert found is not None, "one period alone can be divided"
        best[place], bound = found.split, bound + max(0.0, found.bound - base)
    return base + bound + guide.paid + _constant(search.outcomes), best


def _bound_by_world(search: PeriodSearch, split: IntArray) -> float:
    """The objective of the best split in every world at once."""
    periods, outcomes = search.periods, search.outcomes
    if any(len(grid.choices(row)) > FEW for grid in periods.grids for row in periods.rows):
        return math.inf
    base = outcomes.of([periods.plan(split)])[0]
    gains = sum(_gain_by_world(search, split, place) for place in range(len(periods)))
    return search.objective.score(base + gains)


def _gain_by_world(search: PeriodSearch, split: IntArray, place: int) -> FloatArray:
    """By how much each world's best division of a period is better than that of a split; (draw,)."""
    periods, outcomes, grid = search.periods, search.outcomes, search.periods.grids[place]
    tables, now = [], np.zeros(outcomes.worlds.draws)
    for row in periods.rows:
        choices = grid.choices(row)
        table = np.full((int(choices[-1]) + 1, outcomes.worlds.draws), -np.inf)
        months = periods.rows_with(row, split, [place], choices.tolist())
        table[choices] = np.stack([each.brings for each in outcomes.alone(row, months)])
        tables.append(table)
        now = now + outcomes.alone(row, [periods.row(row, split)])[0].brings
    return best_in_every_world(tables, grid.total, or_less=True) - now


def _constant(outcomes: MonthlyOutcomes) -> float:
    return outcomes.worlds.constant(outcomes.metric.key)
