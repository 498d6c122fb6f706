"""Small inputs on which a plausible model goes wrong, with what is right."""

from math import inf, isnan
from typing import Any

import pytest

from tests.oracle import run
from tests.oracle.beliefs import quantile
from tests.oracle.worked import by_month, lead_channel, outcome, scenario_of

SURE = {"stages": [], "lead_to_customer_rate": 1.0}
CONTENT = {
    "name": "Content",
    "type": "retainer",
    "cost_per_visit": 2.0,
    "reference_spend": 1000.0,
    "visit_to_lead_rate": 0.05,
}


def test_contracts_of_a_year_bring_one_price_each_in_their_first_year() -> None:
    business = {
        "revenue_per_sale": 1200.0,
        "gross_margin_rate": 0.8,
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.8,
    }
    ads = lead_channel(cost_per_lead=1500.0)
    first_year = outcome(ads, spend=[15_000], horizon_months=12, funnel=SURE, business=business)
    assert first_year.plan["revenue"] == pytest.approx(12_000)
    longer = outcome(ads, spend=[15_000], horizon_months=13, funnel=SURE, business=business)
    assert by_month(longer, "revenue")[12] == pytest.approx(8 * 1200)


def test_donors_who_give_once_a_year_do_not_repay_their_mailing_in_the_first() -> None:
    mail = {"name": "Mail", "type": "direct_mail", "cost_per_piece": 1.0, "response_rate": 0.01}
    business = {
        "revenue_per_sale": 68.0,
        "gross_margin_rate": 1.0,
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.3,
    }
    found = outcome(mail, spend=[50_000], horizon_months=12, funnel=SURE, business=business).plan
    assert found["profit"] == pytest.approx(-16_000)
    assert found["payback_months"] == inf


@pytest.mark.parametrize("month", [1, 12])
def test_the_same_fair_pays_back_in_the_same_time_whenever_it_is_held(month: int) -> None:
    fair = lead_channel(cost_per_lead=300.0)
    business = {"revenue_per_sale": 30_000.0, "gross_margin_rate": 0.45, "sales_cycle_months": 3.0}
    funnel = {"stages": [], "lead_to_customer_rate": 0.08}
    spend = {"amount": 24_000, "from": month, "to": month}
    found = outcome(fair, spend=spend, horizon_months=24, funnel=funnel, business=business).plan
    assert found["profit"] == pytest.approx(6.4 * 13_500 - 24_000)
    assert found["payback_months"] == 4.0


@pytest.mark.parametrize("budget", [2000.0, 1000.0])
def test_a_budget_for_results_that_are_not_there_costs_nothing(budget: float) -> None:
    affiliates = lead_channel(cost_per_lead=20.0, curve={"type": "capped", "most_per_month": 50.0})
    business = {"revenue_per_sale": 200.0, "gross_margin_rate": 0.4}
    found = outcome(affiliates, spend=budget, horizon_months=12, funnel=SURE, business=business).plan
    assert found["budget"] == 12 * budget
    assert found["spend"] == found["marketing_cost"] == pytest.approx(12_000)
    assert found["roi"] == pytest.approx(3.0)


def test_a_ramp_up_that_was_not_paid_for_for_a_year_is_half_gone() -> None:
    year, pause = [1000.0] * 12, [0.0] * 12
    found = outcome({**CONTENT, "ramp_up_months": 12.0}, spend=[*year, *pause, *year], horizon_months=36)
    leads = by_month(found, "leads")
    assert leads[11:13] == pytest.approx([25, 0])
    # Six of twelve months are left, and each month adds one.
    assert leads[24:31] == pytest.approx([25 * ripe / 12 for ripe in (7, 8, 9, 10, 11, 12, 12)])


def test_what_carries_over_fades_when_the_money_stops() -> None:
    channel = {**CONTENT, "carry_over": 0.8, "monthly_spend_before": 1000.0}
    found = outcome(channel, spend=[1000, 0, 0, 0], horizon_months=4)
    assert by_month(found, "leads") == pytest.approx([25, 20, 16, 12.8])


def test_a_season_mails_no_more_cards_than_are_paid_for() -> None:
    seasons = [0.4, 0.4, 0.8, 1.2, 1.6, 1.6, 1.4, 1.2, 1.0, 1.0, 0.8, 0.6]
    cards = {"name": "Cards", "type": "direct_mail", "cost_per_piece": 1.0, "response_rate": 0.01}
    found = outcome(cards, lead_channel(cost_per_lead=40.0), start="2027-05", seasonality=seasons)
    assert found.plan["pieces"] == 1000
    assert found.channels["Cards"]["response_rate"] == pytest.approx(0.016)
    assert found.channels["Cards"]["leads"] == pytest.approx(16)
    assert found.channels["Leads"]["leads"] == 25


def carried_out_share(carry_over: float) -> float:
    """Of a small plan after a large past."""
    channel = lead_channel(cost_per_lead=50.0, carry_over=carry_over, monthly_spend_before=5000.0)
    found = outcome(channel, spend=500, horizon_months=6).plan
    return found["carried_out"] / found["spend"]


def test_what_works_later_is_counted_of_what_this_plan_paid_for() -> None:
    # 500 a month: k + k^2 + ... + k^6 months of it are still to come.
    assert carried_out_share(0.5) == pytest.approx((0.5 + 0.25 + 0.125 + 0.0625 + 0.03125 + 0.015625) / 6)
    worlds = [carried_out_share(quantile((0.5, 0.65, 0.8), (i + 0.5) / 400, at_most=0.95)) for i in range(400)]
    assert sum(worlds) / len(worlds) == pytest.approx(0.31, abs=0.02)


def test_customers_who_never_leave_are_worth_a_finite_sum() -> None:
    business: dict[str, Any] = {"repeat_sales_per_year": 2.0, "yearly_retention_rate": 1.0}
    found = run(scenario_of(lead_channel(cost_per_lead=50.0), business=business), "Plan").plan
    assert found["ltv"] == pytest.approx(250 * (1 + 59 / 6))
    assert not isnan(found["ltv_to_cac"])
