"""Worth: what a customer of each channel brings, at once and over the years, in a column for each channel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from simulator.reports.workbook.formulas import (
    Cells,
    Formula,
    added,
    as_formula,
    both,
    either,
    least,
    rounded_up,
    whole,
)
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.sheets import COLUMN, LABEL, PLAIN, Look, Sheet
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.units import Unit

_MONEY = Look(unit=Unit.MONEY)


@dataclass(frozen=True)
class Worth:
    """A channel's customer, as cells: money of sales at the prices of the first month, and who comes back.

    ``kept`` is the share that stays from month to month, ``kept_until_due`` from one time that repeat sales fall due to
    the next; ``repeats`` how many fall due then, ``every`` after how many months, None where they come every month.
    """

    revenue: Formula
    margin: Formula
    cost: Formula | None
    repeat_revenue: Formula
    repeat_margin: Formula
    first_profit: Formula
    repeat_profit: Formula | None
    repeats: Formula | None
    every: Formula | None
    kept_until_due: Formula | None
    lifetime_value: Formula


@dataclass
class WorthSheet:
    """The sheet of customers: a column for each channel, and below what one has earned after so many months."""

    sheet: Sheet
    inputs: Inputs
    rows: dict[str, int] = field(default_factory=dict)

    def worth_of(self, channel: Channel[Belief], place: int) -> Worth:
        """Write the column of a channel, which has this place among them."""
        column, inputs = place + 1, self.inputs
        self.sheet.put(0, column, channel.name, COLUMN)
        revenue, margin = (
            inputs.of_customers(channel, "revenue_per_sale"),
            inputs.of_customers(channel, "gross_margin_rate"),
        )
        assert revenue is not None
        assert margin is not None
        cost = inputs.of_customers(channel, "cost_per_sale")
        first = self.cell("Gross profit of the first sale", column, Unit.MONEY, _less(revenue * margin, cost))
        again, every = self._repeats(channel), inputs.interval(channel)
        repeat_revenue = inputs.of_customers(channel, "revenue_per_repeat_sale") or revenue if again else revenue
        repeat_margin = inputs.of_customers(channel, "repeat_gross_margin_rate") or margin if again else margin
        repeat_profit = kept = None
        value = first
        if again is not None:
            repeat_profit = self.cell(
                "Gross profit of repeat sales, each time that they fall due", column, Unit.MONEY,
                again * _less(repeat_revenue * repeat_margin, cost),
            )  # fmt: skip
            kept = self._kept(channel, column, every)
            value = first + self._later(column, repeat_profit, kept, every)
        return Worth(
            revenue=revenue, margin=margin, cost=cost, repeat_revenue=repeat_revenue, repeat_margin=repeat_margin,
            first_profit=first, repeat_profit=repeat_profit, repeats=again, every=every, kept_until_due=kept,
            lifetime_value=self.cell("Lifetime value of a customer", column, Unit.MONEY, value),
        )  # fmt: skip

    def _repeats(self, channel: Channel[Belief]) -> Formula | None:
        """How many repeat sales of one who stays fall due at a time; None where nobody buys again."""
        if self.inputs.scenario.repeat_every(channel) is not None:
            return as_formula(1)
        stated = self.inputs.scenario.customer_value(channel, "repeat_sales_per_year")
        if stated is None or stated.likely == 0.0:
            return None
        times = self.inputs.of_customers(channel, "repeat_sales_per_year")
        assert times is not None
        return times / MONTHS_OF_A_YEAR

    def _kept(self, channel: Channel[Belief], column: int, every: Formula | None) -> Formula:
        monthly = self.inputs.of_customers(channel, "monthly_retention_rate")
        yearly = None if monthly else self.inputs.of_customers(channel, "yearly_retention_rate")
        assert monthly is not None or yearly is not None
        share = monthly if monthly is not None else yearly ** (as_formula(1) / MONTHS_OF_A_YEAR) if yearly else None
        assert share is not None
        a_month = self.cell("Kept from month to month", column, Unit.RATE, share)
        due = a_month if every is None else a_month**every
        return self.cell("Kept from one time that repeat sales fall due to the next", column, Unit.RATE, due)

    def _later(self, column: int, profit: Formula, kept: Formula, every: Formula | None) -> Formula:
        """What repeat sales bring over the years that a customer is counted for, after interest."""
        interest = self.inputs.of_business("discount_rate_per_year")
        months = as_formula(1) if every is None else every
        discount = (1.0 + interest) ** (-1.0 * months / MONTHS_OF_A_YEAR)
        worth_now = self.cell("The same, after interest", column, Unit.RATE, kept * discount)
        times = self.cell("How often they fall due", column, Unit.COUNT, _times(self._last, every))
        return profit * _sum_of_powers(worth_now, times)

    @property
    def _last(self) -> Formula:
        """The last month after the first sale that is counted of a customer."""
        return rounded_up(self.inputs.of_business("lifetime_years_at_most") * MONTHS_OF_A_YEAR) - 1.0

    def cell(self, label: str, column: int, unit: Unit, formula: Formula) -> Formula:
        """A cell in the column of a channel, in the row of its label; the same one again."""
        if label not in self.rows:
            self.rows[label] = len(self.rows) + 1
            self.sheet.put(self.rows[label], 0, label, LABEL)
        self.sheet.next_row = len(self.rows) + 1
        return self.sheet.put(self.rows[label], column, formula, Look(unit=unit, fine=True))

    def covered(self, worths: Sequence[Worth], heads: Sequence[Formula], cost: Formula) -> Cells:
        """Whether the customers together have brought what they cost, 1 or 0, in months 1, 2, ... of each.

        ``heads`` are the customers of each channel, ``cost`` is the marketing cost that is to be covered, less its
        tolerance.
        """
        sheet, years = self.sheet, self.inputs.of_business("lifetime_years_at_most")
        sheet.skip()
        label = sheet.add_row("Months that a customer is counted for", look=LABEL)
        counted = sheet.put(label, 1, whole(years * MONTHS_OF_A_YEAR), PLAIN)
        sheet.skip()
        each = ["Gross profit of one until then"] * len(worths)
        last = ("Of all customers together", "Covers what they cost: 1, else 0")
        first = sheet.add_row("Months of a customer", *each, *last, look=COLUMN) + 1
        cells = [
            self._covered(age, worths, heads, lambda together, age: both(together >= cost, counted >= age))
            for age in range(1, self.inputs.longest_lifetime + 1)
        ]
        column = len(worths) + 2
        return Cells(sheet.span((first, column), (sheet.next_row - 1, column)), tuple(cells))

    def _covered(
        self,
        months: int,
        worths: Sequence[Worth],
        heads: Sequence[Formula],
        covers: Callable[[Formula, Formula], Formula],
    ) -> Formula:
        """A row: what one customer of each channel, and all together, have brought in so many months."""
        sheet, row = self.sheet, self.sheet.add_row()
        age = sheet.put(row, 0, months, PLAIN)
        earned = [sheet.put(row, column, self._earned(worth, age), _MONEY) for column, worth in enumerate(worths, 1)]
        of_all = added([one * many for one, many in zip(earned, heads, strict=True)])
        together = sheet.put(row, len(worths) + 1, of_all, _MONEY)
        return sheet.put(row, len(worths) + 2, either(covers(together, age), 1.0, 0.0), PLAIN)

    def _earned(self, worth: Worth, months: Formula) -> Formula:
        if worth.repeat_profit is None or worth.kept_until_due is None:
            return worth.first_profit
        times = _times(least(months - 1.0, self._last), worth.every)
        return worth.first_profit + worth.repeat_profit * _sum_of_powers(worth.kept_until_due, times)


def _less(amount: Formula, cost: Formula | None) -> Formula:
    return amount if cost is None else amount - cost


def _times(last: Formula, every: Formula | None) -> Formula:
    """How often repeat sales fall due in the months 1 to the last after the first sale."""
    return last if every is None else whole(last / every)


def _sum_of_powers(share: Formula, times: Formula) -> Formula:
    """The sum of share^j for j = 1 .. times."""
    many = either(share < 1.0, share * (1.0 - share**times) / (1.0 - share), times)
    return either(times > 0.0, many, 0.0)
