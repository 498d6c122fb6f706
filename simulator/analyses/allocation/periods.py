"""The periods of a plan, of one or three months each, and the amounts that may be chosen in each of them.

The monthly budget and all limits hold in every month. A commitment keeps a channel as it is until its month, and to the
end of that period. A split is (period, channel), in steps of each period's grid; a plan is (channel, month), money.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.grid import Grid, grid_of, with_odd
from simulator.analyses.allocation.kept import are_kept
from simulator.analyses.allocation.tables import Worlds
from simulator.edits.plans import with_plan
from simulator.scenario.limits import Limits
from simulator.scenario.plans import NOTHING, Monthly, Schedule, Steady
from simulator.units import FloatArray, IntArray

MONTH, QUARTER = 1, 3
"""The lengths of periods [months]."""

HARDLY = 1e-9
DECIMALS = 6


@dataclass(frozen=True)
class Periods:
    """The periods of ``length`` months, counted from the plan's first, in which a budget is divided.

    ``whole`` is the split that is the same in all months, by channel [money per month].
    """

    worlds: Worlds
    budget: float
    limits: Limits
    or_less: bool
    whole: Mapping[str, float]
    length: int

    @cached_property
    def months(self) -> list[range]:
        """The months of each, counted from 1."""
        last = self.worlds.scenario.horizon_months
        return [range(first, min(first + self.length, last + 1)) for first in range(1, last + 1, self.length)]

    def __len__(self) -> int:
        return len(self.months)

    @property
    def rows(self) -> range:
        """The places of the channels."""
        return range(len(self.worlds.scenario.channels))

    # -- the amounts that may be chosen --------------------------------------------------------------------------------

    @cached_property
    def grids(self) -> list[Grid]:
        """The amounts that may be chosen in each."""
        return [self._grid(place) for place in range(len(self))]

    def _grid(self, place: int) -> Grid:
        limits, worlds = self._limits_in(place), self._worlds_of(place)
        grid = grid_of(worlds, self.budget, limits, or_less=self.or_less)
        # What carries over from period to period adds up to more than one period shows.
        carries = np.array([bool(own.carry_over.any()) for own in self.worlds.chunks[0].channels])
        if carries.any():
            all_months = grid_of(self._held_worlds(place), self.budget, limits, or_less=self.or_less)
            grid = replace(grid, caps=np.where(carries, np.minimum(grid.caps, all_months.caps), grid.caps))
        if self.or_less or grid.rest < self.worlds.scenario.coin / 2.0:
            return grid
        rows = [row for row in self.rows if len(grid.choices(row)) > 1]
        if not rows:
            return grid
        # Who has the rest of the same split in all months has it in every period.
        rests = [self._rest_of(row, grid.step) for row in rows]
        return with_odd(grid, rows[int(np.argmax(rests))], worlds, self.budget, limits)

    def _worlds_of(self, place: int) -> Worlds:
        """The worlds with the plan's amounts in this period alone: what there is to buy in its season."""
        return self._steadily(place, self.months[place][0], self.months[place][-1])

    def _held_worlds(self, place: int) -> Worlds:
        """The worlds with these amounts in all months."""
        return self._steadily(place, 1, self.worlds.scenario.horizon_months)

    def _steadily(self, place: int, first: int, last: int) -> Worlds:
        scenario, shapes = self.worlds.scenario, self.worlds.shapes
        amounts = zip(scenario.channel_names, self._held_or_now(place), strict=True)
        spend = {name: Steady(amount=amount, first=first, last=last) for name, amount in amounts}
        return Worlds(with_plan(scenario, replace(shapes, monthly_spend=spend)), shapes.name, self.worlds.chunks)

    def _held_or_now(self, place: int) -> list[float]:
        """What each channel has: on its slider, or the most in any month of this period if it is held."""
        within = slice(self.months[place][0] - 1, self.months[place][-1])
        most = self.present[:, within].max(axis=1).tolist()
        return [most[row] if self.is_held(row, place) else float(self.worlds.now[row]) for row in self.rows]

    def _rest_of(self, row: int, step: float) -> float:
        amount = [*self.whole.values()][row]
        return amount - step * math.floor(amount / step + HARDLY)

    def _limits_in(self, place: int) -> Limits:
        """The limits of a period: who is committed in its first month keeps its amount to the end of it."""
        return self.limits.in_month(self.months[place][0], self.worlds.scenario.start)

    def is_held(self, row: int, place: int) -> bool:
        """Whether a channel keeps what it has in the present plan, in this period."""
        channel = self.worlds.scenario.channels[row]
        return not channel.is_paid or self._limits_in(place).of(channel.name).locked

    def together(self, places: Sequence[int]) -> Grid | None:
        """The amounts that may be chosen for several periods at once; None where they have not the same."""
        first, *others = (self.grids[place] for place in places)
        held = [[self.is_held(row, place) for row in self.rows] for place in places]
        alike = all(
            own == held[0]
            and (each.total, each.odd, each.groups) == (first.total, first.odd, first.groups)
            and [*map(len, each.amounts)] == [*map(len, first.amounts)]
            for each, own in zip(others, held[1:], strict=True)
        )
        if not alike:
            return None
        grids = [first, *others]
        allowed = [np.logical_and.reduce([each.allowed[row] for each in grids]) for row in self.rows]
        grid = replace(first, allowed=allowed, caps=np.min([each.caps for each in grids], axis=0))
        return grid if all(len(grid.choices(row)) for row in self.rows) else None

    # -- splits as plans -----------------------------------------------------------------------------------------------

    def plan(self, split: IntArray) -> FloatArray:
        """Spend of each channel in each month [money]; (channel, month)."""
        return np.stack([self.row(row, split) for row in self.rows])

    def row(self, row: int, split: IntArray) -> FloatArray:
        """The months of one channel; where it is held they are those of the present plan."""
        months: FloatArray = np.array(self.present[row])
        for place, own in enumerate(self.months):
            if not self._held[place, row]:
                months[own[0] - 1 : own[-1]] = self.grids[place].amounts[row][split[place, row]]
        return months

    def rows_with(self, row: int, split: IntArray, places: Sequence[int], steps: Iterable[int]) -> list[FloatArray]:
        """The months of one channel with each of several numbers of steps in all of some periods."""
        base, found = self.row(row, split), []
        for step in steps:
            months = base.copy()
            for place in places:
                if not self._held[place, row]:
                    own = self.months[place]
                    months[own[0] - 1 : own[-1]] = self.grids[place].amounts[row][step]
            found.append(months)
        return found

    @cached_property
    def _held(self) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
        return np.array([[self.is_held(row, place) for row in self.rows] for place in range(len(self))])

    @cached_property
    def present(self) -> FloatArray:
        """Spend of each channel in each month of the present plan [money]; (channel, month)."""
        return self.worlds.scenario.spend(self.worlds.plan)

    def schedules(self, plan: FloatArray) -> dict[str, Schedule]:
        """The schedules of a plan: what nothing has moved stays as it is stated."""
        own, names = self.worlds.shapes.monthly_spend, self.worlds.scenario.channel_names
        return {
            name: own.get(name, NOTHING)
            if (plan[row] == self.present[row]).all()
            else Monthly(amounts=tuple(plan[row].tolist()))
            for row, name in enumerate(names)
        }

    def averages(self, plan: FloatArray) -> dict[str, list[float]]:
        """Each channel's average amount in each period [money per month]."""
        names = self.worlds.scenario.channel_names
        return {
            name: [round(float(plan[row, own[0] - 1 : own[-1]].mean()), DECIMALS) for own in self.months]
            for row, name in enumerate(names)
        }

    def nearest(self, amounts: FloatArray) -> IntArray:
        """The split that lies next to a plan's amounts, limits or not."""
        months = [amounts[:, own[0] - 1 : own[-1]].mean(axis=1) for own in self.months]
        return np.array([self.nearest_in(place, average) for place, average in enumerate(months)])

    def nearest_in(self, place: int, amounts: FloatArray) -> IntArray:
        """The steps of one period that lie next to the amount of each channel, limits or not; (channel,)."""
        grid = self.grids[place]
        return np.array([int(np.argmin(np.abs(grid.amounts[row] - amounts[row]))) for row in self.rows])

    def least(self) -> IntArray:
        """As little of everything as may be."""
        return np.array([[int(grid.choices(row)[0]) for row in self.rows] for grid in self.grids])

    def keeps(self, plan: FloatArray, totals: FloatArray) -> bool:
        """Whether a plan keeps to the limits in every month, and spends these ``totals`` where all is to be spent."""
        names = self.worlds.scenario.channel_names
        for place, own in enumerate(self.months):
            limits = self._limits_in(place)
            for month in own:
                spend = dict(zip(names, plan[:, month - 1].tolist(), strict=True))
                now = {
                    name: float(self.present[row, month - 1] if self._held[place, row] else self.worlds.now[row])
                    for row, name in enumerate(names)
                }
                if not are_kept(limits, spend, now, self.budget, or_less=True):
                    return False
        return self.or_less or bool((plan.sum(axis=0) >= totals - HARDLY * self.budget).all())
