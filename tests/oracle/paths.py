"""Figures of kind path: they need the months in order, and so have no value for one month."""

from collections.abc import Sequence
from itertools import accumulate
from math import inf, isnan, nan

from .rows import Row

MOST_MONTHS = 1200
CLOSE_ENOUGH = 1e-9


def path_metrics(rows: Sequence[Row], cac: float, discount_rate_per_year: float) -> dict[str, float]:
    """Every figure of kind path for a group of rows; ``cac`` is the group's own."""
    profit = monthly_profit(rows)
    cost = sum(sum(row.marketing_cost) for row in rows)
    cumulative = list(accumulate(profit))
    return {
        "payback_months": payback_months(cumulative, cost),
        "peak_cash_need": max(0.0, -min(cumulative)),
        "npv": net_present_value(profit, discount_rate_per_year),
        "cac_payback_months": cac_payback_months(rows, cac),
    }


def monthly_profit(rows: Sequence[Row]) -> list[float]:
    """Profit of all rows together, by month."""
    return [sum(by_month) for by_month in zip(*(row.profit for row in rows), strict=True)]


def payback_months(cumulative_profit: Sequence[float], marketing_cost: float) -> float:
    """First month from which cumulative profit stays at zero or above; infinite if none, nan without cost."""
    if marketing_cost == 0.0:
        return nan
    paid = [balance >= -CLOSE_ENOUGH * marketing_cost for balance in cumulative_profit]
    for index in range(len(paid)):
        if all(paid[index:]):
            return float(index + 1)
    return inf


def net_present_value(profit: Sequence[float], discount_rate_per_year: float) -> float:
    """Profit discounted to the start; a month's profit counts at its end."""
    growth = 1.0 + discount_rate_per_year
    return sum(amount / float(growth ** (t / 12.0)) for t, amount in enumerate(profit, start=1))


def cac_payback_months(rows: Sequence[Row], cac: float) -> float:
    """Months until the group's average customer has earned what it cost, those who leave counted.

    The smallest n >= 1 whose gross profit per customer (first sale, n - 1 months of repeats) reaches the cac.
    """
    earning = [row for row in rows if row.stages and sum(row.stages["customers"]) > 0.0]
    if isnan(cac) or not earning:
        return nan
    needed = cac * sum(sum(row.stages["customers"]) for row in earning)
    staying = [0.0] * len(earning)
    for n in range(1, MOST_MONTHS + 1):
        earned = sum(_earned(row, months) for row, months in zip(earning, staying, strict=True))
        if earned >= needed * (1.0 - CLOSE_ENOUGH):
            return float(n)
        staying = [months + _kept_per_month(row) ** n for row, months in zip(earning, staying, strict=True)]
    return inf


def _kept_per_month(row: Row) -> float:
    assert row.worth is not None
    return row.worth.kept_per_month


def _earned(row: Row, staying_months: float) -> float:
    """Gross profit of all a channel's customers, each after so many months of staying on average."""
    assert row.worth is not None
    per_customer = row.worth.revenue_per_sale + row.worth.repeat_revenue_per_month * staying_months
    return sum(row.stages["customers"]) * row.worth.gross_margin_rate * per_customer
