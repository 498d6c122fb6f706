"""The tally: sums by channel and by month, filled block of draws by block of draws while the model runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from simulator.channels import Channel
from simulator.stages import Stage
from simulator.units import BoolArray, FloatArray


class Flow(StrEnum):
    """What is summed beside the stages before customers."""

    WON = "won"
    """Customers of the month's leads, sooner or later: before incremental_share, capacity and the horizon."""
    CUSTOMERS = "customers"
    REVENUE = "revenue"
    GROSS_PROFIT = "gross_profit"
    OPEN_PIPELINE = "open_pipeline"
    OPEN_PIPELINE_VALUE = "open_pipeline_value"
    CUSTOMERS_LOST = "customers_lost"
    CARRIED_IN = "carried_in"
    CARRIED_OUT = "carried_out"
    LIFETIME_VALUE = "lifetime_value"


Entry = tuple[Stage, ...]
"""The stages of a channel up to leads: channels of one entry can be summed before rates are taken."""

MonthKey = Flow | Stage | tuple[Entry, Stage]
"""By month a stage after leads is summed over all channels; one before, over those of each entry."""

_LINE = 8
"""Numbers in a line of the processor's cache."""


@dataclass(frozen=True)
class Route:
    """The stages of a channel up to leads, and the names of all rates from there to customers."""

    entry: Entry
    tracked: tuple[Stage, ...]
    rates: tuple[str, ...]

    @classmethod
    def of(cls, channel: Channel[Any], tracked: Sequence[Stage]) -> "Route":
        """The route of a channel in a funnel that tracks these qualification stages."""
        stages = channel.stages(tracked)
        return cls(stages[: stages.index(Stage.LEADS) + 1], tuple(tracked), channel.rates(tracked))

    @cached_property
    def keys(self) -> tuple[Flow | Stage, ...]:
        """What is counted along the way, one more than rates."""
        return (*self.entry, *self.tracked, Flow.WON)

    @cached_property
    def month_keys(self) -> tuple[MonthKey, ...]:
        """Where each is counted by month."""
        return (*((self.entry, stage) for stage in self.entry), *self.tracked, Flow.WON)

    @property
    def entry_steps(self) -> tuple[tuple[str, Stage, Stage], ...]:
        """The rates up to leads: name, the stage before and the stage after."""
        return tuple((name, *step) for name, step in zip(self.rates, pairwise(self.entry), strict=False))


class Tally:
    """Sums of what is counted, over rows and over months; what was never put is zero.

    ``profit`` [money] has shape (row, month, draw). Sums by month are kept for
    ``month_keys`` only: they are large, and few are read.
    """

    def __init__(self, month_keys: Iterable[MonthKey], rows: int, horizon_months: int, draws: int) -> None:
        self.shape = (rows, horizon_months, draws)
        self.profit = _spaced(rows, horizon_months, draws)
        self._months = {key: np.zeros((horizon_months, draws)) for key in month_keys}
        self._rows: dict[Flow | Stage, FloatArray] = {}

    def keeps_months(self, key: MonthKey) -> bool:
        """Whether sums by month of this key are kept."""
        return key in self._months

    def add_months(self, key: MonthKey, block: slice, values: FloatArray) -> None:
        """Add to the sums over channels; values (month, draw)."""
        self._months[key][:, block] += values

    def add_month(self, key: MonthKey, block: slice, month: int, values: FloatArray) -> None:
        """Add to the sum over channels of one month, counted from 0; values (draw,)."""
        self._months[key][month, block] += values

    def put_rows(self, key: Flow | Stage, block: slice, values: FloatArray, rows: slice = slice(0, -1)) -> None:
        """Sums over months of some rows, by default all but the overhead; values (row, draw)."""
        self._row_sums(key)[rows, 0, block] = values

    def add_rows(self, key: Flow | Stage, block: slice, values: FloatArray) -> None:
        """Add to the sums over months of all rows but the overhead; values (row, draw)."""
        self._row_sums(key)[:-1, 0, block] += values

    def _row_sums(self, key: Flow | Stage) -> FloatArray:
        if key not in self._rows:
            self._rows[key] = np.zeros((self.shape[0], 1, self.shape[2]))
        return self._rows[key]

    def by_row(self, key: Flow | Stage) -> FloatArray:
        """Sums over months; shape (row, 1, draw)."""
        return self._rows.get(key, np.zeros((self.shape[0], 1, 1)))

    def by_month(self, key: MonthKey) -> FloatArray:
        """Sums over channels; shape (1, month, draw)."""
        return self._months.get(key, np.zeros((self.shape[1], 1)))[np.newaxis]

    def for_plan(self, key: Flow | Stage, rows: BoolArray | None = None) -> FloatArray:
        """Sums over months and over the rows that are marked, by default all; shape (1, 1, draw)."""
        array = self.by_row(key)
        return np.asarray((array if rows is None else array[rows]).sum(axis=0, keepdims=True))


def _spaced(*shape: int) -> FloatArray:
    """An array not filled, whose rows do not all fall on the same lines of the cache.

    Rows of 8,192 numbers start 64 KiB apart, and a block of columns of them would share a few lines only.
    """
    *rows, draws = shape
    return np.empty((*rows, draws + _LINE * (draws > 1)))[..., :draws]
