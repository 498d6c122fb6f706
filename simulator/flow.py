"""A piece of the draws on its way through the model: leads, time to close, capacity, money.

Up to the customers who want to buy, each channel goes its own way, as a Course. From there on it goes month by month
for all channels together, in arrays (channel, draw) of so few draws at a time that they fit a processor core's own
cache. Loops run over channels, months and blocks of draws only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.capacity import Door, door
from simulator.channels import Channel
from simulator.economics import Economics
from simulator.response import Course, Spending, felt_spend, units_bought
from simulator.sales_cycle import closing_matrix
from simulator.scenario import Scenario
from simulator.stages import Stage
from simulator.tally import Flow, MonthKey, Route, Tally
from simulator.units import FloatArray

CELLS_IN_CACHE = 24_576
"""Numbers of one array (channel, draw) that leave room for some more in a core's own cache."""


@dataclass(frozen=True)
class Decisions:
    """What is decided, and so the same in every draw.

    ``spend`` and ``cost`` (row, month) are money; ``spendings`` and ``routes`` are those of each channel, and so are
    ``closing``, the matrices of closing_matrix, None where all deals close at once.
    """

    spend: FloatArray
    cost: FloatArray
    spendings: Sequence[Spending]
    routes: Sequence[Route]
    closing: Sequence[FloatArray | None]


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
class PieceFlow:
    """The model for one piece of the draws; writes what happens to the tally, at ``whole`` along its draw axis."""

    scenario: Scenario[FloatArray]
    decisions: Decisions
    economics: Economics
    tally: Tally
    whole: slice

    def run(self) -> None:
        """Customers who want to buy from every channel, then the capacity that they share, then money."""
        courses = [self._course(row, channel) for row, channel in enumerate(self.scenario.channels)]
        size = max(1, min(self.draws, CELLS_IN_CACHE // len(courses)))
        for start in range(0, self.draws, size):
            part = slice(start, min(start + size, self.draws))
            BlockFlow(self.scenario, self.decisions.cost, self.economics.block(part), self.tally, self.whole, part).run(
                courses
            )

    @property
    def draws(self) -> int:
        """The number of draws."""
        return int(self.whole.stop - self.whole.start)

    def _course(self, row: int, channel: Channel[FloatArray]) -> Course:
        """Customers who want to buy, by the month in which they do; counts all stages before."""
        spending = self.decisions.spendings[row]
        felt = felt_spend(channel, spending.by_month) if channel.carry_over.any() else None
        if felt is not None:
            self._put_carried(row, channel, felt)
        wanted = self._count_stages(row, channel, units_bought(channel, spending, felt))
        matrix = self.decisions.closing[row]
        if matrix is None:
            return wanted
        self._put_open(row, wanted, np.maximum(0.0, 1.0 - matrix.sum(axis=0)))
        return wanted.weighted(matrix)

    def _count_stages(self, row: int, channel: Channel[FloatArray], units: Course) -> Course:
        """Count every stage; gives the customers who sooner or later buy, by the month of their lead."""
        route, total, passing = self.decisions.routes[row], units.total(), np.ones(1)
        self._put(row, route.entry[0], total, units, route.month_keys[0])
        for key, month_key, name in zip(route.keys[1:], route.month_keys[1:], route.rates, strict=True):
            rate = self.scenario.rate(channel, name)
            assert rate is not None
            total, passing = total * rate, passing * rate
            self._put(row, key, total, units, month_key, passing)
        return units.times(passing * channel.incremental_share)

    def _put(
        self,
        row: int,
        key: Flow | Stage,
        total: FloatArray,
        course: Course,
        month_key: MonthKey,
        factor: FloatArray | None = None,
    ) -> None:
        """Count a total (draw,), and a course times a factor (draw,) by month if that is kept."""
        self.tally.put_rows(key, self.whole, total[np.newaxis], slice(row, row + 1))
        if self.tally.keeps_months(month_key):
            counted = course if factor is None else course.times(factor)
            self.tally.add_months(month_key, self.whole, counted.by_month())

    def _put_open(self, row: int, wanted: Course, still_open: FloatArray) -> None:
        """Count who signs after the horizon, by the month of their lead; ``still_open`` (month,) is their share."""
        price = self.economics.revenue[row if len(self.economics.revenue) > 1 else 0, 0]
        total = wanted.total(still_open)
        late = wanted.thinned(still_open) if self.tally.keeps_months(Flow.OPEN_PIPELINE) else wanted
        self._put(row, Flow.OPEN_PIPELINE, total, late, Flow.OPEN_PIPELINE)
        self._put(row, Flow.OPEN_PIPELINE_VALUE, total * price, late, Flow.OPEN_PIPELINE_VALUE, price)

    def _put_carried(self, row: int, channel: Channel[FloatArray], felt: FloatArray) -> None:
        """Count the worth [money] of what enters the horizon, and of what leaves it."""
        lasting = channel.carry_over / (1.0 - channel.carry_over)
        rows = slice(row, row + 1)
        self.tally.put_rows(Flow.CARRIED_IN, self.whole, (channel.monthly_spend_before * lasting)[np.newaxis], rows)
        self.tally.put_rows(Flow.CARRIED_OUT, self.whole, (felt[-1] * lasting)[np.newaxis], rows)


@dataclass(frozen=True)
class BlockFlow:
    """Capacity and money for a block of draws, month after month; arrays (channel, draw).

    ``cost`` (row, month) [money]; ``economics`` are those of the block, ``part`` its place in the piece of the draws
    that stands at ``whole`` in the tally.
    """

    scenario: Scenario[FloatArray]
    cost: FloatArray
    economics: Economics
    tally: Tally
    whole: slice
    part: slice

    def run(self, courses: Sequence[Course]) -> None:
        """Serve the customers who want to buy, and count the money they bring."""
        worth, shape = self.economics, (len(courses), self.part.stop - self.part.start)
        business = self.scenario.business
        entrance = door(business.new_customers_per_month_at_most, business.overflow, shape)
        customers, kept = np.empty(shape), np.zeros(shape)
        people, kept_people = np.zeros(shape), np.zeros(shape)
        again = bool(worth.repeat_revenue.any())
        for month in range(self.scenario.horizon_months):
            for row, course in enumerate(courses):
                course.in_month(month, self.part, customers[row])
            lost = entrance.admit(customers)
            people += customers
            gross_profit = customers * worth.first_profit
            if again:
                kept_people += kept
                gross_profit += kept * worth.repeat_profit
            self._put_profit(month, gross_profit)
            self._put_month(month, customers, kept, lost)
            if again:
                kept += customers
                kept *= worth.monthly_retention
        self._put_rows(people, kept_people, entrance)

    @property
    def _block(self) -> slice:
        return slice(self.whole.start + self.part.start, self.whole.start + self.part.stop)

    def _put_profit(self, month: int, gross_profit: FloatArray) -> None:
        profit = self.tally.profit[:, month, self._block]
        np.subtract(gross_profit, self.cost[:-1, month, np.newaxis], out=profit[:-1])
        profit[-1] = -self.cost[-1, month]
        if self.tally.keeps_months(Flow.GROSS_PROFIT):
            self.tally.add_month(Flow.GROSS_PROFIT, self._block, month, gross_profit.sum(axis=0))

    def _put_month(self, month: int, customers: FloatArray, kept: FloatArray, lost: FloatArray) -> None:
        """Count a month's customers, revenue and lifetime value, if sums by month are kept."""
        if not self.tally.keeps_months(Flow.CUSTOMERS):
            return
        worth = self.economics
        revenue = customers * worth.revenue[:, 0] + kept * worth.repeat_revenue[:, 0]
        lifetime = _worth(customers, self._lifetime_value)
        sums = {Flow.CUSTOMERS: customers, Flow.REVENUE: revenue, Flow.LIFETIME_VALUE: lifetime}
        for flow, values in sums.items():
            self.tally.add_month(flow, self._block, month, values.sum(axis=0))
        if self.tally.keeps_months(Flow.CUSTOMERS_LOST):
            self.tally.add_month(Flow.CUSTOMERS_LOST, self._block, month, lost)

    def _put_rows(self, people: FloatArray, kept: FloatArray, entrance: Door) -> None:
        """Count each channel's customers and money over all months, and what the door kept out."""
        worth, tally, block = self.economics, self.tally, self._block
        revenue = people * worth.revenue[:, 0] + kept * worth.repeat_revenue[:, 0]
        tally.put_rows(Flow.CUSTOMERS, block, people)
        tally.put_rows(Flow.REVENUE, block, revenue)
        tally.put_rows(Flow.GROSS_PROFIT, block, revenue * worth.margin[:, 0])
        tally.put_rows(Flow.LIFETIME_VALUE, block, _worth(people, self._lifetime_value))
        if entrance.lost.any():
            tally.put_rows(Flow.CUSTOMERS_LOST, block, entrance.lost)
        if entrance.waiting.any():
            self._put_waiting(Flow.OPEN_PIPELINE, entrance.waiting)
            self._put_waiting(Flow.OPEN_PIPELINE_VALUE, entrance.waiting * worth.revenue[:, 0])

    def _put_waiting(self, flow: Flow, waiting: FloatArray) -> None:
        """Count those who still wait at the end, (channel, draw), in the last month."""
        self.tally.add_rows(flow, self._block, waiting)
        if self.tally.keeps_months(flow):
            self.tally.add_month(flow, self._block, -1, waiting.sum(axis=0))

    @cached_property
    def _lifetime_value(self) -> FloatArray:
        return self.economics.lifetime_value(self.scenario.business.discount_rate_per_year)[:, 0]


def _worth(customers: FloatArray, each: FloatArray) -> FloatArray:
    """What customers are worth together; nobody is worth nothing, even where one would be worth an infinite amount."""
    if np.isfinite(each).all():
        return customers * each
    with np.errstate(invalid="ignore"):
        return np.where(customers > 0.0, customers * each, 0.0)
