"""Figures of kind total: sums over rows and months, and ratios of such sums, right for any group of them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import copysign, inf, nan

from .flow import STAGES, rate_name
from .rows import Row

SUMMED = (
    "budget",
    "spend",
    "marketing_cost",
    "revenue",
    "gross_profit",
    "profit",
    "open_pipeline",
    "customers_lost",
    "open_pipeline_value",
    "carried_in",
    "carried_out",
)


def divide(above: float, below: float) -> float:
    """A ratio as the figures are read: 0/0 is undefined (nan), x/0 is infinite with the sign of x."""
    if below != 0.0:
        return above / below
    return copysign(inf, above) if above != 0.0 and above == above else nan


def total_metrics(rows: Sequence[Row], months: Sequence[int], tracked: Sequence[str]) -> dict[str, float]:
    """Every figure of kind total for a group of rows over some months (indices from 0)."""
    figures = {key: sum(_over(getattr(row, key), months) for row in rows) for key in SUMMED}
    figures |= {stage: stage_total(rows, months, stage) for stage in STAGES}
    figures |= _returns(figures)
    figures |= _costs(rows, months, figures)
    figures |= _rates(rows, months, tracked)
    figures["ltv"] = group_ltv(rows, months)
    figures["ltv_to_cac"] = divide(figures["ltv"], figures["cac"])
    return figures


def stage_total(rows: Iterable[Row], months: Sequence[int], stage: str) -> float:
    """Count of a stage; nan where no row of the group has it."""
    having = [row for row in rows if stage in row.stages]
    return sum(_over(row.stages[stage], months) for row in having) if having else nan


def group_ltv(rows: Iterable[Row], months: Sequence[int]) -> float:
    """Lifetime value of the group's customers on average, those still open included; nan where there are none."""
    weighted, heads = 0.0, 0.0
    for row in rows:
        weight = _over(row.heads, months) if row.stages else 0.0
        if weight != 0.0:
            weighted += row.lifetime_value * weight
            heads += weight
    return divide(weighted, heads)


def channel_metrics(row: Row, months: Sequence[int], tracked: Sequence[str]) -> dict[str, float]:
    """Every figure of kind total for one row; what a customer of a channel is worth needs no customers."""
    figures = total_metrics([row], months, tracked) | {"ltv": row.lifetime_value}
    if row.type == "unpaid":
        # What costs nothing has no return and no price, whoever comes.
        figures |= dict.fromkeys(("roi", "roas", "break_even_roas", "cac"), nan)
    return figures | {"ltv_to_cac": divide(row.lifetime_value, figures["cac"])}


def _over(by_month: Sequence[float], months: Iterable[int]) -> float:
    return sum(by_month[t] for t in months)


def _returns(figures: dict[str, float]) -> dict[str, float]:
    """Return on gross profit (roi), on revenue (roas), and the roas at which nothing is lost."""
    cost, earned = figures["marketing_cost"], figures["gross_profit"]
    roas = divide(figures["revenue"], figures["spend"])
    return {
        "roi": divide(earned - cost, cost),
        "roas": roas,
        "break_even_roas": divide(roas * cost, earned),
    }


def _costs(rows: Sequence[Row], months: Sequence[int], figures: dict[str, float]) -> dict[str, float]:
    """Marketing cost per unit of a stage: of the rows that have the stage, and per customer of all rows.

    Visits that come without money, and what becomes of them, are left out on both sides.
    """
    costs = {}
    for stage, key in (
        ("visits", "cost_per_visit"),
        ("leads", "cost_per_lead"),
        ("mqls", "cost_per_mql"),
        ("sqls", "cost_per_sql"),
    ):
        having = [row for row in rows if stage in row.stages and row.type != "unpaid"]
        cost = sum(_over(row.marketing_cost, months) for row in having)
        costs[key] = divide(cost, stage_total(having, months, stage))
    costs["cac"] = divide(figures["marketing_cost"], figures["customers"] + figures["open_pipeline"])
    return costs


def _rates(rows: Sequence[Row], months: Sequence[int], tracked: Sequence[str]) -> dict[str, float]:
    """Stage rates over the rows that have both stages; those into customers count won deals."""
    rates = {
        "click_through_rate": _rate(rows, months, "impressions", "visits"),
        "response_rate": _response_rate(rows, months),
        "visit_to_lead_rate": _rate(rows, months, "visits", "leads"),
        "lead_to_customer_rate": _rate(rows, months, "leads", "won"),
    }
    stages = ["leads", *tracked, "customers"]
    for start, end in pairwise(stages):
        rates[rate_name(start, end)] = _rate(rows, months, start, "won" if end == "customers" else end)
    return rates


def _rate(rows: Sequence[Row], months: Sequence[int], start: str, end: str) -> float:
    both = [row for row in rows if start in row.stages and end in row.stages]
    return divide(
        sum(_over(row.stages[end], months) for row in both),
        sum(_over(row.stages[start], months) for row in both),
    )


def _response_rate(rows: Sequence[Row], months: Sequence[int]) -> float:
    """Leads per piece or impression, of the channels whose leads answer directly."""
    reached_by = {"direct_mail": "pieces", "broadcast": "impressions"}
    answering = [row for row in rows if row.type in reached_by]
    return divide(
        sum(_over(row.stages["leads"], months) for row in answering),
        sum(_over(row.stages[reached_by[row.type]], months) for row in answering),
    )
