"""The oracle against closed forms, conservation laws and figures worked out by hand."""

from math import inf, isnan
from typing import Any

import pytest

from tests.oracle import run
from tests.oracle.seasons import season
from tests.oracle.spending import response, ripeness
from tests.oracle.worked import by_month, click_channel, outcome, scenario_of

KEPT = {"repeat_sales_per_year": 2.0, "yearly_retention_rate": 0.8, "revenue_per_repeat_sale": 200.0}


# -- money to units --------------------------------------------------------------------------------


def test_spend_is_at_work_within_the_horizon_or_carried_out() -> None:
    channel = click_channel(carry_over=0.7, monthly_spend_before=400.0)
    found = outcome(channel, spend=[900, 0, 300], horizon_months=5).plan
    assert found["carried_in"] == pytest.approx(400 * 0.7 / 0.3)
    at_work = found["visits"] * channel["cost_per_click"]
    of_before = found["carried_in"] * (1 - 0.7**5)
    assert at_work + found["carried_out"] == pytest.approx(of_before + 1200, rel=1e-14)


@pytest.mark.parametrize(
    "curve",
    [
        {"type": "saturating", "gain_from_doubling": 0.05},
        {"type": "saturating", "gain_from_doubling": 0.65},
        {"type": "s_shaped", "gain_from_doubling": 0.65, "slope": 2.0},
        {"type": "s_shaped", "gain_from_doubling": 1.8, "slope": 1.7},
        {"type": "s_shaped", "gain_from_doubling": 30.0, "slope": 6.0},
    ],
)
def test_a_curve_buys_at_its_unit_cost_at_the_reference_and_gains_as_stated_when_doubled(
    curve: dict[str, Any],
) -> None:
    channel = click_channel(cost_per_click=13.0, reference_spend=3000.0, curve=curve)
    assert response(channel, 3000.0) == pytest.approx(3000.0 / 13.0, rel=1e-13)
    doubled = 1.0 + curve["gain_from_doubling"]
    assert response(channel, 6000.0) == pytest.approx(doubled * response(channel, 3000.0), rel=1e-13)
    assert response(channel, 0.0) == 0.0


def test_an_s_shaped_curve_of_slope_one_would_be_the_saturating_one() -> None:
    gain, reference = 0.4, 2000.0
    hill = {"type": "s_shaped", "gain_from_doubling": gain, "slope": 1.0}
    hyperbola = {"type": "saturating", "gain_from_doubling": gain}
    for at_work in (10.0, 900.0, 2000.0, 15000.0):
        as_hill, as_hyperbola = (
            response(click_channel(reference_spend=reference, curve=curve), at_work) for curve in (hill, hyperbola)
        )
        assert as_hill == pytest.approx(as_hyperbola, rel=1e-14)


def test_a_capped_channel_buys_no_more_than_there_is_and_is_charged_no_more() -> None:
    capped = click_channel(cost_per_click=2.0, curve={"type": "capped", "most_per_month": 400})
    found = outcome(capped, spend=[500, 800, 5000], horizon_months=3)
    assert by_month(found, "visits") == [250, 400, 400]
    assert by_month(found, "spend") == [500, 800, 800]
    assert by_month(found, "budget") == [500, 800, 5000]


def test_a_ramp_up_and_a_season_move_what_there_is_to_buy_and_nothing_below_it() -> None:
    channel = click_channel(
        curve={"type": "capped", "most_per_month": 400},
        ramp_up_months=2.0,
        reference_spend=300.0,
        seasonality=[0.8] + [1.0] * 10 + [1.2],
    )
    found = outcome(channel, start="2026-12", horizon_months=3, spend=300)
    # 400 * 1/2 * 1.2 = 240, then 400 * 0.8 = 320 and 400, of which 300 dollars buy 300.
    assert by_month(found, "visits") == pytest.approx([240, 300, 300], rel=1e-14)
    assert by_month(found, "spend") == pytest.approx([240, 300, 300], rel=1e-14)


def test_a_thousand_impressions_cost_the_cost_per_mille() -> None:
    banner = {
        "name": "Banner",
        "type": "pay_per_impression",
        "cost_per_mille": 8.0,
        "click_through_rate": 0.01,
    }
    found = outcome({**banner, "visit_to_lead_rate": 0.1}, spend=800).plan
    assert found["impressions"] == pytest.approx(100_000)
    assert found["visits"] == pytest.approx(1000)


def test_a_month_at_full_reference_spend_ripens_by_one_month_and_token_spend_hardly_at_all() -> None:
    channel = {"ramp_up_months": 4.0, "reference_spend": 1000.0, "fade_half_life_months": 1.0}
    # Half of the unpaid share fades: 2 (1 - 0.99 / 2) + 0.01 = 1.02 months.
    assert ripeness(channel, [1000, 3000, 10, 1000, 1000]) == pytest.approx([0.25, 0.5, 0.255, 0.505, 0.755])


def test_what_is_not_paid_for_has_faded_by_half_after_its_half_life() -> None:
    channel = {"ramp_up_months": 3.0, "reference_spend": 1000.0}
    assert ripeness(channel, [1000] * 3 + [0] * 12 + [1000])[14:] == pytest.approx([0.5, 0.5 + 1 / 3])


def test_a_channel_that_ran_before_stands_where_its_spend_kept_it() -> None:
    channel = {"ramp_up_months": 4.0, "reference_spend": 1000.0, "fade_half_life_months": 1.0}
    # One month of four: what half the spend pays for, half a month, is what fades of the unpaid half.
    for before, ripe in ((0.0, 0.0), (500.0, 0.5), (1000.0, 1.0), (5000.0, 1.0)):
        assert ripeness({**channel, "monthly_spend_before": before}, [before] * 3) == pytest.approx([ripe] * 3)


def test_the_seasons_follow_the_calendar_and_a_channel_has_its_own() -> None:
    twelve = [float(month) for month in range(1, 13)]
    scenario = {"start": "2027-11", "horizon_months": 4, "seasonality": twelve}
    assert season(scenario, {}) == [11, 12, 1, 2]
    assert season(scenario, {"seasonality": twelve[::-1]}) == [2, 1, 12, 11]


# -- stages, time, capacity ------------------------------------------------------------------------


def test_a_stage_that_no_channel_has_is_undefined_and_never_nought() -> None:
    found = outcome(click_channel())
    for key in ("impressions", "pieces", "mqls", "cost_per_mql", "click_through_rate", "response_rate"):
        assert isnan(found.plan[key])
    assert isnan(found.channels[""]["leads"])
    assert isnan(found.channels[""]["cac"])


def test_rates_and_costs_are_taken_over_the_channels_that_have_both_stages() -> None:
    mail = {"name": "Mail", "type": "direct_mail", "cost_per_piece": 0.5, "response_rate": 0.02}
    radio = {"name": "Radio", "type": "broadcast", "cost_per_mille": 10.0, "response_rate": 0.0001}
    found = outcome(click_channel(), mail, radio, business={"monthly_overhead": 77.0}).plan
    assert found["response_rate"] == pytest.approx((2000 * 0.02 + 100_000 * 0.0001) / 102_000)
    assert isnan(found["click_through_rate"])
    assert found["visit_to_lead_rate"] == pytest.approx(0.1)
    assert found["cost_per_visit"] == pytest.approx(1.0)
    assert found["cost_per_lead"] == pytest.approx(3000 / 150)
    assert found["cac"] == pytest.approx(3077 / 45)


def test_a_channels_own_rate_wins_over_the_shared_one() -> None:
    found = outcome(click_channel(lead_to_customer_rate=0.6), click_channel(name="Other"))
    assert found.plan["customers"] == pytest.approx(60 + 30)


def test_incremental_share_limits_customers_and_not_the_rate_into_customers() -> None:
    funnel = {"stages": ["mqls"], "lead_to_mql_rate": 0.5, "mql_to_customer_rate": 0.6}
    found = outcome(click_channel(incremental_share=0.4), funnel=funnel).plan
    assert found["customers"] == pytest.approx(12)
    assert found["lead_to_customer_rate"] == pytest.approx(0.3)
    assert found["mql_to_customer_rate"] == pytest.approx(0.6)


def counted_with(better: dict[str, Any], **stated: Any) -> float:
    """Customers of a channel of which 3 in 10 would not have come anyway, with improvements bought at the start."""
    offered = [{"name": belief, "belief": belief, "becomes": becomes} for belief, becomes in better.items()]
    scenario = scenario_of(click_channel(incremental_share=0.3, **stated), improvements=offered)
    scenario["plans"][0]["improvements"] = dict.fromkeys(better, 1)
    return run(scenario, "Plan").plan["customers"]


def test_clicks_that_an_improvement_makes_cheaper_are_no_more_incremental_than_the_first() -> None:
    # 1,000 clicks, 100 leads, 30 who buy: 9 count. For half the price twice as many of everyone.
    half = {"channels.Search.cost_per_click": 0.5}
    assert counted_with({}) == pytest.approx(9)
    assert counted_with(half) == counted_with({}, cost_per_click=0.5) == pytest.approx(18)


def test_of_cheaper_clicks_all_that_a_better_rate_gains_counts() -> None:
    # 2,000 clicks: 60 buy, of whom 18 count; with every second lead won 100 do, and the 40 more count in full.
    better = {"channels.Search.cost_per_click": 0.5, "funnel.lead_to_customer_rate": 0.5}
    assert counted_with(better) == pytest.approx(18 + 40)


@pytest.mark.parametrize("cycle", [0.0, 0.25, 3.6, [0.5, 1.0, 3.0], [2.0, 6.0, 14.0]])
@pytest.mark.parametrize("overflow", ["lose", "queue"])
def test_every_incremental_deal_closes_waits_or_is_lost(cycle: Any, overflow: str) -> None:
    business = {
        "sales_cycle_months": cycle,
        "new_customers_per_month_at_most": 20.0,
        "overflow": overflow,
    }
    channels = (click_channel(incremental_share=0.7), click_channel(name="Other", sales_cycle_months=0.5))
    found = outcome(*channels, spend=[1000, 500, 0, 800], horizon_months=6, business=business)
    won = 0.7 * sum(found.stages_by_channel["Search"]["won"]) + sum(found.stages_by_channel["Other"]["won"])
    plan = found.plan
    assert plan["customers"] + plan["open_pipeline"] + plan["customers_lost"] == pytest.approx(won, rel=1e-13)
    assert all(month["customers"] <= 20.0 + 1e-12 for month in found.months)


def test_what_has_not_closed_by_the_horizon_stands_in_the_month_of_its_leads() -> None:
    found = outcome(click_channel(sales_cycle_months=1.25), horizon_months=3)
    assert [month["customers"] for month in found.months] == pytest.approx([0, 22.5, 30])
    assert [month["open_pipeline"] for month in found.months] == pytest.approx([0, 7.5, 30])
    assert found.plan["open_pipeline_value"] == pytest.approx(37.5 * 500)
    assert found.plan["cac"] == pytest.approx(3000 / 90)


def test_lost_customers_are_shared_in_proportion_to_arrivals() -> None:
    business = {"new_customers_per_month_at_most": 30.0}
    found = outcome(click_channel(), click_channel(name="Other", visit_to_lead_rate=0.2), business=business)
    assert found.channels["Search"]["customers"] == pytest.approx(10)
    assert found.channels["Other"]["customers"] == pytest.approx(20)
    assert found.channels["Search"]["customers_lost"] == pytest.approx(20)
    assert found.channels["Other"]["customers_lost"] == pytest.approx(40)


def test_a_queue_serves_in_proportion_to_what_waits_and_ends_as_open_pipeline() -> None:
    business = {"new_customers_per_month_at_most": 20.0, "overflow": "queue"}
    found = outcome(click_channel(), spend=[1000], horizon_months=3, business=business)
    assert [month["customers"] for month in found.months] == pytest.approx([20, 10, 0])
    short = outcome(click_channel(), spend=1000, horizon_months=2, business=business)
    assert [month["open_pipeline"] for month in short.months] == pytest.approx([0, 20])
    assert short.plan["customers_lost"] == 0.0


# -- money -----------------------------------------------------------------------------------------


def test_fees_come_with_spend_and_the_set_up_with_the_first_spend() -> None:
    agency = click_channel(fee_rate=0.1, monthly_fee=50.0, setup_cost=700.0)
    cost = [0.0, 1100 + 50 + 700, 0.0, 1150]
    assert [
        month["marketing_cost"] for month in outcome(agency, spend=[0, 1000, 0, 1000], horizon_months=4).months
    ] == pytest.approx(cost)
    ran_before = outcome({**agency, "monthly_spend_before": 10.0}, spend=[0, 1000], horizon_months=2)
    assert ran_before.plan["marketing_cost"] == pytest.approx(1150)


def test_rows_add_up_to_the_plan_with_the_overhead() -> None:
    found = outcome(click_channel(), click_channel(name="Other"), business={"monthly_overhead": 77.0})
    for key in ("spend", "marketing_cost", "revenue", "gross_profit", "profit", "npv"):
        assert sum(row[key] for row in found.channels.values()) == pytest.approx(found.plan[key], rel=1e-14)
    assert found.channels[""]["profit"] == -77.0
    assert found.channels[""]["payback_months"] == inf
    assert found.channels[""]["roi"] == -1.0


def test_months_add_up_to_the_plan() -> None:
    channel = click_channel(sales_cycle_months=[0.5, 1.0, 3.0], carry_over=0.5, monthly_spend_before=300.0)
    found = outcome(channel, horizon_months=9, business={"monthly_overhead": 77.0, **KEPT})
    for key in ("spend", "marketing_cost", "revenue", "profit", "leads", "customers", "open_pipeline"):
        assert sum(month[key] for month in found.months) == pytest.approx(found.plan[key], rel=1e-14)
    for key in ("carried_in", "carried_out", "open_pipeline_value"):
        assert sum(month[key] for month in found.months) == pytest.approx(found.plan[key], rel=1e-14)
    assert found.cumulative_profit[-1] == pytest.approx(found.plan["profit"], rel=1e-13)


def test_a_cohort_of_customers_brings_its_repeats_while_it_stays() -> None:
    found = outcome(click_channel(), spend=[1000], horizon_months=4, business=KEPT)
    a = 0.8 ** (1 / 12)
    repeats = [0.0, *(30 * a**months * 2.0 / 12 * 200 for months in (1, 2, 3))]
    revenue = [month["revenue"] for month in found.months]
    assert revenue == pytest.approx([30 * 500 + repeats[0], *repeats[1:]], rel=1e-13)


def test_lifetime_value_is_a_geometric_series_of_what_the_months_bring() -> None:
    found = outcome(click_channel(), business={**KEPT, "discount_rate_per_year": 0.1}).plan
    b = (0.8 / 1.1) ** (1 / 12)
    # b + b^2 + ... + b^59: five years, the month of the first sale counted.
    expected = 0.5 * (500 + 2.0 / 12 * 200 * b * (1 - b**59) / (1 - b))
    assert found["ltv"] == pytest.approx(expected, rel=1e-13)
    assert found["ltv_to_cac"] == pytest.approx(expected / (100 / 3), rel=1e-13)


def test_without_repeats_a_customer_is_worth_the_margin_of_one_sale() -> None:
    assert outcome(click_channel()).plan["ltv"] == pytest.approx(250)
    assert outcome(click_channel(), business={"yearly_retention_rate": 1.0}).plan["ltv"] == pytest.approx(250)


def test_customers_who_never_leave_are_worth_what_they_bring_within_the_lifetime() -> None:
    business = {**KEPT, "yearly_retention_rate": 1.0}
    assert outcome(click_channel(), business=business).plan["ltv"] == pytest.approx(0.5 * (500 + 59 * 200 / 6))
    ten_years = {**business, "lifetime_years_at_most": 10}
    assert outcome(click_channel(), business=ten_years).plan["ltv"] == pytest.approx(0.5 * (500 + 119 * 200 / 6))


def test_lifetime_value_of_a_plan_is_weighted_by_customers() -> None:
    dearer = click_channel(name="Other", visit_to_lead_rate=0.3, revenue_per_sale=900.0, gross_margin_rate=0.4)
    found = outcome(click_channel(), dearer).plan
    assert found["ltv"] == pytest.approx((30 * 250 + 90 * 360) / 120)


def test_deals_that_are_still_open_weigh_as_customers_in_the_lifetime_value() -> None:
    slow = click_channel(name="Slow", sales_cycle_months=0.5, revenue_per_sale=900.0)
    found = outcome(click_channel(), slow, business={"sales_cycle_months": 2.0}).plan
    assert found["customers"] == pytest.approx(15)
    assert found["ltv"] == pytest.approx((30 * 250 + 30 * 450) / 60)


def test_payback_is_the_first_month_that_is_for_good() -> None:
    business = {"revenue_per_sale": 2.0, "gross_margin_rate": 0.5}
    content = {"name": "Content", "type": "retainer", "cost_per_visit": 1.0, "visit_to_lead_rate": 1.0}
    found = outcome(
        content | {"seasonality": [2.0, 1.0, 0.1, 0.1, 4.0] + [1.0] * 7},
        horizon_months=5,
        business=business,
        funnel={"stages": [], "lead_to_customer_rate": 1.0},
    )
    assert found.cumulative_profit == pytest.approx([1000, 1000, 100, -800, 2200])
    assert found.plan["payback_months"] == 5.0


def test_the_cash_needed_is_what_goes_out_before_a_months_profit_comes_in() -> None:
    # A month costs 1,000 and brings 900: 1,000 out, 900 in, then down to -1,100 and -1,200.
    found = outcome(click_channel(), horizon_months=3, business={"gross_margin_rate": 0.06}).plan
    assert found["peak_cash_need"] == pytest.approx(1200)


def test_a_sale_that_loses_money_deepens_the_need_of_its_month() -> None:
    found = outcome(click_channel(), business={"gross_margin_rate": 0.1, "cost_per_sale": 60.0}).plan
    assert found["gross_profit"] == pytest.approx(-300)
    assert found["peak_cash_need"] == pytest.approx(1300)


def test_payback_at_exactly_nought_counts_in_spite_of_rounding() -> None:
    business = {"revenue_per_sale": 10.0, "gross_margin_rate": 0.1}
    channel = click_channel(cost_per_click=0.1, lead_to_customer_rate=1.0)
    found = outcome(channel, spend=3.3, horizon_months=12, business=business)
    assert -1e-12 < min(found.cumulative_profit) < 0.0
    assert found.plan["payback_months"] == 1.0


def test_payback_is_infinite_if_it_never_comes_and_undefined_without_cost() -> None:
    assert outcome(click_channel(cost_per_click=1000.0)).plan["payback_months"] == inf
    idle = outcome(click_channel(), spend=0).plan
    for key in ("payback_months", "roi", "roas", "cac", "ltv", "cac_payback_months"):
        assert isnan(idle[key])
    assert idle["peak_cash_need"] == 0.0


def test_what_a_customer_of_a_channel_is_worth_needs_no_customers() -> None:
    idle = outcome(click_channel(), spend=0)
    assert idle.channels["Search"]["ltv"] == 250.0
    assert isnan(idle.channels["Search"]["cac_payback_months"])
    assert isnan(idle.plan["ltv"])
    assert isnan(idle.channels[""]["ltv"])


def test_npv_discounts_a_months_profit_from_its_end() -> None:
    found = outcome(click_channel(), horizon_months=24, business={"discount_rate_per_year": 0.21}).plan
    monthly = 1.21 ** (-1 / 12)
    annuity = monthly * (1 - monthly**24) / (1 - monthly)
    assert found["npv"] == pytest.approx((7500 - 1000) * annuity, rel=1e-12)


def test_cac_payback_waits_until_the_repeats_have_earned_the_cac() -> None:
    channel = click_channel(cost_per_click=10.0)
    business = {**KEPT, "yearly_retention_rate": 1.0}
    found = outcome(channel, business=business).plan
    assert found["cac"] == pytest.approx(1000 / 3)
    # 250 from the first sale, 16.67 a month from the second month on: 250 + 16.67 (n - 1) >= 333.33 at n = 6.
    assert found["cac_payback_months"] == 6.0


@pytest.mark.parametrize(("cost_per_click", "months"), [(10.5, 2.0), (11.7, 3.0), (12.0, 3.0), (12.1, 4.0)])
def test_cac_payback_counts_those_who_leave(cost_per_click: float, months: float) -> None:
    """Half leave each month: a customer brings 250, then 100, 50, 25 ...; at 12 a click the cac is 400."""
    business = {
        "repeat_sales_per_year": 12.0,
        "revenue_per_repeat_sale": 400.0,
        "yearly_retention_rate": 0.5**12,
    }
    found = outcome(click_channel(cost_per_click=cost_per_click), business=business).plan
    assert found["cac_payback_months"] == months


def test_cac_payback_is_infinite_where_customers_leave_before_they_have_earned_it() -> None:
    assert outcome(click_channel(cost_per_click=10.0)).plan["cac_payback_months"] == inf
    assert outcome(click_channel()).plan["cac_payback_months"] == 1.0


def test_all_spend_lost_gives_infinite_cost_and_money_for_nothing_infinite_return() -> None:
    nobody = outcome(click_channel(sales_cycle_months=0.0, visit_to_lead_rate=0.0)).plan
    assert nobody["cac"] == inf
    assert nobody["cost_per_lead"] == inf
    afterglow = outcome(click_channel(carry_over=0.5, monthly_spend_before=1000.0), spend=0).plan
    assert afterglow["roi"] == inf
    assert afterglow["roas"] == inf
    assert isnan(afterglow["payback_months"])


def test_all_money_times_a_thousand_changes_money_alone() -> None:
    channel = click_channel(
        reference_spend=900.0, monthly_fee=30.0, curve={"type": "saturating", "gain_from_doubling": 0.5}
    )
    dear = channel | {"cost_per_click": 1000.0, "reference_spend": 900e3, "monthly_fee": 30e3}
    few = outcome(channel, horizon_months=3).plan
    many = outcome(dear, spend=1e6, horizon_months=3, business={"revenue_per_sale": 500e3}).plan
    for key in ("roi", "roas", "customers", "visits", "payback_months", "ltv_to_cac"):
        assert many[key] == pytest.approx(few[key], rel=1e-13)
    for key in ("profit", "npv", "cac", "ltv", "cost_per_visit", "peak_cash_need"):
        assert many[key] == pytest.approx(1000 * few[key], rel=1e-13)
