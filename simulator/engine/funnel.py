"""The model: chunks of ``Scenario[FloatArray]`` and a plan in, a Funnel out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from simulator.engine.accumulator import Accumulator, Measure
from simulator.engine.aggregation import Aggregator, ByChannel, ByMonth, ByPlan
from simulator.engine.decisions import Decisions, decisions_of
from simulator.engine.monthly_run import ChunkRun
from simulator.engine.totals import Totals
from simulator.engine.unit_economics import UnitEconomics, joined, unit_economics
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

MODEL_VERSION = "2"
"""Changes whenever the same file, seed and number of draws give other numbers."""

OVERHEAD = ""
"""The name of the last row: what belongs to no channel."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Everything that happens: a row per channel and one, the last, for the overhead that belongs to no channel.

    ``rows`` names them. ``by_channel`` has shapes (row, 1, draw), ``by_month`` (1, month, draw), ``plan`` (1, 1, draw).
    ``profit`` [money] has shape (row, month, draw), ``plan_profit`` and ``plan_cost`` (1, month, draw). ``first_cost``
    (row,) is the first month, counted from 0, in which each row costs something, ``first_cost_of_plan`` that in which
    a channel does; the number of months where none is. ``economics`` are those of the channels' customers. Where all
    is certain the draw axis has length 1.
    """

    rows: tuple[str, ...]
    plan: Totals
    by_channel: Totals
    profit: FloatArray
    plan_profit: FloatArray
    plan_cost: FloatArray
    first_cost: IntArray
    first_cost_of_plan: int
    economics: UnitEconomics
    discount_rate_per_year: float
    months: Callable[[], Totals]
    row_costs: Callable[[], FloatArray]
    won_in_months: Callable[[int], FloatArray]

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

    @cached_property
    def row_cost(self) -> FloatArray:
        """Marketing cost of every row by month [money]; (row, month, draw), of length 1 where it does not vary."""
        return self.row_costs()

    def won_by_month(self, row: int) -> FloatArray:
        """Customers of a channel by the month of their lead, whenever they buy; (month, draw).

        Counted before incremental_share, capacity and the horizon.
        """
        return self.won_in_months(row)


BUFFER = 256
"""Numbers that numpy gathers before it works on them. It gathers rows shorter than its usual 8,192, which takes two to
three times as long as the arithmetic; the engine's rows are shorter than that, and longer than this."""


def run(scenario: Scenario[Belief], chunks: Sequence[Scenario[FloatArray]], plan: Plan) -> Funnel:
    """The funnel of a plan in every draw of the chunks, which follow each other along the draw axis.

    ``scenario`` is what the chunks were drawn from: it has the decided numbers.
    """
    with short_buffer():
        return _Run(scenario, chunks, plan).funnel()


@contextmanager
def short_buffer() -> Iterator[None]:
    """The size of buffer that suits the engine's rows, while the engine works."""
    with np.errstate():  # restores the size of the buffer, too
        np.setbufsize(BUFFER)
        yield


@dataclass(frozen=True)
class _Run:
    """A plan in all chunks of a scenario."""

    scenario: Scenario[Belief]
    chunks: Sequence[Scenario[FloatArray]]
    plan: Plan

    @cached_property
    def decisions(self) -> Decisions:
        """The decided money of the plan, and what follows from it, by month."""
        return decisions_of(self.scenario, self.plan)

    @cached_property
    def drawn(self) -> Sequence[Scenario[FloatArray]]:
        """The chunks; a single one where all is certain, for every chunk is then the same single world."""
        return self.chunks if self.chunks[0].draws > 1 else self.chunks[:1]

    @cached_property
    def economics(self) -> list[UnitEconomics]:
        """Unit economics of the customers, by chunk."""
        return [unit_economics(self.scenario, chunk, self.decisions.prices) for chunk in self.drawn]

    def accumulator(self) -> Accumulator:
        """All sums."""
        ends = list(accumulate(chunk.draws for chunk in self.drawn))
        accumulator = Accumulator(len(self.decisions.budget), self.scenario.horizon_months, ends[-1])
        accumulator.profit[-1] = -self.decisions.fixed_cost[-1][:, np.newaxis]
        for chunk, economics, start, end in zip(self.drawn, self.economics, [0, *ends], ends, strict=False):
            ChunkRun(chunk, self.decisions, economics, accumulator, slice(start, end)).run()
        return accumulator

    def funnel(self) -> Funnel:
        """The result."""
        accumulator, decisions = self.accumulator(), self.decisions
        paid = decisions.certain_cost.sum(axis=0)[np.newaxis, :, np.newaxis]
        if decisions.spares.any():
            paid = paid + accumulator.by_month(Measure.SPENT_AND_FEES)
        plan_profit = accumulator.by_month(Measure.GROSS_PROFIT) - paid
        for array in (accumulator.profit, plan_profit, paid):
            array.flags.writeable = False
        return Funnel(
            rows=(*self.scenario.channel_names, OVERHEAD),
            plan=self.aggregator.totals(ByPlan(accumulator)),
            by_channel=self.aggregator.totals(ByChannel(accumulator)),
            profit=accumulator.profit,
            plan_profit=plan_profit,
            plan_cost=paid,
            row_costs=lambda: self._row_costs(accumulator),
            won_in_months=lambda row: accumulator.by_month(Measure.WON, np.arange(len(decisions.spares)) == row)[0],
            first_cost=decisions.first_cost,
            first_cost_of_plan=decisions.first_cost_of_plan,
            economics=joined(self.economics),
            discount_rate_per_year=self.scenario.business.discount_rate_per_year,
            months=lambda: self.aggregator.totals(ByMonth(accumulator)),
        )

    def _row_costs(self, accumulator: Accumulator) -> FloatArray:
        """Marketing cost of every row by month [money]; (row, month, draw), of length 1 where it does not vary."""
        cost, spares = self.decisions.certain_cost[:, :, np.newaxis], self.decisions.spares
        if not spares.any():
            return cost
        costs = np.repeat(cost, accumulator.shape[2], axis=2)
        for row in np.flatnonzero(spares):
            costs[row] += accumulator.by_month(Measure.SPENT_AND_FEES, np.arange(len(spares)) == row)[0]
        return costs

    @cached_property
    def aggregator(self) -> Aggregator:
        """Makes totals of an accumulator."""
        worth = joined(self.economics).lifetime_value(self.scenario.business.discount_rate_per_year)
        return Aggregator(self.decisions, self.scenario.funnel.stages, worth)
