"""Whole customers: against deals that are decided one by one, and through the door of a capacity."""

import gc
import weakref
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.luck import expected_count
from simulator.analyses.whole_customers import WholeCount, profit_with_luck, served_customers, through_the_door
from simulator.engine.sales_cycle import closing_shares
from simulator.engine.simulation import Simulation, simulate
from simulator.scenario.beliefs import between
from tests.plain import beliefs

LEADS = {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 50}
WORK = {"name": "Work", "type": "retainer", "cost_per_visit": 100, "visit_to_lead_rate": 1.0}
MANY = 16_384


def simulation(*channels: dict[str, Any], draws: int = MANY, plan: str = "Plan", **entries: Any) -> Simulation:
    """Two years of 20 leads a month, three in ten of whom buy, and of 10 visits that work brings, each as good."""
    business = {"revenue_per_sale": 500, "gross_margin_rate": 0.5, **entries.pop("business", {})}
    scenario = beliefs(
        {
            "name": "Luck",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 24,
            "funnel": {"lead_to_customer_rate": 0.3},
            "business": business,
            "channels": channels or (LEADS,),
            "plans": [
                {"name": "Plan", "monthly_spend": {"Leads": 1000, "Work": 1000}},
                {"name": "Nothing", "monthly_spend": {}},
            ],
            **entries,
        }
    )
    return simulate(scenario, plan, draws=draws)


@cache
def deals() -> np.ndarray:
    """Who wants to buy each month: 20 leads that are decided one by one; (month, world)."""
    random = np.random.default_rng(11)
    return np.stack([(random.random((20, 200_000)) < 0.3).sum(axis=0) for _ in range(24)])


def waiting_line(arriving: np.ndarray, room: float) -> tuple[np.ndarray, np.ndarray]:
    """Who is served and who waits at the end, where those wait for whom there is no room."""
    waiting, served = np.zeros(arriving.shape[1]), np.zeros(arriving.shape[1])
    for month in arriving:
        waiting = waiting + month
        now = np.minimum(waiting, room)
        served, waiting = served + now, waiting - now
    return served, waiting


def assert_same_counts(found: np.ndarray, expected: np.ndarray) -> None:
    error = np.hypot(found.std() / np.sqrt(len(found)), expected.std() / np.sqrt(len(expected)))
    assert abs(found.mean() - expected.mean()) < 4.0 * error + 1e-9
    assert_allclose(np.quantile(found, [0.1, 0.5, 0.9]), np.quantile(expected, [0.1, 0.5, 0.9]), atol=1.0)


def test_room_for_the_average_turns_away_those_whom_luck_brings_together() -> None:
    found = through_the_door(simulation(business={"new_customers_per_month_at_most": 6}))
    wanting = deals()
    assert_same_counts(found.lost, np.maximum(wanting - 6, 0).sum(axis=0))
    assert_same_counts(found.served.sum(axis=0), np.minimum(wanting, 6).sum(axis=0))
    assert found.lost.mean() == pytest.approx(19.3, abs=0.2)


def test_what_work_brings_comes_by_itself() -> None:
    by_themselves = np.random.default_rng(12).poisson(3.0, deals().shape)
    found = through_the_door(simulation(WORK, LEADS, business={"new_customers_per_month_at_most": 9}))
    assert_same_counts(found.served.sum(axis=0), np.minimum(deals() + by_themselves, 9).sum(axis=0))


def test_where_they_wait_nobody_is_lost() -> None:
    found = through_the_door(simulation(business={"new_customers_per_month_at_most": 6.5, "overflow": "queue"}))
    served, waiting = waiting_line(deals(), 6.5)
    assert not found.lost.any()
    assert_same_counts(found.served.sum(axis=0), served)
    assert_same_counts(found.still_open, waiting)


def test_who_signs_after_the_horizon_is_still_open() -> None:
    plan = simulation(business={"new_customers_per_month_at_most": 1000, "sales_cycle_months": 2})
    found = through_the_door(plan)
    random = np.random.default_rng(7)
    assert_same_counts(found.still_open, random.binomial(40, 0.3, 200_000).astype(float))
    assert_same_counts(found.served.sum(axis=0), random.binomial(440, 0.3, 200_000).astype(float))


def test_no_more_are_served_than_there_is_room_for() -> None:
    plan = simulation(WORK, LEADS, business={"new_customers_per_month_at_most": 5})
    assert through_the_door(plan).served.sum(axis=0).max() <= 5 * 24 * (1.0 + 1e-12)


def test_with_room_for_all_the_door_makes_no_difference() -> None:
    roomy = simulation(WORK, LEADS, business={"new_customers_per_month_at_most": 10_000})
    assert_same_counts(served_customers(roomy).sum(axis=0), served_customers(simulation(WORK, LEADS)).sum(axis=0))


@pytest.mark.parametrize("room", [{}, {"new_customers_per_month_at_most": 1000}])
def test_on_average_luck_changes_nothing_where_there_is_room(room: dict[str, Any]) -> None:
    plan = simulation(WORK, {**LEADS, "cost_per_lead": [30, 50, 90]}, business=room, draws=8192)
    found, expected = served_customers(plan), plan.funnel.by_channel.customers[:-1, 0]
    assert_allclose(found.mean(axis=1), expected.mean(axis=1), rtol=0.01)
    assert_array_equal(found, np.floor(found))


def test_luck_belongs_to_the_name_of_a_channel() -> None:
    alone, together = served_customers(simulation(LEADS)), served_customers(simulation(WORK, LEADS))
    assert_array_equal(alone[0], together[1])
    other = replace(simulation(LEADS), seed=2)
    assert (served_customers(other)[0] != alone[0]).any()


def test_the_same_simulation_has_the_same_customers_and_they_go_with_it() -> None:
    plan = simulation(business={"new_customers_per_month_at_most": 6}, draws=64)
    found = weakref.ref(through_the_door(plan))
    assert through_the_door(plan) is found()
    assert_array_equal(through_the_door(replace(plan)).served, through_the_door(plan).served)
    del plan
    gc.collect()
    assert found() is None


def test_without_spend_nobody_comes() -> None:
    for room in ({}, {"new_customers_per_month_at_most": 6}):
        assert not served_customers(simulation(WORK, LEADS, plan="Nothing", business=room, draws=64)).any()


def test_profit_is_what_the_customers_bring_who_really_come() -> None:
    found = profit_with_luck(simulation())
    # 480 leads, each worth 250 to the business if it buys, for 24,000.
    expected = np.random.default_rng(2).binomial(480, 0.3, 200_000) * 250.0 - 24_000.0
    assert_allclose(found.mean(), expected.mean(), rtol=0.01)
    assert_allclose(found.std(), expected.std(), rtol=0.02)


def test_profit_with_luck_is_lower_where_luck_turns_customers_away() -> None:
    roomy, tight = simulation(), simulation(business={"new_customers_per_month_at_most": 6})
    lost = np.maximum(deals() - 6, 0).sum(axis=0).mean()
    assert_allclose((profit_with_luck(roomy) - profit_with_luck(tight)).mean(), 250.0 * lost, rtol=0.02)


def test_counts_that_were_drawn_are_counted() -> None:
    count = WholeCount(np.array([1.0, 2.0, 2.0, 5.0]))
    assert [count.chance_at_least(least) for least in (0, 2, 2.5, 6)] == [1.0, 0.75, 0.25, 0.0]
    assert [count.chance_at_most(most) for most in (0, 2, 4.9, 5)] == [0.0, 0.75, 0.75, 1.0]
    assert [count.not_exceeded(each) for each in (0.25, 0.5, 0.8)] == [1, 2, 5]


SLOW = [1, 6, 18]


def slow_deals(worlds: int) -> np.ndarray:
    """Customers within two years of 20 leads a month at 0.3, whose deals close in time by chance, one by one."""
    random, cycle = np.random.default_rng(12), between(*SLOW)
    closed = np.cumsum(closing_shares(cycle, 24))[::-1]
    return sum((random.random((20, worlds)) < 0.3 * share).sum(axis=0) for share in closed)


def test_where_the_time_to_close_is_uncertain_each_lead_has_its_month_s_chance_to_close_in_time() -> None:
    plan, one_by_one = simulation(LEADS, business={"sales_cycle_months": SLOW}), slow_deals(100_000)
    count = expected_count(plan, "customers")
    assert float(count.mean[0] - count.bought[0]) == pytest.approx(one_by_one.var(), rel=0.02)
    for least in range(60, 110, 5):
        assert count.chance_at_least(least) == pytest.approx(np.mean(one_by_one >= least), abs=0.01)


def test_no_more_customers_come_than_deals_can_close_in_time() -> None:
    exact = {"business": {"sales_cycle_months": 2}, "funnel": {"lead_to_customer_rate": 1.0}}
    # 22 of the 24 months' leads, 20 each.
    assert_array_equal(served_customers(simulation(LEADS, **exact))[0], 440.0)
