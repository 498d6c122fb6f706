"""A month that runs, and its pace on one of its days."""

from datetime import date
from typing import Any

from simulator.analyses.pacing import Pace, Paced, pace
from simulator.scenario.actuals import Actuals
from tests.plain import beliefs

CERTAIN: dict[str, Any] = {
    "name": "Clicks",
    "currency": "USD",
    "start": "2027-04",
    "horizon_months": 3,
    "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4},
    "funnel": {"lead_to_customer_rate": 0.25},
    "channels": [
        {"name": "Ads", "type": "pay_per_click", "cost_per_click": 2, "visit_to_lead_rate": 0.1},
        {"name": "Mail", "type": "direct_mail", "cost_per_piece": 1, "response_rate": 0.01},
    ],
    "plans": [{"name": "Today", "monthly_spend": {"Ads": 3000, "Mail": 600}}],
}
"""April has 30 days: $3,000 for 1,500 visits, 150 leads and 37.5 customers by Ads; 600 pieces, 6 leads by Mail."""

UNSURE = {
    **CERTAIN,
    "channels": [{**CERTAIN["channels"][0], "visit_to_lead_rate": [0.04, 0.1, 0.2]}],
    "plans": [{"name": "Today", "monthly_spend": {"Ads": 3000}}],
}


def ads(**figures: float) -> Actuals:
    return Actuals(channel="Ads", first=date(2027, 4, 1), **{name: (each,) for name, each in figures.items()})


def on(day: int, *actuals: Actuals, plain: Any = CERTAIN, draws: int = 8192) -> Pace:
    found = pace(beliefs(plain), "Today", actuals, today=date(2027, 4, day), draws=draws)
    assert found is not None
    return found


def leads(day: int, so_far: float, plain: Any = UNSURE) -> Paced:
    return on(day, ads(leads=so_far), plain=plain).figures["Ads"]["leads"]
