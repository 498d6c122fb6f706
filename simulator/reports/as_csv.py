"""Tables as comma-separated values, for spreadsheets."""

import csv
import io
import math
from collections.abc import Mapping

from simulator.analyses.comparison import Comparison
from simulator.analyses.summary import Figures
from simulator.metrics.kpis import AnyMetric
from simulator.presentation.channel_table import ChannelTable
from simulator.presentation.comparison_text import verdict_text
from simulator.presentation.metric_table import ordered_metrics


def as_csv(table: ChannelTable, *, supposed: str = "") -> str:
    """The table as comma-separated values, every number to its last digit; what is undefined or endless stays empty.

    A name that a spreadsheet would read as a formula gets an apostrophe before it. What is ``supposed``, if anything,
    has a column of its own.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    further = table.beside
    writer.writerow(
        [
            "Channel",
            *(column.metric.label for column in table.columns),
            *(column.heading for column in further),
            *(["Supposed"] if supposed else []),
        ]
    )
    what_if = [as_text_cell(supposed)] if supposed else []
    for row, name in enumerate(table.rows):
        figures = [*(column.averages[row] for column in table.columns), *(column.figures[row] for column in further)]
        writer.writerow([as_text_cell(name), *(_number(figure) for figure in figures), *what_if])
    return output.getvalue()


def as_text_cell(text: str) -> str:
    """Text that a spreadsheet shows and never runs. Source: OWASP, "CSV Injection"."""
    runs = text.startswith(("=", "+", "-", "@", "\t", "\r")) or text.lstrip().startswith(("=", "+", "-", "@"))
    return f"'{text}" if runs else text


CSV_COLUMNS = (
    *("Condition", "Metric", "Plan"),
    *("Average", "1 in 10 below", "Middle", "1 in 10 above", "Standard error of the average"),
    *("Difference: average", "Difference: 1 in 10 below", "Difference: middle", "Difference: 1 in 10 above"),
    *("Difference: standard error of the average", "Share of worlds better", "Share of worlds best"),
    *("Expected regret", "Verdict"),
)


def comparison_csv(conditions: Mapping[str, Mapping[str, Comparison]]) -> str:
    """Every figure of every comparison as comma-separated values, to its last digit.

    ``conditions`` are the comparisons by metric, by the words for the condition that they hold under. What is undefined
    or endless stays empty; a name that a spreadsheet would read as a formula gets an apostrophe before it.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for condition, comparisons in conditions.items():
        for metric in ordered_metrics():
            writer.writerows(_csv_rows(condition, metric, comparisons[metric.key]))
    return output.getvalue()


def _csv_rows(condition: str, metric: AnyMetric, comparison: Comparison) -> list[list[str]]:
    return [
        [
            *(as_text_cell(text) for text in (condition, metric.label, label)),
            *_figures(compared.figures),
            _number(compared.figures.standard_error.mean),
            *_figures(compared.difference),
            _number(compared.difference.standard_error.mean),
            *(_number(share) for share in (compared.probability_better, compared.probability_best)),
            _number(compared.regret.mean),
            verdict_text(compared, metric),
        ]
        for label, compared in comparison.plans.items()
    ]


def _figures(figures: Figures) -> list[str]:
    return [_number(value) for value in (figures.mean, figures.p10, figures.p50, figures.p90)]


def _number(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""
