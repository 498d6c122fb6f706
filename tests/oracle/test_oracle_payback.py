"""From which month payback is counted, worked by hand."""

from math import inf, isnan
from typing import Any

import pytest

from tests.oracle import run
from tests.oracle.worked import lead_channel, outcome, scenario_of

SLOW = {"stages": [], "lead_to_customer_rate": 1.0}


def two_channels(**spend: Any) -> dict[str, Any]:
    """A lead costs 10 and brings 20 two months later, on either channel."""
    scenario = scenario_of(
        lead_channel(name="First"),
        lead_channel(name="Second"),
        horizon_months=12,
        funnel=SLOW,
        business={"revenue_per_sale": 40.0, "sales_cycle_months": 2.0},
    )
    scenario["plans"] = [{"name": "Plan", "monthly_spend": spend}]
    return scenario


def test_payback_is_counted_from_the_first_cost_of_its_own_group() -> None:
    found = run(
        two_channels(First={"amount": 100, "from": 3, "to": 3}, Second={"amount": 300, "from": 7, "to": 7}), "Plan"
    )
    assert found.channels["First"]["payback_months"] == 3.0
    assert found.channels["Second"]["payback_months"] == 3.0
    # From month 3 to month 9, when the money of the second has come back.
    assert found.plan["payback_months"] == 7.0


def test_a_channel_without_cost_has_no_payback_and_starts_no_clock() -> None:
    found = run(two_channels(Second={"amount": 100, "from": 7, "to": 7}), "Plan")
    assert isnan(found.channels["First"]["payback_months"])
    assert found.plan["payback_months"] == 3.0


def test_overhead_before_the_first_channel_starts_no_clock() -> None:
    scenario = two_channels(First={"amount": 100, "from": 4, "to": 4})
    scenario["business"]["monthly_overhead"] = [{"amount": 10, "from": 2}, {"amount": 0, "from": 5}]
    found = run(scenario, "Plan")
    assert found.plan["payback_months"] == 3.0
    assert found.channels[""]["payback_months"] == inf


def test_without_a_channel_that_costs_anything_the_overhead_starts_the_clock() -> None:
    earlier = lead_channel(carry_over=0.5, monthly_spend_before=1000.0)
    overhead = [{"amount": 4000, "from": 2}, {"amount": 0, "from": 3}]
    found = outcome(earlier, spend=0, horizon_months=4, business={"monthly_overhead": overhead})
    # The past brings 3,750, then 1,875: the 4,000 of month 2 are there at once.
    assert found.cumulative_profit[:2] == pytest.approx([3750, 1625])
    assert found.plan["payback_months"] == 1.0
    dear = [{"amount": 6000, "from": 2}, {"amount": 0, "from": 3}]
    found = outcome(earlier, spend=0, horizon_months=4, business={"monthly_overhead": dear})
    # 3,750 - 6,000 + 1,875 = -375, and 937.50 in the month after.
    assert found.plan["payback_months"] == 2.0


def test_a_fee_is_a_cost_that_starts_the_clock_and_a_budget_that_is_not_spent_is_none() -> None:
    nothing_to_buy = lead_channel(curve={"type": "capped", "most_per_month": 0.0})
    assert isnan(outcome(nothing_to_buy).plan["payback_months"])
    assert outcome({**nothing_to_buy, "monthly_fee": 5.0}).plan["payback_months"] == inf


def test_what_is_paid_back_before_it_costs_anything_is_paid_back_in_a_month() -> None:
    earlier = lead_channel(carry_over=0.5, monthly_spend_before=1000.0)
    found = outcome(earlier, spend=[0, 0, 0, 10], horizon_months=5)
    assert found.plan["payback_months"] == 1.0
    assert found.plan["peak_cash_need"] == 0.0
