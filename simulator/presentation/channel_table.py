"""The table by channel: averages over all possible worlds, because averages add up and middle values do not.

The rows are the channels, the overhead that belongs to no channel (where there is any) and the total, which is the
plan. Sums (people and money) stand first and add up to the total; rates, costs per person and times follow, and do not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analyses.summary import averages
from simulator.engine.funnel import Funnel
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import AnyMetric, Metric, placed, placed_first

OVERHEAD_NAME = "Overhead"
TOTAL_NAME = "Total"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A metric and its averages: one for each row of the table, with the standard error of each."""

    metric: AnyMetric
    averages: Sequence[float]
    errors: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class ChannelTable:
    """``rows`` are names: channels, perhaps the overhead, and the total. ``channels`` says how many are channels."""

    rows: Sequence[str]
    channels: int
    columns: Sequence[Column]


def sums_by_channel(simulation: Simulation) -> ChannelTable:
    """The averages of what adds up; without what no channel has, or what is zero throughout."""
    table = _table(simulation, placed("channels"))
    shown = [column for column in table.columns if _says_something(column)]
    return ChannelTable(rows=table.rows, channels=table.channels, columns=shown)


def all_by_channel(simulation: Simulation) -> ChannelTable:
    """The averages of every metric: first what adds up, then what does not."""
    return _table(simulation, sorted(placed_first("channels"), key=_adds_up, reverse=True))


def _adds_up(metric: AnyMetric) -> bool:
    return isinstance(metric, Metric) and metric.adds_up


def _says_something(column: Column) -> bool:
    return any(math.isfinite(value) and value != 0.0 for value in column.averages)


def _table(simulation: Simulation, metrics: Sequence[AnyMetric]) -> ChannelTable:
    funnel = simulation.funnel
    channels = len(funnel.rows) - 1
    kept = channels + bool(_has_overhead(funnel))
    names = [*funnel.rows[:channels], *([OVERHEAD_NAME] if kept > channels else []), TOTAL_NAME]
    columns = [_column(metric, funnel, kept) for metric in metrics]
    return ChannelTable(rows=names, channels=channels, columns=columns)


def _has_overhead(funnel: Funnel) -> bool:
    return bool((funnel.by_channel.marketing_cost[-1] != 0.0).any())


def _column(metric: AnyMetric, funnel: Funnel, kept: int) -> Column:
    parts = [averages(metric.of_rows(funnel)[:kept, 0]), averages(metric.of_plan(funnel)[:, 0])]
    means, errors = (np.concatenate(both).tolist() for both in zip(*parts, strict=True))
    return Column(metric=metric, averages=means, errors=errors)
