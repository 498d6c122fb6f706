"""A plan of clicks without any luck, and its real figures."""

from datetime import date
from typing import Any

from simulator.analyses.gap import Gap, explained_gap
from simulator.scenario.actuals import Actuals
from tests.plain import beliefs

LATER = date(2031, 1, 1)

CLICKS: dict[str, Any] = {
    "name": "Clicks",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 6,
    "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4},
    "funnel": {"lead_to_customer_rate": 0.25},
    "channels": [
        {"name": "Ads", "type": "pay_per_click", "cost_per_click": 2, "visit_to_lead_rate": 0.1, "fee_rate": 0.1}
    ],
    "plans": [{"name": "Today", "monthly_spend": {"Ads": 2000}}],
}
"""A month: $2,000 buys 1,000 visits, 100 leads, 25 customers, $5,000 gross profit; $2,200 is paid."""

DELAYED = {**CLICKS, "business": {**CLICKS["business"], "sales_cycle_months": 1}}


def gap_of(*actuals: Actuals, plain: Any = CLICKS, today: date = LATER) -> Gap:
    return explained_gap(beliefs(plain), "Today", actuals, today=today, draws=8)


def ads(months: int = 1, **figures: float | None) -> Actuals:
    return Actuals(channel="Ads", first=date(2027, 1, 1), **{name: (each,) * months for name, each in figures.items()})


AS_PLANNED = {"spend": 2000.0, "visits": 1000.0, "leads": 100.0, "customers": 25.0, "gross_profit": 5000.0}
