"""Scenarios that many tests begin with, as a file holds them (``tests.plain.beliefs`` makes scenarios of them)."""

from dataclasses import replace
from typing import Any

from simulator.library.folder import shipped_folder
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from tests.plain import beliefs

PLUMBER: Scenario[Belief] = read(shipped_folder() / "plumber.yaml")
"""The shipped example with the most in it: seven channels, three plans, targets."""

WORKSHEET: bytes = (shipped_folder() / "first-worksheet.yaml").read_bytes()
"""The smallest shipped file."""

MARKUP = "<script>alert(1)</script> [x](http://evil.example) :bomb: **b** $a$"
"""A name that a page must show letter by letter."""

BREAKOUT = "<script>alert(1)</script>\"' onclick=alert(1) & <b>bold</b>"
"""A name that would leave the attribute in which it stands."""

CERTAIN: dict[str, Any] = {
    "name": "Worksheet",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 1,
    "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4},
    "funnel": {"lead_to_customer_rate": 0.3},
    "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10}],
    "plans": [
        {"name": "Today", "monthly_spend": {"Leads": 1000}},
        {"name": "More", "monthly_spend": {"Leads": 2000}},
        {"name": "Nothing", "monthly_spend": {}},
    ],
}
"""$1,000 buys 100 leads, 30 customers, $15,000 revenue and $6,000 gross profit, in the one world there is."""

UNSURE: dict[str, Any] = {
    **CERTAIN,
    "horizon_months": 6,
    "business": {"revenue_per_sale": [30, 60, 120], "gross_margin_rate": 0.4},
    "funnel": {"lead_to_customer_rate": [0.3, 0.5, 0.7]},
}

TWO_PLANS: dict[str, Any] = {
    "name": "Ridge",
    "currency": "USD",
    "start": "2027-01",
    "business": {"revenue_per_sale": [300, 500, 900], "gross_margin_rate": 0.5},
    "funnel": {"lead_to_customer_rate": [0.2, 0.3, 0.5]},
    "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": [20, 30, 50]}],
    "plans": [
        {"name": "Today", "monthly_spend": {"Leads": 1000.0}},
        {"name": "More", "monthly_spend": {"Leads": 2000.0}},
    ],
}

THREE_CHANNELS: dict[str, Any] = {
    "name": "Ridge",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 4,
    "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.5},
    "funnel": {"lead_to_customer_rate": 0.3},
    "channels": [
        {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 30, "reference_spend": 600.0},
        {"name": "Fair", "type": "pay_per_lead", "cost_per_lead": 60, "reference_spend": 200.0},
        {"name": "Cards", "type": "pay_per_lead", "cost_per_lead": 90, "reference_spend": 200.0},
    ],
    "plans": [{"name": "Today", "monthly_spend": {}}, {"name": "Other", "monthly_spend": {}}],
}


def two_years(name: str = "Plumber", **changes: Any) -> Scenario[Belief]:
    """A scenario of one channel and one plan over 24 months, with these changes."""
    longer = {**CERTAIN, "name": name, "horizon_months": 24, "plans": [{**CERTAIN["plans"][0], "name": "Plan"}]}
    return replace(beliefs(longer), **changes)


STEADY_AND_BET: dict[str, Any] = {
    "name": "A steady channel and a bet",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 6,
    "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4, "monthly_overhead": 100},
    "funnel": {"lead_to_customer_rate": 0.3},
    "channels": [
        {"name": "Steady", "type": "pay_per_lead", "cost_per_lead": [29, 30, 31]},
        {"name": "Bet", "type": "pay_per_lead", "cost_per_lead": [10, 33, 80]},
    ],
    "plans": [
        {"name": "Both", "monthly_spend": {"Steady": 1000, "Bet": 1000}},
        {"name": "Steady alone", "monthly_spend": {"Steady": 1000}},
    ],
}
"""Two channels: the bet is the better one on average, the steady one in most worlds."""
