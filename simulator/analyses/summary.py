"""Draws to figures: mean, P10, P50 and P90, each with its standard error.

The average of a ratio is the ratio of averages: a mean of ratios rests on the worlds in which next to nothing is left
below the line, and has no limit where that can be nothing at all. Quantiles are those of the draws.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.engine.funnel import Funnel
from simulator.engine.sampling import REPLICATES
from simulator.engine.simulation import Simulation
from simulator.engine.totals import Totals
from simulator.metrics.kpis import METRICS, AnyMetric, Metric, draws_of
from simulator.units import FloatArray

QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


@dataclass(frozen=True)
class Figures:
    """The mean and three quantiles of something."""

    mean: float
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class Summary(Figures):
    """The mean, P10, P50 and P90 over draws, and the standard error of each.

    Standard errors are the spread of the 8 replicates divided by the root of 8; nan where a figure is not finite.
    """

    standard_error: Figures


@dataclass(frozen=True)
class Average:
    """A mean over possible worlds with its standard error."""

    mean: float
    standard_error: float


@dataclass(frozen=True)
class Means:
    """Means of several figures, over all possible worlds and over those of each replicate.

    ``whole`` (row,), ``replicates`` (row, replicate), of length 1 where nothing varies.
    """

    whole: FloatArray
    replicates: FloatArray

    def rows(self, which: slice) -> "Means":
        """Some of the rows."""
        return Means(self.whole[which], self.replicates[which])

    @property
    def errors(self) -> FloatArray:
        """The standard error of each mean, (row,): the spread of the replicates; nan where it is not finite."""
        count = self.replicates.shape[1]
        if count == 1:
            return np.where(np.isfinite(self.whole), 0.0, np.nan)
        with np.errstate(invalid="ignore"):
            spread = self.replicates.std(axis=1, ddof=1) / np.sqrt(count)
        return np.where(np.isfinite(self.whole), spread, np.nan)


def summarise(draws: FloatArray, means: Means | None = None, *, ordered: FloatArray | None = None) -> list[Summary]:
    """A summary of each row; ``draws`` (row, draw). Ratios state the ``means`` of their rows, which draws do not tell.

    Draws are never dropped: one nan makes every figure of its row nan, and infinite draws keep their rank. Whoever has
    sorted the draws of each row already, passes them as ``ordered`` too.
    """
    if draws.shape[1] == 1:
        whole = np.repeat(draws, 4, axis=1)
        errors = np.where(np.isfinite(whole), 0.0, np.nan)
    else:
        whole = _figures(np.sort(draws, axis=1) if ordered is None else ordered)
        parts = _figures(np.sort(draws.reshape(len(draws), replicates_of(draws.shape[1]), -1), axis=2))
        errors = _standard_errors(parts, whole)
    if means is not None:
        whole[:, 0], errors[:, 0] = means.whole, means.errors
    return [_summary(*row) for row in zip(whole.tolist(), errors.tolist(), strict=True)]


def replicates_of(draws: int) -> int:
    """Into how many equal parts so many draws are cut for standard errors."""
    return math.gcd(REPLICATES, draws)


def _summary(figures: list[float], errors: list[float]) -> Summary:
    mean, p10, p50, p90 = figures
    return Summary(mean, p10, p50, p90, Figures(*errors))


def quantiles(draws: FloatArray, probabilities: Iterable[float]) -> FloatArray:
    """Quantiles by ``inverted_cdf`` along the last axis; the probabilities come first in the shape."""
    return at_ranks(np.sort(draws, axis=-1), probabilities)


def at_ranks(ordered: FloatArray, probabilities: Iterable[float]) -> FloatArray:
    """Quantiles by ``inverted_cdf`` of draws that are sorted along the last axis; a nan makes them nan."""
    count = ordered.shape[-1]
    ranks = [max(0, int(np.ceil(round(probability * count, 9))) - 1) for probability in probabilities]
    values = np.stack([ordered[..., rank] for rank in ranks])
    # nan sorts last: where the last one is nan, the quantiles are of nothing.
    return np.where(np.isnan(ordered[..., -1]), np.nan, values)


def plan_summary(simulation: Simulation, metrics: Iterable[AnyMetric] = METRICS.values()) -> dict[str, Summary]:
    """Metrics of the plan by key, all unless some are named."""
    asked, funnel = list(metrics), simulation.funnel
    rows = np.stack([np.broadcast_to(draws_of(simulation, metric.key), funnel.draws) for metric in asked])
    means = plan_means(funnel, asked)
    return dict(zip(means, summarise(rows, together(means.values())), strict=True))


def channel_summary(simulation: Simulation) -> dict[str, dict[str, Summary]]:
    """Every metric of every row, by name and key; the overhead row has the empty name."""
    funnel, means = simulation.funnel, row_means(simulation.funnel, METRICS.values())
    columns = {key: summarise(metric.of_rows(funnel)[:, 0], means[key]) for key, metric in METRICS.items()}
    return {name: {key: column[row] for key, column in columns.items()} for row, name in enumerate(funnel.rows)}


def month_summary(simulation: Simulation) -> dict[str, list[Summary]]:
    """Every total metric of every month, by key."""
    funnel, mean_totals = simulation.funnel, _MeanTotals.of(simulation.funnel.by_month, simulation.funnel.draws)
    totals = [metric for metric in METRICS.values() if isinstance(metric, Metric)]
    return {metric.key: summarise(metric.of_months(funnel)[0], mean_totals.means(metric)) for metric in totals}


def plan_means(funnel: Funnel, metrics: Iterable[AnyMetric]) -> dict[str, Means]:
    """Means of the plan by key, of one row each: of a total its formula of the mean totals, of a path over worlds."""
    mean_totals = _MeanTotals.of(funnel.plan, funnel.draws)
    return {
        metric.key: mean_totals.means(metric) if isinstance(metric, Metric) else means_of(metric.of_plan(funnel)[:, 0])
        for metric in metrics
    }


def row_means(funnel: Funnel, metrics: Iterable[AnyMetric]) -> dict[str, Means]:
    """The same of every channel and, last, the overhead."""
    mean_totals = _MeanTotals.of(funnel.by_channel, funnel.draws)
    return {
        metric.key: mean_totals.means(metric)
        if isinstance(metric, Metric) and not metric.rows_by_world
        else means_of(metric.of_rows(funnel)[:, 0])
        for metric in metrics
    }


@dataclass(frozen=True)
class _MeanTotals:
    """Totals averaged over all draws and over each replicate."""

    whole: Totals
    replicates: Totals

    @classmethod
    def of(cls, totals: Totals, draws: int) -> "_MeanTotals":
        return cls(totals.averaged(1), totals.averaged(replicates_of(draws)))

    def means(self, metric: Metric) -> Means:
        whole, replicates = (metric.formula(totals) for totals in (self.whole, self.replicates))
        return Means(whole.reshape(-1), replicates.reshape(whole.size, -1))


def means_of(draws: FloatArray) -> Means:
    """The mean of each row of draws (row, draw), over all of them and over each replicate."""
    count = replicates_of(draws.shape[1])
    with np.errstate(invalid="ignore"):
        return Means(draws.mean(axis=1), draws.reshape(len(draws), count, -1).mean(axis=2))


def together(means: Iterable[Means]) -> Means:
    """The rows of several means, one after the other."""
    parts = list(means)
    count = max((each.replicates.shape[1] for each in parts), default=1)
    rows = [np.broadcast_to(each.replicates, (len(each.whole), count)) for each in parts]
    return Means(np.concatenate([each.whole for each in parts]), np.concatenate(rows))


def error_of_share(share: float, worlds: int) -> float:
    """The standard error of a share of worlds, as if each were drawn by itself; stratified ones err by less.

    Half a world is counted on either side, so that what happened in none of a few may yet happen in some. A single
    world stands for a certainty.
    """
    if worlds == 1 or math.isnan(share):
        return 0.0 if worlds == 1 else math.nan
    inner = (share * worlds + 0.5) / (worlds + 1.0)
    return math.sqrt(inner * (1.0 - inner) / worlds)


def _figures(ordered: FloatArray) -> FloatArray:
    """Mean, P10, P50 and P90 along the last axis; shape (..., 4)."""
    with np.errstate(invalid="ignore"):
        mean = ordered.mean(axis=-1)
    return np.stack([mean, *at_ranks(ordered, QUANTILES.values())], axis=-1)


def _standard_errors(parts: FloatArray, whole: FloatArray) -> FloatArray:
    """``parts`` (row, replicate, figure), ``whole`` (row, figure); shape (row, figure)."""
    with np.errstate(invalid="ignore"):
        spread = parts.std(axis=1, ddof=1) / np.sqrt(parts.shape[1])
    return np.where(np.isfinite(whole), spread, np.nan)


def averages(draws: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The mean of each row of draws (row, draw), and its standard error from the spread of the replicates; (row,) each.

    The error of a mean that is infinite or undefined is nan; a certainty has none.
    """
    found = means_of(draws)
    return found.whole, found.errors
