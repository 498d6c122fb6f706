"""Whole businesses worked by hand: what customers bring who come again once a year, every month, or now and then."""

from math import inf

import pytest

from tests.oracle.worked import by_month, click_channel, lead_channel, outcome

SURE = {"stages": [], "lead_to_customer_rate": 1.0}


def test_an_insurance_agent_lives_on_renewals() -> None:
    """Ten policies for 200 each; 150 of commission, 120 at a renewal of which a tenth is shared; 20 of paper each."""
    business = {
        "revenue_per_sale": 150.0,
        "gross_margin_rate": 1.0,
        "revenue_per_repeat_sale": 120.0,
        "repeat_gross_margin_rate": 0.9,
        "cost_per_sale": 20.0,
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.85,
    }
    found = outcome(lead_channel(cost_per_lead=200.0), spend=[2000], horizon_months=25, funnel=SURE, business=business)
    revenue, earned = by_month(found, "revenue"), by_month(found, "gross_profit")
    # 10, 8.5 and 7.225 policies, a year apart; nothing in between.
    assert [revenue[t] for t in (0, 12, 24)] == pytest.approx([1500, 1020, 867])
    assert [earned[t] for t in (0, 12, 24)] == pytest.approx([1300, 8.5 * 88, 7.225 * 88])
    assert sum(revenue) == pytest.approx(3387)
    # 1,300 + 748 repay the 2,000 in month 13; for one customer 130 + 0.85 * 88 = 204.80 against 200.
    assert found.plan["payback_months"] == 13.0
    assert found.plan["cac_payback_months"] == 13.0
    # Renewals after 12, 24, 36 and 48 months: 0.85 + 0.7225 + 0.614125 + 0.52200625.
    assert found.plan["ltv"] == pytest.approx(130 + 88 * 2.70863125)


def test_a_boiler_is_serviced_a_year_later_at_that_years_price() -> None:
    """Five new boilers a month at 100 a service, 60 % of it left, prices 5 % up a year, nine in ten come back."""
    business = {
        "revenue_per_sale": {"value": 100.0, "yearly_change": 0.05},
        "gross_margin_rate": 0.6,
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.9,
    }
    found = outcome(lead_channel(), spend=50, horizon_months=25, funnel=SURE, business=business)
    services = [5.0] * 12 + [5 + 4.5] * 12 + [5 + 4.5 + 4.05]
    expected = [count * 100 * 1.05 ** (t / 12) for t, count in enumerate(services)]
    assert by_month(found, "revenue") == pytest.approx(expected)
    assert found.plan["gross_profit"] == pytest.approx(0.6 * sum(expected))
    assert found.plan["ltv"] == pytest.approx(60 * (1 + 0.9 + 0.81 + 0.729 + 0.6561))


def test_a_gym_keeps_its_members_from_month_to_month() -> None:
    """A hundred members for 10,000; 40 a month of which 80 % is left; one in twenty leaves every month."""
    business = {
        "revenue_per_sale": 40.0,
        "gross_margin_rate": 0.8,
        "repeat_every_months": 1,
        "monthly_retention_rate": 0.95,
    }
    found = outcome(lead_channel(cost_per_lead=100.0), spend=[10_000], horizon_months=4, funnel=SURE, business=business)
    assert by_month(found, "revenue") == pytest.approx([4000, 3800, 3610, 3429.5])
    # 32 (1 - 0.95^n) / 0.05 reaches 100 once 0.95^n <= 0.84375: after four months.
    assert found.plan["cac_payback_months"] == 4.0
    assert found.plan["payback_months"] == 4.0
    assert found.plan["ltv"] == pytest.approx(32 * (1 - 0.95**60) / 0.05)


def test_a_shop_pays_for_shipping_and_returns_with_every_order() -> None:
    """A hundred first orders of 80 at 50 %; of those who stay, a quarter order again each month at 40 %."""
    business = {
        "revenue_per_sale": 80.0,
        "gross_margin_rate": 0.5,
        "repeat_gross_margin_rate": 0.4,
        "cost_per_sale": 12.0,
        "repeat_sales_per_year": 3.0,
        "yearly_retention_rate": 0.5,
    }
    found = outcome(click_channel(), spend=[1000], horizon_months=13, funnel=SURE, business=business)
    revenue, earned = by_month(found, "revenue"), by_month(found, "gross_profit")
    # A year later half are left, a quarter of whom order that month: 12.5 orders.
    assert (revenue[0], revenue[12]) == (pytest.approx(8000), pytest.approx(12.5 * 80))
    assert (earned[0], earned[12]) == (pytest.approx(100 * 28), pytest.approx(12.5 * 20))
    a = 0.5 ** (1 / 12)
    assert found.plan["ltv"] == pytest.approx(28 + 20 * 0.25 * (a - a**60) / (1 - a))


def test_orders_that_cost_more_than_they_bring_make_a_customer_worth_less() -> None:
    business = {
        "gross_margin_rate": 0.5,
        "repeat_gross_margin_rate": 0.0,
        "cost_per_sale": 30.0,
        "repeat_every_months": 1,
        "monthly_retention_rate": 1.0,
    }
    found = outcome(lead_channel(cost_per_lead=200.0), funnel=SURE, business=business).plan
    # 220 at once, then 30 lost a month: the first month covers the 200, whatever comes after.
    assert found["cac_payback_months"] == 1.0
    assert found["ltv"] == pytest.approx(220 - 59 * 30)


def test_donors_are_paid_back_by_the_gifts_of_years() -> None:
    """Five hundred donors for 50,000: 68 at first, 75 a year later, three in ten give again each year."""
    mail = {"name": "Mail", "type": "direct_mail", "cost_per_piece": 1.0, "response_rate": 0.01}
    business = {
        "revenue_per_sale": 68.0,
        "gross_margin_rate": 1.0,
        "revenue_per_repeat_sale": 75.0,
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.3,
    }
    found = outcome(mail, spend=[50_000], horizon_months=61, funnel=SURE, business=business)
    gifts = [34_000, 11_250, 3375, 1012.5, 303.75, 91.125]
    assert by_month(found, "revenue")[::12] == pytest.approx(gifts)
    balances = [found.cumulative_profit[month - 1] for month in (12, 13, 25, 37, 49, 61)]
    assert balances == pytest.approx([-16_000, -4750, -1375, -362.5, -58.75, 32.375])
    assert found.plan["payback_months"] == 61.0
    # Within five years a donor gives 68 + 75 * 0.4251, less than the 100 that winning one costs.
    assert found.plan["ltv"] == pytest.approx(99.8825)
    assert found.plan["cac_payback_months"] == inf
