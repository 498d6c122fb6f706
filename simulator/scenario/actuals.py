"""Real figures: what was really spent and what came of it, by channel and month. No figure of a plan follows from them.

Each list begins with the month ``from`` and holds nothing where a figure is not known, which is not the same as 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from simulator.scenario.fields import record, text
from simulator.scenario.months import month_number
from simulator.text.grammar import month_date
from simulator.units import Unit

Known = float | None
"""A figure of a month; None where it is not known."""

FIGURES: Mapping[str, Unit] = MappingProxyType(
    {
        "spend": Unit.MONEY,
        "impressions": Unit.COUNT,
        "pieces": Unit.COUNT,
        "visits": Unit.COUNT,
        "leads": Unit.COUNT,
        "mqls": Unit.COUNT,
        "sqls": Unit.COUNT,
        "opportunities": Unit.COUNT,
        "customers": Unit.COUNT,
        "revenue": Unit.MONEY,
        "gross_profit": Unit.MONEY,
    }
)
"""The figures of a month, in the order of the funnel, with their units."""

MONTHS = "One number for each month; nothing where it is not known."


@record
class Actuals:
    """The real figures of a channel, each month by month from the ``first`` on; all counts and money of that month."""

    channel: str = text("Channel")
    first: date = text("First month", key="from")
    spend: tuple[Known, ...] = text("Spend", default=(), help=MONTHS)
    impressions: tuple[Known, ...] = text("Impressions", default=(), help=MONTHS)
    pieces: tuple[Known, ...] = text("Pieces of mail", default=(), help=MONTHS)
    visits: tuple[Known, ...] = text("Visits", default=(), help=MONTHS)
    leads: tuple[Known, ...] = text("Leads", default=(), help=MONTHS)
    mqls: tuple[Known, ...] = text("Marketing-qualified leads", default=(), help=MONTHS)
    sqls: tuple[Known, ...] = text("Sales-qualified leads", default=(), help=MONTHS)
    opportunities: tuple[Known, ...] = text("Opportunities", default=(), help=MONTHS)
    customers: tuple[Known, ...] = text("New customers", default=(), help=MONTHS)
    revenue: tuple[Known, ...] = text("Revenue", default=(), help=MONTHS)
    gross_profit: tuple[Known, ...] = text("Gross profit", default=(), help=MONTHS)

    @property
    def by_month(self) -> dict[date, dict[str, float]]:
        """The known figures of each month that has any, in order."""
        found: dict[date, dict[str, float]] = {}
        for place in range(max(len(getattr(self, figure)) for figure in FIGURES)):
            known = {figure: values[place] for figure in FIGURES if place < len(values := getattr(self, figure))}
            if stated := {figure: value for figure, value in known.items() if value is not None}:
                found[month_date(self.first, place + 1)] = stated
        return found

    @classmethod
    def of(cls, channel: str, figures: Mapping[date, Mapping[str, float]]) -> "Actuals":
        """The real figures of a channel by month, of which there is one at least."""
        first, last = min(figures), max(figures)
        months = [month_date(first, place) for place in range(1, month_number(last, first) + 1)]
        lists = {figure: [figures.get(month, {}).get(figure) for month in months] for figure in FIGURES}
        return cls(channel=channel, first=first, **{figure: _ended(values) for figure, values in lists.items()})

    def with_money(self, change: Callable[[float], float]) -> "Actuals":
        """The same with all money changed, as where it is in another currency."""
        money = {figure: getattr(self, figure) for figure, unit in FIGURES.items() if unit is Unit.MONEY}
        changed: dict[str, Any] = {
            figure: tuple(None if value is None else change(value) for value in values)
            for figure, values in money.items()
        }
        return replace(self, **changed)


@record
class Imported:
    """A name in the exports of other programs, and the channel that it stands for here."""

    source: str = text("Name in the export")
    channel: str = text("Channel")


@record
class TableColumns:
    """The headings of a table's columns, by what they hold; empty where it has no such column."""

    source: str = text("Campaign or source", default="")
    day: str = text("Day", default="")
    month: str = text("Month", default="")
    currency: str = text("Currency", default="")
    spend: str = text("Spend", default="")
    impressions: str = text("Impressions", default="")
    visits: str = text("Visits", default="")
    leads: str = text("Leads", default="")
    customers: str = text("New customers", default="")
    revenue: str = text("Revenue", default="")

    @property
    def stated(self) -> dict[str, str]:
        """The headings that there are."""
        return {each.name: heading for each in fields(self) if (heading := getattr(self, each.name))}


@record
class ImportedTable:
    """A table that no platform exports: the headings of its columns as somebody named them."""

    columns: TableColumns = text("Headings of a table by what its columns hold")


def _ended(values: list[Known]) -> tuple[Known, ...]:
    """The same without what is not known at its end."""
    known = [place for place, value in enumerate(values) if value is not None]
    return tuple(values[: known[-1] + 1]) if known else ()
