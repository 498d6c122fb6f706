"""Outcomes of plans whose channels have any amount in any month, world by world.

Each channel is run by itself, once for each row of months that it has in any of the plans. Where channels meet at a
capacity those who want to buy meet there, as the model has it, many plans side by side.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.tables import SIGNS_OF_COST, SUMS_OF_CUSTOMERS, Worlds, brought_by_schedules
from simulator.engine.arena import Arena
from simulator.engine.capacity import capacity_rule
from simulator.metrics.kpis import Metric
from simulator.scenario.plans import Monthly
from simulator.units import FloatArray

CELLS = 400_000
"""Numbers (month, channel, plan, draw) that are worked out at a time, so few that they stay near the processor."""

MOST_KEPT = 25_000_000
"""So many numbers of channels are kept for the next time that they are asked for."""


@dataclass(frozen=True)
class Alone:
    """A channel by itself: what it ``brings``, (draw,); if it meets others at a capacity, but for its customers.

    ``wants`` are those who then want to buy, (month, draw).
    """

    brings: FloatArray
    wants: FloatArray | None = None


@dataclass(frozen=True)
class MonthlyOutcomes:
    """Outcomes of plans in a metric that adds up, in some worlds; a plan is (channel, month), money."""

    worlds: Worlds
    metric: Metric
    _known: OrderedDict[tuple[int, bytes], Alone] = field(default_factory=OrderedDict)

    def of(self, plans: Sequence[FloatArray]) -> FloatArray:
        """Outcome of each plan; (plan, draw)."""
        constant = self.worlds.constant(self.metric.key)
        if not self.meets_capacity:
            rows = [np.asarray(sum(each.brings for each in self._rows(plan))) for plan in plans]
            return np.asarray(np.stack(rows) + constant)
        together = max(1, CELLS // (plans[0].size * self.worlds.draws))
        parts = [self._served(plans[start : start + together]) for start in range(0, len(plans), together)]
        return np.concatenate(parts) + constant

    @property
    def meets_capacity(self) -> bool:
        """Whether channels meet: what comes before customers does not."""
        return self.worlds.scenario.room_by_month is not None and self.metric.key in SUMS_OF_CUSTOMERS

    def alone(self, row: int, months: Sequence[FloatArray]) -> list[Alone]:
        """A channel with each of several rows of months."""
        keys = [(row, own.tobytes()) for own in months]
        found = {key: self._known[key] for key in keys if key in self._known}
        missing = {key: own for key, own in zip(keys, months, strict=True) if key not in found}
        found.update(zip(missing, self._run(row, [*missing.values()]), strict=True))
        for key in missing:
            self._known[key] = found[key]
        while len(self._known) > self._most_kept:
            self._known.popitem(last=False)
        return [found[key] for key in keys]

    def _rows(self, plan: FloatArray) -> list[Alone]:
        return [self.alone(row, [months])[0] for row, months in enumerate(plan)]

    @cached_property
    def _most_kept(self) -> int:
        cells = self.worlds.draws * (self.worlds.scenario.horizon_months if self.meets_capacity else 1)
        return max(64, MOST_KEPT // cells)

    def _run(self, row: int, months: Sequence[FloatArray]) -> Iterator[Alone]:
        schedules = [Monthly(amounts=tuple(own.tolist())) for own in months]
        if self.meets_capacity:
            return (self._wanting(row, each) for each in schedules)
        return (Alone(values) for values in brought_by_schedules(self.worlds, row, schedules, self.metric))

    def _wanting(self, row: int, schedule: Monthly) -> Alone:
        shape, sign = self.worlds.scenario.horizon_months, SIGNS_OF_COST.get(self.metric.key, 0.0)
        wants, costs = [], []
        for each in self.worlds.alone(row).demands(schedule):
            wants.append(np.broadcast_to(each.customers.shape * each.customers.level, (shape, each.draws)))
            costs.append(np.broadcast_to(sign * each.cost, each.draws))
        return Alone(np.concatenate(costs), np.concatenate(wants, axis=1))

    def _served(self, plans: Sequence[FloatArray]) -> FloatArray:
        """The same where channels meet; (plan, draw)."""
        room, overflow = self.worlds.scenario.room_by_month, self.worlds.scenario.business.overflow
        assert room is not None, "there is a capacity"
        known = [self._rows(plan) for plan in plans]
        wanted = np.empty((len(room), len(known[0]), len(plans), self.worlds.draws))
        for place, rows in enumerate(known):
            for row, each in enumerate(rows):
                wanted[:, row, place] = each.wants
        side_by_side = wanted.reshape(len(room), len(known[0]), -1)
        arena = Arena(2 * side_by_side.shape[1], side_by_side.shape[2])
        rule = capacity_rule(room, overflow, arena, side_by_side.shape[1:])
        for month, arriving in enumerate(side_by_side):
            rule.admit(arriving, month)
        brought = np.einsum("mcpd,cmd->pd", wanted, self.worths)
        costs = np.stack([np.asarray(sum(each.brings for each in rows)) for rows in known])
        return np.asarray(brought + costs)

    @cached_property
    def worths(self) -> FloatArray:
        """Worth of a customer of each channel, by the month in which they buy; (channel, month, draw)."""
        months, channels = self.worlds.scenario.horizon_months, range(len(self.worlds.scenario.channels))
        rows = []
        for row in channels:
            chunks = zip(self.worlds.alone(row).worths, self.worlds.chunks, strict=True)
            rows.append(
                np.hstack([np.broadcast_to(own[self.metric.key], (months, chunk.draws)) for own, chunk in chunks])
            )
        return np.stack(rows)
