"""The best split by an average: a sum over channels, so it is proven on its grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.allocation.grid import Grid
from simulator.analyses.allocation.means import Means, Mixed
from simulator.analyses.allocation.split import Programme, are_nested, frontier, worth
from simulator.errors import LimitsError
from simulator.units import FloatArray, IntArray

MOST_ROUNDS = 16
EXACT = 2e-4
"""What was read off may be off by so much together, as a part of the answer."""

NO_SPLIT = (
    "no split keeps to all of these limits: what channels have to have together is more than there is to buy, or lies"
    " between the steps"
)

SECONDS = 10.0
"""A mixed-integer programme is given so long."""


@dataclass(frozen=True)
class Found:
    """A split, what it is worth, and what none is worth more than."""

    split: IntArray
    value: float
    bound: float


def best_by_mean(grid: Grid, means: Sequence[Means | Mixed], rounds: int = MOST_ROUNDS) -> Found:
    """The split of the largest average; what its amounts bring is worked out, however the others were.

    After so many ``rounds`` it is the best that is known by then.
    """
    for _ in range(rounds):
        found = _best(grid, [each.values() for each in means])
        unsure = [row for row, step in enumerate(found.split.tolist()) if not means[row].is_exact(step)]
        for row in unsure:
            means[row].ask(found.split[[row]])
        off = sum(each.off for each in means)
        if not unsure and off <= EXACT * abs(found.value):
            break
        if not unsure:
            max(means, key=lambda each: each.off).refine()
    return Found(found.split, found.value, found.bound + off)


def largest_total(grid: Grid) -> int:
    """The most steps that can be had within the limits; raises LimitsError where no split keeps to them."""
    values = []
    for row in range(len(grid.amounts)):
        choices = grid.choices(row)
        alike = np.full(int(choices[-1]) + 1, -np.inf)
        alike[choices] = 0.0
        values.append(alike)
    return int(_best(replace(grid, or_less=False), values).split.sum())


def _best(grid: Grid, values: Sequence[FloatArray]) -> Found:
    if are_nested(grid.groups):
        totals = frontier(values, grid.groups, grid.total)
        total = totals.best(grid.total, or_less=grid.or_less)
        if total < 0:
            raise LimitsError(NO_SPLIT)
        return Found(totals.splits[total], float(totals.values[total]), float(totals.values[total]))
    choices = [np.flatnonzero(np.isfinite(own)) for own in values]
    most = grid.total if grid.or_less else _reachable(grid, choices)
    programme = Programme(choices, grid.groups, most, grid.or_less)
    done = programme.best([own[steps] for own, steps in zip(values, choices, strict=True)], SECONDS)
    if done is None:
        raise LimitsError(NO_SPLIT)
    split, bound = done
    return Found(split, worth(values, split), bound)


def _reachable(grid: Grid, choices: Sequence[IntArray]) -> int:
    """The largest total that can be had: where no more can be bought it is less than the whole."""
    programme = Programme(choices, grid.groups, grid.total, may_be_less=True)
    done = programme.best([steps.astype(float) for steps in choices], SECONDS)
    if done is None:
        raise LimitsError(NO_SPLIT)
    return int(done[0].sum())
