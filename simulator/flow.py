"""One replicate on its way through the model: leads, time to close, capacity, money.

Up to the customers who want to buy, each channel goes its own way, as a Course. From there on arrays hold all channels,
(channel, month, draw), for so few draws at a time that they fit a processor core's own cache. Loops run over channels,
months and blocks of draws only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.capacity import admit
from simulator.channels import Channel
from simulator.economics import Economics
from simulator.response import Course, felt_spend, units_bought
from simulator.sales_cycle import closing_matrix
from simulator.scenario import Scenario
from simulator.stages import Stage
from simulator.tally import Flow, MonthKey, Route, Tally
from simulator.units import FloatArray

CELLS_IN_CACHE = 50_000
"""Numbers of one array (channel, month, draw) that leave room for a few more in a core's own cache."""


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
class ReplicateFlow:
    """The model for one replicate; writes what happens to the tally, from ``start`` on along its draws."""

    scenario: Scenario[FloatArray]
    budget: Budget
    routes: Sequence[Route]
    economics: Economics
    tally: Tally
    start: int
    draws: int

    def run(self) -> None:
        """Customers who want to buy from every channel, then the capacity that they share, then money."""
        courses = [self._course(row, channel) for row, channel in enumerate(self.scenario.channels)]
        cells = len(courses) * self.scenario.horizon_months
        size = max(1, min(self.draws, CELLS_IN_CACHE // cells))
        for first in range(0, self.draws, size):
            part = slice(first, min(first + size, self.draws))
            arrivals = np.empty((len(courses), self.scenario.horizon_months, part.stop - part.start))
            for course, out in zip(courses, arrivals, strict=True):
                course.by_month(part, out)
            block = slice(self.start + part.start, self.start + part.stop)
            BlockFlow(self.scenario, self.budget, self.economics.block(part), self.tally, block).run(arrivals)

    @property
    def _closing_keys(self) -> tuple[Flow | Stage, ...]:
        return (*self.scenario.funnel.stages, Flow.WON)

    @property
    def _whole(self) -> slice:
        return slice(self.start, self.start + self.draws)

    def _course(self, row: int, channel: Channel[FloatArray]) -> Course:
        """Customers who want to buy, by the month in which they do; counts all stages before."""
        spend = self.budget.spend[row]
        felt = felt_spend(channel, spend) if channel.carry_over.any() else None
        if felt is not None:
            self._put_carried(row, channel, felt)
        course = units_bought(channel, spend, felt, self.budget.season[row])
        route = self.routes[row]
        entry: list[tuple[Flow | Stage, MonthKey]] = [(stage, (route.entry, stage)) for stage in route.entry]
        closing: list[tuple[Flow | Stage, MonthKey]] = [(key, key) for key in self._closing_keys]
        for (key, month_key), name in zip([*entry, *closing], (None, *route.rates), strict=True):
            course = course if name is None else course.times(self._rate(channel, name))
            self._put(row, key, course, month_key)
        course = course.times(channel.incremental_share)
        matrix = closing_matrix(self.scenario.sales_cycle(channel), self.scenario.horizon_months)
        if matrix is None:
            return course
        self._put_open(row, course.weighted(np.diag(np.maximum(0.0, 1.0 - matrix.sum(axis=0)))))
        return course.weighted(matrix)

    def _rate(self, channel: Channel[FloatArray], name: str) -> FloatArray:
        passing = self.scenario.rate(channel, name)
        assert passing is not None
        return passing

    def _put(self, row: int, key: Flow | Stage, course: Course, month_key: MonthKey) -> None:
        self.tally.put_rows(key, self._whole, course.total()[np.newaxis], slice(row, row + 1))
        if self.tally.keeps_months(month_key):
            people = np.empty((self.scenario.horizon_months, self.draws))
            course.by_month(slice(0, self.draws), people)
            self.tally.add_months(month_key, self._whole, people)

    def _put_open(self, row: int, late: Course) -> None:
        """Count who signs after the horizon, by the month of their lead."""
        self._put(row, Flow.OPEN_PIPELINE, late, Flow.OPEN_PIPELINE)
        price = self.economics.revenue[row if len(self.economics.revenue) > 1 else 0, 0]
        self._put(row, Flow.OPEN_PIPELINE_VALUE, late.times(price), Flow.OPEN_PIPELINE_VALUE)

    def _put_carried(self, row: int, channel: Channel[FloatArray], felt: FloatArray) -> None:
        """Count the worth [money] of what enters the horizon, and of what leaves it."""
        lasting = channel.carry_over / (1.0 - channel.carry_over)
        rows = slice(row, row + 1)
        self.tally.put_rows(Flow.CARRIED_IN, self._whole, (channel.monthly_spend_before * lasting)[np.newaxis], rows)
        self.tally.put_rows(Flow.CARRIED_OUT, self._whole, (felt[-1] * lasting)[np.newaxis], rows)


@dataclass(frozen=True)
class BlockFlow:
    """Capacity and money for a block of draws of all channels; ``economics`` are those of the block."""

    scenario: Scenario[FloatArray]
    budget: Budget
    economics: Economics
    tally: Tally
    block: slice

    def run(self, arrivals: FloatArray) -> None:
        """Serve the customers who want to buy, (channel, month, draw), and count the money they bring."""
        business, worth = self.scenario.business, self.economics
        admission = admit(arrivals, business.new_customers_per_month_at_most, business.overflow)
        if admission.lost is not None:
            self._put(Flow.CUSTOMERS_LOST, admission.lost)
        if admission.waiting is not None:
            self._put_waiting(admission.waiting)
        customers = admission.customers
        revenue = customers * worth.revenue
        if worth.repeat_revenue.any():
            kept = _kept(customers, worth.retention)
            kept *= worth.repeat_revenue
            revenue += kept
        self._put(Flow.CUSTOMERS, customers)
        self._put(Flow.REVENUE, revenue)
        self._put_worth(customers)
        revenue *= worth.margin
        self._put(Flow.GROSS_PROFIT, revenue)
        profit = self.tally.profit[:, :, self.block]
        np.subtract(revenue, self.budget.cost[:-1, :, np.newaxis], out=profit[:-1])
        profit[-1] = -self.budget.cost[-1, :, np.newaxis]

    def _put(self, flow: Flow, values: FloatArray) -> None:
        self.tally.put_rows(flow, self.block, values.sum(axis=1))
        if self.tally.keeps_months(flow):
            self.tally.add_months(flow, self.block, values.sum(axis=0))

    def _put_waiting(self, waiting: FloatArray) -> None:
        """Count those who still wait at the end, (channel, 1, draw), in the last month."""
        for flow, values in (
            (Flow.OPEN_PIPELINE, waiting),
            (Flow.OPEN_PIPELINE_VALUE, waiting * self.economics.revenue),
        ):
            self.tally.add_rows(flow, self.block, values[:, 0])
            if self.tally.keeps_months(flow):
                self.tally.add_months(flow, self.block, values.sum(axis=0), slice(-1, None))

    def _put_worth(self, customers: FloatArray) -> None:
        """Count what the customers are worth over their lifetime."""
        each = self.economics.lifetime_value(self.scenario.business.discount_rate_per_year)
        self.tally.put_rows(Flow.LIFETIME_VALUE, self.block, _worth(customers.sum(axis=1), each[:, 0]))
        if self.tally.keeps_months(Flow.LIFETIME_VALUE):
            self.tally.add_months(Flow.LIFETIME_VALUE, self.block, _worth(customers, each).sum(axis=0))


def _worth(customers: FloatArray, each: FloatArray) -> FloatArray:
    """What customers are worth together; nobody is worth nothing, even where one would be worth an infinite amount."""
    if np.isfinite(each).all():
        return customers * each
    with np.errstate(invalid="ignore"):
        return np.where(customers > 0.0, customers * each, 0.0)


def _kept(customers: FloatArray, retention: FloatArray) -> FloatArray:
    """Customers of earlier months who are still customers; shape (channel, month, draw).

    ``kept[t] = a * active[t-1]``, ``active[t] = kept[t] + new[t]``, with nobody before the first month.
    """
    kept = np.empty_like(customers)
    kept[:, 0] = 0.0
    for month in range(1, customers.shape[1]):
        now = kept[:, month]
        np.add(kept[:, month - 1], customers[:, month - 1], out=now)
        now *= retention[:, 0]
    return kept
