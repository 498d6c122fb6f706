"""A chunk of the draws on its way through the model: leads, time to close, capacity, money.

Up to the customers who want to buy, each channel goes its own way, as MonthlyCounts. From there on it goes month by
month for all channels together, in arrays (channel, draw) of so few draws at a time that they fit a processor core's
own cache. Loops run over channels, months and blocks of draws only.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, starmap

import numpy as np

from simulator.engine.accumulator import Accumulator, ChannelCounts, Measure, Route
from simulator.engine.arena import Arena
from simulator.engine.capacity import CapacityRule, capacity_rule
from simulator.engine.response import MonthlyCounts, Spending, StackedCounts, adstock, units_bought
from simulator.engine.unit_economics import UnitEconomics
from simulator.scenario.channels import Channel
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage
from simulator.units import FloatArray

CELLS_IN_CACHE = 16_384
"""Numbers of one array (channel, draw) that leave room for some more in a core's own cache."""


ARRAYS = 8
"""Arrays (channel, draw) that a block needs at most."""

SHORTEST = 512
"""Draws of a block that are worth going through its months for."""


@dataclass(frozen=True)
class Decisions:
    """Decisions, and so the same in every draw.

    ``spend`` and ``cost`` (row, month) are money; ``spendings`` and ``routes`` are those of each channel, and so are
    ``closing``, the matrices of closing_matrix, None where all deals close at once.
    """

    spend: FloatArray
    cost: FloatArray
    spendings: Sequence[Spending]
    routes: Sequence[Route]
    closing: Sequence[FloatArray | None]


@dataclass(frozen=True)
class ChunkRun:
    """The model for one chunk of the draws; fills the accumulator, at ``whole`` along its draw axis."""

    scenario: Scenario[FloatArray]
    decisions: Decisions
    economics: UnitEconomics
    accumulator: Accumulator
    whole: slice

    def run(self) -> None:
        """Customers who want to buy from every channel, then the capacity that they share, then money."""
        self.serve(StackedCounts([self.wanted(row) for row in range(len(self.scenario.channels))]))

    def serve(self, channels: StackedCounts) -> None:
        """The capacity that those share who want to buy, and the money that the customers bring."""
        for part in _blocks(self.draws, max(SHORTEST, CELLS_IN_CACHE // len(self.scenario.channels))):
            BlockRun(
                self.scenario, self.decisions.cost, self.economics.block(part), self.accumulator, self.whole, part
            ).run(channels)

    @property
    def draws(self) -> int:
        """The number of draws."""
        return int(self.whole.stop - self.whole.start)

    def wanted(self, row: int) -> MonthlyCounts:
        """Customers of a channel who want to buy, by the month in which they do; counts all stages before."""
        channel, spending = self.scenario.channels[row], self.decisions.spendings[row]
        felt = adstock(channel, spending.by_month) if channel.carry_over.any() else None
        if felt is not None:
            self._put_carried(row, channel, felt)
        wanted = self._count_stages(row, channel, units_bought(channel, spending, felt))
        matrix = self.decisions.closing[row]
        if matrix is None:
            return wanted
        self._count_open(row, wanted, np.maximum(0.0, 1.0 - matrix.sum(axis=0)))
        return wanted.weighted(matrix)

    def _count_stages(self, row: int, channel: Channel[FloatArray], units: MonthlyCounts) -> MonthlyCounts:
        """Count every stage; gives the customers who sooner or later buy, by the month of their lead."""
        route, counts = self.decisions.routes[row], units
        self._count(route.entry[0], row, counts)
        for key, name in zip(route.keys[1:], route.rates, strict=True):
            rate = self.scenario.rate(channel, name)
            assert rate is not None
            counts = counts.times(rate)
            self._count(key, row, counts)
        return counts.times(channel.incremental_share)

    def _count(self, key: Measure | Stage, row: int, counts: MonthlyCounts, shares: FloatArray | None = None) -> None:
        self.accumulator.add(key, ChannelCounts(row, self.whole, counts, shares))

    def _count_open(self, row: int, wanted: MonthlyCounts, shares: FloatArray) -> None:
        """Count the shares (month,) of a month's leads who sign after the horizon."""
        price = self.economics.revenue[row if len(self.economics.revenue) > 1 else 0, 0]
        self._count(Measure.OPEN_PIPELINE, row, wanted, shares)
        self._count(Measure.OPEN_PIPELINE_VALUE, row, wanted.times(price), shares)

    def _put_carried(self, row: int, channel: Channel[FloatArray], felt: FloatArray) -> None:
        """Count the worth [money] of what enters the horizon, and of what leaves it."""
        lasting = channel.carry_over / (1.0 - channel.carry_over)
        rows = slice(row, row + 1)
        self.accumulator.put_rows(
            Measure.CARRIED_IN, self.whole, (channel.monthly_spend_before * lasting)[np.newaxis], rows
        )
        self.accumulator.put_rows(Measure.CARRIED_OUT, self.whole, (felt[-1] * lasting)[np.newaxis], rows)


@dataclass(frozen=True)
class BlockRun:
    """Capacity and money for a block of draws, month after month; arrays (channel, draw).

    ``cost`` (row, month) [money]; ``economics`` are those of the block, ``part`` its place in the chunk of the draws
    that stands at ``whole`` in the accumulator.
    """

    scenario: Scenario[FloatArray]
    cost: FloatArray
    economics: UnitEconomics
    accumulator: Accumulator
    whole: slice
    part: slice

    def run(self, channels: StackedCounts) -> None:
        """Serve the customers who want to buy, and count the money they bring."""
        shape = len(self.cost) - 1, self.part.stop - self.part.start
        # Arrays are reused month after month, so that they stay in the core's cache.
        arena = Arena(ARRAYS * shape[0], shape[1])
        business = self.scenario.business
        capacity = capacity_rule(business.new_customers_per_month_at_most, business.overflow, arena, shape)
        customers, kept, people, kept_people = arena.empty(*shape), *(arena.zeros(*shape) for _ in range(3))
        money = arena.empty(*shape), arena.empty(*shape)
        for month in range(self.scenario.horizon_months):
            channels.in_month(month, self.part, customers)
            lost = capacity.admit(customers)
            if lost is not None:
                self._place(Measure.CUSTOMERS_LOST, month)[:] = lost
            people += customers
            self._put_profit(month, customers, kept, money)
            self._put_month(month, customers, kept)
            if self._again:
                kept_people += kept
                kept += customers
                kept *= self.economics.monthly_retention
        self._put_rows(people, kept_people, capacity)

    @cached_property
    def _again(self) -> bool:
        """Whether anyone buys again."""
        return bool(self.economics.repeat_revenue.any())

    @cached_property
    def _block(self) -> slice:
        return slice(self.whole.start + self.part.start, self.whole.start + self.part.stop)

    def _place(self, measure: Measure, month: int) -> FloatArray:
        return self.accumulator.month(measure, month, self._block)

    def _put_profit(
        self, month: int, customers: FloatArray, kept: FloatArray, money: tuple[FloatArray, FloatArray]
    ) -> None:
        """Count a month's profit of every channel; ``money`` is room to work in."""
        gross_profit, from_kept = money
        np.multiply(customers, self.economics.first_profit, out=gross_profit)
        if self._again:
            np.multiply(kept, self.economics.repeat_profit, out=from_kept)
            gross_profit += from_kept
        np.subtract(
            gross_profit, self.cost[:-1, month, np.newaxis], out=self.accumulator.profit[:-1, month, self._block]
        )

    def _put_month(self, month: int, customers: FloatArray, kept: FloatArray) -> None:
        """Count a month's customers and what they bring, all channels together."""
        worth, people = self.economics, self._place(Measure.CUSTOMERS, month)
        revenue, gross_profit = self._place(Measure.REVENUE, month), self._place(Measure.GROSS_PROFIT, month)
        np.add.reduce(customers, axis=0, out=people)
        _sum_times(customers, people, worth.revenue[:, 0], out=revenue)
        _sum_times(customers, people, worth.first_profit, out=gross_profit)
        if self._again:
            kept_people, room = kept.sum(axis=0), np.empty(len(people))
            revenue += _sum_times(kept, kept_people, worth.repeat_revenue[:, 0], out=room)
            gross_profit += _sum_times(kept, kept_people, worth.repeat_profit, out=room)
        self._put_lifetime_value(customers, people, self._place(Measure.LIFETIME_VALUE, month))

    def _put_lifetime_value(self, customers: FloatArray, people: FloatArray, place: FloatArray) -> None:
        """Write the lifetime value of a month's customers together."""
        each = self._lifetime_value
        if len(each) == 1 and self._finite:
            np.multiply(people, each[0], out=place)
        else:
            place[:] = self._lifetime_values(customers).sum(axis=0)

    def _lifetime_values(self, customers: FloatArray) -> FloatArray:
        """Lifetime values; nobody is worth nothing, even where one would be worth an infinite amount."""
        if self._finite:
            return customers * self._lifetime_value
        with np.errstate(invalid="ignore"):
            return np.where(customers > 0.0, customers * self._lifetime_value, 0.0)

    def _put_rows(self, people: FloatArray, kept: FloatArray, capacity: CapacityRule) -> None:
        """Count each channel's customers and money over all months, and what the capacity kept out."""
        worth, accumulator, block = self.economics, self.accumulator, self._block
        revenue = people * worth.revenue[:, 0] + kept * worth.repeat_revenue[:, 0]
        accumulator.put_rows(Measure.CUSTOMERS, block, people)
        accumulator.put_rows(Measure.REVENUE, block, revenue)
        accumulator.put_rows(Measure.GROSS_PROFIT, block, revenue * worth.margin[:, 0])
        accumulator.put_rows(Measure.LIFETIME_VALUE, block, self._lifetime_values(people))
        if capacity.lost.any():
            accumulator.put_rows(Measure.CUSTOMERS_LOST, block, capacity.lost)
        if capacity.waiting.any():
            accumulator.put_at_end(Measure.OPEN_PIPELINE, block, capacity.waiting)
            accumulator.put_at_end(Measure.OPEN_PIPELINE_VALUE, block, capacity.waiting * worth.revenue[:, 0])

    @cached_property
    def _lifetime_value(self) -> FloatArray:
        return self.economics.lifetime_value(self.scenario.business.discount_rate_per_year)[:, 0]

    @cached_property
    def _finite(self) -> bool:
        return bool(np.isfinite(self._lifetime_value).all())


def _blocks(draws: int, at_most: int) -> Iterator[slice]:
    """Parts of the draws, as equal as can be, of at most so many."""
    edges = np.linspace(0, draws, math.ceil(draws / at_most) + 1).round().astype(int).tolist()
    return starmap(slice, pairwise(edges))


def _sum_times(people: FloatArray, together: FloatArray, each: FloatArray, out: FloatArray) -> FloatArray:
    """The sum over channels of people (channel, draw), ``together`` (draw,), times what each of them brings."""
    if len(each) == 1:
        return np.asarray(np.multiply(together, each[0], out=out))
    return np.asarray(np.einsum("cd,cd->d", people, each, out=out))
