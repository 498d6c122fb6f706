"""Findings about real figures: months that are not over, and figures that cannot both be right."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from simulator.findings.review import Finding, Severity
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import month_date

IN_ORDER = ("impressions", "visits", "leads", "mqls", "sqls", "opportunities")
"""Stages of which a later one has no more people than an earlier one. Customers may be of former leads."""

LOOK = "Look at what the two figures count: they may be of different times, or of different people."


def real_figure_findings(scenario: Scenario[Belief], today: date, formats: Formats) -> list[Finding]:
    """All that is worth checking about a scenario's real figures, as of a day."""
    return [found for own in scenario.actuals for found in _of_channel(own, today, formats)]


def _of_channel(own: Actuals, today: date, formats: Formats) -> Iterator[Finding]:
    for month, figures in own.by_month.items():
        where = f"{own.channel}, {formats.month_name(month)}"
        if month > today:
            yield Finding(
                key="real-figures-to-come",
                message=f"{where} has not begun yet.",
                advice="Check the month: nothing can have happened in it.",
                channel=own.channel,
                severity=Severity.SERIOUS,
            )
        elif month_date(month, 2) > today:
            yield Finding(
                key="real-figures-not-over",
                message=f"{where} is not over.",
                advice="Its figures will still grow; it is not judged until the month is over.",
                channel=own.channel,
            )
        stated = [name for name in IN_ORDER if name in figures]
        for before, after in pairwise(stated):
            if figures[after] > figures[before]:
                more, fewer = (_named(name, figures[name], formats) for name in (after, before))
                yield Finding(
                    key="real-figures-more-after",
                    message=f"{where}: {more} and only {fewer}.",
                    advice=LOOK,
                    channel=own.channel,
                    severity=Severity.SERIOUS,
                )
        if figures.get("gross_profit", 0.0) > figures.get("revenue", float("inf")):
            yield Finding(
                key="real-figures-profit-above-revenue",
                message=f"{where}: more gross profit than revenue.",
                advice="Gross profit is what is left of revenue after what was sold is paid for.",
                channel=own.channel,
                severity=Severity.SERIOUS,
            )


def _named(figure: str, value: float, formats: Formats) -> str:
    return f"{formats.count(value)} {_WORDS.get(figure, figure)}"


_WORDS = {"mqls": "marketing-qualified leads", "sqls": "sales-qualified leads"}
