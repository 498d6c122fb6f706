"""One block of draws on its way through the model: leads, time to close, capacity, money.

Arrays hold all channels of the block, (channel, month, draw), and are small enough for the processor's cache. Loops
run over channels and months only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.capacity import admit
from simulator.channels import Channel
from simulator.economics import Economics, per_channel
from simulator.response import felt_spend, units_bought
from simulator.sales_cycle import closing_matrix
from simulator.scenario import Scenario
from simulator.stages import Stage
from simulator.tally import Flow, MonthKey, Route, Tally
from simulator.units import FloatArray


@dataclass(frozen=True)
class Budget:
    """Decided money by month: ``spend`` and ``cost`` (row, month) [money]; and the ``season`` (channel, month)."""

    spend: FloatArray
    cost: FloatArray
    season: FloatArray


def month_keys(scenario: Scenario[FloatArray], routes: Sequence[Route]) -> Iterable[MonthKey]:
    """Everything that is counted by month for this scenario."""
    for route in routes:
        yield from ((route.entry, stage) for stage in route.entry)
    yield from scenario.funnel.stages
    yield from (Flow.WON, Flow.CUSTOMERS, Flow.REVENUE, Flow.GROSS_PROFIT, Flow.LIFETIME_VALUE)
    limited = scenario.business.new_customers_per_month_at_most is not None
    if limited and scenario.business.overflow == "lose":
        yield Flow.CUSTOMERS_LOST
    waiting = limited and scenario.business.overflow == "queue"
    delayed = (closing_matrix(scenario.sales_cycle(channel), 1) is not None for channel in scenario.channels)
    if waiting or any(delayed):
        yield from (Flow.OPEN_PIPELINE, Flow.OPEN_PIPELINE_VALUE)


@dataclass(frozen=True)
class BlockFlow:
    """The model for one block of draws; writes what happens to the tally, at ``block`` of its draws.

    ``economics`` has shapes (channel or 1, 1, draw).
    """

    scenario: Scenario[FloatArray]
    budget: Budget
    routes: Sequence[Route]
    economics: Economics
    tally: Tally
    block: slice

    def run(self) -> None:
        """Leads of every channel, then the customers they become, then the capacity they share, then money."""
        leads = self._leads()
        wanted = self._close(leads)
        arrivals, still_open = self._delay(wanted)
        self._count_money(self._serve(arrivals, still_open))

    @property
    def _shape(self) -> tuple[int, int, int]:
        return len(self.routes), self.scenario.horizon_months, self.block.stop - self.block.start

    def _leads(self) -> FloatArray:
        leads = np.empty(self._shape)
        counts: dict[MonthKey, FloatArray] = {}
        for row, channel in enumerate(self.scenario.channels):
            spend = self.budget.spend[row]
            felt = felt_spend(channel, spend)
            self._put_carried(row, channel, felt)
            self._count_entry(row, units_bought(channel, spend, felt, self.budget.season[row]), leads[row], counts)
        for key, people in counts.items():
            self.tally.put_months(key, self.block, people)
        return leads

    def _put_carried(self, row: int, channel: Channel[FloatArray], felt: FloatArray) -> None:
        """Count the worth [money] of what enters the horizon, and of what leaves it."""
        lasting = channel.carry_over / (1.0 - channel.carry_over)
        for flow, before in ((Flow.CARRIED_IN, channel.monthly_spend_before), (Flow.CARRIED_OUT, felt[-1])):
            worth = np.atleast_2d(before * lasting)
            if worth.any():
                self.tally.put_rows(flow, self.block, worth, slice(row, row + 1))

    def _count_entry(self, row: int, units: FloatArray, leads: FloatArray, counts: dict[MonthKey, FloatArray]) -> None:
        """Count the stages of a channel up to leads, and write its leads (month, draw)."""
        route, channel = self.routes[row], self.scenario.channels[row]
        people, total = units, units.sum(axis=0)
        for stage, name in zip(route.entry, (*route.entry_rates, None), strict=True):
            self.tally.put_rows(stage, self.block, total[np.newaxis], slice(row, row + 1))
            if self.tally.keeps_months((route.entry, stage)):
                _accumulate(counts, (route.entry, stage), people, leads.shape)
            if name is not None:
                passing = self._rate(channel, name)
                people, total = people * passing, total * passing
        leads[...] = people

    def _rate(self, channel: Channel[FloatArray], name: str) -> FloatArray:
        passing = self.scenario.rate(channel, name)
        assert passing is not None
        return passing

    def _close(self, leads: FloatArray) -> FloatArray:
        """Count the stages after leads; customers who sooner or later buy, by the month of their lead."""
        passing: FloatArray = np.ones((1, 1, 1))
        by_channel = leads.sum(axis=1)
        keys: tuple[Flow | Stage, ...] = (*self.scenario.funnel.stages, Flow.WON)
        for key, name in zip(keys, self.routes[0].closing_rates, strict=True):
            passing = passing * per_channel([self._rate(channel, name) for channel in self.scenario.channels])
            self._put(key, leads, by_channel, passing)
        incremental = per_channel([channel.incremental_share for channel in self.scenario.channels])
        return leads * (passing * incremental)

    def _put(self, key: Flow | Stage, values: FloatArray, by_channel: FloatArray, weights: FloatArray) -> None:
        """Count values (channel, month, draw) times weights (channel or 1, 1, draw)."""
        self.tally.put_rows(key, self.block, by_channel * weights[:, 0])
        if not self.tally.keeps_months(key):
            return
        shared = len(weights) == 1
        months = values.sum(axis=0) * weights[0] if shared else (values * weights).sum(axis=0)
        self.tally.put_months(key, self.block, months)

    def _delay(self, wanted: FloatArray) -> tuple[FloatArray, FloatArray | None]:
        """Customers by the month in which they buy; and those who buy later, by the month of their lead."""
        matrices = [
            closing_matrix(self.scenario.sales_cycle(channel), self.scenario.horizon_months)
            for channel in self.scenario.channels
        ]
        if all(matrix is None for matrix in matrices):
            return wanted, None
        arrivals, late = np.empty_like(wanted), np.zeros_like(wanted)
        for row, matrix in enumerate(matrices):
            if matrix is None:
                arrivals[row] = wanted[row]
            else:
                np.matmul(matrix, wanted[row], out=arrivals[row])
                np.multiply(wanted[row], np.maximum(0.0, 1.0 - matrix.sum(axis=0))[:, np.newaxis], out=late[row])
        return arrivals, late

    def _serve(self, arrivals: FloatArray, still_open: FloatArray | None) -> FloatArray:
        """Customers served, by month; counts those turned away and those still to close."""
        business = self.scenario.business
        admission = admit(arrivals, business.new_customers_per_month_at_most, business.overflow)
        if admission.lost is not None:
            lost = admission.lost
            self._put(Flow.CUSTOMERS_LOST, lost, lost.sum(axis=1), np.ones((1, 1, 1)))
        if admission.waiting is not None:
            still_open = np.zeros(self._shape) if still_open is None else still_open
            still_open[:, -1:] += admission.waiting
        if still_open is not None:
            by_channel = still_open.sum(axis=1)
            self._put(Flow.OPEN_PIPELINE, still_open, by_channel, np.ones((1, 1, 1)))
            self._put(Flow.OPEN_PIPELINE_VALUE, still_open, by_channel, self.economics.revenue)
        return admission.customers

    def _count_money(self, customers: FloatArray) -> None:
        worth = self.economics
        revenue = customers * worth.revenue
        if worth.repeat_revenue.any():
            revenue += _kept(customers, worth.retention) * worth.repeat_revenue
        people, money = customers.sum(axis=1), revenue.sum(axis=1)
        whole = np.ones((1, 1, 1))
        self._put(Flow.CUSTOMERS, customers, people, whole)
        self._put(Flow.REVENUE, revenue, money, whole)
        self._put(Flow.GROSS_PROFIT, revenue, money, worth.margin)
        self._put_lifetime_value(customers, people)
        profit = self.tally.profit[:, :, self.block]
        np.multiply(revenue, worth.margin, out=profit[:-1])
        profit[:-1] -= self.budget.cost[:-1, :, np.newaxis]
        profit[-1] = -self.budget.cost[-1, :, np.newaxis]

    def _put_lifetime_value(self, customers: FloatArray, by_channel: FloatArray) -> None:
        each = self.economics.lifetime_value(self.scenario.business.discount_rate_per_year)
        if np.isfinite(each).all():
            self._put(Flow.LIFETIME_VALUE, customers, by_channel, each)
            return
        self.tally.put_rows(Flow.LIFETIME_VALUE, self.block, _worth(by_channel, each[:, 0]))
        if self.tally.keeps_months(Flow.LIFETIME_VALUE):
            self.tally.put_months(Flow.LIFETIME_VALUE, self.block, _worth(customers, each).sum(axis=0))


def _accumulate(counts: dict[MonthKey, FloatArray], key: MonthKey, people: FloatArray, shape: tuple[int, ...]) -> None:
    if key in counts:
        counts[key] += people
    else:
        counts[key] = np.array(np.broadcast_to(people, shape))


def _worth(customers: FloatArray, each: FloatArray) -> FloatArray:
    """What customers are worth together; nobody is worth nothing, even where one would be worth an infinite amount."""
    with np.errstate(invalid="ignore"):
        return np.where(customers > 0.0, customers * each, 0.0)


def _kept(customers: FloatArray, retention: FloatArray) -> FloatArray:
    """Customers of earlier months who are still customers; shape (channel, month, draw).

    ``kept[t] = a * active[t-1]``, ``active[t] = kept[t] + new[t]``, with nobody before the first month.
    """
    kept = np.zeros_like(customers)
    for month in range(1, customers.shape[1]):
        np.add(kept[:, month - 1], customers[:, month - 1], out=kept[:, month])
        kept[:, month] *= retention[:, 0]
    return kept
