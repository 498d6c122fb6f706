"""The model: all sheets of one plan of a scenario, at its likely values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.analyses.summary import plan_summary
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.reports.workbook.assumptions import AssumptionSheet
from simulator.reports.workbook.beside import glossary_of, ranges_of
from simulator.reports.workbook.closing import ClosingSheet
from simulator.reports.workbook.formulas import Formula
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.kpis import Kpis
from simulator.reports.workbook.months import PlanMonths, months_of
from simulator.reports.workbook.payback import path_of
from simulator.reports.workbook.sheets import COLUMN, HEADING, LABEL, Limits, Look, MonthSheet, Sheet, width_of_names
from simulator.reports.workbook.units import has_formula
from simulator.reports.workbook.worth import WorthSheet
from simulator.scenario.months import month_number
from simulator.text.formats import Formats
from simulator.units import Unit

MOST_MONEY = 1e15


@dataclass(frozen=True)
class Workbook:
    """Sheets in their order, the addresses of named cells, and the figures of the plan by key."""

    title: str
    sheets: Sequence[Sheet]
    names: Mapping[str, str]
    figures: Mapping[str, Formula]
    months: PlanMonths


def workbook_of(simulation: Simulation, *, formats: Formats, on: date) -> Workbook:
    """The workbook of a simulated plan, made on a day, as its reader writes days and months."""
    scenario = simulation.scenario
    headings = [formats.month_of(scenario.start, month + 1) for month in range(scenario.horizon_months)]
    wide, channels = [12] * scenario.horizon_months, len(scenario.channels)
    inputs, plan = (
        _inputs(simulation),
        Sheet("Plan", widths=(width_of_names(scenario.channel_names), *wide), frozen=(1, 1)),
    )
    budgets = _budgets(plan, simulation, headings)
    months = MonthSheet(Sheet("Months", widths=(62, 9, 14, *wide)), scenario.horizon_months, scenario.currency)
    closing = ClosingSheet(Sheet("Closing", widths=(48, 26, 26, 26, 26, 4, 4, 22, 22)), months, inputs)
    worths = WorthSheet(Sheet("Customers", widths=(58, *([18] * (channels + 2))), frozen=(1, 1)), inputs)
    lines = months_of(months, inputs, closing, worths, budgets, headings)
    path = path_of(months, inputs, lines, METRICS["payback_months"].endless)
    kpis = Kpis(Sheet("KPIs", widths=(28, 40, 18, 16, 16, 16, 16, 90)), lines, path, worths, scenario.funnel.stages)
    figures = kpis.write(plan_summary(simulation))
    assumptions = AssumptionSheet.of(inputs, _about(simulation, on, formats), figures, formats)
    names = {**assumptions.names, **{f"kpi_{key}": _absolute(figures[key]) for key in figures}}
    beside = [*([closing.sheet] if closing.sheet.cells else []), worths.sheet]
    ranges, words = ranges_of(simulation, headings), glossary_of(formats)
    sheets = [assumptions.sheet, plan, months.sheet, kpis.sheet, ranges, *beside, words]
    return Workbook(f"{scenario.name}: {simulation.plan}", sheets, names, figures, lines)


def _inputs(simulation: Simulation) -> Inputs:
    """The inputs of a plan, which have yet to be asked for."""
    scenario, plan = simulation.scenario, simulation.scenario.plan(simulation.plan)
    before = (each.improvement for each in plan.improvements if month_number(each.first, scenario.start) < 1)
    return Inputs(scenario, decisions_of(scenario, plan).improvements, frozenset(before))


def _budgets(plan: Sheet, simulation: Simulation, headings: Sequence[str]) -> list[list[Formula]]:
    """The plan's money by channel and month, in cells that may be changed where what it buys follows."""
    plan.add_row("Channel", look=HEADING)
    for column, title in enumerate(headings, 1):
        plan.put(0, column, title, COLUMN)
    limits, found = Limits(0.0, MOST_MONEY, "It must be at least 0."), []
    moves = {channel.name: channel.is_paid and has_formula(channel) for channel in simulation.scenario.channels}
    for name, budget in zip(simulation.scenario.channel_names, simulation.spend.tolist(), strict=True):
        row, cells = plan.add_row(name, look=LABEL), []
        for column, amount in enumerate(budget, 1):
            cells.append(plan.put(row, column, amount, Look("input" if moves[name] else "plain", Unit.MONEY)))
            if moves[name]:
                plan.limits[row, column] = limits
        found.append(cells)
    return found


def _about(simulation: Simulation, on: date, formats: Formats) -> list[tuple[str, str]]:
    scenario = simulation.scenario
    stated = [
        ("Client", scenario.client),
        ("Plan", simulation.plan),
        ("Currency of all money", scenario.currency),
        ("First month", formats.month_name(scenario.start)),
        ("Months", str(scenario.horizon_months)),
        ("Made on", formats.day(on)),
        ("Possible worlds behind the ranges", formats.count(simulation.draws)),
        ("Seed", str(simulation.seed)),
        ("Version of the model", MODEL_VERSION),
    ]
    return [(label, text) for label, text in stated if text]


def _absolute(cell: Formula) -> str:
    sheet, _, place = cell.text.partition("!")
    letters, digits = place.rstrip("0123456789"), place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{sheet}!${letters}${digits}"
