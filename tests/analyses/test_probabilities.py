"""Chances: shares of draws, with the luck of small counts for targets on counts."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import binom

from simulator.analyses.probabilities import chance_error, chances
from simulator.engine.simulation import Simulation, simulate
from simulator.metrics.kpis import METRICS
from tests.oracle.draws import chance_of_count_at_least, chance_of_count_at_most
from tests.plain import beliefs


def simulation(*targets: dict[str, Any], cost_per_visit: Any = 50, spend: float = 100, **business: Any) -> Simulation:
    """One month, in which work that money pays for brings visits that all become customers, with $60 of profit each."""
    scenario = beliefs(
        {
            "name": "Leads",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 1,
            "business": {"revenue_per_sale": 100, "gross_margin_rate": 0.6, **business},
            "funnel": {"visit_to_lead_rate": 1.0, "lead_to_customer_rate": 1.0},
            "channels": [{"name": "Leads", "type": "retainer", "cost_per_visit": cost_per_visit}],
            "plans": [{"name": "Plan", "monthly_spend": {"Leads": spend}}],
            "targets": targets,
        }
    )
    return simulate(scenario, "Plan", draws=1024)


def test_two_expected_customers_are_at_least_one_as_often_as_poisson_says() -> None:
    found = chances(simulation({"metric": "customers", "at_least": 1}, {"metric": "customers", "at_most": 1}))
    assert_allclose(found.targets["customers >= 1"], 1.0 - math.exp(-2.0), rtol=1e-12)
    assert_allclose(found.targets["customers <= 1"], 3.0 * math.exp(-2.0), rtol=1e-12)


def test_customers_who_buy_later_are_counted_with_luck_too() -> None:
    found = chances(simulation({"metric": "open_pipeline", "at_least": 1}, sales_cycle_months=1))
    assert_allclose(found.targets["open_pipeline >= 1"], 1.0 - math.exp(-2.0), rtol=1e-12)


def test_a_target_between_two_counts_means_the_next_that_meets_it() -> None:
    found = chances(simulation({"metric": "customers", "at_least": 0.5}, {"metric": "customers", "at_most": 0.5}))
    assert_allclose(found.targets["customers >= 0.5"], 1.0 - math.exp(-2.0), rtol=1e-12)
    assert_allclose(found.targets["customers <= 0.5"], math.exp(-2.0), rtol=1e-12)


def test_none_or_more_come_for_certain_and_fewer_than_none_never() -> None:
    found = chances(simulation({"metric": "leads", "at_least": 0}, {"metric": "leads", "at_most": -1}))
    assert (found.targets["leads >= 0"], found.targets["leads <= -1"]) == (1.0, 0.0)


def test_without_spend_nobody_comes_and_nothing_is_to_be_paid_back() -> None:
    found = chances(simulation({"metric": "customers", "at_least": 1}, {"metric": "customers", "at_most": 0}, spend=0))
    assert (found.targets["customers >= 1"], found.targets["customers <= 0"]) == (0.0, 1.0)
    assert found.of_profit == 0.0
    assert math.isnan(found.of_payback)


def test_a_target_on_an_uncertain_count_is_the_mean_chance_over_draws() -> None:
    plan = simulation(
        {"metric": "customers", "at_least": 3}, {"metric": "customers", "at_most": 3}, cost_per_visit=[20, 40, 90]
    )
    expected = METRICS["customers"].of_plan(plan.funnel)[0, 0].tolist()
    found = chances(plan).targets
    assert_allclose(found["customers >= 3"], chance_of_count_at_least(3, expected), rtol=1e-10)
    assert_allclose(found["customers <= 3"], chance_of_count_at_most(3, expected), rtol=1e-10)


def test_a_target_on_money_is_the_share_of_draws_that_meet_it() -> None:
    plan = simulation({"metric": "cac", "at_most": 40}, {"metric": "cac", "at_least": 40}, cost_per_visit=[20, 40, 90])
    found = chances(plan).targets
    assert_allclose(found["cac <= 40"], 0.5, atol=0.01)
    assert_allclose(found["cac <= 40"] + found["cac >= 40"], 1.0, rtol=1e-12)


@pytest.mark.parametrize("bound", ["at_least", "at_most"])
def test_a_figure_that_is_on_target_but_for_rounding_meets_it(bound: str) -> None:
    found = chances(simulation({"metric": "cac", bound: 100 / 3}, cost_per_visit=100 / 3 * (1.0 + 1e-13)))
    assert list(found.targets.values()) == [1.0]


def test_a_target_on_what_does_not_exist_has_no_chance_to_state() -> None:
    found = chances(simulation({"metric": "mqls", "at_least": 1}, {"metric": "click_through_rate", "at_least": 0.1}))
    assert all(math.isnan(chance) for chance in found.targets.values())


def test_money_is_made_in_the_worlds_in_which_profit_is_above_zero() -> None:
    plan = simulation(cost_per_visit=[20, 60, 90])
    profit = METRICS["profit"].of_plan(plan.funnel)
    assert chances(plan).of_profit == np.mean(profit > 0.0)
    assert_allclose(chances(plan).of_profit, 0.5, atol=0.01)


def test_the_chance_of_paying_back_is_the_share_of_draws_that_do() -> None:
    plan = simulation(cost_per_visit=[20, 60, 90])
    payback = METRICS["payback_months"].of_plan(plan.funnel)
    assert chances(plan).of_payback == np.mean(np.isfinite(payback))


def bought(*targets: dict[str, Any], plan: str = "Leads", **business: Any) -> dict[str, float]:
    """The chances of 1,000 pieces of which one in a hundred answers, or of 10 leads, nine in ten of whom buy."""
    scenario = beliefs(
        {
            "name": "Bought",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 1,
            "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.5, **business},
            "funnel": {"lead_to_customer_rate": 0.9},
            "channels": [
                {"name": "Mail", "type": "direct_mail", "cost_per_piece": 0.5, "response_rate": 0.01},
                {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 100},
            ],
            "plans": [
                {"name": "Mail", "monthly_spend": {"Mail": 500}},
                {"name": "Leads", "monthly_spend": {"Leads": 1000}},
            ],
            "targets": targets,
        }
    )
    return dict(chances(simulate(scenario, plan)).targets)


def test_what_money_buys_at_a_price_is_bought_whatever_luck_does() -> None:
    pieces = bought({"metric": "pieces", "at_least": 1000}, {"metric": "pieces", "at_least": 1001}, plan="Mail")
    assert pieces == {"pieces >= 1000": 1.0, "pieces >= 1001": 0.0}
    assert bought({"metric": "leads", "at_least": 10}, {"metric": "leads", "at_most": 9}) == {
        "leads >= 10": 1.0,
        "leads <= 9": 0.0,
    }


def test_luck_begins_at_the_first_rate_after_what_was_bought() -> None:
    found = bought({"metric": "leads", "at_least": 10}, {"metric": "customers", "at_least": 7}, plan="Mail")
    assert_allclose(found["leads >= 10"], binom(1000, 0.01).sf(9), rtol=1e-9)
    assert_allclose(found["customers >= 7"], binom(1000, 0.009).sf(6), rtol=1e-9)


def test_of_ten_bought_leads_no_more_than_ten_become_customers() -> None:
    targets = [{"metric": "customers", "at_least": least} for least in (7, 10, 11)]
    found = bought(*targets)
    assert_allclose(list(found.values()), [0.9872, 0.9**10, 0.0], atol=5e-5)


def test_customers_beyond_the_capacity_have_no_chance() -> None:
    at_least = [{"metric": "customers", "at_least": least} for least in (8, 9)]
    found = bought(*at_least, new_customers_per_month_at_most=8)
    assert found["customers >= 9"] == 0.0
    # Eight or more who want to buy fill the eight places.
    assert_allclose(found["customers >= 8"], binom(10, 0.9).sf(7), atol=0.01)


def test_customers_turned_away_and_waiting_are_shares_of_worlds() -> None:
    lost = bought({"metric": "customers_lost", "at_least": 2}, new_customers_per_month_at_most=8)
    assert_allclose(lost["customers_lost >= 2"], 0.9**10, atol=0.015)
    waiting = bought({"metric": "open_pipeline", "at_least": 2}, new_customers_per_month_at_most=8, overflow="queue")
    assert_allclose(waiting["open_pipeline >= 2"], 0.9**10, atol=0.015)


def test_a_chance_known_in_the_one_world_there_is_has_no_error_unless_whole_customers_were_drawn() -> None:
    plan = simulation({"metric": "customers", "at_least": 2})
    [target] = plan.scenario.targets
    assert chance_error(plan, 0.6, target) == 0.0
    full = simulation({"metric": "customers", "at_least": 2}, new_customers_per_month_at_most=3)
    assert_allclose(chance_error(full, 0.6, target), math.sqrt(0.6 * 0.4 / 1024), rtol=0.01)
    assert chance_error(full, 0.6) == 0.0


def test_a_chance_counted_over_worlds_has_the_error_of_their_number() -> None:
    assert_allclose(chance_error(simulation(cost_per_visit=[20, 50, 100]), 0.6), math.sqrt(0.24 / 1024), rtol=0.01)
