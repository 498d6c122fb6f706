"""A price on scarce room: a bound on every split where channels meet at a capacity, and splits worth trying.

Say that whoever is served pays a price for the room, month by month and world by world, and that no other limit holds
them back. Then channels meet nowhere any more, and the best split is a sum over channels; what it brings, and what all
of the room costs, is no less than what any split brings under the capacity, whatever the prices (of 0 or more). The
best prices for a given split are what one more place would bring there. Prices are averaged over those of the splits
that are best by the averages so far, which leads to the least bound. Source: Everett (1963), "Generalized Lagrange
multiplier method", Operations Research 11(3); Robinson (1951), "An iterative method of solving a game", Annals of
Mathematics 54(2).

Who waits may be served in any later month: at the best of them, for the bound.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.alone import Demand
from simulator.analyses.allocation.best_mean import Found, best_by_mean
from simulator.analyses.allocation.grid import Grid
from simulator.analyses.allocation.means import Means
from simulator.analyses.allocation.tables import Worlds, demands_of
from simulator.units import FloatArray, IntArray

MOST_ROUNDS = 24
CLOSE = 5e-4
"""The bound lies so close to an answer, as a part of it, when prices are no longer improved."""

Prices = Sequence[FloatArray]
"""What a place costs [money], (month, draw), chunk by chunk."""


@dataclass(frozen=True)
class ScarceRoom:
    """The splits of a grid under a capacity, by the average of a metric with these ``weights`` of the worlds.

    ``constant`` is what no split changes. ``tried`` are the splits that were best at some prices. ``known`` are the
    customers who want to buy, by row and amount.
    """

    worlds: Worlds
    grid: Grid
    key: str
    weights: FloatArray
    constant: float
    known: dict[tuple[int, float], list[Demand]] = field(default_factory=dict)
    tried: list[IntArray] = field(default_factory=list)

    def bound(self, split: IntArray, value: float, rounds: int = MOST_ROUNDS) -> tuple[float, Prices]:
        """Upper bound on the worth of splits, and the prices that prove it; they begin with those of a split."""
        start = self.prices(split)
        least, best = min(((self.at(prices), prices) for prices in (self._free, start)), key=lambda each: each[0])
        prices, self.tried[:] = best, [*self.tried[-2:][:: 1 if best is start else -1]]
        for number in range(rounds):
            if least - value <= CLOSE * abs(value):
                break
            part = 1.0 / (number + 2.0)
            new = self.prices(self.tried[-1])
            prices = [(1.0 - part) * old + part * other for old, other in zip(prices, new, strict=True)]
            bound = self.at(prices)
            least, best = (bound, prices) if bound < least else (least, best)
        return least, best

    def at(self, prices: Prices) -> float:
        """Worth of the best split at these prices, with all of the room paid for: no split is worth more."""
        found = self._best_at(prices)
        self.tried.append(found.split)
        limited = np.isfinite(self._room)
        paid = sum(
            float(self._weights_of(place) @ (self._room[limited] @ each[limited])) for place, each in enumerate(prices)
        )
        return found.bound + paid + self.constant

    def _best_at(self, prices: Prices) -> Found:
        rows = range(len(self.grid.amounts))
        return best_by_mean(
            self.grid, [Means(_PricedTable(self, row, prices), self.grid.choices(row), self.weights) for row in rows]
        )

    def prices(self, split: IntArray) -> Prices:
        """Worth of one more place where channels have so many steps."""
        by_row = [self.demands(row, step) for row, step in enumerate(split.tolist())]
        return [self._prices_in(place, [own[place] for own in by_row]) for place in range(len(self.worlds.chunks))]

    def _prices_in(self, place: int, demands: Sequence[Demand]) -> FloatArray:
        shape = len(self._room), demands[0].draws
        wanted = [np.broadcast_to(each.customers.shape * each.customers.level, shape) for each in demands]
        worths = [np.broadcast_to(own[place], shape) for own in self.worths]
        return prices_of_room(np.stack(wanted), np.stack(worths), self._room, waits=self._waits)

    def demands(self, row: int, step: int) -> list[Demand]:
        """The customers of a channel who want to buy with so many steps, chunk by chunk."""
        key = row, float(self.grid.amounts[row][step])
        if key not in self.known:
            self.known[key] = [*demands_of(self.worlds, *key)]
        return self.known[key]

    def gains(self, row: int, prices: Prices) -> list[FloatArray]:
        """Gain from a customer of a channel beyond the price, if served at all; (month, draw), chunk by chunk."""
        pairs = zip(self.worths[row], prices, strict=True)
        return [gains_at(own, each, waits=self._waits) for own, each in pairs]

    @cached_property
    def worths(self) -> list[list[FloatArray]]:
        """Worth of a customer of each channel, by the month in which they are served, chunk by chunk."""
        alone = (self.worlds.alone(row) for row in range(len(self.grid.amounts)))
        return [[each[self.key] for each in own.worths] for own in alone]

    def _weights_of(self, place: int) -> FloatArray:
        ends = np.cumsum([0, *(chunk.draws for chunk in self.worlds.chunks)])
        return self.weights[ends[place] : ends[place + 1]]

    @cached_property
    def _free(self) -> Prices:
        return [np.zeros((len(self._room), chunk.draws)) for chunk in self.worlds.chunks]

    @cached_property
    def _room(self) -> FloatArray:
        room = self.worlds.scenario.room_by_month
        assert room is not None, "there is a capacity"
        return room

    @property
    def _waits(self) -> bool:
        return self.worlds.scenario.business.overflow == "queue"


@dataclass(frozen=True)
class _PricedTable:
    """What a channel brings with each amount, if all its customers may be served at these prices."""

    room: ScarceRoom
    row: int
    prices: Prices

    @cached_property
    def _gains(self) -> list[FloatArray]:
        return self.room.gains(self.row, self.prices)

    def draws(self, steps: Iterable[int]) -> FloatArray:
        """Outcome of the channel with so many steps, world by world; (step, draw)."""
        return np.stack([self._one(step) for step in steps])

    def _one(self, step: int) -> FloatArray:
        pays = float(self.room.key == "profit")
        parts = [
            np.broadcast_to(each.customers.valued(gains) - pays * each.cost, each.draws)
            for each, gains in zip(self.room.demands(self.row, step), self._gains, strict=True)
        ]
        return np.concatenate(parts)


def prices_of_room(wanted: FloatArray, worths: FloatArray, room: FloatArray, *, waits: bool) -> FloatArray:
    """Worth of one more place, in each month and world; (month, draw).

    ``wanted`` and ``worths`` (channel, month, draw) are customers who want to buy, and what each brings; ``room``
    (month,). Who finds none ``waits``, or leaves.
    """
    return _if_they_wait(wanted, worths, room) if waits else _if_they_leave(wanted, worths, room)


def gains_at(worth: FloatArray, prices: FloatArray, *, waits: bool) -> FloatArray:
    """Gain from a customer beyond the price, if served at all; (month, draw). Who ``waits`` may be served later."""
    gains = np.maximum(worth - prices, 0.0)
    return np.maximum.accumulate(gains[::-1])[::-1] if waits else gains


def _if_they_leave(wanted: FloatArray, worths: FloatArray, room: FloatArray) -> FloatArray:
    """What one more place brings if those who find none leave: the worth of the best of them; (month, draw).

    ``wanted`` and ``worths`` (channel, month, draw), the best customers served first; ``room`` (month,).
    """
    order = np.argsort(-worths, axis=0, kind="stable")
    best_first, worth = np.take_along_axis(wanted, order, 0), np.take_along_axis(worths, order, 0)
    over = np.cumsum(best_first, axis=0) > room[:, np.newaxis]
    last = np.take_along_axis(worth, np.argmax(over, axis=0)[np.newaxis], 0)[0]
    return np.where(over.any(axis=0), np.maximum(last, 0.0), 0.0)


def _if_they_wait(wanted: FloatArray, worths: FloatArray, room: FloatArray) -> FloatArray:
    """What one more place brings if those who find none wait: that they are served sooner, or at all; (month, draw)."""
    together = wanted.sum(axis=0)
    worth = (worths * wanted).sum(axis=0) / np.where(together > 0.0, together, 1.0)
    worth = np.where(together > 0.0, worth, np.mean(worths, axis=0))
    waiting, waits = np.zeros(together.shape[1]), np.zeros(together.shape, dtype=bool)
    for month, places in enumerate(room.tolist()):
        waiting = np.maximum(waiting + together[month] - places, 0.0)
        waits[month] = waiting > 0.0
    prices, later = np.zeros(together.shape), np.zeros(together.shape[1])
    for month in reversed(range(len(room))):
        later = np.where(waits[month], later, worth[month])
        prices[month] = np.maximum(worth[month] - later, 0.0)
    return np.where(np.isfinite(room)[:, np.newaxis], prices, 0.0)
