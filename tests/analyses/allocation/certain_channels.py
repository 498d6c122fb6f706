"""Three channels of which all is certain, and their profit in plain numbers."""

from tests.plain import beliefs

MONTHS, STEP, BUDGET = 6, 20.0, 1_200.0
COSTS = {"Dear": 100.0, "Cheap": 50.0, "Other": 75.0}

GAIN, REFERENCE, PER_LEAD = 0.5, 1_000.0, 0.4 * 500.0 * 0.5
TODAY = {"Dear": 600.0, "Cheap": 400.0, "Other": 200.0}


def certain_scenario(**business: object):
    """Three channels of diminishing returns, of which nothing is uncertain."""
    return beliefs(
        {
            "name": "Three",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": MONTHS,
            "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.5, **business},
            "funnel": {"lead_to_customer_rate": 0.4},
            "channels": [
                {
                    "name": name,
                    "type": "pay_per_lead",
                    "cost_per_lead": cost,
                    "reference_spend": REFERENCE,
                    "curve": {"type": "saturating", "gain_from_doubling": GAIN},
                }
                for name, cost in COSTS.items()
            ],
            "plans": [{"name": "Today", "monthly_spend": TODAY}],
        }
    )


def profit(spend: dict[str, float]) -> float:
    """The profit of amounts a month, by the formula of the saturating curve."""
    half = 2 * GAIN * REFERENCE / (1 - GAIN)
    most = {name: (REFERENCE / cost) * (half + REFERENCE) / REFERENCE for name, cost in COSTS.items()}
    leads = sum(most[name] * amount / (half + amount) for name, amount in spend.items())
    return MONTHS * (leads * PER_LEAD - sum(spend.values()))
