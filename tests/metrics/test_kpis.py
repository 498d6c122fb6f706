"""The KPIs: what each is a formula of, and how they hang together."""

import csv
import io
import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulator.engine.funnel import Funnel
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.presentation.channel_table import all_by_channel
from simulator.reports.as_csv import as_csv
from simulator.scenario.curves import CURVES
from tests.improved_examples import buying, offering
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


def test_lifetime_value_is_the_sum_of_all_that_a_customer_will_bring() -> None:
    money = {"repeat_sales_per_year": 6, "yearly_retention_rate": 0.8, "discount_rate_per_year": 0.1}
    worked = funnel_of(LEADS, spend={"Leads": 1000}, **money)
    monthly = (0.8 / 1.1) ** (1 / 12)
    summed = 0.35 * (500 + math.fsum(6 / 12 * 500 * monthly**month for month in range(1, 60)))
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


def test_a_customer_who_never_leaves_is_counted_for_a_lifetime_that_is_stated() -> None:
    money = {"repeat_sales_per_year": 6, "yearly_retention_rate": 1.0}
    five_years = 0.35 * 500 * (1 + 59 / 2)
    assert_allclose(plan(funnel_of(LEADS, spend={"Leads": 1000}, **money), "ltv"), [five_years], rtol=1e-12)
    two_years = 0.35 * 500 * (1 + 23 / 2)
    short = funnel_of(LEADS, spend={"Leads": 1000}, lifetime_years_at_most=2, **money)
    assert_allclose(plan(short, "ltv"), [two_years], rtol=1e-12)


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_says_in_words_what_it_is(metric: Any) -> None:
    assert metric.key == metric.key.lower()
    assert metric.label
    assert metric.about.endswith(".")
    assert metric.better in ("higher", "lower", "")


def test_words_of_metrics_and_curves_fit_every_currency() -> None:
    words = [text for described in (*METRICS.values(), *CURVES.values()) for text in (described.label, described.about)]
    assert not [text for text in words if "dollar" in text.lower() or "$" in text]


def test_visits_without_money_have_no_price_and_no_return_also_where_an_improvement_gains_customers_of_them():
    scenario = buying(offering(), "Today", page=1, training=1)
    unpaid, search = scenario.channel_names.index("Found by themselves"), 0
    funnel = simulate(scenario, "Today", draws=8).funnel
    assert METRICS["customers"].of_rows(funnel)[unpaid].min() > 0.0
    for key in ("cac", "roi", "roas", "break_even_roas", "ltv_to_cac", "cac_payback_months", "payback_months"):
        rows = METRICS[key].of_rows(funnel)
        assert np.isnan(rows[unpaid]).all()
        assert not np.isnan(rows[search]).any()
        assert not np.isnan(METRICS[key].of_plan(funnel)).any()


def test_a_table_shows_nothing_where_visits_without_money_have_no_figure():
    table = as_csv(all_by_channel(simulate(buying(offering(), "Today", training=1), "Today", draws=8)))
    rows = {row["Channel"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows["Found by themselves"]["Cost per new customer (CAC)"] == ""
    assert rows["Found by themselves"]["ROI on gross profit"] == ""
    assert float(rows["Found by themselves"]["Profit after marketing"]) > 0.0
