"""A chunk of the draws on its way through the model: leads, time to close, capacity, money.

Up to the customers who want to buy, each channel goes its own way, as MonthlyCounts. From there on it goes month by
month for all channels together, in arrays (channel, draw) of so few draws at a time that they fit a processor core's
own cache. Loops run over channels, months and blocks of draws only.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, starmap

import numpy as np

from simulator.engine.accumulator import Accumulator, ChannelCounts, Measure
from simulator.engine.arena import Arena
from simulator.engine.capacity import CapacityRule, capacity_rule
from simulator.engine.decisions import Decisions
from simulator.engine.improvements import worlds_of
from simulator.engine.repeats import repeat_buyers
from simulator.engine.response import Bought, MonthlyCounts, Spending, StackedCounts, adstock, bought, spliced
from simulator.engine.unit_economics import MonthWorth, UnitEconomics
from simulator.scenario.channels import Channel, SeasonActsOn
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
class Wants:
    """Customers of a channel who want to buy; its spend with fees [money], if that may be less than its budget."""

    customers: MonthlyCounts
    paid: MonthlyCounts | None


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
        wants = [self.wants(row) for row in range(len(self.scenario.channels))]
        paid = {row: each.paid for row, each in enumerate(wants) if each.paid is not None}
        self.serve([each.customers for each in wants], paid)

    def serve(self, channels: Sequence[MonthlyCounts], paid: Mapping[int, MonthlyCounts]) -> None:
        """The capacity that those share who want to buy, and the money that the customers bring."""
        for part in _blocks(self.draws, max(SHORTEST, CELLS_IN_CACHE // len(self.scenario.channels))):
            economics, paid_here = self.economics.block(part), {row: each.block(part) for row, each in paid.items()}
            run = BlockRun(self.scenario, self.decisions, economics, self.accumulator, self.whole, part, paid_here)
            run.run(StackedCounts([each.block(part) for each in channels]))

    @property
    def draws(self) -> int:
        """The number of draws."""
        return int(self.whole.stop - self.whole.start)

    def wants(self, row: int) -> Wants:
        """Customers of a channel who want to buy, by the month in which they do; counts all stages before."""
        channel, spending = self.scenario.channels[row], self.decisions.spendings[row]
        felt = adstock(channel, spending.budget) if channel.carry_over.any() else None
        if felt is not None:
            self._put_carried(row, channel, spending.budget, felt)
        worlds = worlds_of(self.scenario, self.decisions.improvements, row)
        found = [(first, world, bought(world.channels[row], spending, felt)) for first, world in worlds]
        paid = self._count_paid(row, channel, found)
        wanted = self._count_stages(row, channel, spending, found)
        matrix = self.decisions.closing[row]
        if matrix is None:
            return Wants(wanted, paid)
        self._count_open(row, wanted, np.maximum(0.0, 1.0 - matrix.sum(axis=0)))
        return Wants(wanted.weighted(matrix), paid)

    def _count_paid(
        self, row: int, channel: Channel[FloatArray], found: Sequence[tuple[int, Scenario[FloatArray], Bought]]
    ) -> MonthlyCounts | None:
        """Count the spend of a channel that may spend less than its budget; gives it with its fees, None for others."""
        parts = [(first, each.spent) for first, _, each in found if each.spent is not None]
        if not parts:
            return None
        spent = _by_world(parts)
        paid = spent.times(np.array([1.0 + channel.fee_rate]))
        self._count(Measure.SPENT, row, spent)
        self._count(Measure.SPENT_AND_FEES, row, paid)
        return paid

    def _count_stages(
        self,
        row: int,
        channel: Channel[FloatArray],
        spending: Spending,
        found: Sequence[tuple[int, Scenario[FloatArray], Bought]],
    ) -> MonthlyCounts:
        """Count every stage; gives the customers who sooner or later buy, by the month of their lead.

        Those who would have come anyway never count, however much a rate is improved: only what it gains beyond them
        does. Units that are bought cheaper are like all others.
        """
        route = self.decisions.routes[row]
        ways = [(first, self._stages(row, world, spending, each.units)) for first, world, each in found]
        for place, key in enumerate(route.keys):
            self._count(key, row, _by_world([(first, way[place]) for first, way in ways]))
        won = _by_world([(first, way[-1]) for first, way in ways])
        if len(ways) == 1:
            return won.times(channel.incremental_share)
        # What the money buys by then, at the rates without improvements.
        plain = [(first, self._stages(row, self.scenario, spending, each.units)[-1]) for first, _, each in found]
        without = _by_world(plain)
        before = without.shape * without.level
        gain = np.maximum(won.shape * won.level - before, 0.0)
        return MonthlyCounts.of(before * channel.incremental_share + gain, np.ones(1))

    def _stages(
        self, row: int, world: Scenario[FloatArray], spending: Spending, units: MonthlyCounts
    ) -> list[MonthlyCounts]:
        """The counts of a channel at every stage of its route, in one world."""
        route, channel, counts = self.decisions.routes[row], world.channels[row], [units]
        for name in route.rates:
            rate = world.rate(channel, name)
            assert rate is not None
            in_season = name == channel.response and channel.season_acts_on is SeasonActsOn.RESPONSE
            counts.append(counts[-1].responding(rate, spending.season) if in_season else counts[-1].times(rate))
        return counts

    def _count(self, key: Measure | Stage, row: int, counts: MonthlyCounts) -> None:
        self.accumulator.add(key, ChannelCounts(row, self.whole, counts))

    def _count_open(self, row: int, wanted: MonthlyCounts, shares: FloatArray) -> None:
        """Count the shares (month,) of a month's leads who sign after the horizon."""
        price, prices = _of_channel(self.economics.revenue, row)[0], _of_channel(self.decisions.prices.sale, row)
        each_is_worth = _of_channel(self._lifetime_value, row)[0]
        over_months, worth = wanted.over_shares(shares), shares * prices
        # Where no price moves, worth are the same shares, summed once.
        worth_over_months = over_months if (prices == 1.0).all() else wanted.over_shares(worth)
        for measure, counts, part, over in (
            (Measure.OPEN_PIPELINE, wanted, shares, over_months),
            (Measure.OPEN_PIPELINE_VALUE, wanted.times(price), worth, worth_over_months),
            (Measure.OPEN_LIFETIME_VALUE, wanted.times(each_is_worth), shares, over_months),
        ):
            self.accumulator.add(measure, ChannelCounts(row, self.whole, counts, part, over))

    @cached_property
    def _lifetime_value(self) -> FloatArray:
        return self.economics.lifetime_value(self.scenario.business.discount_rate_per_year)

    def _put_carried(self, row: int, channel: Channel[FloatArray], spend: FloatArray, felt: FloatArray) -> None:
        """Count the worth [money] of what enters the horizon, and of this plan's own money that leaves it."""
        kept, before = channel.carry_over, channel.monthly_spend_before
        lasting, rows = kept / (1.0 - kept), slice(row, row + 1)
        own = adstock(replace(channel, monthly_spend_before=0.0), spend)[-1] if before else felt[-1]
        self.accumulator.put_rows(Measure.CARRIED_IN, self.whole, (before * lasting)[np.newaxis], rows)
        self.accumulator.put_rows(Measure.CARRIED_OUT, self.whole, (own * lasting)[np.newaxis], rows)


@dataclass(frozen=True)
class BlockRun:
    """Capacity and money for a block of draws, month after month; arrays (channel, draw).

    ``economics`` are those of the block, ``part`` its place in the chunk of the draws that stands at ``whole`` in the
    accumulator. ``paid`` has the spend with its fees of the channels that may spend less than their budget.
    """

    scenario: Scenario[FloatArray]
    decisions: Decisions
    economics: UnitEconomics
    accumulator: Accumulator
    whole: slice
    part: slice
    paid: Mapping[int, MonthlyCounts]

    def run(self, channels: StackedCounts) -> None:
        """Serve the customers who want to buy, and count the money they bring."""
        shape = len(self.scenario.channels), self.part.stop - self.part.start
        # Arrays are reused month after month, so that they stay in the core's cache.
        arena = Arena(ARRAYS * shape[0], shape[1])
        capacity = capacity_rule(self.decisions.room, self.scenario.business.overflow, arena, shape)
        again = repeat_buyers(self.economics, self.scenario.horizon_months, arena, shape)
        rows = RowSums(arena, shape, by_month=self.economics.prices.move)
        customers, money = arena.empty(*shape), (arena.empty(*shape), arena.empty(*shape))
        for month in range(self.scenario.horizon_months):
            channels.in_month(month, customers)
            lost = capacity.admit(customers, month)
            if lost is not None:
                self._place(Measure.CUSTOMERS_LOST, month)[:] = lost
            worth, due = self.economics.in_month(month), again.due(month)
            rows.add(customers, due, worth)
            self._put_profit(month, customers, due, worth, money)
            self._put_month(month, customers, due, worth)
            again.join(month, customers)
        self._put_rows(rows, capacity)

    @cached_property
    def _block(self) -> slice:
        return slice(self.whole.start + self.part.start, self.whole.start + self.part.stop)

    def _place(self, measure: Measure, month: int) -> FloatArray:
        return self.accumulator.month(measure, month, self._block)

    def _put_profit(
        self,
        month: int,
        customers: FloatArray,
        due: FloatArray | None,
        worth: MonthWorth,
        money: tuple[FloatArray, FloatArray],
    ) -> None:
        """Count a month's profit of every channel; ``money`` is room to work in."""
        gross_profit, from_repeats = money
        np.multiply(customers, worth.profit, out=gross_profit)
        if due is not None:
            np.multiply(due, worth.repeat_profit, out=from_repeats)
            gross_profit += from_repeats
        place = self.accumulator.profit[:-1, month, self._block]
        np.subtract(gross_profit, self.decisions.certain_cost[:-1, month, np.newaxis], out=place)
        for row, paid in self.paid.items():
            place[row] -= paid.in_month(month)

    def _put_month(self, month: int, customers: FloatArray, due: FloatArray | None, worth: MonthWorth) -> None:
        """Count a month's customers and what they bring, all channels together."""
        people = self._place(Measure.CUSTOMERS, month)
        revenue, gross_profit = self._place(Measure.REVENUE, month), self._place(Measure.GROSS_PROFIT, month)
        np.add.reduce(customers, axis=0, out=people)
        _sum_times(customers, people, worth.revenue, out=revenue)
        _sum_times(customers, people, worth.profit, out=gross_profit)
        if due is not None:
            together, room = due.sum(axis=0), np.empty(len(people))
            revenue += _sum_times(due, together, worth.repeat_revenue, out=room)
            gross_profit += _sum_times(due, together, worth.repeat_profit, out=room)
        _sum_times(customers, people, self._lifetime_value, out=self._place(Measure.LIFETIME_VALUE, month))

    def _put_rows(self, rows: "RowSums", capacity: CapacityRule) -> None:
        """Count each channel's customers and money over all months, and what the capacity kept out."""
        accumulator, block = self.accumulator, self._block
        revenue, gross_profit = rows.money(self.economics.in_month(0))
        accumulator.put_channels(Measure.CUSTOMERS, block, rows.customers)
        accumulator.put_channels(Measure.REVENUE, block, revenue)
        accumulator.put_channels(Measure.GROSS_PROFIT, block, gross_profit)
        accumulator.put_channels(Measure.LIFETIME_VALUE, block, rows.customers * self._lifetime_value)
        if capacity.lost.any():
            accumulator.put_rows(Measure.CUSTOMERS_LOST, block, capacity.lost)
        if capacity.waiting.any():
            waiting = capacity.waiting
            accumulator.put_at_end(Measure.WAITING, block, waiting)
            accumulator.put_at_end(Measure.OPEN_PIPELINE, block, waiting)
            last = self.economics.in_month(self.scenario.horizon_months - 1)
            accumulator.put_at_end(Measure.OPEN_PIPELINE_VALUE, block, waiting * last.revenue)
            accumulator.put_at_end(Measure.OPEN_LIFETIME_VALUE, block, waiting * self._lifetime_value)

    @cached_property
    def _lifetime_value(self) -> FloatArray:
        return self.economics.lifetime_value(self.scenario.business.discount_rate_per_year)[:, 0]


class RowSums:
    """Sums over months for each channel; arrays (channel, draw).

    Money is added up ``by_month`` where prices move; elsewhere it follows from the people.
    """

    def __init__(self, arena: Arena, shape: tuple[int, int], *, by_month: bool) -> None:
        self.customers, self._due = arena.zeros(*shape), arena.zeros(*shape)
        self._money = (np.zeros(shape), np.zeros(shape)) if by_month else None

    def add(self, customers: FloatArray, due: FloatArray | None, worth: MonthWorth) -> None:
        """Add a month's new customers, and those for whom repeat sales fall due."""
        self.customers += customers
        if due is not None:
            self._due += due
        if self._money is not None:
            for total, brought in zip(self._money, _brought(customers, due, worth), strict=True):
                total += brought

    def money(self, worth: MonthWorth) -> tuple[FloatArray, FloatArray]:
        """Revenue and gross profit [money]; ``worth`` is that of every month, where it is the same."""
        return _brought(self.customers, self._due, worth) if self._money is None else self._money


def _brought(customers: FloatArray, due: FloatArray | None, worth: MonthWorth) -> tuple[FloatArray, FloatArray]:
    """Revenue and gross profit of so many first sales, and of repeat sales."""
    revenue, gross_profit = customers * worth.revenue, customers * worth.profit
    if due is not None:
        revenue += due * worth.repeat_revenue
        gross_profit += due * worth.repeat_profit
    return revenue, gross_profit


def _by_world(parts: Sequence[tuple[int, MonthlyCounts]]) -> MonthlyCounts:
    """Counts each of which holds from its month, from 0, until the next one's; mostly there is one."""
    return parts[0][1] if len(parts) == 1 else spliced(parts)


def _of_channel(values: FloatArray, row: int) -> FloatArray:
    """A channel's part of values (channel, ...), or what all channels share."""
    return np.asarray(values[row if len(values) > 1 else 0])


def _blocks(draws: int, at_most: int) -> Iterator[slice]:
    """Parts of the draws, as equal as can be, of at most so many."""
    edges = np.linspace(0, draws, math.ceil(draws / at_most) + 1).round().astype(int).tolist()
    return starmap(slice, pairwise(edges))


def _sum_times(people: FloatArray, together: FloatArray, each: FloatArray, out: FloatArray) -> FloatArray:
    """The sum over channels of people (channel, draw), ``together`` (draw,), times what each of them brings."""
    if len(each) == 1:
        return np.asarray(np.multiply(together, each[0], out=out))
    return np.asarray(np.einsum("cd,cd->d", people, each, out=out))
