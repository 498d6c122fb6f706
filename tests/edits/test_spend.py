from dataclasses import replace

import pytest

from simulator.edits.spend import scaled_spend, slider_spend, varies, with_slider_spend
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Spans, Steady
from tests.examples import THREE_CHANNELS
from tests.plain import beliefs

SCHEDULES = {
    "Leads": Steady(amount=1000.5),
    "Fair": Monthly(amounts=(0.0, 300.0, 100.0)),
    "Cards": Steady(amount=80.0, first=2),
}


@pytest.fixture
def plan() -> Plan:
    return Plan(name="Today", monthly_spend=SCHEDULES)


@pytest.fixture
def scenario(plan):
    plain = beliefs(THREE_CHANNELS)
    return replace(plain, plans=(plan, plain.plans[1]))


def test_a_slider_shows_a_steady_amount_and_the_average_of_one_by_month(scenario, plan):
    assert slider_spend(scenario, plan) == {"Leads": 1000.5, "Fair": 100.0, "Cards": 80.0}


def test_a_channel_that_the_plan_leaves_out_stands_at_zero(scenario):
    assert slider_spend(scenario, scenario.plan("Other")) == {"Leads": 0.0, "Fair": 0.0, "Cards": 0.0}


def test_sliders_that_did_not_move_change_nothing_at_all(scenario, plan):
    assert with_slider_spend(scenario, plan, slider_spend(scenario, plan)) == scenario


def test_a_moved_slider_keeps_the_months_of_its_schedule(scenario, plan):
    moved = with_slider_spend(scenario, plan, {"Cards": 120.0}).plan("Today")
    assert moved.monthly_spend == {**SCHEDULES, "Cards": Steady(amount=120.0, first=2)}


def test_a_schedule_by_month_keeps_its_shape(scenario, plan):
    moved = with_slider_spend(scenario, plan, {"Fair": 50.0}).plan("Today")
    assert moved.monthly_spend["Fair"] == Monthly(amounts=(0.0, 150.0, 50.0))


def test_the_shape_survives_a_slider_at_zero(scenario, plan):
    at_zero = with_slider_spend(scenario, plan, {"Fair": 0.0})
    back = with_slider_spend(at_zero, plan, {"Fair": 100.0})
    assert back == scenario


def test_a_slider_that_leaves_zero_spends_every_month(scenario):
    moved = with_slider_spend(scenario, scenario.plan("Other"), {"Leads": 10.0})
    assert moved.plan("Other").monthly_spend == {"Leads": Steady(amount=10.0)}
    assert moved.plan("Today") == scenario.plan("Today")


@pytest.mark.parametrize("total", [1, 2, 999, 1000, 7919])
def test_a_scaled_plan_spends_the_total_in_whole_units(scenario, plan, total):
    spend = scaled_spend(scenario, plan, total)
    assert sum(spend.values()) == total
    assert all(amount == int(amount) for amount in spend.values())


def test_a_total_is_divided_as_the_plan_divides_its_own(scenario, plan):
    assert scaled_spend(scenario, plan, 11805) == {"Leads": 10005.0, "Fair": 1000.0, "Cards": 800.0}


def test_a_plan_without_spend_is_divided_by_the_reference_spends(scenario):
    assert scaled_spend(scenario, scenario.plan("Other"), 500) == {"Leads": 300.0, "Fair": 100.0, "Cards": 100.0}


def test_only_the_same_amount_in_every_month_does_not_vary():
    assert not varies(Steady(amount=1.0))
    assert varies(Steady(amount=1.0, first=2))
    assert varies(Steady(amount=1.0, last=2))
    assert varies(Monthly(amounts=(1.0,)))


def test_a_channel_that_the_plan_leaves_out_is_left_out_again_once_it_is_back_at_zero(scenario):
    other = scenario.plan("Other")
    moved = with_slider_spend(scenario, other, {"Leads": 70.0, "Fair": 20.0})
    assert with_slider_spend(moved, other, {"Leads": 0.0, "Fair": 20.0}).plan("Other").monthly_spend == {
        "Fair": Steady(amount=20.0)
    }
    assert with_slider_spend(moved, other, {"Leads": 0.0, "Fair": 0.0}) == scenario


SHAPES = (
    Steady(amount=100.0, grows=0.1),
    Spans(spans=(Steady(amount=100.0, last=2), Steady(amount=50.0, first=2, grows=-0.5))),
    PerQuarter(amounts=(300.0,)),
    PerQuarter(amounts=600.0),
    PerYear(amounts=1200.0),
)


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_a_slider_scales_a_schedule_of_any_shape_in_proportion(scenario, shape):
    plan = Plan(name="Today", monthly_spend={"Leads": shape})
    shaped = replace(scenario, plans=(plan, *scenario.plans[1:]))
    average = slider_spend(shaped, plan)["Leads"]
    assert average == pytest.approx(shaped.spend_of(shape).sum() / shaped.horizon_months)
    moved = with_slider_spend(shaped, plan, {"Leads": 3.0 * average}).plan("Today").monthly_spend["Leads"]
    assert type(moved) is type(shape)
    assert shaped.spend_of(moved) == pytest.approx(3.0 * shaped.spend_of(shape), rel=1e-12)
    at_zero = with_slider_spend(shaped, plan, {"Leads": 0.0})
    assert not at_zero.spend("Today").any()
    assert with_slider_spend(at_zero, plan, {"Leads": average}) == shaped
    assert varies(shape)


@pytest.mark.parametrize(("total", "size"), [(90, 1), (4_040, 10), (60_000_000, 100_000)])
def test_a_split_is_round_in_the_scale_of_its_currency_and_adds_up(scenario, plan, total, size):
    spend = scaled_spend(scenario, plan, total)
    assert sum(spend.values()) == total
    assert sum(amount % size != 0 for amount in spend.values()) <= 1
