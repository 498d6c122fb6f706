"""Sums by channel and by month, filled block of draws by block while the model runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from simulator.engine.arena import Arena
from simulator.engine.response import MonthlyCounts, sum_counts
from simulator.scenario.channels import Channel
from simulator.scenario.stages import Stage
from simulator.units import BoolArray, FloatArray


class Measure(StrEnum):
    """Sums beside those of the stages before customers."""

    WON = "won"
    """Customers of the month's leads, sooner or later: before incremental_share, capacity and the horizon."""
    SPENT = "spent"
    """Spend of the channels that may spend less than their budget."""
    SPENT_AND_FEES = "spent_and_fees"
    CUSTOMERS = "customers"
    REVENUE = "revenue"
    GROSS_PROFIT = "gross_profit"
    OPEN_PIPELINE = "open_pipeline"
    OPEN_PIPELINE_VALUE = "open_pipeline_value"
    WAITING = "waiting"
    """Customers who still wait for room when the horizon ends; they are in the open pipeline too."""
    CUSTOMERS_LOST = "customers_lost"
    CARRIED_IN = "carried_in"
    CARRIED_OUT = "carried_out"
    LIFETIME_VALUE = "lifetime_value"
    OPEN_LIFETIME_VALUE = "open_lifetime_value"
    """Lifetime value of the open pipeline."""


_ROW_SUMS, _MONTH_SUMS = 10, 4
"""How many things are usually counted by row, and how many by month."""


@dataclass(frozen=True)
class Route:
    """The stages of a channel up to leads, and the names of all rates from there to customers."""

    entry: tuple[Stage, ...]
    tracked: tuple[Stage, ...]
    rates: tuple[str, ...]

    @classmethod
    def of(cls, channel: Channel[Any], tracked: Sequence[Stage]) -> "Route":
        """The route of a channel in a funnel that tracks these qualification stages."""
        stages = channel.stages(tracked)
        return cls(stages[: stages.index(Stage.LEADS) + 1], tuple(tracked), channel.rates(tracked))

    @cached_property
    def keys(self) -> tuple[Measure | Stage, ...]:
        """The counts along the way, one more than rates."""
        return (*self.entry, *self.tracked, Measure.WON)

    @property
    def entry_steps(self) -> tuple[tuple[str, Stage, Stage], ...]:
        """The rates up to leads: name, the stage before and the stage after."""
        return tuple((name, *step) for name, step in zip(self.rates, pairwise(self.entry), strict=False))


@dataclass(frozen=True)
class ChannelCounts:
    """A channel's counts, for the part of the draws at ``whole``: what it takes to count it by month.

    Only ``shares`` (month,) of it count, if given; ``over_months`` is then the sum over months of these shares of the
    shape, (draw,) or of length 1.
    """

    row: int
    whole: slice
    counts: MonthlyCounts
    shares: FloatArray | None = None
    over_months: FloatArray | None = None

    @property
    def total(self) -> FloatArray:
        """The count over all months; (draw,)."""
        return self.counts.total if self.over_months is None else np.asarray(self.over_months * self.counts.level)


class Accumulator:
    """Sums of what is counted, over rows and over months; what was never put is zero.

    ``profit`` [money] has shape (row, month, draw). Before customers meet at the capacity, sums by month are worked out
    of the channels' counts when they are asked for: they are large, and few are read.
    """

    def __init__(self, rows: int, horizon_months: int, draws: int) -> None:
        self.shape = (rows, horizon_months, draws)
        self._arena = Arena(rows * (horizon_months + _ROW_SUMS) + horizon_months * _MONTH_SUMS, draws)
        self.profit = self._arena.empty(rows, horizon_months, draws)
        self._months: dict[Measure, FloatArray] = {}
        self._at_end: dict[Measure, FloatArray] = {}
        self._counts: dict[Measure | Stage, list[ChannelCounts]] = {}
        self._rows: dict[Measure | Stage, FloatArray] = {}
        self._untouched: dict[Measure | Stage, BoolArray] = {}

    def add(self, key: Measure | Stage, counts: ChannelCounts) -> None:
        """Add what a channel counts, in every part of the draws: over all months at once, by month if that is read."""
        self._counts.setdefault(key, []).append(counts)
        self._to_fill(key, slice(counts.row, counts.row + 1))[0, 0, counts.whole] = counts.total

    def month(self, measure: Measure, month: int, block: slice) -> FloatArray:
        """The place for the sum over channels of one month, counted from 0; (draw,), to be filled."""
        if measure not in self._months:
            self._months[measure] = self._arena.empty(*self.shape[1:])
        return self._months[measure][month, block]

    def put_at_end(self, measure: Measure, block: slice, values: FloatArray) -> None:
        """Add what belongs to the last month only; values (row, draw), for all rows but the overhead."""
        self._row_sums(measure)[:-1, 0, block] += values
        if measure not in self._at_end:
            self._at_end[measure] = self._arena.zeros(self.shape[2])
        self._at_end[measure][block] += values.sum(axis=0)

    def put_channels(self, measure: Measure, block: slice, values: FloatArray) -> None:
        """Sums over months of every channel, for every block of the draws; values (row, draw)."""
        self._to_fill(measure, slice(0, -1))[:, 0, block] = values

    def put_rows(self, key: Measure | Stage, block: slice, values: FloatArray, rows: slice = slice(0, -1)) -> None:
        """Sums over months of some rows, by default all but the overhead, where there are any; values (row, draw)."""
        self._row_sums(key)[rows, 0, block] = values

    def _to_fill(self, key: Measure | Stage, rows: slice) -> FloatArray:
        """Rows that are filled for all draws before they are read, and so need not be zero before."""
        if key not in self._rows:
            self._rows[key] = self._arena.empty(self.shape[0], 1, self.shape[2])
            self._untouched[key] = np.ones(self.shape[0], dtype=bool)
        self._untouched[key][rows] = False
        return self._rows[key][rows]

    def _row_sums(self, key: Measure | Stage) -> FloatArray:
        """The sums of all rows, zero in those that were never filled."""
        self._to_fill(key, slice(0))
        sums, untouched = self._rows[key], self._untouched[key]
        if untouched.any():
            sums[untouched] = 0.0
            untouched.fill(False)
        return sums

    def by_row(self, key: Measure | Stage) -> FloatArray:
        """Sums over months; shape (row, 1, draw)."""
        return self._row_sums(key) if key in self._rows else np.zeros((self.shape[0], 1, 1))

    def by_month(self, key: Measure | Stage, rows: BoolArray | None = None) -> FloatArray:
        """Sums over the channels that are marked, by default all; shape (1, month, draw).

        Channels cannot be told apart any more in what is counted after the capacity.
        """
        if key in self._months:
            return self._months[Measure(key)][np.newaxis]
        counts = [each for each in self._counts.get(key, ()) if rows is None or rows[each.row]]
        at_end = self._at_end.get(Measure(key)) if key in self._at_end else None
        if not counts:
            summed = np.zeros((self.shape[1], 1 if at_end is None else self.shape[2]))
        else:
            summed = np.empty(self.shape[1:])
        for _, group in groupby(sorted(counts, key=_start), _start):
            together = list(group)
            sum_counts([(each.counts, each.shares) for each in together], summed[:, together[0].whole])
        if at_end is not None:
            summed[-1] += at_end
        return summed[np.newaxis]

    def for_plan(self, key: Measure | Stage, rows: BoolArray | None = None) -> FloatArray:
        """Sums over months and over the rows that are marked, by default all; shape (1, 1, draw)."""
        array = self.by_row(key)
        return np.asarray((array if rows is None else array[rows]).sum(axis=0, keepdims=True))


def _start(counts: ChannelCounts) -> int:
    return int(counts.whole.start)
