"""Alternatives: many plans over the same draws, of which little is asked: gross profit, and nothing else.

Plans that differ in one channel each have all other channels in common: those who want to buy from a channel are worked
out once for each spend that some plan gives it. They then meet at the capacity as if all plans were one, side by side
along the draw axis: what is done once for each month is done for a few plans at a time, so few that they take less
memory than a simulation of the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from simulator.engine.accumulator import Accumulator, Measure
from simulator.engine.decisions import Decisions, decisions_of
from simulator.engine.funnel import short_buffer
from simulator.engine.monthly_run import ChunkRun
from simulator.engine.response import MonthlyCounts
from simulator.engine.sampling import CHUNK, picked
from simulator.engine.unit_economics import UnitEconomics, unit_economics
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

CELLS = 3_000_000
"""Numbers (channel, month, draw) of the plans that are side by side, unless a single plan has more."""


def gross_profits(stated: Scenario[Belief], scenario: Scenario[FloatArray], plans: Sequence[Plan]) -> FloatArray:
    """The gross profit of each plan [money], as ``run`` has it; shape (plan, draw).

    ``stated`` is what ``scenario`` was drawn from: it has the decided numbers.
    """
    with short_buffer():
        return np.concatenate([*_Alternatives(stated, scenario, plans).gross_profits()])


def side_by_side(scenario: Scenario[Any], draws: int) -> int:
    """How many plans of a scenario are worked out at a time, in so many draws."""
    cells = len(scenario.channels) * scenario.horizon_months * draws
    return max(1, min(CHUNK // draws, CELLS // max(cells, 1)))


@dataclass(frozen=True)
class _Alternatives:
    """Plans of a scenario, in all of its draws; ``wanted`` are the counts that the plans at hand need."""

    stated: Scenario[Belief]
    scenario: Scenario[FloatArray]
    plans: Sequence[Plan]
    wanted: dict["_Key", MonthlyCounts] = field(default_factory=dict)

    def gross_profits(self) -> Iterator[FloatArray]:
        """The gross profit of plans, a few at a time; shapes (plan, draw)."""
        together = side_by_side(self.scenario, self.scenario.draws)
        for start in range(0, len(self.plans), together):
            yield self._side_by_side(self.plans[start : start + together])

    def _side_by_side(self, plans: Sequence[Plan]) -> FloatArray:
        shape = len(plans), self.scenario.draws
        repeated = picked(self.scenario, np.tile(np.arange(shape[1]), shape[0]))
        decisions = [decisions_of(self.stated, plan) for plan in plans]
        self._forget_all_but(decisions)
        run = self._counting_run(repeated, decisions[0], shape[0] * shape[1])
        # Of money that goes out nothing is asked.
        run.serve([self._row(row, decisions) for row in range(len(self.scenario.channels))], paid={})
        return np.reshape(run.accumulator.for_plan(Measure.GROSS_PROFIT), shape)

    def _row(self, row: int, decisions: Sequence[Decisions]) -> MonthlyCounts:
        """Those who want to buy from a channel, in one plan after the other along the draw axis."""
        return _joined([self._wanted(row, each) for each in decisions], self.scenario.draws)

    def _forget_all_but(self, decisions: Sequence[Decisions]) -> None:
        needed = {_key(row, each) for each in decisions for row in range(len(self.scenario.channels))}
        for key in self.wanted.keys() - needed:
            del self.wanted[key]

    def _wanted(self, row: int, decisions: Decisions) -> MonthlyCounts:
        key = _key(row, decisions)
        if key not in self.wanted:
            self.wanted[key] = self._counting_run(self.scenario, decisions, self.scenario.draws).wants(row).customers
        return self.wanted[key]

    def _counting_run(self, scenario: Scenario[FloatArray], decisions: Decisions, draws: int) -> ChunkRun:
        accumulator = Accumulator(len(decisions.budget), scenario.horizon_months, draws)
        economics = self._economics if scenario is self.scenario else self._economics_of(scenario)
        return ChunkRun(scenario, decisions, economics, accumulator, slice(0, draws))

    @cached_property
    def _economics(self) -> UnitEconomics:
        """The economics of the customers, which no plan changes."""
        return self._economics_of(self.scenario)

    def _economics_of(self, scenario: Scenario[FloatArray]) -> UnitEconomics:
        return unit_economics(self.stated, scenario, decisions_of(self.stated, self.plans[0]).prices)


_Key = tuple[int, bytes, tuple[tuple[str, int], ...]]


def _key(row: int, decisions: Decisions) -> _Key:
    return row, decisions.budget[row].tobytes(), decisions.improvements


def _joined(counts: Sequence[MonthlyCounts], draws: int) -> MonthlyCounts:
    """Counts that follow each other along the draw axis, ``draws`` of each."""
    first = counts[0]
    if all(each.in_proportion and np.array_equal(each.shape, first.shape) for each in counts):
        levels = [np.broadcast_to(each.level, draws) for each in counts]
        return replace(first, level=np.concatenate(levels))
    by_month = [np.broadcast_to(each.shape * each.level, (len(each.kinds), draws)) for each in counts]
    return MonthlyCounts.of(np.concatenate(by_month, axis=1), np.ones(1))
