"""Every metric of several plans in one table, the best of each row marked; and the same with all figures as a file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.analyses.summary import Summary
from simulator.metrics.kpis import AnyMetric, placed_first
from simulator.presentation.figures import Written, is_worth_saying
from simulator.text.formats import UNDEFINED, Formats


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
    """All metrics, what most people ask for first."""
    return placed_first("comparison")


def metric_rows(plans: Sequence[Mapping[str, Summary]], formats: Formats, *, horizon_months: int) -> list[Row]:
    """The rows; ``plans`` holds every metric of each plan.

    What no plan has, or all have too little of to matter, is left out, and budgets where all of them are spent.
    """
    spent = all(plan["budget"] == plan["spend"] for plan in plans)
    shown = [metric for metric in ordered_metrics() if not spent or metric.key != "budget"]
    rows = [(metric, [plan[metric.key] for plan in plans]) for metric in shown]
    return [
        Row(metric, _cells(metric, figures, formats, horizon_months))
        for metric, figures in rows
        if any(_says_something(metric, figure, plan) for figure, plan in zip(figures, plans, strict=True))
    ]


def _says_something(metric: AnyMetric, figure: Summary, plan: Mapping[str, Summary]) -> bool:
    if math.isnan(figure.p50):
        return False
    beside = {key: plan[key].p90 for key in (metric.beside,) if key}
    return any(is_worth_saying(metric, value, beside) for value in (figure.p10, figure.p50, figure.p90))


def _cells(metric: AnyMetric, figures: Sequence[Summary], formats: Formats, horizon_months: int) -> list[Cell]:
    written = [Written(metric, figure, formats, horizon_months).middle for figure in figures]
    best = _best(metric, figures, written)
    return [Cell(text, text in best) for text in written]


def _best(metric: AnyMetric, figures: Sequence[Summary], written: Sequence[str]) -> set[str]:
    """The text of the best figure: plans whose figures read the same are equally good. Empty where all do."""
    if not metric.better or len(set(written)) == 1 or UNDEFINED in written:
        return set()
    values = [figure.p50 for figure in figures]
    best = max(values) if metric.better == "higher" else min(values)
    return {written[values.index(best)]}
