"""The model: chunks of ``Scenario[FloatArray]`` and a plan in, a Funnel out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from simulator.engine.accumulator import Accumulator, Measure, Route
from simulator.engine.aggregation import Aggregator, ByChannel, ByMonth, ByPlan
from simulator.engine.monthly_run import ChunkRun, Decisions
from simulator.engine.response import Spending, season_by_month
from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.totals import Totals
from simulator.engine.unit_economics import UnitEconomics, joined, unit_economics
from simulator.scenario.channels import Channel
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

MODEL_VERSION = "1"
"""Changes whenever the same file, seed and number of draws give other numbers."""

OVERHEAD = ""
"""The name of the last row: what belongs to no channel."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Everything that happens: a row per channel and one, the last, for the overhead that belongs to no channel.

    ``rows`` names them. ``by_channel`` has shapes (row, 1, draw), ``by_month`` (1, month, draw), ``plan`` (1, 1, draw).
    ``profit`` [money] has shape (row, month, draw), ``plan_profit`` (1, month, draw). ``economics`` are those of the
    channels' customers. Where all is certain the draw axis has length 1.
    """

    rows: tuple[str, ...]
    plan: Totals
    by_channel: Totals
    profit: FloatArray
    plan_profit: FloatArray
    economics: UnitEconomics
    discount_rate_per_year: float
    months: Callable[[], Totals]

    @property
    def horizon_months(self) -> int:
        """The length of the month axis."""
        return int(self.profit.shape[1])

    @property
    def draws(self) -> int:
        """The length of the draw axis."""
        return int(self.profit.shape[2])

    @cached_property
    def by_month(self) -> Totals:
        """Totals of each month; large and seldom read, so they are worked out when they are first asked for."""
        return self.months()


BUFFER = 256
"""Numbers that numpy gathers before it works on them. It gathers rows shorter than its usual 8,192, which takes two to
three times as long as the arithmetic; the engine's rows are shorter than that, and longer than this."""


def run(chunks: Sequence[Scenario[FloatArray]], plan: Plan) -> Funnel:
    """The funnel of a plan in every draw of the chunks, which follow each other along the draw axis."""
    with short_buffer():
        return _Run(chunks, plan).funnel()


@contextmanager
def short_buffer() -> Iterator[None]:
    """The size of buffer that suits the engine's rows, while the engine works."""
    with np.errstate():  # restores the size of the buffer, too
        np.setbufsize(BUFFER)
        yield


def decisions_of(scenario: Scenario[FloatArray], plan: Plan) -> Decisions:
    """The decided money of a plan, and what follows from it, by month."""
    horizon = scenario.horizon_months
    spend = plan.spend(scenario.channel_names, horizon)
    cost = [marketing_cost(channel, row) for channel, row in zip(scenario.channels, spend, strict=True)]
    first = scenario.start.month
    season = [season_by_month(each.seasonality, scenario.seasonality, first, horizon) for each in scenario.channels]
    return Decisions(
        spend=np.vstack([spend, np.zeros(horizon)]),
        cost=np.vstack([*cost, np.full(horizon, scenario.business.monthly_overhead)]),
        spendings=[Spending(*pair) for pair in zip(spend, season, strict=True)],
        routes=[Route.of(channel, scenario.funnel.stages) for channel in scenario.channels],
        closing=[closing_matrix(scenario.sales_cycle(channel), horizon) for channel in scenario.channels],
    )


@dataclass(frozen=True)
class _Run:
    """A plan in all chunks of a scenario."""

    chunks: Sequence[Scenario[FloatArray]]
    plan: Plan

    @property
    def scenario(self) -> Scenario[FloatArray]:
        """The decided numbers, which all chunks share."""
        return self.chunks[0]

    @cached_property
    def decisions(self) -> Decisions:
        """The decided money of the plan, and what follows from it, by month."""
        return decisions_of(self.scenario, self.plan)

    @cached_property
    def drawn(self) -> Sequence[Scenario[FloatArray]]:
        """The chunks; a single one where all is certain, for every chunk is then the same single world."""
        return self.chunks if self.scenario.draws > 1 else self.chunks[:1]

    @cached_property
    def economics(self) -> list[UnitEconomics]:
        """Unit economics of the customers, by chunk."""
        return [unit_economics(scenario) for scenario in self.drawn]

    def accumulator(self) -> Accumulator:
        """All sums."""
        ends = list(accumulate(scenario.draws for scenario in self.drawn))
        accumulator = Accumulator(len(self.decisions.cost), self.scenario.horizon_months, ends[-1])
        accumulator.profit[-1] = -self.decisions.cost[-1][:, np.newaxis]
        for scenario, economics, start, end in zip(self.drawn, self.economics, [0, *ends], ends, strict=False):
            ChunkRun(scenario, self.decisions, economics, accumulator, slice(start, end)).run()
        return accumulator

    def funnel(self) -> Funnel:
        """The result."""
        accumulator = self.accumulator()
        plan_profit = accumulator.by_month(Measure.GROSS_PROFIT) - self.decisions.cost.sum(axis=0)[:, np.newaxis]
        for profit in (accumulator.profit, plan_profit):
            profit.flags.writeable = False
        return Funnel(
            rows=(*self.scenario.channel_names, OVERHEAD),
            plan=self.aggregator.totals(ByPlan(accumulator)),
            by_channel=self.aggregator.totals(ByChannel(accumulator)),
            profit=accumulator.profit,
            plan_profit=plan_profit,
            economics=joined(self.economics),
            discount_rate_per_year=self.scenario.business.discount_rate_per_year,
            months=lambda: self.aggregator.totals(ByMonth(accumulator)),
        )

    @property
    def aggregator(self) -> Aggregator:
        """Makes totals of an accumulator."""
        decisions = self.decisions
        return Aggregator(decisions.routes, self.scenario.funnel.stages, decisions.spend, decisions.cost)


def marketing_cost(channel: Channel[FloatArray], spend: FloatArray) -> FloatArray:
    """Spend with fees and set-up cost [money]; shapes (month,)."""
    running = spend > 0.0
    cost = spend * (1.0 + channel.fee_rate) + channel.monthly_fee * running
    if channel.monthly_spend_before == 0.0 and running.any():
        cost[np.argmax(running)] += channel.setup_cost
    return cost
