"""When customers come again, whose figures count, and how long until one has repaid what it cost."""

from math import inf
from typing import Any

import pytest

from tests.oracle.money import stated_money
from tests.oracle.worked import by_month, lead_channel, outcome

SURE = {"stages": [], "lead_to_customer_rate": 1.0}
YEARLY = {"repeat_every_months": 12, "yearly_retention_rate": 0.8}


def repeat_revenue(channel: dict[str, Any], business: dict[str, Any]) -> list[float]:
    """Revenue of a hundred new customers of 1 each, from the month after their first sale."""
    money = {"revenue_per_sale": 1.0, "gross_margin_rate": 1.0, **business}
    return by_month(outcome(channel, spend=[1000], horizon_months=13, funnel=SURE, business=money), "revenue")[1:]


def test_an_interval_falls_due_at_its_multiples_only() -> None:
    business = {"repeat_every_months": 5, "monthly_retention_rate": 0.9}
    expected = [0.0] * 12
    expected[4], expected[9] = 100 * 0.9**5, 100 * 0.9**10
    assert repeat_revenue(lead_channel(), business) == pytest.approx(expected)


def test_yearly_and_monthly_retention_say_the_same_in_their_own_terms() -> None:
    yearly = {"repeat_sales_per_year": 6.0, "yearly_retention_rate": 0.9**12}
    monthly = {"repeat_sales_per_year": 6.0, "monthly_retention_rate": 0.9}
    expected = [100 * 0.5 * 0.9**months for months in range(1, 13)]
    assert repeat_revenue(lead_channel(), yearly) == pytest.approx(expected)
    assert repeat_revenue(lead_channel(), monthly) == pytest.approx(expected)


def test_a_channel_that_states_one_of_a_pair_sets_the_other_of_the_business_aside() -> None:
    now_and_then = lead_channel(repeat_sales_per_year=12.0)
    assert repeat_revenue(now_and_then, YEARLY) == pytest.approx([100 * 0.8 ** (k / 12) for k in range(1, 13)])
    month_by_month = lead_channel(monthly_retention_rate=1.0)
    assert repeat_revenue(month_by_month, YEARLY) == pytest.approx([0] * 11 + [100])
    once = lead_channel(repeat_sales_per_year=0.0)
    assert repeat_revenue(once, YEARLY) == [0.0] * 12
    assert stated_money(YEARLY, {"name": "Ads"}) == {**YEARLY, "name": "Ads"}


def test_a_repeat_has_its_own_margin_and_every_sale_its_cost() -> None:
    business = {**YEARLY, "repeat_gross_margin_rate": 0.2, "cost_per_sale": 60.0}
    found = outcome(lead_channel(), spend=[1000], horizon_months=13, funnel=SURE, business=business)
    assert by_month(found, "gross_profit")[::12] == pytest.approx([100 * (250 - 60), 80 * (100 - 60)])


@pytest.mark.parametrize(("years", "renewals"), [(0.5, 0), (1, 0), (1.5, 1), (2, 1), (3, 2), (5, 4)])
def test_what_falls_due_when_the_lifetime_is_over_counts_no_more(years: float, renewals: int) -> None:
    business = {**YEARLY, "lifetime_years_at_most": years}
    expected = 250 * sum(0.8**year for year in range(renewals + 1))
    assert outcome(lead_channel(), business=business).plan["ltv"] == pytest.approx(expected)


def test_a_discount_is_taken_until_the_month_that_a_sale_falls_due() -> None:
    found = outcome(lead_channel(), business={**YEARLY, "discount_rate_per_year": 0.25}).plan
    assert found["ltv"] == pytest.approx(250 * (1 + 0.64 + 0.64**2 + 0.64**3 + 0.64**4))


@pytest.mark.parametrize(("cost_per_lead", "months"), [(250.0, 1), (251.0, 13), (450.0, 13), (451.0, 25), (900.0, inf)])
def test_the_cost_of_a_customer_comes_back_when_a_renewal_falls_due(cost_per_lead: float, months: float) -> None:
    # 250, then 200, 160, 128 and 102.40 a year apart: 840.40 within five years. Without discount, whatever the rate.
    business = {**YEARLY, "discount_rate_per_year": 0.25}
    found = outcome(lead_channel(cost_per_lead=cost_per_lead), funnel=SURE, business=business).plan
    assert found["cac_payback_months"] == months


def test_the_cost_of_a_customer_is_not_covered_by_what_falls_due_after_the_lifetime() -> None:
    business = {**YEARLY, "lifetime_years_at_most": 1}
    found = outcome(lead_channel(cost_per_lead=300.0), funnel=SURE, business=business).plan
    assert found["cac_payback_months"] == inf


def test_the_cost_of_a_customer_is_shared_by_those_still_open() -> None:
    dear = lead_channel(name="Dear", cost_per_lead=400.0, sales_cycle_months=5.0, repeat_sales_per_year=12.0)
    business = {"yearly_retention_rate": 1.0, "repeat_sales_per_year": 0.0}
    found = outcome(lead_channel(cost_per_lead=100.0), dear, spend=400, funnel=SURE, business=business)
    # Four customers at 100 and an open one at 400: 800 for five; five times 250 cover it at once.
    assert found.plan["cac"] == pytest.approx(160)
    assert found.plan["cac_payback_months"] == 1.0
    assert found.channels["Dear"]["customers"] == 0.0
    assert found.channels["Dear"]["cac_payback_months"] == 2.0
    assert found.plan["ltv"] == pytest.approx((4 * 250 + 250 * 60) / 5)
