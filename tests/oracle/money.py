"""Money: what marketing costs, what customers bring, and what one customer is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Any

from .prices import prices

PAIRS = (
    ("repeat_sales_per_year", "repeat_every_months"),
    ("yearly_retention_rate", "monthly_retention_rate"),
)


@dataclass
class Worth:
    """The yield of a channel's customers: money of each sale by month, the margins, and who stays and buys again.

    ``kept_per_month`` is the share of active customers that is still there a month later. Those who stay buy
    ``repeat_sales_per_month`` in every month, or, with an interval in months, once at each of its multiples.
    """

    revenue_per_sale: list[float]
    revenue_per_repeat_sale: list[float]
    cost_per_sale: list[float]
    gross_margin_rate: float
    repeat_gross_margin_rate: float
    kept_per_month: float
    repeat_sales_per_month: float
    repeat_every_months: int | None
    lifetime_months: float

    def repeat_sales_after(self, months: int) -> float:
        """Repeat sales of an average new customer so many months after the first sale, those who left counted."""
        return self._sales_of_who_stays(months) * self.kept_per_month**months

    def _sales_of_who_stays(self, months: int) -> float:
        if self.repeat_every_months is None:
            return self.repeat_sales_per_month
        return 1.0 if months % self.repeat_every_months == 0 else 0.0

    def first_sale(self, t: int) -> float:
        """Gross profit of a first sale in a month (index from 0)."""
        return self.revenue_per_sale[t] * self.gross_margin_rate - self.cost_per_sale[t]

    def repeat_sale(self, t: int) -> float:
        """Gross profit of a repeat sale in a month (index from 0)."""
        return self.revenue_per_repeat_sale[t] * self.repeat_gross_margin_rate - self.cost_per_sale[t]


def stated_money(business: Mapping[str, Any], channel: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a channel's customers: its own win, and one of a pair sets aside the business's other."""
    set_aside = {key for pair in PAIRS if any(key in channel for key in pair) for key in pair}
    return {key: value for key, value in business.items() if key not in set_aside} | dict(channel)


def worth(business: Mapping[str, Any], channel: Mapping[str, Any], horizon: int) -> Worth:
    """The money of a channel's customers."""
    stated = stated_money(business, channel)
    first_price = stated["revenue_per_sale"]
    margin = float(stated["gross_margin_rate"])
    return Worth(
        revenue_per_sale=prices(first_price, horizon),
        revenue_per_repeat_sale=prices(stated.get("revenue_per_repeat_sale", first_price), horizon),
        cost_per_sale=prices(stated.get("cost_per_sale", 0.0), horizon),
        gross_margin_rate=margin,
        repeat_gross_margin_rate=float(stated.get("repeat_gross_margin_rate", margin)),
        kept_per_month=kept_per_month(stated),
        repeat_sales_per_month=stated.get("repeat_sales_per_year", 0.0) / 12.0,
        repeat_every_months=stated.get("repeat_every_months"),
        lifetime_months=12.0 * business.get("lifetime_years_at_most", 5.0),
    )


def kept_per_month(stated: Mapping[str, Any]) -> float:
    """The share of customers kept from one month to the next: as stated, or the twelfth root of a year's."""
    if "monthly_retention_rate" in stated:
        return float(stated["monthly_retention_rate"])
    return float(stated.get("yearly_retention_rate", 0.0) ** (1.0 / 12.0))


def marketing_cost(channel: Mapping[str, Any], budget: list[float], spend: list[float]) -> list[float]:
    """Spend and fees by month; set-up is paid with the first budget, never by a channel that ran before."""
    costs = []
    set_up = channel.get("monthly_spend_before", 0.0) > 0.0
    for planned, spent in zip(budget, spend, strict=True):
        cost = spent * (1.0 + channel.get("fee_rate", 0.0))
        if planned > 0.0:
            cost += channel.get("monthly_fee", 0.0)
            cost += 0.0 if set_up else channel.get("setup_cost", 0.0)
            set_up = True
        costs.append(cost)
    return costs


def repeat_sales(customers: list[float], money: Worth) -> list[float]:
    """Repeat sales by month: of every earlier month's customers, those that fall due."""
    return [
        sum(money.repeat_sales_after(months) * customers[t - months] for months in range(1, t + 1))
        for t in range(len(customers))
    ]


def revenue(customers: list[float], money: Worth) -> list[float]:
    """Revenue by month, each sale at the price of its own month."""
    repeats = repeat_sales(customers, money)
    return [
        new * money.revenue_per_sale[t] + again * money.revenue_per_repeat_sale[t]
        for t, (new, again) in enumerate(zip(customers, repeats, strict=True))
    ]


def gross_profit(customers: list[float], money: Worth) -> list[float]:
    """Gross profit by month, of first and of repeat sales."""
    repeats = repeat_sales(customers, money)
    return [
        new * money.first_sale(t) + again * money.repeat_sale(t)
        for t, (new, again) in enumerate(zip(customers, repeats, strict=True))
    ]


def lifetime_value(money: Worth | None, discount_rate_per_year: float) -> float:
    """Gross profit from one customer within the lifetime, discounted by month, at the prices of the first."""
    if money is None:
        return nan
    value, months = money.first_sale(0), 1
    while months < money.lifetime_months:
        discount = (1.0 + discount_rate_per_year) ** (-months / 12.0)
        value += money.repeat_sale(0) * money.repeat_sales_after(months) * discount
        months += 1
    return float(value)
