"""Draws to figures: mean, P10, P50 and P90, each with its standard error."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.engine.sampling import REPLICATES
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, Metric, draws_of
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


def summarise(draws: FloatArray) -> list[Summary]:
    """A summary of each row; ``draws`` (row, draw).

    Draws are never dropped: one nan makes every figure of its row nan, and infinite draws keep their rank.
    """
    if draws.shape[1] == 1:
        whole = np.repeat(draws, 4, axis=1)
        errors = np.where(np.isfinite(whole), 0.0, np.nan)
    else:
        whole = _figures(np.sort(draws, axis=1))
        replicates = math.gcd(REPLICATES, draws.shape[1])
        parts = _figures(np.sort(draws.reshape(len(draws), replicates, -1), axis=2))
        errors = _standard_errors(parts, whole)
    return [_summary(*row) for row in zip(whole.tolist(), errors.tolist(), strict=True)]


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


def plan_summary(simulation: Simulation) -> dict[str, Summary]:
    """Every metric of the plan, by key."""
    draws = {key: draws_of(simulation, key) for key in METRICS}
    return _summaries(draws, simulation.funnel.draws)


def channel_summary(simulation: Simulation) -> dict[str, dict[str, Summary]]:
    """Every metric of every row, by name and key; the overhead row has the empty name."""
    funnel = simulation.funnel
    columns = {key: summarise(metric.of_rows(funnel)[:, 0]) for key, metric in METRICS.items()}
    return {name: {key: column[row] for key, column in columns.items()} for row, name in enumerate(funnel.rows)}


def month_summary(simulation: Simulation) -> dict[str, list[Summary]]:
    """Every total metric of every month, by key."""
    totals = [metric for metric in METRICS.values() if isinstance(metric, Metric)]
    return {metric.key: summarise(metric.of_months(simulation.funnel)[0]) for metric in totals}


def _summaries(draws: dict[str, FloatArray], count: int) -> dict[str, Summary]:
    rows = np.stack([np.broadcast_to(values, count) for values in draws.values()])
    return dict(zip(draws, summarise(rows), strict=True))


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
    with np.errstate(invalid="ignore"):
        means = draws.mean(axis=1)
        if draws.shape[1] == 1:
            return means, np.where(np.isfinite(means), 0.0, np.nan)
        count = math.gcd(REPLICATES, draws.shape[1])
        replicates = draws.reshape(len(draws), count, -1).mean(axis=2)
        return means, replicates.std(axis=1, ddof=1) / np.sqrt(count)
