"""Suppositions: the worlds under them are those without, in all but what is supposed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.stress import MOST_CONDITIONS, Condition, simulate_under
from simulator.analyses.what_if import (
    MOST_KNOBS,
    conditions_of,
    conditions_stated,
    fitting,
    following,
    harmful_side,
    knobs_of,
    read,
    simulate_if,
    spelled,
    subject_of,
    supposed_in,
    supposing,
    together,
)
from simulator.edits import move_channel, remove_channel, rename_channel
from simulator.edits.knobs import AverageSale, ComeBack, LeadsCost, OneBelief, Season, Stops
from simulator.edits.scaling import scalable, scaled
from simulator.engine.simulation import Simulation, simulate
from simulator.metrics.kpis import draws_of
from simulator.scenario.fields import mapped, walk
from simulator.units import Unit
from simulator.validation import problems
from tests.examples import CERTAIN, PLUMBER, TWO_PLANS
from tests.plain import beliefs

DRAWS = 512
CLICK = "channels.Google Ads search.cost_per_click"
CLOSING = "funnel.lead_to_customer_rate"
ZERO = (LeadsCost(0.0), AverageSale(0.0), ComeBack(0.0), Season(0.0, 6), OneBelief(0.0, CLOSING), Stops("Radio", 9))


def run(*what_if) -> Simulation:
    return simulate_if(PLUMBER, "Today", what_if, draws=DRAWS)


def drawn(simulation: Simulation) -> dict[str, np.ndarray]:
    return {place.path: place.value for place in walk(simulation.chunks[0]) if isinstance(place.value, np.ndarray)}


@pytest.fixture(scope="module")
def believed() -> Simulation:
    return simulate(PLUMBER, "Today", draws=DRAWS)


@pytest.mark.parametrize("what_if", [(), *((knob,) for knob in ZERO), ZERO])
def test_what_changes_nothing_changes_nothing_to_the_last_bit(believed, what_if):
    assert_array_equal(run(*what_if).funnel.plan_profit, believed.funnel.plan_profit)


def test_in_every_world_only_what_is_supposed_is_otherwise(believed):
    found, before = drawn(run(OneBelief(0.3, CLICK), OneBelief(-0.5, CLOSING))), drawn(believed)
    for path in before.keys() - {CLICK, CLOSING}:
        assert_array_equal(found[path], before[path])
    assert_allclose(found[CLICK], 1.3 * before[CLICK], rtol=1e-12)
    odds, former = (each[CLOSING] / (1.0 - each[CLOSING]) for each in (found, before))
    assert_allclose(odds, 0.5 * former, rtol=1e-12)


def test_a_smaller_average_sale_is_a_scenario_with_smaller_prices():
    def cheaper(place):
        is_price = place.name in ("revenue_per_sale", "revenue_per_repeat_sale") and place.value is not None
        return scaled(place.value, place.quantity, -0.1) if is_price else place.value

    by_hand = simulate(mapped(PLUMBER, cheaper), "Today", draws=DRAWS)
    found = run(AverageSale(-0.1))
    assert_array_equal(found.funnel.plan_profit, by_hand.funnel.plan_profit)
    revenue = draws_of(simulate(PLUMBER, "Today", draws=DRAWS), "revenue")
    assert_allclose(draws_of(found, "revenue"), 0.9 * revenue, rtol=1e-12)


def test_dearer_leads_at_a_linear_price_are_fewer_by_as_much():
    scenario = beliefs(TWO_PLANS)
    found, before = (
        draws_of(simulate_if(scenario, "Today", what_if, draws=DRAWS), "leads") for what_if in ((LeadsCost(0.25),), ())
    )
    assert_allclose(found, before / 1.25, rtol=1e-12)


def test_a_channel_that_stops_brings_what_a_plan_without_it_brings():
    plan = PLUMBER.plan("Today")
    kept = {name: schedule for name, schedule in plan.monthly_spend.items() if name != "Local Services Ads"}
    without = replace(PLUMBER, plans=(replace(plan, monthly_spend=kept),))
    found = run(Stops("Local Services Ads", 1))
    assert_array_equal(found.funnel.plan_profit, simulate(without, "Today", draws=DRAWS).funnel.plan_profit)


def test_a_low_value_is_that_of_the_belief_as_it_is_scaled():
    found = run(LeadsCost(0.5), Condition(CLICK, "low"))
    assert drawn(found)[CLICK].tolist() == [1.5 * 8.0]
    by_hand = simulate_under(LeadsCost(0.5).turned(PLUMBER), "Today", [Condition(CLICK, "low")], draws=DRAWS)
    assert_array_equal(found.funnel.plan_profit, by_hand.funnel.plan_profit)


def test_what_does_not_fit_leaves_the_scenario_as_it_is():
    strange = (Stops("Gone", 2), OneBelief(0.3, "business.nothing"), Condition("business.nothing", "low"))
    assert fitting(PLUMBER, (*strange, LeadsCost(0.3))) == (LeadsCost(0.3),)
    assert supposing(PLUMBER, strange) is PLUMBER


def test_each_scenario_supposes_what_it_has_a_place_for():
    what_if = (AverageSale(-0.1), Condition(CLICK, "high"))
    plumber, worksheet = supposed_in([PLUMBER, beliefs(CERTAIN)], what_if)
    assert (plumber.knobs, plumber.conditions, plumber.rarity.share) == (
        knobs_of(what_if),
        conditions_of(what_if),
        pytest.approx(0.1),
    )
    assert (worksheet.knobs, worksheet.conditions, worksheet.rarity.share) == (what_if[:1], (), pytest.approx(1.0))


def test_of_one_subject_the_last_holds_and_too_many_are_left_out():
    assert together([LeadsCost(0.1), AverageSale(0.2), LeadsCost(0.3)]) == (LeadsCost(0.3), AverageSale(0.2))
    assert together([Condition(CLICK, "low"), OneBelief(0.3, CLICK)]) == (OneBelief(0.3, CLICK),)
    conditions = [Condition(f"funnel.{name}", "low") for name in "abcdef"]
    assert together([*conditions, LeadsCost(0.1)]) == (*conditions[:MOST_CONDITIONS], LeadsCost(0.1))
    assert len(together(Stops("Radio", 2) if not number else OneBelief(0.1, str(number)) for number in range(9))) == (
        MOST_KNOBS
    )


@given(
    st.builds(Condition, st.text(min_size=1, max_size=20).map("business.{}".format), st.sampled_from(["low", "high"]))
)
def test_every_condition_is_read_as_it_is_spelled(condition):
    assert read(spelled(condition)) == condition
    assert spelled(condition) == f"{subject_of(condition)}:{condition.side}"


@pytest.mark.parametrize(("text", "side"), [("poor", "low"), ("good", "high"), ("low", "low"), ("high", "high")])
def test_a_market_is_poor_or_good(text, side):
    assert read(f"market:{text}") == Condition("market", side)


@pytest.mark.parametrize("text", [":low", "low", "business.x:poor", "business.x:LOW", ""])
def test_what_spells_no_condition_is_none(text):
    assert read(text) is None


def test_a_supposed_side_is_written_as_what_is_known():
    supposed = [Condition(CLICK, "high"), Condition("market", "low")]
    found = conditions_stated(PLUMBER, supposed, "supposed today")
    before, after = ({place.path: place.value for place in walk(each)} for each in (PLUMBER, found))
    assert [path for path in before if before[path] != after[path]] == [CLICK]
    assert after[CLICK].is_certain
    assert after[CLICK].likely == before[CLICK].high
    assert after[CLICK].source == f"{before[CLICK].source} (its high value supposed today)"
    assert not problems(found)


def test_one_worries_about_high_costs_and_low_rates():
    sides = {place.path: harmful_side(place) for place in scalable(PLUMBER)}
    high = {path for path, side in sides.items() if side == "high"}
    costs = {place.path for place in scalable(PLUMBER) if place.name == getattr(place.owner, "cost", "")}
    assert high == costs | {"channels.Local SEO.ramp_up_months"}
    assert all(place.quantity.unit is not Unit.RATE for place in scalable(PLUMBER) if place.path in high)


OF_RADIO = (
    OneBelief(0.2, "channels.Radio.cost_per_mille"),
    Stops("Radio", 4),
    Condition("channels.Radio.response_rate", "low"),
)
OF_OTHERS = (
    LeadsCost(0.3),
    OneBelief(0.1, "business.revenue_per_sale"),
    OneBelief(0.1, "channels.Google Ads search.cost_per_click"),
    Stops("Elsewhere", 2),
)


def test_what_is_supposed_of_a_channel_follows_it_to_another_name_and_back():
    renamed = rename_channel(PLUMBER, "Radio", "Radio. North")
    moved = following((*OF_RADIO, *OF_OTHERS), PLUMBER, renamed)
    assert moved == (
        OneBelief(0.2, "channels.Radio. North.cost_per_mille"),
        Stops("Radio. North", 4),
        Condition("channels.Radio. North.response_rate", "low"),
        *OF_OTHERS,
    )
    assert following(moved, renamed, PLUMBER) == (*OF_RADIO, *OF_OTHERS)


def test_what_is_supposed_of_a_channel_goes_with_it_and_nothing_else_does():
    assert following((*OF_RADIO, *OF_OTHERS), PLUMBER, remove_channel(PLUMBER, "Radio")) == OF_OTHERS


def test_another_channel_in_its_place_is_not_the_same_under_another_name():
    place = PLUMBER.channel_names.index("Radio")
    other = replace(PLUMBER.channel("Google Ads search"), name="New")
    channels = (*PLUMBER.channels[:place], other, *PLUMBER.channels[place + 1 :])
    assert following((*OF_RADIO, *OF_OTHERS), PLUMBER, replace(PLUMBER, channels=channels)) == OF_OTHERS


def test_channels_that_change_places_keep_what_is_supposed_of_them():
    assert following(OF_RADIO, PLUMBER, move_channel(PLUMBER, "Radio", -2)) == OF_RADIO
