"""Payback, cash need and present value, against examples worked by hand."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import cumulative_profit, npv, payback_months, peak_cash_need
from simulator.units import FloatArray
from tests.plain import beliefs


def one_row(*profit: float) -> FloatArray:
    return np.array(profit, dtype=float)[np.newaxis, :, np.newaxis]


def payback(*profit: float, cost: float = 100.0, first_cost: int = 0) -> float:
    return float(payback_months(one_row(*profit), np.full((1, 1, 1), cost), np.array([first_cost]))[0, 0, 0])


def test_payback_is_the_first_month_in_which_the_account_is_back_at_zero() -> None:
    assert payback(-60, 20, 20, 20, 20) == 4.0


def test_a_plan_that_never_costs_more_than_it_brings_pays_back_at_once() -> None:
    assert payback(5, 5, 5) == 1.0


def test_a_plan_that_dips_below_zero_again_has_not_paid_back_before() -> None:
    assert payback(-10, 20, -30, 10, 20) == 5.0


def test_a_plan_that_ends_below_zero_has_not_paid_back() -> None:
    assert payback(-10, 30, -30) == math.inf


def test_payback_is_counted_from_the_first_month_with_cost() -> None:
    assert payback(0, 0, -60, 20, 40, first_cost=2) == 3.0
    assert payback(0, 0, 5, 5, first_cost=2) == 1.0
    assert payback(9, 9, 5, first_cost=2) == 1.0


def test_payback_forgives_rounding_and_no_more() -> None:
    assert payback(-100, 100 - 1e-8) == 2.0
    assert payback(-100, 100 - 1e-6) == math.inf


def test_without_cost_there_is_nothing_to_pay_back() -> None:
    assert math.isnan(payback(0, 0, 0, cost=0.0))


def test_rows_and_draws_are_kept_apart() -> None:
    profit = np.array([[[-1.0, 1.0], [1.0, -3.0]], [[-5.0, 2.0], [4.0, 2.0]]])
    found = payback_months(profit, np.ones((2, 1, 1)), np.array([0, 0]))
    assert_array_equal(found, [[[2.0, math.inf]], [[math.inf, 1.0]]])


def test_cash_need_is_how_deep_the_account_goes() -> None:
    assert peak_cash_need(one_row(-60, -20, 50, 100), one_row(60, 20, 0, 0))[0, 0, 0] == 80.0
    assert peak_cash_need(one_row(10, -5), one_row(0, 5))[0, 0, 0] == 0.0


def test_a_months_cost_goes_out_before_its_gross_profit_comes_in() -> None:
    # 100 goes out and 130 comes in, then 100 goes out of 30, and 130 comes in.
    assert peak_cash_need(one_row(30, 30), one_row(100, 100))[0, 0, 0] == 100.0
    assert peak_cash_need(one_row(30, 30), one_row(100, 150))[0, 0, 0] == 120.0
    assert peak_cash_need(one_row(30), one_row(100))[0, 0, 0] == 100.0


def test_profit_accumulates() -> None:
    assert_array_equal(cumulative_profit(one_row(-60, 20, 70))[0, :, 0], [-60, -40, 30])


def test_present_value_discounts_month_by_month() -> None:
    expected = -100 / 1.1 ** (1 / 12) + 50 / 1.1 ** (2 / 12) + 70 / 1.1 ** (3 / 12)
    assert_allclose(npv(one_row(-100, 50, 70), 0.1)[0, 0, 0], expected, rtol=1e-14)


def test_present_value_without_interest_is_the_profit() -> None:
    assert_allclose(npv(one_row(-100, 50, 70), 0.0)[0, 0, 0], 20.0, rtol=1e-14)


@pytest.mark.parametrize(
    ("cost_per_lead", "retention", "expected"),
    [
        # A customer brings $50 of gross profit at once and, while they stay, $25 every month after.
        (50.0, 1.0, 1.0),
        (51.0, 1.0, 2.0),
        (100.0, 1.0, 3.0),
        (1_525.0, 1.0, 60.0),
        (1_526.0, 1.0, math.inf),
        # Half stay from month to month: 25 (0.5 + 0.25 + ...) comes to 25 and never reaches it.
        (74.0, 0.5**12, 6.0),
        (75.1, 0.5**12, math.inf),
    ],
)
def test_a_customer_pays_back_month_by_month(cost_per_lead: float, retention: float, expected: float) -> None:
    scenario = beliefs(
        {
            "name": "Subscription",
            "currency": "USD",
            "start": "2027-01",
            "business": {
                "revenue_per_sale": 100,
                "gross_margin_rate": 0.5,
                "repeat_sales_per_year": 12,
                "revenue_per_repeat_sale": 50,
                "yearly_retention_rate": retention,
            },
            "funnel": {"lead_to_customer_rate": 1.0},
            "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": cost_per_lead}],
            "plans": [{"name": "Plan", "monthly_spend": {"Leads": 1000}}],
        }
    )
    funnel = simulate(scenario, "Plan", draws=8).funnel
    assert METRICS["cac_payback_months"].of_plan(funnel)[0, 0, 0] == expected
    assert METRICS["cac_payback_months"].of_rows(funnel)[0, 0, 0] == expected
