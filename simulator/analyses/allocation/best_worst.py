"""The best split by the average of the worst worlds, with a bound.

That average is the smallest that any weighting of the worlds gives in which none weighs more than its part of a tenth.
So each weighting gives a cut: a sum over channels that no split exceeds. The split that is best by all cuts so far is
looked at, its own worst worlds give the next cut, and so on until both meet. Source: Kelley (1960), "The cutting-plane
method for solving convex programs", J. SIAM 8(4); Rockafellar & Uryasev (2000), "Optimization of conditional
value-at-risk", Journal of Risk 2(3).
"""

from collections.abc import Sequence

import numpy as np

from simulator.analyses.allocation.best_mean import SECONDS, Found
from simulator.analyses.allocation.grid import Grid
from simulator.analyses.allocation.objectives import Kind, Objective, worst_weights
from simulator.analyses.allocation.split import Programme
from simulator.analyses.allocation.tables import ChannelTable
from simulator.units import FloatArray, IntArray

MOST_CUTS = 60
CLOSE = 1e-4
"""The answer and its bound lie so close together, as a part of it, when the search ends."""


def best_by_worst(
    grid: Grid, tables: Sequence[ChannelTable], choices: Sequence[IntArray], start: IntArray, constant: float
) -> Found:
    """The split of these choices whose worst worlds are best; ``constant`` is what no split changes."""
    draws = [table.draws(steps.tolist()) for table, steps in zip(tables, choices, strict=True)]
    programme = Programme(choices, grid.groups, int(start.sum()) if not grid.or_less else grid.total, grid.or_less)
    objective, split, cuts = Objective(Kind.WORST), start, list[list[FloatArray]]()
    best, bound = Found(start, -np.inf, np.inf), np.inf
    for _ in range(MOST_CUTS):
        brought = constant + sum(
            own[int(np.searchsorted(steps, part))]
            for own, steps, part in zip(draws, choices, split.tolist(), strict=True)
        )
        value = objective.score(brought)
        best = Found(split, value, bound) if value > best.value else best
        if bound - best.value <= CLOSE * max(abs(best.value), 1.0):
            break
        weights = worst_weights(brought)
        cuts.append([own @ weights + constant / len(draws) for own in draws])
        done = programme.best_of_least(cuts, SECONDS)
        if done is None:
            break
        split, bound = done[0], min(bound, done[1])
    return Found(best.split, best.value, max(bound, best.value))
