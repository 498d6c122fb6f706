"""Customers' worth and the time a deal takes: stated for the business, or by a channel where it differs."""

from typing import Generic, TypeVar

from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import money, months, rate, ratio, record, text
from simulator.units import Role

T = TypeVar("T")


@record
class CustomerValue(Generic[T]):
    """The money that a customer brings, and the time until the first of it.

    A channel's own entry wins over the business's, and one that states one of a pair (see ALTERNATIVES) sets the
    business's other aside. All amounts are before tax; the margin is what is left of a sale after labour, materials and
    commission.
    """

    revenue_per_sale: T | None = money(
        "Average sale",
        optional=True,
        open_below=True,
        help="What a new customer pays for the first job or order.",
    )
    gross_margin_rate: T | None = rate(
        "Gross margin",
        optional=True,
        help="The share of a sale that is left after labour, materials and commission.",
    )
    repeat_sales_per_year: T | None = ratio(
        "Repeat sales per year",
        optional=True,
        help="How often a customer who stays buys again in a year. Not stated: never.",
    )
    repeat_every_months: int | None = text(
        "Months from one sale to the next",
        default=None,
        help="For customers who buy again exactly so often: 12 for yearly renewals, services and gifts.",
    )
    yearly_retention_rate: T | None = rate(
        "Customers kept from year to year",
        optional=True,
        help="Of 100 customers, how many are still customers a year later.",
    )
    monthly_retention_rate: T | None = rate(
        "Customers kept from month to month",
        optional=True,
        help="For subscriptions, in place of the share kept from year to year: 1 less the monthly churn.",
    )
    revenue_per_repeat_sale: T | None = money(
        "Average repeat sale",
        optional=True,
        open_below=True,
        help="What a repeat sale brings. Not stated: as much as the first.",
    )
    repeat_gross_margin_rate: T | None = rate(
        "Gross margin of repeat sales",
        optional=True,
        help="The share of a repeat sale that is left. Not stated: as much as of the first.",
    )
    cost_per_sale: T | None = money(
        "Cost of each sale",
        optional=True,
        help="A fixed amount for each sale, first or repeated: shipping, a flat commission. Not stated: none.",
    )
    sales_cycle_months: Belief | None = months(
        "Time from lead to sale",
        optional=True,
        role=Role.SPREAD,
        help="One deal in ten closes within the first number of months, half within the second,"
        " nine in ten within the third.",
    )


REPEATS = ("repeat_sales_per_year", "repeat_every_months")
RETENTION = ("yearly_retention_rate", "monthly_retention_rate")

ALTERNATIVES = (REPEATS, RETENTION)
"""Two ways to state the same thing: of each pair, one at most holds."""


def other_of(name: str) -> str | None:
    """The other way to state what this entry states; None if there is none."""
    return next((pair[1 - pair.index(name)] for pair in ALTERNATIVES if name in pair), None)
