"""Exchange: money is moved from one channel to another, as long as that brings more.

It proves nothing, and needs nothing: any objective, any way in which channels meet.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from simulator.analyses.allocation.grid import Grid
from simulator.units import FloatArray, IntArray

Scores = Callable[[Sequence[IntArray]], FloatArray]
"""The objective of each of several splits."""

MOST_SWEEPS = 200
HARDLY = 1e-12
"""A gain that is a smaller part than this is rounding."""


def exchanged(start: IntArray, grid: Grid, scores: Scores, stages: Sequence[Sequence[int]]) -> tuple[IntArray, float]:
    """The best split that exchanging leads to from a start, and its score.

    ``stages`` are the sizes of moves, in steps, that are tried at a time: the next ones when none of these helps.
    """
    split, best = start, float(scores([start])[0])
    for sizes in stages:
        for _ in range(MOST_SWEEPS):
            moved = [*moves(split, sizes, grid)]
            found = scores(moved) if moved else np.empty(0)
            if not len(found) or float(found.max()) <= best + HARDLY * abs(best):
                break
            best, split = float(found.max()), moved[int(np.argmax(found))]
    return split, best


def moves(split: IntArray, sizes: Sequence[int], grid: Grid) -> Iterator[IntArray]:
    """All splits that differ by so many steps: moved, spent less, or spent more; and a channel left out, or begun."""
    parts, left = range(len(split)), grid.total - int(split.sum())
    for source in parts:
        for steps in {*sizes, int(split[source])}:
            without = split.copy()
            without[source] -= steps
            if steps <= 0 or without[source] < 0:
                continue
            if grid.or_less and grid.keeps(without):
                yield without
            for target in parts:
                moved = without.copy()
                moved[target] += steps
                if target != source and grid.keeps(moved):
                    yield moved
    for target in parts:
        for steps in {min(size, left) for size in sizes if left}:
            more = split.copy()
            more[target] += steps
            if grid.keeps(more):
                yield more
