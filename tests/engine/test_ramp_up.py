"""Ramp-up where some of a channel's beliefs are certain and others are not."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulator.engine.sampling import sample
from simulator.engine.simulation import simulate
from tests.plain import beliefs

DRAWS = 64
SPEND = [500.0, 2000.0, 0.0, 1000.0]


def stated(**entries: Any) -> Any:
    channel = {"name": "Lists", "type": "pay_per_lead", "reference_spend": 1000, "cost_per_lead": 40, **entries}
    return beliefs(
        {
            "name": "Slow",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": len(SPEND),
            "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4},
            "funnel": {"lead_to_customer_rate": 0.5},
            "channels": [channel],
            "plans": [{"name": "Plan", "monthly_spend": {"Lists": SPEND}}],
        }
    )


@pytest.mark.parametrize(
    "entries",
    [
        {"ramp_up_months": 3, "cost_per_lead": [20, 40, 60]},
        {"ramp_up_months": [2, 3, 5], "cost_per_lead": 40},
        {"ramp_up_months": [2, 3, 5], "cost_per_lead": [20, 40, 60]},
        {"ramp_up_months": 3, "cost_per_lead": 40},
        {"ramp_up_months": 3, "carry_over": [0.1, 0.2, 0.4]},
    ],
)
def test_leads_ripen_by_the_months_paid_for_in_every_world(entries: dict[str, Any]) -> None:
    scenario = stated(**entries)
    (channel,) = sample(scenario, draws=DRAWS).channels
    expected = np.zeros((len(SPEND), DRAWS))
    for draw in range(DRAWS):
        cost, ripening, kept = (
            float(np.broadcast_to(values, DRAWS)[draw])
            for values in (channel.cost_per_lead, channel.ramp_up_months, channel.carry_over)
        )
        felt, ripe, fading = 0.0, 0.0, 1.0 - 0.5 ** (1.0 / 12.0)
        for month, amount in enumerate(SPEND):
            felt, paid = (1.0 - kept) * amount + kept * felt, min(1.0, amount / 1000.0)
            ripe = min(ripening, ripe * (1.0 - (1.0 - paid) * fading) + paid)
            expected[month, draw] = felt / cost * ripe / ripening
    leads = simulate(scenario, "Plan", draws=DRAWS).funnel.by_month.stages["leads"][0]
    assert_allclose(np.broadcast_to(leads, expected.shape), expected, rtol=1e-12)
