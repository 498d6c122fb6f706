"""Stretches: neighbouring periods that are divided alike, so that a plan changes as seldom as may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.analyses.allocation.period_search import PeriodSearch
from simulator.analyses.allocation.periods import Periods
from simulator.units import FloatArray, IntArray

ROUNDING = 1e-9


def changes_of(plan: FloatArray) -> int:
    """How often any amount changes from one month to the next; a plan is (channel, month)."""
    return int((plan[:, 1:] != plan[:, :-1]).any(axis=0).sum())


def ever_fewer(search: PeriodSearch, split: IntArray) -> Iterator[IntArray]:
    """Splits of fewer and fewer stretches: each time those two neighbours are joined that lose the least by it.

    What a join loses is known from when it was first tried: those far from each other have little to do with each
    other. It ends where no two neighbours can have the same amounts within the limits.
    """
    stretches = _stretches_of(search.periods, split)
    known: dict[tuple[int, int], _Join | None] = {}
    while len(stretches) > 1:
        pairs = [range(one.start, other.stop) for one, other in pairwise(stretches)]
        score = float(search.scores([split])[0])
        for one, pair in zip(stretches[:-1], pairs, strict=True):
            key = pair.start, pair.stop
            if key not in known:
                known[key] = _join(search, split, one, pair, score)
        possible = [(pair, join) for pair in pairs if (join := known[pair.start, pair.stop]) is not None]
        if not possible:
            return
        pair, join = min(possible, key=lambda each: each[1].loss)
        split = split.copy()
        split[pair.start : pair.stop] = join.steps
        stretches = [pair if each.start == pair.start else each for each in stretches if each.stop != pair.stop]
        yield split


@dataclass(frozen=True)
class _Join:
    """The ``steps`` of neighbours that are made alike, (period, channel), and what that loses."""

    steps: IntArray
    loss: float


def _stretches_of(periods: Periods, split: IntArray) -> list[range]:
    """The periods of each stretch in which no channel's amount changes."""
    stretches = [range(1)]
    for place in range(1, len(periods)):
        own = range(stretches[-1].start, place + 1)
        if _are_alike(periods, split, own):
            stretches[-1] = own
        else:
            stretches.append(range(place, place + 1))
    return stretches


def _are_alike(periods: Periods, split: IntArray, places: range) -> bool:
    """Whether every channel has the same in all months of some periods."""
    months = periods.plan(split)[:, periods.months[places.start][0] - 1 : periods.months[places.stop - 1][-1]]
    return bool((months == months[:, :1]).all())


def _join(search: PeriodSearch, split: IntArray, one: range, pair: range, score: float) -> _Join | None:
    """The best way to give two stretches the same amounts: those of either, or those between; None without one."""
    tried = [
        each for amounts in _amounts(search.periods, split, one, pair) for each in _with(search, split, pair, amounts)
    ]
    if not tried:
        return None
    scores = search.scores(tried)
    best = int(np.argmax(scores))
    return _Join(tried[best][pair.start : pair.stop], score - float(scores[best]))


def _amounts(periods: Periods, split: IntArray, one: range, pair: range) -> Iterator[FloatArray]:
    """What two stretches might have alike [money per month]; (channel,)."""
    first, last = pair.start, pair.stop - 1
    for place in (first, last):
        yield periods.grids[place].spend(split[place])
    if periods.together([first, last]) is not None:
        yield periods.grids[first].spend(_between(split[first], split[last], len(one) / len(pair)))


def _with(search: PeriodSearch, split: IntArray, places: range, amounts: FloatArray) -> Iterator[IntArray]:
    """The split with these amounts in all of some periods, where the limits of each allow them."""
    changed = split.copy()
    for place in places:
        changed[place] = search.periods.nearest_in(place, amounts)
    if search.is_allowed(changed, places, search.periods.rows) and _are_alike(search.periods, changed, places):
        yield changed


def _between(one: IntArray, other: IntArray, share: float) -> IntArray:
    """Whole steps between two divisions, of which the first counts so much, that add up as they do."""
    exact = share * one + (1.0 - share) * other
    steps = np.floor(exact + ROUNDING).astype(one.dtype)
    missing = round(float(exact.sum())) - int(steps.sum())
    steps[np.argsort(steps - exact, kind="stable")[:missing]] += 1
    return np.asarray(steps)
