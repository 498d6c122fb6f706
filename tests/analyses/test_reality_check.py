"""A check of a result against what its owner counts."""

from dataclasses import replace

import pytest

from simulator.analyses.reality_check import closing_factor, reality_check
from simulator.edits.close_rates import with_close_rates
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.scenario.plans import Plan
from simulator.scenario_files import read
from tests.examples import CERTAIN, PLUMBER
from tests.plain import beliefs

CERTAINLY = beliefs(CERTAIN)
"""100 leads and 30 customers in its one month."""

TODAY = PLUMBER.plans[0].name


def test_a_certain_plan_says_one_number():
    check = reality_check(simulate(CERTAINLY, "Today"), 14.0)
    assert (check.low, check.middle, check.high) == (30.0, 30.0, 30.0)
    assert not check.agrees
    assert not check.says_fewer
    assert reality_check(simulate(CERTAINLY, "Today"), 30.0).agrees


def test_customers_are_those_of_an_average_month():
    longer = replace(CERTAINLY, horizon_months=10)
    assert reality_check(simulate(longer, "Today"), 1.0).middle == 30.0


def test_what_half_of_the_worlds_say_agrees_and_what_eight_in_ten_say_is_possible():
    check = reality_check(simulate(PLUMBER, TODAY), 18.0)
    assert check.low < check.lower < check.middle < check.upper < check.high
    for stated, agrees in (
        (check.lower, True),
        (check.upper, True),
        (check.lower - 1, False),
        (check.upper + 1, False),
    ):
        assert replace(check, stated=stated).agrees is agrees
    for stated, possible in ((check.low, True), (check.high, True), (check.low - 1, False), (check.high + 1, False)):
        assert replace(check, stated=stated).is_possible is possible


@pytest.mark.parametrize("name", ["dentist", "window-cleaning", "yoga-studio", "online-shop"])
def test_close_rates_are_offered_as_a_reason_where_they_can_be_one_and_nowhere_else(name: str):
    scenario = read(shipped_folder() / f"{name}.yaml")
    plan = scenario.plans[0].name
    found = reality_check(simulate(scenario, plan), 1.0)
    for stated in (0.98 * found.fewest, 1.02 * found.fewest, found.middle, 0.98 * found.most, 1.02 * found.most):
        is_offered = replace(found, stated=stated).may_be_close_rates
        assert is_offered is (closing_factor(scenario, plan, stated) is not None)


def test_more_than_there_is_room_for_is_known():
    full = replace(CERTAINLY, business=replace(CERTAINLY.business, new_customers_per_month_at_most=20.0))
    assert reality_check(simulate(full, "Today"), 40.0).has_no_room
    assert not reality_check(simulate(full, "Today"), 20.0).has_no_room
    assert not reality_check(simulate(CERTAINLY, "Today"), 40.0).has_no_room


def test_few_customers_are_told_in_parts_of_one():
    small = replace(
        CERTAINLY,
        plans=(Plan(name="Today", monthly_spend={"Leads": CERTAINLY.plans[0].monthly_spend["Leads"].scaled(0.004)}),),
    )
    assert reality_check(simulate(small, "Today"), 1.0).middle == 0.12


def test_the_factor_makes_the_middle_what_was_counted():
    factor = closing_factor(PLUMBER, TODAY, 25.0)
    assert factor is not None
    scaled = with_close_rates(PLUMBER, factor)
    assert reality_check(simulate(scaled, TODAY), 25.0).middle == pytest.approx(25.0, abs=1.0)


def test_of_certain_rates_the_factor_is_the_ratio_of_the_odds():
    assert closing_factor(CERTAINLY, "Today", 50.0) == pytest.approx(1.0 / (0.3 / 0.7), rel=0.03)


@pytest.mark.parametrize("stated", [0.0, 1e-6, 1e9])
def test_what_no_close_rate_within_reason_gives_has_no_factor(stated: float):
    assert closing_factor(PLUMBER, TODAY, stated) is None


def test_without_spend_there_is_nothing_to_scale():
    assert closing_factor(CERTAINLY, "Nothing", 5.0) is None
    assert reality_check(simulate(CERTAINLY, "Nothing"), 5.0).middle == 0.0


def test_a_capacity_that_is_full_is_no_matter_of_close_rates():
    full = replace(CERTAINLY, business=replace(CERTAINLY.business, new_customers_per_month_at_most=30.0))
    assert closing_factor(full, "Today", 40.0) is None
    assert closing_factor(CERTAINLY, "Today", 40.0) is not None
