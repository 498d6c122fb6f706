"""A plan of leads, all of whom sign a month later, and its outlook."""

from datetime import date
from typing import Any

from simulator.analyses.outlook import Outlook, outlook
from simulator.scenario.actuals import Actuals
from tests.plain import beliefs

SURE: dict[str, Any] = {
    "name": "Sure",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 4,
    "business": {"revenue_per_sale": 100, "gross_margin_rate": 0.5, "sales_cycle_months": 1},
    "funnel": {"lead_to_customer_rate": 1.0},
    "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10}],
    "plans": [{"name": "Today", "monthly_spend": {"Leads": 100}}],
}
"""$100 a month buys 10 leads, all of whom sign a month later: no luck is in the counts."""


def leads(**figures: tuple[float | None, ...]) -> Actuals:
    return Actuals(channel="Leads", first=date(2027, 1, 1), **figures)


def sure(*actuals: Actuals, today: date, draws: int = 512, **business: Any) -> Outlook:
    plain = {**SURE, "business": {**SURE["business"], **business}}
    return outlook(beliefs(plain), "Today", actuals, today=today, draws=draws)
