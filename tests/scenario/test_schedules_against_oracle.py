"""Schedules and steps against the oracle's: every form, month by month."""

from typing import Any

import pytest
from hypothesis import given

from tests.laws import examples
from tests.oracle.schedules import held, monthly_spend
from tests.plain import beliefs
from tests.scenarios_strategy import plain_scenarios


@given(plain_scenarios())
@examples(100)
def test_a_plan_spends_in_every_month_what_the_oracle_says(plain: dict[str, Any]) -> None:
    scenario, horizon = beliefs(plain), plain["horizon_months"]
    stated = plain["plans"][0]["monthly_spend"]
    for name, row in zip(scenario.channel_names, scenario.spend("Plan"), strict=True):
        expected = monthly_spend(stated.get(name, 0.0), horizon, plain["start"])
        assert row.tolist() == pytest.approx(expected, rel=1e-13)


@given(plain_scenarios())
@examples(100)
def test_steps_hold_in_every_month_what_the_oracle_says(plain: dict[str, Any]) -> None:
    scenario, business = beliefs(plain), plain["business"]
    horizon, start = plain["horizon_months"], plain["start"]
    overhead = held(business.get("monthly_overhead", 0.0), horizon, start, before=0.0)
    assert scenario.overhead_by_month.tolist() == overhead
    if "new_customers_per_month_at_most" in business:
        room = held(business["new_customers_per_month_at_most"], horizon, start, before=float("inf"))
        assert scenario.room_by_month is not None
        assert scenario.room_by_month.tolist() == room
