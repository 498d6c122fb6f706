"""Payback: what is read off the months in their order: when marketing has paid for itself, and how deep one goes."""

from dataclasses import dataclass

from simulator.metrics.payback import RELATIVE_TOLERANCE
from simulator.reports.workbook.formulas import (
    UNDEFINED,
    Formula,
    added,
    as_formula,
    chosen,
    either,
    first_place,
    least,
    lowest,
    most,
    products,
    word,
)
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.months import PlanMonths
from simulator.reports.workbook.sheets import MonthSheet
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.units import Unit


@dataclass(frozen=True)
class Path:
    """The figures of a plan that need the months in their order."""

    payback_months: Formula
    peak_cash_need: Formula
    npv: Formula


def path_of(sheet: MonthSheet, inputs: Inputs, plan: PlanMonths, not_paid_back: str) -> Path:
    """The lines below all others, and the figures that are read off them."""
    sheet.block("Payback, cash and interest")
    cumulative, cost = plan.cumulative, plan.marketing_cost
    before_income = sheet.line(
        "Profit since the start, before the month's income", Unit.MONEY,
        lambda t, _: cumulative[t - 1] - cost[t] if t else 0.0 - cost[t], adds_up=False,
    )  # fmt: skip
    deepest = most(0.0, 0.0 - least(lowest(cumulative.whole), lowest(before_income.whole)))
    interest = inputs.of_business("discount_rate_per_year")
    worth_now = sheet.line(
        "What money of this month's end is worth today", Unit.RATE,
        lambda t, _: (1.0 + interest) ** (as_formula(-(t + 1)) / MONTHS_OF_A_YEAR), adds_up=False, fine=True,
    )  # fmt: skip
    return Path(
        payback_months=_payback(sheet, plan, not_paid_back),
        peak_cash_need=deepest,
        npv=products(plan.profit.whole, worth_now.whole),
    )


def _payback(sheet: MonthSheet, plan: PlanMonths, not_paid_back: str) -> Formula:
    cost, last = plan.marketing_cost, sheet.horizon - 1
    tolerance = sheet.number("What counts as nothing", Unit.MONEY, cost.sum * RELATIVE_TOLERANCE)

    def improving(month: int) -> list[Formula]:
        return [] if plan.improvements is None else [plan.improvements[month]]

    runs = sheet.line(
        "A channel has a budget, or an improvement costs something: 1, else 0", Unit.COUNT,
        lambda t, _: either(added([*(each.units.budget[t] for each in plan.channels), *improving(t)]) > 0.0, 1.0, 0.0),
    )  # fmt: skip
    costs = sheet.line("The month costs something: 1, else 0", Unit.COUNT, lambda t, _: either(cost[t] > 0.0, 1.0, 0.0))
    first = sheet.number(
        "First month that costs something", Unit.COUNT,
        either(
            runs.sum > 0.0, first_place(runs.whole, 1.0),
            either(costs.sum > 0.0, first_place(costs.whole, 1.0), float(last + 2)),
        ),
    )  # fmt: skip
    # Whether the account dips below nothing later is told by its lowest point from a month on.
    stays = sheet.line(
        "Paid back, and stays so to the end: 1, else 0", Unit.COUNT,
        lambda t, _: either(lowest(plan.cumulative.part(t, last)) >= 0.0 - tolerance, 1.0, 0.0), adds_up=False,
    )  # fmt: skip
    months = most(1.0, 1.0 + first_place(stays.whole, 1.0) - first)
    found = either(chosen(stays.whole, last + 1).equals(1.0), months, word(not_paid_back))
    return either(cost.sum.equals(0.0), word(UNDEFINED), found)
