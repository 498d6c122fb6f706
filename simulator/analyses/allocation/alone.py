"""A channel by itself: the customers who would buy from it with each amount, and what is paid for them.

Up to those customers channels meet nowhere, so that one channel is enough of a scenario. What a customer brings within
the horizon hangs on the month in which they buy alone, so that what the channel brings is a sum over months.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.engine.accumulator import Accumulator
from simulator.engine.decisions import Decisions, decisions_of, with_other_spend
from simulator.engine.funnel import short_buffer
from simulator.engine.monthly_run import ChunkRun
from simulator.engine.response import MonthlyCounts
from simulator.engine.unit_economics import UnitEconomics, unit_economics
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan, Schedule
from simulator.scenario.scenario import Scenario, T
from simulator.units import FloatArray


@dataclass(frozen=True)
class Demand:
    """Customers of a channel who want to buy, by month, in so many draws, and what it costs over the horizon [money].

    ``cost`` is (draw,), or of length 1 where it does not vary.
    """

    customers: MonthlyCounts
    cost: FloatArray
    draws: int


@dataclass(frozen=True)
class ChannelAlone:
    """A channel of a plan by itself, in the draws of some chunks; ``plan`` says all but its money."""

    scenario: Scenario[Belief]
    chunks: Sequence[Scenario[FloatArray]]
    plan: Plan
    row: int

    def demands(self, schedule: Schedule) -> Iterator[Demand]:
        """Demand from the channel with a schedule, and what it costs, chunk by chunk."""
        name = self.scenario.channel_names[self.row]
        plan = replace(self.plan, monthly_spend={name: schedule})
        decisions = with_other_spend(self._decided, self._stated, plan)
        with short_buffer():
            for chunk, economics in zip(self._drawn, self._economics, strict=True):
                yield _demand(chunk, economics, decisions)

    @cached_property
    def worths(self) -> Sequence[Mapping[str, FloatArray]]:
        """Worth of each customer within the horizon, by the month in which they buy, chunk by chunk.

        By the key of a metric; (month, draw), of length 1 along an axis that does not vary.
        """
        found = []
        for economics in self._economics:
            revenue, gross_profit = (each[0] for each in economics.brought_within(self.scenario.horizon_months))
            one = np.ones((1, 1))
            found.append({"customers": one, "revenue": revenue, "gross_profit": gross_profit, "profit": gross_profit})
        return found

    @cached_property
    def _stated(self) -> Scenario[Belief]:
        return _only(self.scenario, self.row)

    @cached_property
    def _decided(self) -> Decisions:
        return decisions_of(self._stated, self.plan)

    @cached_property
    def _drawn(self) -> list[Scenario[FloatArray]]:
        return [_only(chunk, self.row) for chunk in self.chunks]

    @cached_property
    def _economics(self) -> list[UnitEconomics]:
        return [unit_economics(self._stated, chunk, self._decided.prices) for chunk in self._drawn]


def _demand(chunk: Scenario[FloatArray], economics: UnitEconomics, decisions: Decisions) -> Demand:
    accumulator = Accumulator(len(decisions.budget), chunk.horizon_months, chunk.draws)
    wants = ChunkRun(chunk, decisions, economics, accumulator, slice(0, chunk.draws)).wants(0)
    certain = np.array([decisions.certain_cost[0].sum()])
    cost = certain if wants.paid is None else certain + wants.paid.total
    return Demand(wants.customers, cost, chunk.draws)


def _only(scenario: Scenario[T], row: int) -> Scenario[T]:
    """The scenario with one of its channels."""
    return replace(scenario, channels=scenario.channels[row : row + 1])
