"""Money beliefs that change from year to year, worked by hand: month 13 is one year's change away from month 1."""

import pytest

from tests.oracle.prices import prices
from tests.oracle.worked import by_month, click_channel, lead_channel, outcome

DEARER = {"value": 1.0, "yearly_change": 0.25}
CAPPED = {"type": "capped", "most_per_month": 400.0}


def test_a_yearly_change_compounds_by_the_month_from_the_first() -> None:
    assert prices({"value": 8.0, "yearly_change": 0.5}, 25)[::12] == pytest.approx([8, 12, 18])
    assert prices({"value": 8.0, "yearly_change": 0.21}, 7)[6] == pytest.approx(8 * 1.1)
    assert prices({"value": 8.0}, 3) == prices(8.0, 3) == [8, 8, 8]


def test_a_dearer_click_means_fewer_clicks_for_the_same_money() -> None:
    found = outcome(click_channel(cost_per_click=DEARER), horizon_months=13)
    assert by_month(found, "visits")[::12] == pytest.approx([1000, 800])
    assert found.plan["spend"] == 13_000


def test_on_a_curve_dearer_money_is_as_less_money() -> None:
    curve = {"type": "saturating", "gain_from_doubling": 0.5}
    found = outcome(click_channel(cost_per_click=DEARER, reference_spend=1000.0, curve=curve), horizon_months=13)
    # 3,000 e / (2,000 + e) of the 800 that a thousand are worth.
    assert by_month(found, "visits")[12] == pytest.approx(3000 * 800 / 2800)


def test_what_there_is_to_buy_is_charged_at_the_price_of_its_month() -> None:
    found = outcome(click_channel(cost_per_click=DEARER, curve=CAPPED), spend=[1000] * 12 + [450], horizon_months=13)
    assert by_month(found, "spend")[::12] == pytest.approx([400, 450])
    assert by_month(found, "visits")[::12] == pytest.approx([400, 360])
    ample = outcome(click_channel(cost_per_click=DEARER, curve=CAPPED), horizon_months=13)
    assert by_month(ample, "spend")[::12] == pytest.approx([400, 500])


def test_a_dearer_month_ripens_a_channel_by_less() -> None:
    ramp_up = {"ramp_up_months": 2.0, "reference_spend": 1000.0}
    found = outcome(click_channel(cost_per_click=DEARER, **ramp_up), spend=[0] * 12 + [1000], horizon_months=13)
    # 800 first-year dollars: 0.8 of a month, that buys 800 clicks times 0.8 / 2.
    assert by_month(found, "visits")[12] == pytest.approx(800 * 0.4)


def test_money_carries_over_as_money_and_buys_at_the_price_of_its_month() -> None:
    channel = click_channel(cost_per_click=DEARER, carry_over=0.5, monthly_spend_before=1000.0)
    found = outcome(channel, horizon_months=13)
    assert by_month(found, "visits")[::12] == pytest.approx([1000, 800])
    assert found.plan["carried_out"] == pytest.approx(1000 * (1 - 0.5**13))


def test_every_sale_has_the_price_and_the_cost_of_its_own_month() -> None:
    business = {
        "revenue_per_sale": {"value": 100.0, "yearly_change": 0.25},
        "cost_per_sale": {"value": 10.0, "yearly_change": 0.5},
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.5,
    }
    found = outcome(lead_channel(), horizon_months=13, business=business)
    # Month 13: thirty first sales and fifteen repeats at 125, each with a cost of 15.
    assert by_month(found, "revenue")[::12] == pytest.approx([3000, 45 * 125])
    assert by_month(found, "gross_profit")[::12] == pytest.approx([30 * (50 - 10), 45 * (62.5 - 15)])


def test_a_repeat_sale_with_its_own_price_keeps_it() -> None:
    business = {
        "revenue_per_sale": {"value": 100.0, "yearly_change": 0.25},
        "revenue_per_repeat_sale": 40.0,
        "repeat_every_months": 12,
        "monthly_retention_rate": 1.0,
    }
    found = outcome(lead_channel(), spend=[1000], horizon_months=13, business=business)
    assert by_month(found, "revenue")[12] == pytest.approx(30 * 40)


def test_a_lifetime_is_valued_at_the_prices_of_the_first_month() -> None:
    business = {
        "revenue_per_sale": {"value": 500.0, "yearly_change": 0.25},
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.5,
    }
    found = outcome(lead_channel(), horizon_months=13, business=business).plan
    assert found["ltv"] == pytest.approx(250 * (1 + 0.5 + 0.25 + 0.125 + 0.0625))


def test_open_deals_are_worth_the_price_of_the_month_they_stand_in() -> None:
    business = {"revenue_per_sale": {"value": 500.0, "yearly_change": 0.25}, "sales_cycle_months": 1.0}
    found = outcome(lead_channel(), horizon_months=13, business=business).plan
    assert found["open_pipeline_value"] == pytest.approx(30 * 625)
