"""A small scenario to work out by hand."""

from typing import Any

from . import Outcome, run


def click_channel(**changes: Any) -> dict[str, Any]:
    """A dollar buys a click, a click is a lead one time in ten."""
    stated = {"name": "Search", "type": "pay_per_click", "cost_per_click": 1.0, "visit_to_lead_rate": 0.1}
    return {**stated, **changes}


def lead_channel(**changes: Any) -> dict[str, Any]:
    """Ten dollars buy a lead."""
    return {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10.0, **changes}


def scenario_of(*channels: dict[str, Any], spend: Any = 1000.0, **changes: Any) -> dict[str, Any]:
    """One month, 500 a sale at a margin of one half, and the same spend on every channel."""
    business = {"revenue_per_sale": 500.0, "gross_margin_rate": 0.5}
    return {
        "format": 1,
        "name": "Test",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 1,
        "funnel": {"stages": [], "lead_to_customer_rate": 0.3},
        "channels": list(channels),
        "plans": [{"name": "Plan", "monthly_spend": {channel["name"]: spend for channel in channels}}],
        **changes,
        "business": business | changes.get("business", {}),
    }


def outcome(*channels: dict[str, Any], spend: Any = 1000.0, **changes: Any) -> Outcome:
    """What the plan leads to."""
    return run(scenario_of(*channels, spend=spend, **changes), "Plan")


def by_month(found: Outcome, key: str) -> list[float]:
    """A figure of the plan in every month."""
    return [month[key] for month in found.months]
