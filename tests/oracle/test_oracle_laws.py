"""Laws that hold for the oracle in every scenario, whatever its figures."""

from math import isnan, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws import examples
from tests.oracle import Outcome, run
from tests.oracle.schedules import monthly_spend
from tests.scenarios_strategy import plain_scenarios

ADDITIVE = (
    "budget",
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
        if key in ("ltv", "ltv_to_cac") and isnan(found.plan["ltv"]):
            # What a customer of a channel is worth needs no customers; a plan's average does.
            continue
        assert found.plan[key] == pytest.approx(nan if isnan(value) else value, rel=1e-12, nan_ok=True)


def assert_same(found: Outcome, expected: Outcome, but_for: tuple[str, ...] = ()) -> None:
    """Every figure of the plan, its channels and its months agrees."""
    pairs = [(found.plan, expected.plan), *zip(found.months, expected.months, strict=True)]
    pairs += [(found.channels[name], expected.channels[name]) for name in expected.channels]
    for ours, theirs in pairs:
        kept = {key: value for key, value in theirs.items() if key not in but_for}
        assert {key: ours[key] for key in kept} == pytest.approx(kept, rel=1e-9, abs=1e-9, nan_ok=True)


@given(plain_scenarios(), st.floats(1.0, 50.0))
@examples(30)
def test_a_budget_above_what_there_is_to_buy_changes_nothing(scenario: dict[str, Any], factor: float) -> None:
    ample = 1e6
    for channel in scenario["channels"]:
        # Ten units a month cost less than a million in every season and year that is drawn.
        channel.pop("carry_over", None)
        channel["curve"] = {"type": "capped", "most_per_month": 10.0}
    outcomes = []
    for budget in (ample, ample * factor):
        names = [channel["name"] for channel in scenario["channels"]]
        scenario["plans"] = [{"name": "Plan", "monthly_spend": dict.fromkeys(names, budget)}]
        outcomes.append(run(scenario, "Plan"))
    assert_same(*outcomes, but_for=("budget",))


@given(plain_scenarios(), st.integers(1, 12))
@examples(40)
def test_a_plan_that_begins_later_pays_back_in_the_same_time(scenario: dict[str, Any], later: int) -> None:
    scenario = without_calendar(scenario)
    shifted = {**scenario, "horizon_months": scenario["horizon_months"] + later}
    shifted["plans"] = [{"name": "Plan", "monthly_spend": postponed(scenario, later)}]
    now, then = run(scenario, "Plan"), run(shifted, "Plan")
    for key in ("payback_months", "cac_payback_months", "peak_cash_need", "profit", "ltv"):
        assert then.plan[key] == pytest.approx(now.plan[key], rel=1e-9, abs=1e-6, nan_ok=True)
        for name, figures in now.channels.items():
            assert then.channels[name][key] == pytest.approx(figures[key], rel=1e-9, abs=1e-6, nan_ok=True)


def without_calendar(scenario: dict[str, Any]) -> dict[str, Any]:
    """The same in a world where no month is like no other: no season, price change, overhead, step or past."""
    plain: dict[str, Any] = at_constant_prices(scenario)
    plain.pop("seasonality", None)
    plain["business"].pop("monthly_overhead", None)
    if isinstance(plain["business"].get("new_customers_per_month_at_most"), list):
        plain["business"].pop("new_customers_per_month_at_most")
    for channel in plain["channels"]:
        for key in ("seasonality", "monthly_spend_before"):
            channel.pop(key, None)
    return plain


def at_constant_prices(stated: Any) -> Any:
    """The same with every money belief at its first price for ever."""
    if isinstance(stated, list):
        return [at_constant_prices(item) for item in stated]
    if not isinstance(stated, dict):
        return stated
    return stated["value"] if "value" in stated else {key: at_constant_prices(item) for key, item in stated.items()}


def postponed(scenario: dict[str, Any], later: int) -> dict[str, list[float]]:
    """The plan's money by month, so many months later."""
    (plan,) = scenario["plans"]
    return {
        name: [0.0] * later + monthly_spend(entry, scenario["horizon_months"], scenario["start"])
        for name, entry in plan["monthly_spend"].items()
    }


@given(plain_scenarios())
@examples(30)
def test_a_season_of_ones_changes_nothing(scenario: dict[str, Any]) -> None:
    for channel in scenario["channels"]:
        channel.pop("seasonality", None)
    scenario.pop("seasonality", None)
    assert_same(run({**scenario, "seasonality": [1.0] * 12}, "Plan"), run(scenario, "Plan"))


@given(plain_scenarios())
@examples(30)
def test_a_yearly_change_of_nothing_changes_nothing(scenario: dict[str, Any]) -> None:
    scenario = at_constant_prices(scenario)
    business = scenario["business"]
    for owner in (business, *scenario["channels"]):
        for key in ("revenue_per_sale", "revenue_per_repeat_sale", "cost_per_sale"):
            if key in owner:
                owner[key] = {"value": owner[key], "yearly_change": 0.0}
    assert_same(run(scenario, "Plan"), run(at_constant_prices(scenario), "Plan"))


@given(plain_scenarios(), st.floats(0.01, 3.0))
@examples(40)
def test_spend_that_goes_on_as_before_brings_as_much_every_month(scenario: dict[str, Any], share: float) -> None:
    scenario = without_calendar(scenario)
    spend = {channel["name"]: channel.get("reference_spend", 1000.0) * share for channel in scenario["channels"]}
    for channel in scenario["channels"]:
        channel["monthly_spend_before"] = spend[channel["name"]]
    scenario["plans"] = [{"name": "Plan", "monthly_spend": spend}]
    for stages in run(scenario, "Plan").stages_by_channel.values():
        before_closing = (counts for stage, counts in stages.items() if stage != "customers")
        for counts in before_closing:
            assert counts == pytest.approx([counts[0]] * len(counts), rel=1e-9)


@given(plain_scenarios())
@examples(30)
def test_a_sale_every_month_is_twelve_a_year(scenario: dict[str, Any]) -> None:
    for channel in scenario["channels"]:
        for key in ("repeat_sales_per_year", "repeat_every_months"):
            channel.pop(key, None)
    rest = {key: value for key, value in scenario["business"].items() if not key.startswith("repeat_")}
    rest |= {} if "monthly_retention_rate" in rest else {"yearly_retention_rate": 0.7}
    monthly = {**scenario, "business": {**rest, "repeat_every_months": 1}}
    yearly = {**scenario, "business": {**rest, "repeat_sales_per_year": 12.0}}
    assert_same(run(monthly, "Plan"), run(yearly, "Plan"))
