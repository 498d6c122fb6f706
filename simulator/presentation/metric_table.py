"""Every metric of several plans in one table, the best of each row marked; and the same with all figures as a file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.analyses.summary import Summary
from simulator.metrics.kpis import METRICS, AnyMetric
from simulator.text.formats import UNDEFINED, Formats
from simulator.units import Unit

FIRST_ROWS = ("profit", "roi", "payback_months", "customers", "cac", "npv", "peak_cash_need", "revenue", "gross_profit")
"""What most people ask for, in this order; the others follow in their own."""


@dataclass(frozen=True)
class Cell:
    """A middle figure as text, and whether it is the best of its row."""

    text: str
    best: bool


@dataclass(frozen=True)
class Row:
    """A metric and a cell for each plan."""

    metric: AnyMetric
    cells: Sequence[Cell]


def ordered_metrics() -> list[AnyMetric]:
    """All metrics, common ones first."""
    return [METRICS[key] for key in (*FIRST_ROWS, *(key for key in METRICS if key not in FIRST_ROWS))]


def metric_rows(plans: Sequence[Mapping[str, Summary]], formats: Formats, *, horizon_months: int) -> list[Row]:
    """The rows; ``plans`` holds every metric of each plan. What no plan has, or all have at zero, is left out."""
    rows = [(metric, [plan[metric.key] for plan in plans]) for metric in ordered_metrics()]
    return [
        Row(metric, _cells(metric, figures, formats, horizon_months))
        for metric, figures in rows
        if any(_says_something(figure) for figure in figures)
    ]


def _says_something(figure: Summary) -> bool:
    return not math.isnan(figure.p50) and (figure.p10, figure.p50, figure.p90) != (0.0, 0.0, 0.0)


def _cells(metric: AnyMetric, figures: Sequence[Summary], formats: Formats, horizon_months: int) -> list[Cell]:
    written = [_written(metric, figure, formats, horizon_months) for figure in figures]
    best = _best(metric, figures, written)
    return [Cell(text, text in best) for text in written]


def _written(metric: AnyMetric, figure: Summary, formats: Formats, horizon_months: int) -> str:
    error = None if metric.unit is Unit.MONTHS else figure.standard_error.p50
    horizon = horizon_months if metric.key == "payback_months" else None
    return formats.number(figure.p50, metric.unit, error, horizon_months=horizon)


def _best(metric: AnyMetric, figures: Sequence[Summary], written: Sequence[str]) -> set[str]:
    """The text of the best figure: plans whose figures read the same are equally good. Empty where all do."""
    if not metric.better or len(set(written)) == 1 or UNDEFINED in written:
        return set()
    values = [figure.p50 for figure in figures]
    best = max(values) if metric.better == "higher" else min(values)
    return {written[values.index(best)]}
