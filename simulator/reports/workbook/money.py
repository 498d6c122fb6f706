"""Money: what a channel's customers bring month by month, and what the channel costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.reports.workbook.formulas import Cells, Formula, as_formula, both, chosen, either, total
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.room import Served
from simulator.reports.workbook.sheets import Line, MonthSheet, Step
from simulator.reports.workbook.units import Units, price_line
from simulator.reports.workbook.worth import Worth
from simulator.units import Unit


@dataclass(frozen=True)
class Money:
    """A channel's money by month, and the revenue of those who are still to close or wait; None without any."""

    revenue: Line
    gross_profit: Line
    marketing_cost: Line
    profit: Line
    open_value: Line | None
    waiting_value: Formula | None


def money_of(
    sheet: MonthSheet, inputs: Inputs, units: Units, worth: Worth, admitted: Served, still_open: Line | None
) -> Money:
    """The lines of a channel's money."""
    customers, last = admitted.customers, sheet.horizon - 1
    sale = _Sale.of(sheet, inputs, units, worth)
    again = _repeat_sales(sheet, worth, customers)

    def revenue(month: int, _: Sequence[Formula]) -> Formula:
        first = customers[month] * sale.revenue(month)
        return first if again is None else first + again[month] * sale.repeat_revenue(month)

    def gross_profit(month: int, _: Sequence[Formula]) -> Formula:
        first = customers[month] * sale.less_cost(sale.revenue(month) * worth.margin, month)
        if again is None:
            return first
        return first + again[month] * sale.less_cost(sale.repeat_revenue(month) * worth.repeat_margin, month)

    revenue_line = sheet.line("Revenue", Unit.MONEY, revenue)
    earned = sheet.line("Gross profit", Unit.MONEY, gross_profit)
    cost = sheet.line("Marketing cost", Unit.MONEY, _cost(inputs, units))
    profit = sheet.line("Profit after marketing", Unit.MONEY, lambda t, _: earned[t] - cost[t])
    open_value = None
    if still_open is not None:
        open_value = sheet.line("Revenue still to close", Unit.MONEY, lambda t, _: still_open[t] * sale.revenue(t))
    waiting_value = None
    if admitted.waiting is not None:
        value = admitted.waiting * sale.revenue(last)
        waiting_value = sheet.number("Revenue of those who still wait", Unit.MONEY, value)
    return Money(revenue_line, earned, cost, profit, open_value, waiting_value)


@dataclass(frozen=True)
class _Sale:
    """Money of a sale in each month; lines of its prices as multiples of the first month's, None where they stay."""

    worth: Worth
    sale: Line | None
    repeat: Line | None
    cost: Line | None

    @classmethod
    def of(cls, sheet: MonthSheet, inputs: Inputs, units: Units, worth: Worth) -> "_Sale":
        def line(name: str, label: str) -> Line | None:
            return price_line(sheet, inputs, units.channel, name, f"{label}, as a multiple of the first month")

        own_repeat = inputs.scenario.customer_value(units.channel, "revenue_per_repeat_sale") is not None
        sale = line("revenue_per_sale", "What a sale brings")
        repeat = sale
        if worth.repeats is not None and own_repeat:
            repeat = line("revenue_per_repeat_sale", "What a repeat sale brings")
        return cls(worth, sale, repeat, line("cost_per_sale", "What each sale costs"))

    def revenue(self, month: int) -> Formula:
        return _at(self.worth.revenue, self.sale, month)

    def repeat_revenue(self, month: int) -> Formula:
        return _at(self.worth.repeat_revenue, self.repeat, month)

    def less_cost(self, amount: Formula, month: int) -> Formula:
        return amount if self.worth.cost is None else amount - _at(self.worth.cost, self.cost, month)


def _at(amount: Formula, price: Line | None, month: int) -> Formula:
    return amount if price is None else amount * price[month]


def _repeat_sales(sheet: MonthSheet, worth: Worth, customers: Line) -> Line | None:
    """Repeat sales by month, now and then or after every so many months; None where nobody buys again."""
    kept, repeats, every = worth.kept_until_due, worth.repeats, worth.every
    if kept is None or repeats is None:
        return None
    if every is not None:
        return _at_intervals(sheet, kept, every, customers)

    def stayed(month: int, earlier: Sequence[Formula]) -> Formula:
        return kept * (earlier[-1] + customers[month - 1]) if earlier else as_formula(0)

    staying = sheet.line("Customers of former months who have stayed", Unit.COUNT, stayed, adds_up=False)
    return sheet.line("Repeat sales", Unit.COUNT, lambda t, _: staying[t] * repeats)


def _at_intervals(sheet: MonthSheet, kept: Formula, every: Formula, customers: Line) -> Line:
    """Who bought an interval ago, for the first time or again, and has stayed, buys again."""
    row = sheet.sheet.next_row
    sales: list[Formula] = []

    def bought(months: int) -> Formula:
        """Those who bought in the month that lies an interval back."""
        back = as_formula(months + 1) - every
        again = chosen(_cells(sheet, row, sales), back)
        return chosen(customers.part(0, months - 1), back) + again

    def due(month: int, earlier: Sequence[Formula]) -> Formula:
        if not month:
            return as_formula(0)
        sales[:] = earlier
        return either(as_formula(month + 1) > every, kept * bought(month), 0.0)

    return sheet.line("Repeat sales", Unit.COUNT, due)


def _cells(sheet: MonthSheet, row: int, sales: Sequence[Formula]) -> Cells:
    return Line(sheet.sheet, row, tuple(sales)).whole


def _cost(inputs: Inputs, units: Units) -> Step:
    """Spend with fees; set-up is paid with the first budget, never by a channel that ran before."""
    channel, budget = units.channel, units.budget
    fee_rate = inputs.of_channel(channel, "fee_rate")
    fee, setup = inputs.of_channel(channel, "monthly_fee"), inputs.of_channel(channel, "setup_cost")
    before = None if setup is None else inputs.required(channel, "monthly_spend_before")

    def cost(month: int, _: Sequence[Formula]) -> Formula:
        spent = units.spent[month]
        amount = spent if fee_rate is None else spent * (1.0 + fee_rate)
        if fee is not None:
            amount = amount + either(budget[month] > 0.0, fee, 0.0)
        if setup is not None and before is not None:
            begins = [budget[month] > 0.0, before.equals(0.0)]
            if month:
                begins.append(total(budget.part(0, month - 1)).equals(0.0))
            amount = amount + either(both(*begins), setup, 0.0)
        return amount

    return cost
