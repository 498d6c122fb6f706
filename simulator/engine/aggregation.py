"""From a finished accumulator to Totals: for the plan, by channel and by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from simulator.engine.accumulator import Accumulator, Measure
from simulator.engine.decisions import Decisions
from simulator.engine.totals import OnDemand, Totals
from simulator.scenario.stages import Stage, closing_chain, rate_name
from simulator.units import BoolArray, FloatArray

_READ_OTHERWISE = {
    Measure.WON,
    Measure.CUSTOMERS,
    Measure.SPENT,
    Measure.SPENT_AND_FEES,
    Measure.LIFETIME_VALUE,
    Measure.OPEN_LIFETIME_VALUE,
}
_MEASURES = tuple(measure for measure in Measure if measure not in _READ_OTHERWISE)

_AT_AN_END = {Measure.CARRIED_IN: 0, Measure.CARRIED_OUT: -1}
"""The month, first or last, that a measure belongs to."""


class Group(Protocol):
    """One way of summing; ``rows`` marks the rows that count."""

    def people(self, key: Stage | Measure, rows: BoolArray) -> FloatArray:
        """People at a stage."""
        ...

    def measure(self, measure: Measure) -> FloatArray:
        """A measure beside the stages, of all rows."""
        ...

    def money(self, decided: FloatArray, rows: BoolArray) -> FloatArray:
        """Sums of decided money (row, month)."""
        ...

    def together(self, parts: Sequence[FloatArray]) -> FloatArray:
        """Counts of different rows as one."""
        ...

    def of_channels(self, values: FloatArray) -> FloatArray | None:
        """Figures of each channel, (channel, 1, draw), where a group is a channel."""
        ...


@dataclass(frozen=True)
class ByPlan:
    """Everything summed; shapes (1, 1, draw)."""

    accumulator: Accumulator

    def people(self, key: Stage | Measure, rows: BoolArray) -> FloatArray:
        """People at a stage."""
        return self.accumulator.for_plan(key, rows)

    def measure(self, measure: Measure) -> FloatArray:
        """A measure beside the stages, of all rows."""
        return self.accumulator.for_plan(measure)

    def money(self, decided: FloatArray, rows: BoolArray) -> FloatArray:
        """Sums of decided money (row, month)."""
        return np.full((1, 1, 1), decided[rows].sum())

    def together(self, parts: Sequence[FloatArray]) -> FloatArray:
        """Counts of different rows as one."""
        return _sum(parts)

    def of_channels(self, values: FloatArray) -> None:
        """Nothing: a group holds several channels."""


@dataclass(frozen=True)
class ByChannel:
    """Sums over months; shapes (row, 1, draw); rows that do not count are nan."""

    accumulator: Accumulator

    def people(self, key: Stage | Measure, rows: BoolArray) -> FloatArray:
        """People at a stage."""
        return np.where(rows[:, np.newaxis, np.newaxis], self.accumulator.by_row(key), np.nan)

    def measure(self, measure: Measure) -> FloatArray:
        """A measure beside the stages, of all rows."""
        return self.accumulator.by_row(measure)

    def money(self, decided: FloatArray, rows: BoolArray) -> FloatArray:
        """Sums of decided money (row, month)."""
        return np.where(rows, decided.sum(axis=1), np.nan)[:, np.newaxis, np.newaxis]

    def together(self, parts: Sequence[FloatArray]) -> FloatArray:
        """Counts of different rows as one."""
        whole = parts[0]
        for part in parts[1:]:
            whole = np.where(np.isnan(whole), part, whole)
        return whole

    def of_channels(self, values: FloatArray) -> FloatArray:
        """Figures of each channel, and nan for the overhead; (row, 1, draw)."""
        channels = np.broadcast_to(values, (self.accumulator.shape[0] - 1, 1, values.shape[2]))
        return _sealed(np.concatenate([channels, np.full((1, 1, values.shape[2]), np.nan)]))


@dataclass(frozen=True)
class ByMonth:
    """Sums over rows; shapes (1, month, draw)."""

    accumulator: Accumulator

    def people(self, key: Stage | Measure, rows: BoolArray) -> FloatArray:
        """People at a stage."""
        return self.accumulator.by_month(key, rows)

    def measure(self, measure: Measure) -> FloatArray:
        """A measure beside the stages, of all rows."""
        if measure not in _AT_AN_END:
            return self.accumulator.by_month(measure)
        total = self.accumulator.for_plan(measure)
        months = np.zeros((1, self.accumulator.shape[1], total.shape[2]))
        months[:, _AT_AN_END[measure]] = total[:, 0]
        return months

    def money(self, decided: FloatArray, rows: BoolArray) -> FloatArray:
        """Sums of decided money (row, month)."""
        return np.asarray(decided[rows].sum(axis=0))[np.newaxis, :, np.newaxis]

    def together(self, parts: Sequence[FloatArray]) -> FloatArray:
        """Counts of different rows as one."""
        return _sum(parts)

    def of_channels(self, values: FloatArray) -> None:
        """Nothing: a group holds several channels."""


@dataclass(frozen=True)
class Aggregator:
    """Makes Totals; ``worth_of_one`` is the lifetime value of a customer of each channel, (channel, 1, draw)."""

    decisions: Decisions
    tracked: tuple[Stage, ...]
    worth_of_one: FloatArray

    def totals(self, group: Group) -> Totals:
        """The totals of each group; counts are worked out when they are first read."""
        every, decisions = np.ones(len(self.decisions.budget), dtype=bool), self.decisions

        def cost_of(stage: Stage) -> FloatArray:
            rows = self._paid_rows_with(stage)
            return self._counted(self._cost(group, rows), rows)

        def count_in(stage: Stage, rows: BoolArray) -> FloatArray:
            key = Measure.CUSTOMERS if stage is Stage.CUSTOMERS else stage
            return self._counted(group.people(key, rows), rows)

        def paid(stage: Stage) -> FloatArray:
            rows = self._paid_rows_with(stage)
            return stages[stage] if (rows == self._rows_with(stage)).all() else count_in(stage, rows)

        stages = OnDemand[Stage, FloatArray](lambda stage: count_in(stage, self._rows_with(stage)))
        return Totals(
            stages=stages,
            stage_cost=OnDemand(cost_of),
            paid_stages=OnDemand(paid),
            passed=OnDemand(lambda name: self._pass(group, name)),
            budget=_sealed(group.money(decisions.budget, every)),
            spend=_sealed(self._money(group, decisions.certain_spend, Measure.SPENT, every)),
            marketing_cost=_sealed(self._cost(group, every)),
            lifetime_value=_sealed(group.measure(Measure.LIFETIME_VALUE) + group.measure(Measure.OPEN_LIFETIME_VALUE)),
            worth_of_one=group.of_channels(self.worth_of_one),
            **{measure.value: _sealed(group.measure(measure)) for measure in _MEASURES},
        )

    def _cost(self, group: Group, rows: BoolArray) -> FloatArray:
        """Marketing cost of these rows."""
        return self._money(group, self.decisions.certain_cost, Measure.SPENT_AND_FEES, rows)

    def _money(self, group: Group, certain: FloatArray, varying: Measure, rows: BoolArray) -> FloatArray:
        """Money (row, month) that is the same in every draw, and what varies of the channels that may spend less."""
        money = group.money(certain, rows)
        return money + group.people(varying, rows) if (self.decisions.spares & rows).any() else money

    def _rows_with(self, stage: Stage) -> BoolArray:
        """Which rows have the stage; the overhead has none."""
        after = {*self.tracked, Stage.CUSTOMERS}
        return np.array([*(stage in after or stage in route.entry for route in self.decisions.routes), False])

    def _paid_rows_with(self, stage: Stage) -> BoolArray:
        """Which rows have the stage and are paid for."""
        return self._rows_with(stage) & self.decisions.paid

    def _counted(self, sums: FloatArray, rows: BoolArray) -> FloatArray:
        """The sums over rows, or nan where there is none: what does not exist is not zero."""
        return _sealed(sums if rows.any() else np.full_like(sums, np.nan))

    def _pass(self, group: Group, name: str) -> tuple[FloatArray, FloatArray]:
        """How many stood before a step and how many came through."""
        steps = self._entry_steps(name)
        if steps:
            before = group.together([group.people(source, rows) for (source, _), rows in steps.items()])
            after = group.together([group.people(target, rows) for (_, target), rows in steps.items()])
            return _sealed(before), _sealed(after)
        return self._pass_closing(group, name)

    def _entry_steps(self, name: str) -> dict[tuple[Stage, Stage], BoolArray]:
        """The steps up to leads that go by a rate, and the rows that take them."""
        steps: dict[tuple[Stage, Stage], BoolArray] = {}
        for row, route in enumerate(self.decisions.routes):
            for rate, source, target in route.entry_steps:
                if rate == name:
                    rows = steps.setdefault((source, target), np.zeros(len(self.decisions.budget), dtype=bool))
                    rows[row] = True
        return steps

    def _pass_closing(self, group: Group, name: str) -> tuple[FloatArray, FloatArray]:
        chain = closing_chain(self.tracked)
        pairs = {rate_name(*pair): pair for pair in (*pairwise(chain), (chain[0], chain[-1]))}
        if name not in pairs:
            nothing = _sealed(np.full_like(group.money(self.decisions.budget, self._rows_with(Stage.LEADS)), np.nan))
            return nothing, nothing
        rows = self._rows_with(Stage.LEADS)
        source, target = (Measure.WON if stage is Stage.CUSTOMERS else stage for stage in pairs[name])
        return _sealed(group.people(source, rows)), _sealed(group.people(target, rows))


def _sum(parts: Sequence[FloatArray]) -> FloatArray:
    """The sum; the array itself where there is only one."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _sealed(array: FloatArray) -> FloatArray:
    """The array, read-only: results are shared between pages and users."""
    array.flags.writeable = False
    return array
