"""The cost of marketing, the money that customers bring, and the worth of one customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any


@dataclass
class Worth:
    """The yield of a channel's customers: money of the first sale and of repeats, the margin, and who stays.

    ``kept_per_month`` is the share of active customers that is still there a month later: the twelfth root of
    the yearly retention.
    """

    revenue_per_sale: float
    gross_margin_rate: float
    repeat_sales_per_month: float
    revenue_per_repeat_sale: float
    kept_per_month: float

    @property
    def repeat_revenue_per_month(self) -> float:
        """Revenue per month from one customer who stays."""
        return self.repeat_sales_per_month * self.revenue_per_repeat_sale


def worth(business: Mapping[str, Any], channel: Mapping[str, Any]) -> Worth:
    """The money of a channel's customers; its own figures win over those of the business."""
    stated = {**business, **channel}
    revenue_per_sale = float(stated["revenue_per_sale"])
    return Worth(
        revenue_per_sale=revenue_per_sale,
        gross_margin_rate=float(stated["gross_margin_rate"]),
        repeat_sales_per_month=stated.get("repeat_sales_per_year", 0.0) / 12.0,
        revenue_per_repeat_sale=float(stated.get("revenue_per_repeat_sale", revenue_per_sale)),
        kept_per_month=float(stated.get("yearly_retention_rate", 0.0)) ** (1.0 / 12.0),
    )


def marketing_cost(channel: Mapping[str, Any], spend: list[float]) -> list[float]:
    """Spend and fees by month; set-up is paid with the first spend, never by a channel that ran before."""
    costs = []
    set_up = channel.get("monthly_spend_before", 0.0) > 0.0
    for amount in spend:
        cost = amount * (1.0 + channel.get("fee_rate", 0.0))
        if amount > 0.0:
            cost += channel.get("monthly_fee", 0.0)
            cost += 0.0 if set_up else channel.get("setup_cost", 0.0)
            set_up = True
        costs.append(cost)
    return costs


def revenue(customers: list[float], money: Worth) -> list[float]:
    """Revenue by month: first sales of new customers, repeat sales of those who stayed."""
    active, by_month = 0.0, []
    for new in customers:
        kept = money.kept_per_month * active
        active = kept + new
        by_month.append(new * money.revenue_per_sale + kept * money.repeat_revenue_per_month)
    return by_month


def lifetime_value(money: Worth, discount_rate_per_year: float) -> float:
    """Gross profit from one customer over unlimited time, discounted by month; infinite if all stay for ever.

    The sum over j >= 1 of b^j is b / (1 - b). Source: Gupta and Lehmann (2003), "Customers as Assets".
    """
    b = money.kept_per_month * (1.0 + discount_rate_per_year) ** (-1.0 / 12.0)
    if money.repeat_revenue_per_month == 0.0:
        repeats = 0.0
    else:
        repeats = money.repeat_revenue_per_month * b / (1.0 - b) if b < 1.0 else inf
    return money.gross_margin_rate * (money.revenue_per_sale + repeats)
