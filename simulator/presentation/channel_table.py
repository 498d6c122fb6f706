"""The table by channel: averages over all possible worlds, because averages add up and middle values do not.

The rows are the channels, the overhead that belongs to no channel (where there is any) and the total, which is the
plan. Sums (people and money) stand first and add up to the total; rates, costs per person and times follow, and do not.
Averages divide into each other: average cost over average leads is the cost per lead.

A few very good worlds can lift the average of a channel above that of one that is better in most worlds. Where averages
rank the channels otherwise than middle values do, by profit or by ROI, the table has both.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.summary import Means, Summary, plan_means, row_means, summarise, together
from simulator.engine.funnel import Funnel
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, AnyMetric, Metric, placed, placed_first
from simulator.presentation.figures import is_worth_saying
from simulator.text.grammar import listed, within
from simulator.units import BoolArray

OVERHEAD_NAME, WITH_IMPROVEMENTS = "Overhead", "Overhead and improvements"
TOTAL_NAME = "Total"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A metric and its averages: one for each row of the table, with the standard error of each."""

    metric: AnyMetric
    averages: Sequence[float]
    errors: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """A metric by which averages rank the channels otherwise than middle values do: both, with their errors."""

    average: Column
    middles: Sequence[float]
    errors: Sequence[float]

    @property
    def metric(self) -> AnyMetric:
        """The metric."""
        return self.average.metric


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A further column of the table, under a heading of its own."""

    heading: str
    metric: AnyMetric
    figures: Sequence[float]
    errors: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class ChannelTable:
    """``rows`` are names: channels, perhaps the overhead, and the total. ``channels`` says how many are channels.

    ``rankings`` are the metrics by which averages and middle values rank the channels in another order.
    """

    rows: Sequence[str]
    channels: int
    columns: Sequence[Column]
    rankings: Sequence[Ranking] = ()

    @property
    def beside(self) -> list[Beside]:
        """The middle values of the rankings, and their averages where these are in no column yet."""
        shown = [column.metric for column in self.columns]
        return [each for ranking in self.rankings for each in _beside(ranking, shown)]

    @property
    def note(self) -> str:
        """Meaning of the rankings; empty where there are none."""
        return ranked_otherwise([each.metric for each in self.rankings])


def _beside(ranking: Ranking, shown: Sequence[AnyMetric]) -> list[Beside]:
    metric, average = ranking.metric, ranking.average
    middle = Beside(heading=middle_heading(metric.label), metric=metric, figures=ranking.middles, errors=ranking.errors)
    if metric in shown:
        return [middle]
    heading = f"{metric.label}, average"
    return [Beside(heading=heading, metric=metric, figures=average.averages, errors=average.errors), middle]


def middle_heading(label: str) -> str:
    """``Profit, middle``."""
    return f"{label}, middle"


def ranked_otherwise(metrics: Sequence[AnyMetric]) -> str:
    """Note that averages rank the channels in another order by these metrics; empty where there are none."""
    by = listed([within(metric.heading) for metric in metrics])
    return RANKED_OTHERWISE.format(by) if by else ""


RANKED_BY = ("profit", "roi")
"""The metrics by which people rank channels."""

RANKED_OTHERWISE = (
    "By {}, averages put the channels in another order than middle values do, because a few very good or very bad "
    "worlds move an average: look at both. Half of the possible worlds lie above the middle; middles do not add up."
)

WHOLLY = 0.0005
"""A budget of which a smaller part than this is left over is spent."""

OWN_ERRORS = 2.0
"""Two figures differ where they lie further apart than so many standard errors."""


def sums_by_channel(simulation: Simulation) -> ChannelTable:
    """The averages of what adds up; without what no channel has or is too little to matter, and budgets all spent."""
    table = _table(simulation, placed("channels"))
    total = {column.metric.key: column.averages[-1] for column in table.columns}
    kept = [column for column in table.columns if _says_something(column, total)]
    return replace(table, columns=[column for column in kept if column.metric.key != "budget" or _is_left_over(kept)])


def all_by_channel(simulation: Simulation) -> ChannelTable:
    """The averages of every metric: first what adds up, then what does not."""
    return _table(simulation, sorted(placed_first("channels"), key=_adds_up, reverse=True))


def rankings(simulation: Simulation) -> list[Ranking]:
    """The metrics by which averages rank the channels otherwise than middle values do, beyond the error of either."""
    kept, metrics = _kept(simulation.funnel), [METRICS[key] for key in RANKED_BY]
    columns = zip(_columns(simulation.funnel, metrics, kept), metrics, strict=True)
    found = [_ranking(column, _middles(metric, simulation.funnel, kept)) for column, metric in columns]
    return [each for each in found if _ranks_otherwise(each, len(simulation.funnel.rows) - 1)]


def _adds_up(metric: AnyMetric) -> bool:
    return isinstance(metric, Metric) and metric.adds_up


def _says_something(column: Column, total: Mapping[str, float]) -> bool:
    figures = [value for value in column.averages if math.isfinite(value)]
    return any(is_worth_saying(column.metric, value, total) for value in figures)


def _is_left_over(columns: Sequence[Column]) -> bool:
    """Whether more may be spent than is."""
    budget, spend = ([column.averages for column in columns if column.metric.key == key] for key in ("budget", "spend"))
    return not spend or not np.allclose(budget, spend, rtol=WHOLLY, atol=0.0)


def _table(simulation: Simulation, metrics: Sequence[AnyMetric]) -> ChannelTable:
    funnel = simulation.funnel
    channels, kept = len(funnel.rows) - 1, _kept(funnel)
    names = [*funnel.rows[:channels], *([overhead_name(simulation)] if kept > channels else []), TOTAL_NAME]
    return ChannelTable(
        rows=names, channels=channels, columns=_columns(funnel, metrics, kept), rankings=rankings(simulation)
    )


def overhead_name(simulation: Simulation) -> str:
    """The name of the row that belongs to no channel: what the plan pays for improvements stands in it too."""
    buys = simulation.scenario.plan(simulation.plan).improvements
    return WITH_IMPROVEMENTS if buys else OVERHEAD_NAME


def _kept(funnel: Funnel) -> int:
    """How many rows are shown before the total: the overhead only where there is any."""
    return len(funnel.rows) - 1 + bool((funnel.by_channel.marketing_cost[-1] != 0.0).any())


def _columns(funnel: Funnel, metrics: Sequence[AnyMetric], kept: int) -> list[Column]:
    rows, plan = row_means(funnel, metrics), plan_means(funnel, metrics)
    return [_column(metric, together([rows[metric.key].rows(slice(0, kept)), plan[metric.key]])) for metric in metrics]


def _column(metric: AnyMetric, means: Means) -> Column:
    return Column(metric=metric, averages=means.whole.tolist(), errors=means.errors.tolist())


def _middles(metric: AnyMetric, funnel: Funnel, kept: int) -> list[Summary]:
    """The figures of each row that is shown."""
    rows, plan = metric.of_rows(funnel)[:kept, 0], metric.of_plan(funnel)[:, 0]
    return [*summarise(rows), *summarise(plan)]


def _ranking(average: Column, middles: Sequence[Summary]) -> Ranking:
    return Ranking(
        average=average,
        middles=[each.p50 for each in middles],
        errors=[each.standard_error.p50 for each in middles],
    )


def _ranks_otherwise(ranking: Ranking, channels: int) -> bool:
    """Whether two channels stand in one order by averages and in the other by middle values."""
    above = _above(ranking.average.averages[:channels], ranking.average.errors[:channels])
    below = _above(ranking.middles[:channels], ranking.errors[:channels]).T
    return bool((above & below).any())


def _above(figures: Sequence[float], errors: Sequence[float]) -> BoolArray:
    """Whether the figure of each row lies above that of each column by more than their errors."""
    values, doubt = np.array(figures), np.array(errors)
    with np.errstate(invalid="ignore"):
        apart = values[:, np.newaxis] - values
    return np.asarray(apart > OWN_ERRORS * np.hypot(doubt[:, np.newaxis], doubt))
