"""Units through the stages, then from the last stage to customers: time to close and capacity."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any

from .closing import as_cycle, share_closing_after, share_still_open_after
from .schedules import held
from .seasons import SEASONAL_RATES, season

STAGES = ("impressions", "pieces", "visits", "leads", "mqls", "sqls", "opportunities", "customers")
SINGULAR = {
    "visits": "visit",
    "leads": "lead",
    "mqls": "mql",
    "sqls": "sql",
    "opportunities": "opportunity",
    "customers": "customer",
}
BOUGHT = {
    "pay_per_impression": "impressions",
    "pay_per_click": "visits",
    "retainer": "visits",
    "direct_mail": "pieces",
    "broadcast": "impressions",
    "pay_per_lead": "leads",
    "unpaid": "visits",
}


def tracked_stages(scenario: Mapping[str, Any]) -> list[str]:
    """The qualification stages that the scenario tracks, in their order in the funnel."""
    return list(scenario.get("funnel", {}).get("stages", []))


def rate_name(start: str, end: str) -> str:
    """The name of the rate between two stages: lead_to_mql_rate."""
    return f"{SINGULAR[start]}_to_{SINGULAR[end]}_rate"


def rate(scenario: Mapping[str, Any], channel: Mapping[str, Any], name: str) -> float:
    """A rate of a channel; its own wins over the one that all share."""
    return float(channel[name] if name in channel else scenario["funnel"][name])


def steps(scenario: Mapping[str, Any], channel: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The stages after the bought one, up to the won deals, each with the name of the rate into it."""
    to_leads = {
        "pay_per_impression": [("visits", "click_through_rate"), ("leads", "visit_to_lead_rate")],
        "pay_per_click": [("leads", "visit_to_lead_rate")],
        "retainer": [("leads", "visit_to_lead_rate")],
        "direct_mail": [("leads", "response_rate")],
        "broadcast": [("leads", "response_rate")],
        "pay_per_lead": [],
        "unpaid": [("leads", "visit_to_lead_rate")],
    }[channel["type"]]
    stages = ["leads", *tracked_stages(scenario), "customers"]
    qualified = [("won" if end == "customers" else end, rate_name(start, end)) for start, end in pairwise(stages)]
    return to_leads + qualified


def stage_counts(scenario: Mapping[str, Any], channel: Mapping[str, Any], units: list[float]) -> dict[str, list[float]]:
    """Counts by stage and month of the lead, from the bought stage to ``won``.

    ``won`` counts deals before incremental share, time to close, capacity and horizon.
    """
    counts = {BOUGHT[channel["type"]]: units}
    for stage, name in steps(scenario, channel):
        shares = rate_by_month(scenario, channel, name)
        units = [count * share for count, share in zip(units, shares, strict=True)]
        counts[stage] = units
    return counts


def rate_by_month(scenario: Mapping[str, Any], channel: Mapping[str, Any], name: str) -> list[float]:
    """A rate of a channel in each month: of those who are reached, as many more answer as the season says."""
    stated, seasonal = rate(scenario, channel, name), season(scenario, channel)
    if name not in SEASONAL_RATES:
        return [stated] * len(seasonal)
    return [min(1.0, stated * multiplier) for multiplier in seasonal]


@dataclass
class Closing:
    """Deals of one channel by month: those that close, those still open at the end, those turned away.

    ``still_open`` stands in the month of the lead, and in the last month for deals that wait for room.
    """

    arriving: list[float]
    still_open: list[float]
    customers: list[float]
    lost: list[float]


def close(scenario: Mapping[str, Any], channel: Mapping[str, Any], won: list[float], without: list[float]) -> Closing:
    """Let the deals that marketing adds close in their time; capacity is not applied yet.

    ``without`` are the deals won of the same units without better rates: of these, those who would come anyway never
    count, at whatever price they were bought.
    """
    stated = channel.get("sales_cycle_months", scenario.get("business", {}).get("sales_cycle_months", 0.0))
    cycle, horizon = as_cycle(stated), len(won)
    share = 0.0 if channel["type"] == "unpaid" else channel.get("incremental_share", 1.0)
    added = [deals - (1.0 - share) * before for deals, before in zip(won, without, strict=True)]
    arriving = [sum(added[s] * share_closing_after(cycle, t - s) for s in range(t + 1)) for t in range(horizon)]
    still_open = [added[t] * share_still_open_after(cycle, horizon - 1 - t) for t in range(horizon)]
    return Closing(arriving, still_open, list(arriving), [0.0] * horizon)


def apply_capacity(scenario: Mapping[str, Any], closings: list[Closing], horizon: int) -> None:
    """Limit each month's new customers over all channels; the excess is lost, or waits.

    Channels share the room in proportion to what they have waiting.
    """
    business = scenario.get("business", {})
    if business.get("new_customers_per_month_at_most") is None:
        return
    rooms = held(business["new_customers_per_month_at_most"], horizon, scenario["start"], before=inf)
    queue = business.get("overflow", "lose") == "queue"
    left = [0.0] * len(closings)
    for t, room in enumerate(rooms):
        waiting = [left[c] + closing.arriving[t] for c, closing in enumerate(closings)]
        total = sum(waiting)
        share = room / total if total > room else 1.0
        for c, closing in enumerate(closings):
            closing.customers[t] = waiting[c] * share
            # Without a shortage the difference would be rounding; with one it is what is turned away.
            excess = waiting[c] - closing.customers[t] if share < 1.0 else 0.0
            left[c] = excess if queue else 0.0
            closing.lost[t] = 0.0 if queue else excess
    for c, closing in enumerate(closings):
        closing.still_open[-1] += left[c]
