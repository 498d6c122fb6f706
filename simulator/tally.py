"""The tally: sums by channel and by month, built up block by block while the model runs."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import numpy as np

from simulator.channels import Channel
from simulator.stages import Stage, closing_chain, rate_name
from simulator.totals import Totals
from simulator.units import BoolArray, FloatArray


class Flow(StrEnum):
    """What is summed beside the stages; the names of the fields of Totals."""

    REVENUE = "revenue"
    GROSS_PROFIT = "gross_profit"
    OPEN_PIPELINE = "open_pipeline"
    OPEN_PIPELINE_VALUE = "open_pipeline_value"
    CUSTOMERS_LOST = "customers_lost"
    CARRIED_IN = "carried_in"
    CARRIED_OUT = "carried_out"
    LIFETIME_VALUE = "lifetime_value"


WON = "won"
"""Customers of the month's leads, sooner or later, before incremental_share, capacity and the horizon."""

Entry = tuple[Stage, ...]
"""The stages of a channel up to leads: channels of one entry can be summed before rates are taken."""

Key = Flow | str | tuple[Entry, Stage]


class Tally:
    """Sums of everything that is counted; keys that nothing was added to are zero."""

    def __init__(self, rows: int, horizon_months: int, draws: int) -> None:
        self.rows, self.horizon_months, self.draws = rows, horizon_months, draws
        self.profit = np.empty((rows, horizon_months, draws))
        self._by_channel: dict[Key, FloatArray] = {}
        self._by_month: dict[Key, FloatArray] = {}

    def add(self, key: Key, row: int, block: slice, values: FloatArray, total: FloatArray | None = None) -> None:
        """Add values (month, draw) of a row; ``total`` is their sum over months where it is known already."""
        self._months(key)[:, block] += values
        self._channels(key)[row, 0, block] += values.sum(axis=0) if total is None else total

    def add_in_month(self, key: Key, row: int, block: slice, month: int, values: FloatArray) -> None:
        """Add values (draw,) of a row in one month, counted from 0 (or from the end, as Python does)."""
        self._months(key)[month, block] += values
        self._channels(key)[row, 0, block] += values

    def by_channel(self, key: Key) -> FloatArray:
        """Sums over months; shape (row, 1, draw)."""
        return self._by_channel.get(key, np.zeros((self.rows, 1, 1)))

    def by_month(self, key: Key) -> FloatArray:
        """Sums over channels; shape (1, month, draw)."""
        return self._by_month.get(key, np.zeros((self.horizon_months, 1)))[np.newaxis]

    def for_plan(self, key: Key) -> FloatArray:
        """Sums over channels and months; shape (1, 1, draw)."""
        return np.asarray(self.by_channel(key).sum(axis=0, keepdims=True))

    def _months(self, key: Key) -> FloatArray:
        if key not in self._by_month:
            self._by_month[key] = np.zeros((self.horizon_months, self.draws))
        return self._by_month[key]

    def _channels(self, key: Key) -> FloatArray:
        if key not in self._by_channel:
            self._by_channel[key] = np.zeros((self.rows, 1, self.draws))
        return self._by_channel[key]


def entry_of(channel: Channel[FloatArray]) -> Entry:
    """The stages of a channel up to and with leads."""
    stages = channel.stages(())
    return stages[: stages.index(Stage.LEADS) + 1]


class Reckoning:
    """Turns a finished tally into Totals, by channel, by month and for the plan.

    ``spend`` (channel, month) and ``cost`` (row, month) are decided money.
    """

    def __init__(
        self,
        tally: Tally,
        channels: Sequence[Channel[FloatArray]],
        tracked: Sequence[Stage],
        spend: FloatArray,
        cost: FloatArray,
    ) -> None:
        self._tally, self._channels, self._tracked = tally, channels, tuple(tracked)
        self._spend = np.vstack([spend, np.zeros_like(cost[:1])])
        self._cost = cost

    def by_channel(self) -> Totals:
        """Totals of each row; shapes (row, 1, draw)."""
        totals = self._totals(self._tally.by_channel, lambda money: money.sum(axis=1)[:, np.newaxis, np.newaxis])
        lacking = {stage: ~self._has(stage) for stage in totals.stages}
        for stage, people in totals.stages.items():
            people[lacking[stage]] = np.nan
        for stage, money in totals.stage_cost.items():
            money[lacking[stage]] = np.nan
        return totals

    def by_month(self) -> Totals:
        """Totals of each month; shapes (1, month, draw)."""
        return self._totals(self._tally.by_month, lambda money: money.sum(axis=0)[np.newaxis, :, np.newaxis])

    def for_plan(self) -> Totals:
        """Totals of the plan; shapes (1, 1, draw)."""
        return self._totals(self._tally.for_plan, lambda money: np.full((1, 1, 1), money.sum()))

    def _totals(self, people: Callable[[Key], FloatArray], decided: Callable[[FloatArray], FloatArray]) -> Totals:
        stages = {stage: self._stage(stage, people) for stage in Stage}
        return Totals(
            stages=stages,
            stage_cost={stage: self._stage_cost(stage, decided) for stage in Stage},
            passed=self._passed(people),
            spend=decided(self._spend),
            marketing_cost=decided(self._cost),
            **{flow.value: people(flow) for flow in Flow},
        )

    def _has(self, stage: Stage) -> BoolArray:
        """Which rows have the stage; the overhead has none."""
        return np.array([*(stage in channel.stages(self._tracked) for channel in self._channels), False])

    def _entries(self) -> list[Entry]:
        return list(dict.fromkeys(entry_of(channel) for channel in self._channels))

    def _stage(self, stage: Stage, people: Callable[[Key], FloatArray]) -> FloatArray:
        if not self._has(stage).any():
            return np.full_like(people(Flow.REVENUE)[..., :1], np.nan)
        if stage not in (*Stage,)[: list(Stage).index(Stage.LEADS) + 1]:
            return people(stage.value).copy()
        return _sum([people((entry, stage)) for entry in self._entries() if stage in entry])

    def _stage_cost(self, stage: Stage, decided: Callable[[FloatArray], FloatArray]) -> FloatArray:
        has = self._has(stage)
        if not has.any():
            return np.full_like(decided(self._cost), np.nan)
        return decided(self._cost * has[:, np.newaxis])

    def _passed(self, people: Callable[[Key], FloatArray]) -> Mapping[str, tuple[FloatArray, FloatArray]]:
        before: dict[str, list[FloatArray]] = {}
        after: dict[str, list[FloatArray]] = {}
        for channel in {entry_of(channel): channel for channel in self._channels}.values():
            entry = entry_of(channel)
            for name, source, target in zip(channel.rates(()), entry, entry[1:], strict=False):
                before.setdefault(name, []).append(people((entry, source)))
                after.setdefault(name, []).append(people((entry, target)))
        steps = {name: (_sum(before[name]), _sum(after[name])) for name in before}
        return {**steps, **self._closing_steps(people)}

    def _closing_steps(self, people: Callable[[Key], FloatArray]) -> dict[str, tuple[FloatArray, FloatArray]]:
        def standing(stage: Stage) -> FloatArray:
            if stage is Stage.CUSTOMERS:
                return people(WON)
            return people(stage.value) if stage is not Stage.LEADS else self._stage(Stage.LEADS, people)

        chain = closing_chain(self._tracked)
        pairs = [*zip(chain, chain[1:], strict=False), (Stage.LEADS, Stage.CUSTOMERS)]
        return {rate_name(source, target): (standing(source), standing(target)) for source, target in pairs}


def _sum(arrays: Sequence[FloatArray]) -> FloatArray:
    total = arrays[0].copy()
    for array in arrays[1:]:
        total = total + array
    return total
