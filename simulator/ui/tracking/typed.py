"""The table of a channel's real figures, and what is done in it applied to the scenario. Pure.

Nothing that a browser sends is trusted; see ``month_grid.edits`` for the messages.
"""

from dataclasses import dataclass
from datetime import date

from simulator.edits.actuals import with_own_figures
from simulator.presentation.real_figures import FIGURE_NAMES
from simulator.scenario.actuals import FIGURES, Known
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import month_number
from simulator.scenario.scenario import Scenario
from simulator.tables.cells import UnreadableTableError
from simulator.tables.figures import FigureTable, pasted_figures, typed_figure, typed_note
from simulator.text.grammar import counted, month_date
from simulator.ui.components.month_grid.edits import Action
from simulator.units import Unit

YEAR = 12
MOST_SHOWN = 60
"""So many months stand beside each other at most; earlier ones stay as they are."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The scenario after an action, and what to say about it; ``refused``: nothing was changed."""

    scenario: Scenario[Belief]
    said: str = ""
    refused: bool = False


def figures_of(scenario: Scenario[Belief], channel: str) -> tuple[str, ...]:
    """The figures that a channel can have, in the order of the funnel, and those that are stated of it."""
    own = next(each for each in scenario.channels if each.name == channel)
    stages = {stage.value for stage in type(own).stages(scenario.funnel.stages)}
    usual = {*(("spend",) if own.is_paid else ()), *stages, "customers", "revenue", "gross_profit"}
    stated = {name for each in scenario.actuals if each.channel == channel for name in FIGURES if getattr(each, name)}
    return tuple(name for name in FIGURES if name in usual | stated)


def shown_months(scenario: Scenario[Belief], today: date, *, earlier: int = 0) -> tuple[date, int]:
    """The first month of the table and how many there are: up to the present one, ``earlier`` ones before.

    It begins with the plan, or with the first real figures; a year back where the plan is yet to begin.
    """
    this = today.replace(day=1)
    known = [month for own in scenario.actuals for month in own.by_month]
    begins = scenario.start if scenario.start <= this else month_date(this, 1 - YEAR + 1)
    first = min([begins, *known])
    last = max([this, *(month for month in known if month <= month_date(this, YEAR))])
    months = month_number(last, first) + earlier
    shown = min(months, MOST_SHOWN)
    return month_date(last, 2 - shown), shown


def table_of(scenario: Scenario[Belief], channel: str, *, today: date, locale: str, earlier: int = 0) -> FigureTable:
    """The table of a channel, for a reader of this locale."""
    names = figures_of(scenario, channel)
    first, months = shown_months(scenario, today, earlier=earlier)
    return FigureTable(
        names=[FIGURE_NAMES[name] for name in names],
        money=frozenset(FIGURE_NAMES[name] for name in names if FIGURES[name] is Unit.MONEY),
        first=first,
        months=months,
        locale=locale,
        currency=scenario.currency,
    )


def cells_of(scenario: Scenario[Belief], channel: str, table: FigureTable) -> list[list[Known]]:
    """The figures of a channel as they stand in its table; None where one is not known."""
    own = {each.channel: each.by_month for each in scenario.actuals}.get(channel, {})
    months = [month_date(table.first, place + 1) for place in range(table.months)]
    return [[own.get(month, {}).get(name) for month in months] for name in figures_of(scenario, channel)]


def applied(scenario: Scenario[Belief], channel: str, action: Action, table: FigureTable) -> Outcome:
    """The scenario after an action in a channel's table; one that makes no sense changes nothing."""
    row, column = action.spot.row, action.spot.column
    if row >= len(table.names) or column >= table.months or action.kind not in ("type", "paste"):
        return Outcome(scenario=scenario)
    where = f"{table.names[row]} in {table.month(column)}"
    try:
        if action.kind == "type":
            value, note = typed_figure(action.text, row, table), typed_note(action.text, row, table)
            said = f"{where}: {note}" if note else ""
            return Outcome(scenario=_with(scenario, channel, {(row, column): value}, table), said=said)
        pasted = pasted_figures(action.text, table, row=row, column=column)
    except UnreadableTableError as error:
        said = f"{error} {where} stays as it was." if action.kind == "type" else f"Nothing was pasted. {error}"
        return Outcome(scenario=scenario, said=said, refused=True)
    known = sum(value is not None for value in pasted.figures.values())
    said = " ".join([f"Pasted {counted(known, 'figure')}.", *pasted.notes])
    return Outcome(scenario=_with(scenario, channel, pasted.figures, table), said=said)


def _with(
    scenario: Scenario[Belief], channel: str, found: dict[tuple[int, int], Known], table: FigureTable
) -> Scenario[Belief]:
    names = figures_of(scenario, channel)
    figures: dict[date, dict[str, Known]] = {}
    for (row, column), value in found.items():
        figures.setdefault(month_date(table.first, column + 1), {})[names[row]] = value
    return with_own_figures(scenario, channel, figures)
