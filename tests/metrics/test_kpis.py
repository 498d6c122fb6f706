"""The KPIs, against examples worked by hand."""

import math
from typing import Any

import pytest
from numpy.testing import assert_allclose

from simulator.engine.funnel import Funnel
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.scenario.curves import CURVES
from simulator.scenario.stages import Stage
from tests.plain import beliefs

LEADS: dict[str, Any] = {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10}


def funnel_of(
    *channels: dict[str, Any],
    spend: dict[str, Any],
    months: int = 1,
    funnel: dict[str, Any] | None = None,
    **business: Any,
) -> Funnel:
    scenario = beliefs(
        {
            "name": "Worked",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": months,
            "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.35, **business},
            "funnel": funnel or {"lead_to_customer_rate": 0.3},
            "channels": channels,
            "plans": [{"name": "Plan", "monthly_spend": spend}],
        }
    )
    return simulate(scenario, "Plan", draws=8).funnel


def plan(funnel: Funnel, *keys: str) -> list[float]:
    return [float(METRICS[key].of_plan(funnel)[0, 0, 0]) for key in keys]


def test_a_thousand_dollars_buy_a_hundred_leads_and_thirty_customers() -> None:
    worked = funnel_of(LEADS, spend={"Leads": 1000})
    found = plan(worked, "leads", "cost_per_lead", "customers", "cac", "revenue")
    assert_allclose(found, [100, 10, 30, 100 / 3, 15_000], rtol=1e-14)


def test_roi_is_on_gross_profit_and_not_on_revenue() -> None:
    worked = funnel_of(LEADS, spend={"Leads": 5000}, funnel={"lead_to_customer_rate": 0.24})
    found = plan(worked, "revenue", "gross_profit", "roas", "roi", "break_even_roas")
    assert_allclose(found, [60_000, 21_000, 12.0, 3.2, 1 / 0.35], rtol=1e-14)


def test_visits_pass_every_qualification_stage() -> None:
    rates = {
        "stages": ["mqls", "sqls", "opportunities"],
        "visit_to_lead_rate": 0.03,
        "lead_to_mql_rate": 0.3,
        "mql_to_sql_rate": 0.4,
        "sql_to_opportunity_rate": 0.75,
        "opportunity_to_customer_rate": 0.22,
    }
    clicks = {"name": "Clicks", "type": "pay_per_click", "cost_per_click": 2}
    worked = funnel_of(clicks, spend={"Clicks": 20_000}, funnel=rates)
    stages = ("visits", "leads", "mqls", "sqls", "opportunities", "customers")
    assert_allclose(plan(worked, *stages), [10_000, 300, 90, 36, 27, 5.94], rtol=1e-14)
    assert_allclose(plan(worked, "lead_to_customer_rate"), [5.94 / 300], rtol=1e-14)
    costs = plan(worked, "cost_per_visit", "cost_per_lead", "cost_per_mql", "cost_per_sql")
    assert_allclose(costs, [2, 20_000 / 300, 20_000 / 90, 20_000 / 36], rtol=1e-14)


def test_an_effect_that_is_carried_over_fades_and_none_of_it_is_lost() -> None:
    radio = {**LEADS, "carry_over": 0.6}
    worked = funnel_of(radio, spend={"Leads": [100_000]}, months=4)
    leads = worked.by_month.stages[Stage.LEADS][0, :, 0]
    assert_allclose(leads * 10, [40_000, 24_000, 14_400, 8_640], rtol=1e-14)
    (later,) = plan(worked, "carried_out")
    assert_allclose(leads.sum() * 10 + later, 100_000, rtol=1e-14)


def test_a_quarter_of_a_month_to_close_sends_a_quarter_of_the_deals_into_the_next() -> None:
    worked = funnel_of(LEADS, spend={"Leads": [1000]}, months=2, sales_cycle_months=0.25)
    assert_allclose(worked.by_month.customers[0, :, 0], [22.5, 7.5], rtol=1e-14)


def test_deals_that_close_after_the_horizon_are_open_and_count_for_the_cost_of_a_customer() -> None:
    worked = funnel_of(LEADS, spend={"Leads": 1000}, sales_cycle_months=0.25)
    found = plan(worked, "customers", "open_pipeline", "open_pipeline_value", "cac")
    assert_allclose(found, [22.5, 7.5, 3750, 100 / 3], rtol=1e-14)


def test_excess_customers_are_lost_or_wait() -> None:
    room = {"new_customers_per_month_at_most": 20}
    lost = funnel_of(LEADS, spend={"Leads": [1000]}, months=2, **room)
    assert_allclose(plan(lost, "customers", "customers_lost", "open_pipeline"), [20, 10, 0])
    waiting = funnel_of(LEADS, spend={"Leads": [1000]}, months=2, overflow="queue", **room)
    assert_allclose(waiting.by_month.customers[0, :, 0], [20, 10])
    assert_allclose(plan(waiting, "customers_lost", "open_pipeline"), [0, 0])


def test_repeat_sales_come_from_those_who_stay() -> None:
    kept = 0.5 ** (1 / 12)
    worked = funnel_of(LEADS, spend={"Leads": [1000]}, months=3, repeat_sales_per_year=12, yearly_retention_rate=0.5)
    expected = [30 * 500, 30 * kept * 500, 30 * kept**2 * 500]
    assert_allclose(worked.by_month.revenue[0, :, 0], expected, rtol=1e-14)


def test_lifetime_value_is_the_sum_of_all_that_a_customer_will_bring() -> None:
    money = {"repeat_sales_per_year": 6, "yearly_retention_rate": 0.8, "discount_rate_per_year": 0.1}
    worked = funnel_of(LEADS, spend={"Leads": 1000}, **money)
    monthly = (0.8 / 1.1) ** (1 / 12)
    summed = 0.35 * (500 + math.fsum(6 / 12 * 500 * monthly**month for month in range(1, 20_000)))
    assert_allclose(plan(worked, "ltv"), [summed], rtol=1e-12)
    assert_allclose(plan(worked, "ltv_to_cac"), [summed / (100 / 3)], rtol=1e-12)


def test_fees_set_up_costs_and_overhead_are_marketing_cost_and_no_spend() -> None:
    channel = {**LEADS, "fee_rate": 0.15, "monthly_fee": 50, "setup_cost": 400}
    worked = funnel_of(channel, spend={"Leads": [0, 1000, 1000]}, months=3, monthly_overhead=30)
    assert_allclose(plan(worked, "spend", "marketing_cost"), [2000, 2 * (1150 + 50) + 400 + 90])
    assert_allclose(METRICS["marketing_cost"].of_rows(worked)[:, 0, 0], [2800, 90])
    assert_allclose(plan(worked, "cost_per_lead"), [2800 / 200])


def test_a_channel_that_ran_before_is_not_set_up_again() -> None:
    channel = {**LEADS, "setup_cost": 400, "monthly_spend_before": 1}
    assert plan(funnel_of(channel, spend={"Leads": 1000}), "marketing_cost") == [1000]


def test_stage_costs_are_those_of_the_channels_that_have_the_stage() -> None:
    clicks = {"name": "Clicks", "type": "pay_per_click", "cost_per_click": 2, "visit_to_lead_rate": 0.1}
    worked = funnel_of(LEADS, clicks, spend={"Leads": 1000, "Clicks": 500}, monthly_overhead=100)
    assert_allclose(plan(worked, "cost_per_visit", "cost_per_lead", "cac"), [2, 1500 / 125, 1600 / 37.5])


def test_what_is_undefined_is_nan_and_what_has_no_end_is_infinite() -> None:
    idle = funnel_of(LEADS, spend={})
    assert all(map(math.isnan, plan(idle, "roi", "cac", "roas", "cost_per_lead", "payback_months", "mqls")))
    fruitless = funnel_of(LEADS, spend={"Leads": 1000}, funnel={"lead_to_customer_rate": 0.0})
    assert plan(fruitless, "cac", "payback_months", "cac_payback_months")[:2] == [math.inf, math.inf]


def test_a_customer_who_never_leaves_is_worth_an_endless_amount_without_interest() -> None:
    money = {"repeat_sales_per_year": 6, "yearly_retention_rate": 1.0}
    assert plan(funnel_of(LEADS, spend={"Leads": 1000}, **money), "ltv") == [math.inf]
    assert math.isfinite(plan(funnel_of(LEADS, spend={"Leads": 1000}, discount_rate_per_year=0.1, **money), "ltv")[0])


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_says_in_words_what_it_is(metric: Any) -> None:
    assert metric.key == metric.key.lower()
    assert metric.label
    assert metric.about.endswith(".")
    assert metric.better in ("higher", "lower", "")


def test_words_of_metrics_and_curves_fit_every_currency() -> None:
    words = [text for described in (*METRICS.values(), *CURVES.values()) for text in (described.label, described.about)]
    assert not [text for text in words if "dollar" in text.lower() or "$" in text]
