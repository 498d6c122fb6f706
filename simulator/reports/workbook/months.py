"""Months: the whole computation, one block after the other, and the plan above it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.reports.workbook.closing import ClosingSheet
from simulator.reports.workbook.formulas import Formula, added, chosen, products, total
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.money import Money, money_of
from simulator.reports.workbook.room import Served, served
from simulator.reports.workbook.sheets import COLUMN, HEADING, NOTE, TITLE, Line, MonthSheet
from simulator.reports.workbook.units import Units, units_of
from simulator.reports.workbook.worth import Worth, WorthSheet
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Steps
from simulator.units import Unit


@dataclass(frozen=True)
class ChannelMonths:
    """A channel's lines: its units, its customers, its money, and those who are still to close when the months end."""

    units: Units
    served: Served
    money: Money
    worth: Worth
    still_open: Line | None

    @property
    def customers(self) -> Formula:
        """New customers over all months."""
        return self.served.customers.sum

    @property
    def lost(self) -> Formula | None:
        """Those who were turned away; None where nobody can be."""
        return None if self.served.lost is None else self.served.lost.sum

    @property
    def open_pipeline(self) -> Formula:
        """Those still to close, with those who wait for room."""
        parts = [self.still_open.sum if self.still_open is not None else None, self.served.waiting]
        return added([part for part in parts if part is not None])

    @property
    def open_value(self) -> Formula:
        """The revenue that those still to close stand for, at the prices of the month they stand in."""
        parts = [self.money.open_value.sum if self.money.open_value is not None else None, self.money.waiting_value]
        return added([part for part in parts if part is not None])

    def count(self, stage: Stage) -> Formula | None:
        """How many reach a stage; None where the channel has no such stage."""
        if stage is Stage.CUSTOMERS:
            return self.customers
        line = self.units.stages.get(stage)
        return None if line is None else line.sum


@dataclass(frozen=True)
class PlanMonths:
    """The lines of the plan as a whole, and those of each channel."""

    channels: Sequence[ChannelMonths]
    overhead: Line | None
    improvements: Line | None
    marketing_cost: Line
    gross_profit: Line
    profit: Line
    cumulative: Line


PLAN_LINES = 7
"""Lines of the plan, which stand above the channels' but are worked out after them."""


def months_of(
    sheet: MonthSheet, inputs: Inputs, closing: ClosingSheet, worths: WorthSheet, budgets: Sequence[Sequence[Formula]],
    headings: Sequence[str],
) -> PlanMonths:  # fmt: skip
    """Write all months; ``budgets`` are the cells of the plan by channel."""
    top = sheet.sheet
    top.add_row("Month by month, at the likely values", look=TITLE)
    top.add_row("Change the coloured cells of Assumptions and Plan: everything here follows.", look=NOTE)
    heading = top.add_row("What", "Unit", look=HEADING)
    for column, title in enumerate(("All months", *headings), 2):
        top.put(heading, column, title, COLUMN)
    top.frozen = (heading + 1, 3)
    first = top.next_row
    top.skip(PLAN_LINES)
    overhead, improvements = _overhead(sheet, inputs), _improvements(sheet, inputs)
    channels = _channels(sheet, inputs, closing, worths, budgets)
    bottom, top.next_row = top.next_row, first
    lines = _plan(sheet, channels, [line for line in (overhead, improvements) if line is not None])
    assert top.next_row == first + PLAN_LINES
    top.next_row = bottom
    return PlanMonths(channels, overhead, improvements, *lines)


def _improvements(sheet: MonthSheet, inputs: Inputs) -> Line | None:
    """What the plan's improvements cost; None where none is bought."""
    bought = [(inputs.scenario.improvement(name), month) for name, month in inputs.bought]
    if not bought:
        return None
    sheet.block("Improvements, which belong to no channel")

    def cost(month: int, _: Sequence[Formula]) -> Formula:
        new = (each for each, first in bought if first == month and each.name not in inputs.paid_before)
        there = (each for each, first in bought if first <= month)
        return added(
            [
                *(inputs.of_improvement(each, "cost") for each in new),
                *(inputs.of_improvement(each, "monthly_cost") for each in there),
            ]
        )

    return sheet.line("Improvements", Unit.MONEY, cost)


def _overhead(sheet: MonthSheet, inputs: Inputs) -> Line | None:
    stated = inputs.scenario.business.monthly_overhead
    if not isinstance(stated, Steps) and stated == 0.0:
        return None
    sheet.block("Overhead, which belongs to no channel")
    if not isinstance(stated, Steps):
        amount = inputs.of_business("monthly_overhead")
        return sheet.line("Marketing overhead", Unit.MONEY, lambda t, _: amount)
    cells = inputs.by_month("monthly_overhead", tuple(inputs.scenario.overhead_by_month.tolist()))
    return sheet.line("Marketing overhead", Unit.MONEY, lambda t, _: chosen(cells, t + 1))


def _channels(
    sheet: MonthSheet, inputs: Inputs, closing: ClosingSheet, worths: WorthSheet, budgets: Sequence[Sequence[Formula]]
) -> list[ChannelMonths]:
    stated, names, units = inputs.scenario.channels, inputs.scenario.channel_names, []
    for channel, budget in zip(stated, budgets, strict=True):
        sheet.block(f"{channel.name}: from money to buyers")
        units.append(units_of(sheet, inputs, channel, budget))
    closes = [_signing(sheet, inputs, closing, each, name) for each, name in zip(units, names, strict=True)]
    at_the_door = served(sheet, inputs, names, [signing for signing, _ in closes])
    found = []
    for place, (each, name) in enumerate(zip(units, names, strict=True)):
        (_, still_open), admitted = closes[place], at_the_door[place]
        worth = worths.worth_of(each.channel, place)
        sheet.block(f"{name}: money")
        money = money_of(sheet, inputs, each, worth, admitted, still_open)
        found.append(ChannelMonths(each, admitted, money, worth, still_open))
    return found


def _signing(
    sheet: MonthSheet, inputs: Inputs, closing: ClosingSheet, units: Units, name: str
) -> tuple[Line, Line | None]:
    """Those who sign in each month, and those of each month's leads who have not when the months end."""
    sheet.block(f"{name}: customers")
    share, won = inputs.of_channel(units.channel, "incremental_share"), units.won
    without, is_paid = units.without, units.channel.is_paid

    def counted(month: int, _: Sequence[Formula]) -> Formula:
        if not is_paid:
            # They would all come anyway: only what is gained counts.
            return won[month] - without[month] if without is not None else won[month] * 0.0
        if share is None:
            return won[month]
        return won[month] * share if without is None else won[month] - (1.0 - share) * without[month]

    bought = sheet.line("Buyers who would not have come anyway, by month of lead", Unit.COUNT, counted)
    shares = closing.shares(units.channel)
    if shares is None:
        return bought, None
    last = sheet.horizon - 1
    signing = sheet.line("Those who sign, by month", Unit.COUNT, lambda t, _: _products(bought, shares, t, last))
    still_open = sheet.line(
        "Still to close when the months end, by month of lead", Unit.COUNT,
        lambda t, _: bought[t] * (1.0 - total(shares.part(t, last))),
    )  # fmt: skip
    return signing, still_open


def _products(bought: Line, shares: Line, month: int, last: int) -> Formula:
    return products(bought.part(0, month), shares.part(last - month, last))


def _plan(sheet: MonthSheet, channels: Sequence[ChannelMonths], beside: Sequence[Line]) -> tuple[Line, ...]:
    def together(label: str, unit: Unit, of: Callable[[ChannelMonths], Line], more: Sequence[Line] = ()) -> Line:
        lines = [*map(of, channels), *more]
        return sheet.line(label, unit, lambda t, _: added([line[t] for line in lines]))

    together("Spend", Unit.MONEY, lambda each: each.units.spent)
    cost = together(
        "Marketing cost, with fees and overhead", Unit.MONEY, lambda each: each.money.marketing_cost, beside
    )
    together("New customers", Unit.COUNT, lambda each: each.served.customers)
    together("Revenue", Unit.MONEY, lambda each: each.money.revenue)
    earned = together("Gross profit", Unit.MONEY, lambda each: each.money.gross_profit)
    profit = sheet.line("Profit after marketing", Unit.MONEY, lambda t, _: earned[t] - cost[t])
    cumulative = sheet.line(
        "Profit since the start", Unit.MONEY,
        lambda t, earlier: earlier[-1] + profit[t] if earlier else profit[t], adds_up=False,
    )  # fmt: skip
    return cost, earned, profit, cumulative
