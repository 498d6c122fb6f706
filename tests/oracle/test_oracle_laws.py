"""Laws that hold for the oracle in every scenario, whatever its figures."""

from math import isnan, nan
from typing import Any

import pytest
from hypothesis import given

from tests.laws import examples
from tests.oracle import Outcome, run
from tests.scenarios_strategy import plain_scenarios

ADDITIVE = (
    "spend",
    "marketing_cost",
    "revenue",
    "gross_profit",
    "customers_lost",
    "open_pipeline",
    "open_pipeline_value",
    "carried_in",
    "carried_out",
)


def incremental_deals(scenario: dict[str, Any], outcome: Outcome) -> float:
    return sum(
        float(channel.get("incremental_share", 1.0)) * sum(outcome.stages_by_channel[channel["name"]]["won"])
        for channel in scenario["channels"]
    )


@given(plain_scenarios())
@examples(60)
def test_deals_and_money_are_conserved_in_every_scenario(scenario: dict[str, Any]) -> None:
    found = run(scenario, "Plan")
    plan = found.plan
    ended = plan["customers"] + plan["open_pipeline"] + plan["customers_lost"]
    assert ended == pytest.approx(incremental_deals(scenario, found), rel=1e-12)
    for key in ADDITIVE:
        assert sum(row[key] for row in found.channels.values()) == pytest.approx(plan[key], rel=1e-12)
        assert sum(month[key] for month in found.months) == pytest.approx(plan[key], rel=1e-12)


@given(plain_scenarios())
@examples(30)
def test_no_spend_and_no_past_means_nothing_happens(scenario: dict[str, Any]) -> None:
    for channel in scenario["channels"]:
        channel["monthly_spend_before"] = 0.0
    scenario["plans"] = [{"name": "Plan", "monthly_spend": {}}]
    found = run(scenario, "Plan").plan
    assert found["customers"] == found["revenue"] == found["open_pipeline"] == 0.0
    assert found["marketing_cost"] == found["peak_cash_need"] == -found["profit"]


@given(plain_scenarios())
@examples(30)
def test_a_channel_alone_in_a_plan_is_the_plan(scenario: dict[str, Any]) -> None:
    alone = {**scenario, "channels": scenario["channels"][:1]}
    alone["business"] = {**scenario["business"], "monthly_overhead": 0.0}
    found = run(alone, "Plan")
    for key, value in found.channels["Channel 1"].items():
        assert found.plan[key] == pytest.approx(nan if isnan(value) else value, rel=1e-12, nan_ok=True)
