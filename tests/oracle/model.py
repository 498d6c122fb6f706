"""The whole model for one draw, one step after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeVar

from .flow import Closing, apply_capacity, close, stage_counts, tracked_stages
from .improvements import cheaper, improved, improvement_cost, purchases
from .kpis import channel_metrics, total_metrics
from .money import gross_profit, lifetime_value, marketing_cost, revenue, worth
from .paths import monthly_profit, path_metrics
from .rows import Row, overhead_row
from .schedules import held, monthly_spend
from .spending import bought_units, carried_in, carried_out, money_spent


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

    def with_paths(group: list[Row], totals: dict[str, float]) -> dict[str, float]:
        return totals | path_metrics(group, totals["cac"], discount_rate)

    return Outcome(
        channels={row.name: with_paths([row], channel_metrics(row, range(horizon), tracked)) for row in rows},
        plan=with_paths(rows, total_metrics(rows, range(horizon), tracked)),
        months=[total_metrics(rows, [t], tracked) for t in range(horizon)],
        cumulative_profit=list(accumulate(monthly_profit(rows))),
        profit_by_channel={row.name: row.profit for row in rows},
        stages_by_channel={row.name: row.stages for row in rows},
    )


def make_rows(scenario: Mapping[str, Any], plan_name: str) -> list[Row]:
    """A row per channel in the scenario's order, then the overhead."""
    horizon, business = scenario.get("horizon_months", 24), scenario.get("business", {})
    (plan,) = (plan for plan in scenario["plans"] if plan["name"] == plan_name)
    bought = purchases(scenario, plan)
    worlds = world_by_month(improved, scenario, bought, horizon)
    unimproved = world_by_month(cheaper, scenario, bought, horizon)
    budgets, spends, stages, closings = [], [], [], []
    for c, channel in enumerate(scenario["channels"]):
        budget = monthly_spend(plan["monthly_spend"].get(channel["name"], 0.0), horizon, scenario["start"])
        counts = counts_by_month(worlds, c, budget)
        without = counts_by_month(unimproved, c, budget)
        budgets.append(budget)
        spends.append(spend_by_month(worlds, c, budget))
        stages.append(counts)
        closings.append(close(scenario, channel, counts["won"], without["won"]))
    apply_capacity(scenario, closings, horizon)
    rows = [
        channel_row(scenario, channel, budgets[c], spends[c], stages[c], closings[c])
        for c, channel in enumerate(scenario["channels"])
    ]
    overhead = held(business.get("monthly_overhead", 0.0), horizon, scenario["start"], before=0.0)
    return [*rows, overhead_row(overhead, improvement_cost(bought, horizon))]


World = Mapping[str, Any]
Bought = Sequence[tuple[Mapping[str, Any], int]]
Found = TypeVar("Found")


def world_by_month(
    made: Callable[[World, Bought, int], World], scenario: World, bought: Bought, horizon: int
) -> list[World]:
    """The world of each month: that of the month before where nothing that is bought begins."""
    worlds: list[World] = []
    for month in range(1, horizon + 1):
        begins = month == 1 or any(first == month for _, first in bought)
        worlds.append(made(scenario, bought, month) if begins else worlds[-1])
    return worlds


def of_each(worlds: Sequence[World], worked_out: Callable[[World], Found]) -> list[Found]:
    """What is worked out of each month's world, once where it is that of the month before."""
    found: list[Found] = []
    for t, world in enumerate(worlds):
        found.append(found[-1] if t and world is worlds[t - 1] else worked_out(world))
    return found


def spend_by_month(worlds: Sequence[World], c: int, budget: list[float]) -> list[float]:
    """What of a channel's budget is charged, each month's in the world of that month."""
    by_world = of_each(worlds, lambda world: money_spent(world, world["channels"][c], budget))
    return [spent[t] for t, spent in enumerate(by_world)]


def counts_by_month(worlds: Sequence[World], c: int, budget: list[float]) -> dict[str, list[float]]:
    """The counts of a channel, each month's in the world of that month."""
    by_world = of_each(
        worlds,
        lambda world: stage_counts(world, world["channels"][c], bought_units(world, world["channels"][c], budget)),
    )
    return {stage: [counts[stage][t] for t, counts in enumerate(by_world)] for stage in by_world[0]}


def channel_row(
    scenario: Mapping[str, Any],
    channel: Mapping[str, Any],
    budget: list[float],
    spend: list[float],
    counts: dict[str, list[float]],
    closing: Closing,
) -> Row:
    """Put money to a channel's counts."""
    business, rest = scenario.get("business", {}), [0.0] * (len(budget) - 1)
    money = worth(business, channel, len(budget))
    return Row(
        name=channel["name"],
        type=channel["type"],
        worth=money,
        lifetime_value=lifetime_value(money, business.get("discount_rate_per_year", 0.0)),
        stages=counts | {"customers": closing.customers},
        budget=budget,
        spend=spend,
        marketing_cost=marketing_cost(channel, budget, spend),
        revenue=revenue(closing.customers, money),
        gross_profit=gross_profit(closing.customers, money),
        open_pipeline=closing.still_open,
        customers_lost=closing.lost,
        carried_in=[carried_in(channel), *rest],
        carried_out=[*rest, carried_out(channel, budget)],
        improvement_cost=[0.0] * len(budget),
    )
