"""The model: ``Scenario[FloatArray]`` and a plan in, a Funnel out.

Works block by block along the draw axis (a block is a replicate), so that every array of a channel, (month, draw),
stays in the processor's cache. Loops run over channels, months and blocks only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from simulator.capacity import Admission, admit
from simulator.channels import Channel
from simulator.declarations import walk
from simulator.economics import Economics, economics_of
from simulator.plans import Plan
from simulator.response import felt_spend, season_by_month, units_bought
from simulator.sales_cycle import closing_matrix
from simulator.sampling import REPLICATES, replicate
from simulator.scenario import Scenario
from simulator.stages import Stage
from simulator.tally import WON, Flow, Reckoning, Tally, entry_of
from simulator.totals import Totals
from simulator.units import FloatArray

MODEL_VERSION = "1"
"""Changes whenever the same file, seed and number of draws give other numbers."""

OVERHEAD = ""
"""The name of the last row: what belongs to no channel."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """What happens: a row per channel and one, the last, for the overhead that belongs to no channel.

    ``rows`` names them. ``by_channel`` has shapes (row, 1, draw), ``by_month`` (1, month, draw), ``plan`` (1, 1, draw).
    ``profit`` [money] has shape (row, month, draw). ``economics`` are those of each channel's customers. Where all is
    certain the draw axis has length 1.
    """

    rows: tuple[str, ...]
    plan: Totals
    by_channel: Totals
    by_month: Totals
    profit: FloatArray
    economics: tuple[Economics, ...]
    discount_rate_per_year: float

    @property
    def horizon_months(self) -> int:
        """The length of the month axis."""
        return int(self.profit.shape[1])

    @property
    def draws(self) -> int:
        """The length of the draw axis."""
        return int(self.profit.shape[2])


def run(sampled: Scenario[FloatArray], plan: Plan, *, blocks: int = REPLICATES) -> Funnel:
    """What the plan brings in every draw.

    ``blocks`` is the number of replicates along the draw axis: 8, or 1 for a replicate alone.
    """
    draws = _draws(sampled)
    budget = _Budget.of(sampled, plan)
    economics = tuple(economics_of(sampled, channel) for channel in sampled.channels)
    tally = Tally(len(sampled.channels) + 1, sampled.horizon_months, draws)
    parts = 1 if draws == 1 else blocks
    for index in range(parts):
        block = slice(index * draws // parts, (index + 1) * draws // parts)
        part = sampled if parts == 1 else replicate(sampled, index, draws)
        _Block(part, budget, [row.block(block) for row in economics], tally, block).run()
    return _funnel(sampled, budget, economics, tally)


def _draws(sampled: Scenario[FloatArray]) -> int:
    """The number of draws: the greatest length of an array that is drawn, 1 where all is certain."""
    return max((len(place.value) for place in walk(sampled) if isinstance(place.value, np.ndarray)), default=1)


@dataclass(frozen=True)
class _Budget:
    """Decided money by month: spend (channel, month), cost (row, month); and the season (channel, month)."""

    spend: FloatArray
    cost: FloatArray
    season: FloatArray

    @classmethod
    def of(cls, scenario: Scenario[FloatArray], plan: Plan) -> "_Budget":
        horizon = scenario.horizon_months
        spend = plan.spend(scenario.channel_names, horizon)
        cost = [marketing_cost(channel, row) for channel, row in zip(scenario.channels, spend, strict=True)]
        cost.append(np.full(horizon, scenario.business.monthly_overhead))
        season = [
            season_by_month(channel.seasonality, scenario.seasonality, scenario.start.month, horizon)
            for channel in scenario.channels
        ]
        return cls(spend, np.array(cost), np.array(season))


def marketing_cost(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
    """Spend with fees and set-up cost [money]; shapes (month,)."""
    running = spend > 0.0
    cost = spend * (1.0 + channel.fee_rate) + channel.monthly_fee * running
    if channel.monthly_spend_before == 0.0 and running.any():
        cost[np.argmax(running)] += channel.setup_cost
    return cost


@dataclass(frozen=True)
class _Block:
    """The model for one block of draws; adds what happens to the tally."""

    scenario: Scenario[FloatArray]
    budget: _Budget
    economics: Sequence[Economics]
    tally: Tally
    block: slice

    def run(self) -> None:
        """Leads of every channel, then the capacity that they share, then money."""
        arrivals = [self._arrivals(row, channel) for row, channel in enumerate(self.scenario.channels)]
        for row, customers in enumerate(self._served(arrivals)):
            self._add_money(row, customers)
        self.tally.profit[-1, :, self.block] = -self.budget.cost[-1][:, np.newaxis]

    def _arrivals(self, row: int, channel: Channel[FloatArray]) -> FloatArray:
        """Customers who want to buy, by month; shape (month, draw)."""
        spend = self.budget.spend[row]
        felt = felt_spend(channel, spend)
        self._add_carried(row, channel, felt)
        units = units_bought(channel, spend, felt, self.budget.season[row])
        won = self._add_stages(row, channel, units)
        wanted = won if (channel.incremental_share == 1.0).all() else won * channel.incremental_share
        matrix = closing_matrix(self.scenario.sales_cycle(channel), self.scenario.horizon_months)
        if matrix is None:
            return wanted
        self._add_open(row, wanted * np.maximum(0.0, 1.0 - matrix.sum(axis=0))[:, np.newaxis])
        return matrix @ wanted

    def _add_carried(self, row: int, channel: Channel[FloatArray], felt: FloatArray) -> None:
        kept = channel.carry_over
        if not kept.any():
            return
        lasting = kept / (1.0 - kept)
        self.tally.add_in_month(Flow.CARRIED_IN, row, self.block, 0, channel.monthly_spend_before * lasting)
        self.tally.add_in_month(Flow.CARRIED_OUT, row, self.block, -1, felt[-1] * lasting)

    def _add_stages(self, row: int, channel: Channel[FloatArray], units: FloatArray) -> FloatArray:
        """Counts every stage; gives the customers that the leads of each month become; shape (month, draw)."""
        tracked = self.scenario.funnel.stages
        entry = entry_of(channel)
        people, total = units, units.sum(axis=0)
        stages = channel.stages(tracked)
        for stage, name in zip(stages, (*channel.rates(tracked), None), strict=True):
            key = (entry, stage) if stage in entry else WON if stage is Stage.CUSTOMERS else stage.value
            self.tally.add(key, row, self.block, people, total)
            if name is not None:
                passing = self.scenario.rate(channel, name)
                assert passing is not None
                people, total = people * passing, total * passing
        return people

    def _add_open(self, row: int, customers: FloatArray) -> None:
        self.tally.add(Flow.OPEN_PIPELINE, row, self.block, customers)
        value = customers * self.economics[row].revenue
        self.tally.add(Flow.OPEN_PIPELINE_VALUE, row, self.block, value)

    def _served(self, arrivals: Sequence[FloatArray]) -> Sequence[FloatArray]:
        business = self.scenario.business
        if business.new_customers_per_month_at_most is None:
            return arrivals
        wanted = np.array(np.broadcast_arrays(*arrivals))
        admission = admit(wanted, business.new_customers_per_month_at_most, business.overflow)
        self._add_turned_away(admission)
        return list(admission.customers)

    def _add_turned_away(self, admission: Admission) -> None:
        for row in range(len(admission.customers)):
            if admission.lost is not None:
                self.tally.add(Flow.CUSTOMERS_LOST, row, self.block, admission.lost[row])
            if admission.waiting is not None:
                waiting = admission.waiting[row, 0]
                value = waiting * self.economics[row].revenue
                self.tally.add_in_month(Flow.OPEN_PIPELINE, row, self.block, -1, waiting)
                self.tally.add_in_month(Flow.OPEN_PIPELINE_VALUE, row, self.block, -1, value)

    def _add_money(self, row: int, customers: FloatArray) -> None:
        worth, tally, block = self.economics[row], self.tally, self.block
        revenue = customers * worth.revenue
        if worth.repeat_revenue.any():
            revenue = revenue + _kept(customers, worth.retention) * worth.repeat_revenue
        gross_profit = revenue * worth.margin
        tally.add(Stage.CUSTOMERS.value, row, block, customers)
        tally.add(Flow.REVENUE, row, block, revenue)
        tally.add(Flow.GROSS_PROFIT, row, block, gross_profit)
        tally.add(Flow.LIFETIME_VALUE, row, block, self._lifetime_values(worth, customers))
        np.subtract(gross_profit, self.budget.cost[row][:, np.newaxis], out=tally.profit[row, :, block])

    def _lifetime_values(self, worth: Economics, customers: FloatArray) -> FloatArray:
        each = worth.lifetime_value(self.scenario.business.discount_rate_per_year)
        if np.isfinite(each).all():
            return customers * each
        # Nobody is worth nothing, even where a customer would be worth an infinite amount.
        with np.errstate(invalid="ignore"):
            return np.where(customers > 0.0, customers * each, 0.0)


def _kept(customers: FloatArray, retention: FloatArray) -> FloatArray:
    """Customers of earlier months who are still customers; shape (month, draw).

    ``kept[t] = a * active[t-1]``, ``active[t] = kept[t] + new[t]``, with nobody before the first month.
    """
    kept = np.zeros(np.broadcast_shapes(customers.shape, (1, len(retention))))
    for month in range(1, len(customers)):
        np.add(kept[month - 1], customers[month - 1], out=kept[month])
        kept[month] *= retention
    return kept


def _funnel(sampled: Scenario[FloatArray], budget: _Budget, economics: tuple[Economics, ...], tally: Tally) -> Funnel:
    reckoning = Reckoning(tally, sampled.channels, sampled.funnel.stages, budget.spend, budget.cost)
    totals = reckoning.for_plan(), reckoning.by_channel(), reckoning.by_month()
    for group in totals:
        _seal(group)
    tally.profit.flags.writeable = False
    return Funnel(
        rows=(*sampled.channel_names, OVERHEAD),
        plan=totals[0],
        by_channel=totals[1],
        by_month=totals[2],
        profit=tally.profit,
        economics=economics,
        discount_rate_per_year=sampled.business.discount_rate_per_year,
    )


def _seal(totals: Totals) -> None:
    """Make every array read-only: results are shared between pages and users."""
    for item in fields(totals):
        held = getattr(totals, item.name)
        arrays = [held] if isinstance(held, np.ndarray) else held.values()
        for array in arrays:
            for each in array if isinstance(array, tuple) else (array,):
                each.flags.writeable = False
