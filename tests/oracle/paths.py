"""Figures of kind path: they need the months in order, and so have no value for one month."""

from collections.abc import Sequence
from itertools import accumulate
from math import floor, inf, isnan, nan

from .money import Worth
from .rows import Row

CLOSE_ENOUGH = 1e-9


def path_metrics(rows: Sequence[Row], cac: float, discount_rate_per_year: float) -> dict[str, float]:
    """Every figure of kind path for a group of rows; ``cac`` is the group's own."""
    profit = monthly_profit(rows)
    return {
        "payback_months": payback_months(rows),
        "peak_cash_need": peak_cash_need(rows),
        "npv": net_present_value(profit, discount_rate_per_year),
        "cac_payback_months": cac_payback_months(rows, cac),
    }


def by_month(rows: Sequence[Row], key: str) -> list[float]:
    """A sum of all rows together, by month."""
    return [sum(amounts) for amounts in zip(*(getattr(row, key) for row in rows), strict=True)]


def monthly_profit(rows: Sequence[Row]) -> list[float]:
    """Profit of all rows together, by month."""
    return by_month(rows, "profit")


def payback_months(rows: Sequence[Row]) -> float:
    """Months from the first cost until cumulative profit stays at nought or above, at least 1.

    Infinite if it never does, nan without cost.
    """
    cost = sum(by_month(rows, "marketing_cost"))
    if cost == 0.0:
        return nan
    paid = [balance >= -CLOSE_ENOUGH * cost for balance in accumulate(monthly_profit(rows))]
    for index in range(len(paid)):
        if all(paid[index:]):
            return float(max(1, index - first_cost(rows) + 1))
    return inf


def first_cost(rows: Sequence[Row]) -> int:
    """The month (index from 0) of the first cost of a channel or an improvement; where neither costs, of overhead."""
    channels = by_month([row for row in rows if row.stages], "marketing_cost") or [0.0] * len(rows[0].budget)
    chosen = [sum(costs) for costs in zip(channels, by_month(rows, "improvement_cost"), strict=True)]
    costs = chosen if sum(chosen) > 0.0 else by_month(rows, "marketing_cost")
    return next(t for t, cost in enumerate(costs) if cost > 0.0)


def peak_cash_need(rows: Sequence[Row]) -> float:
    """The deepest point of the account, when a month's cost goes out before its gross profit comes in."""
    account, deepest = 0.0, 0.0
    for cost, earned in zip(by_month(rows, "marketing_cost"), by_month(rows, "gross_profit"), strict=True):
        deepest = min(deepest, account - cost, account - cost + earned)
        account += earned - cost
    return -deepest


def net_present_value(profit: Sequence[float], discount_rate_per_year: float) -> float:
    """Profit discounted to the start; a month's profit counts at its end."""
    growth = 1.0 + discount_rate_per_year
    return sum(amount / float(growth ** (t / 12.0)) for t, amount in enumerate(profit, start=1))


def cac_payback_months(rows: Sequence[Row], cac: float) -> float:
    """Months until the group's average customer has earned what it cost, those who leave counted.

    The smallest n >= 1 whose gross profit per customer (first sale, n - 1 months of repeats) reaches the cac;
    infinite beyond the lifetime. Those still open count as customers, as they do in the cac.
    """
    earning = [(row.worth, sum(row.heads)) for row in rows if row.worth and sum(row.heads) > 0.0]
    if isnan(cac) or not earning:
        return nan
    needed = cac * sum(heads for _, heads in earning)
    for n in range(1, 1 + floor(max(money.lifetime_months for money, _ in earning))):
        earned = sum(heads * earned_within(money, n) for money, heads in earning)
        if earned >= needed - CLOSE_ENOUGH * needed:
            return float(n)
    return inf


def earned_within(money: Worth, months: int) -> float:
    """Gross profit of an average customer in the months 0 to ``months - 1`` after the first sale, undiscounted."""
    repeats = sum(money.repeat_sales_after(k) for k in range(1, months) if k < money.lifetime_months)
    return money.first_sale(0) + money.repeat_sale(0) * repeats
