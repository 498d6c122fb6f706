"""The whole model for one draw, one step after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from .flow import Closing, apply_capacity, close, stage_counts, tracked_stages
from .kpis import total_metrics
from .money import lifetime_value, marketing_cost, revenue, worth
from .paths import monthly_profit, path_metrics
from .rows import Row, overhead_row
from .spending import bought_units, carried, effective_spend, monthly_spend


@dataclass(frozen=True)
class Outcome:
    """The outcome of one plan in one possible world.

    ``channels``: figures by channel name and metric key; the overhead has the empty name.
    ``plan``: figures of the plan by metric key. ``months``: figures of kind total, month 1 first.
    ``cumulative_profit`` of the plan and ``profit_by_channel`` are by month, as are the counts in
    ``stages_by_channel``: the stages that a channel has, ``won`` and ``customers``.
    """

    channels: dict[str, dict[str, float]]
    plan: dict[str, float]
    months: list[dict[str, float]]
    cumulative_profit: list[float]
    profit_by_channel: dict[str, list[float]]
    stages_by_channel: dict[str, dict[str, list[float]]]


def run(scenario: Mapping[str, Any], plan_name: str) -> Outcome:
    """Run one plan of a scenario whose beliefs are plain numbers."""
    rows = make_rows(scenario, plan_name)
    horizon, tracked = scenario.get("horizon_months", 24), tracked_stages(scenario)
    discount_rate = scenario.get("business", {}).get("discount_rate_per_year", 0.0)

    def figures(group: list[Row]) -> dict[str, float]:
        totals = total_metrics(group, range(horizon), tracked)
        return totals | path_metrics(group, totals["cac"], discount_rate)

    return Outcome(
        channels={row.name: figures([row]) for row in rows},
        plan=figures(rows),
        months=[total_metrics(rows, [t], tracked) for t in range(horizon)],
        cumulative_profit=list(accumulate(monthly_profit(rows))),
        profit_by_channel={row.name: row.profit for row in rows},
        stages_by_channel={row.name: row.stages for row in rows},
    )


def make_rows(scenario: Mapping[str, Any], plan_name: str) -> list[Row]:
    """A row per channel in the scenario's order, then the overhead."""
    horizon, business = scenario.get("horizon_months", 24), scenario.get("business", {})
    (plan,) = (plan for plan in scenario["plans"] if plan["name"] == plan_name)
    spends, stages, closings = [], [], []
    for channel in scenario["channels"]:
        spend = monthly_spend(plan["monthly_spend"].get(channel["name"], 0.0), horizon)
        counts = stage_counts(scenario, channel, bought_units(scenario, channel, spend))
        spends.append(spend)
        stages.append(counts)
        closings.append(close(scenario, channel, counts["won"]))
    apply_capacity(business, closings, horizon)
    rows = [
        channel_row(business, channel, spends[c], stages[c], closings[c])
        for c, channel in enumerate(scenario["channels"])
    ]
    return [*rows, overhead_row(business.get("monthly_overhead", 0.0), horizon)]


def channel_row(
    business: Mapping[str, Any],
    channel: Mapping[str, Any],
    spend: list[float],
    counts: dict[str, list[float]],
    closing: Closing,
) -> Row:
    """Put money to a channel's counts."""
    money, rest = worth(business, channel), [0.0] * (len(spend) - 1)
    earned = revenue(closing.customers, money)
    return Row(
        name=channel["name"],
        type=channel["type"],
        worth=money,
        lifetime_value=lifetime_value(money, business.get("discount_rate_per_year", 0.0)),
        stages=counts | {"customers": closing.customers},
        spend=spend,
        marketing_cost=marketing_cost(channel, spend),
        revenue=earned,
        gross_profit=[amount * money.gross_margin_rate for amount in earned],
        open_pipeline=closing.still_open,
        customers_lost=closing.lost,
        carried_in=[carried(channel, channel.get("monthly_spend_before", 0.0)), *rest],
        carried_out=[*rest, carried(channel, effective_spend(channel, spend)[-1])],
    )
