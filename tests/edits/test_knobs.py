"""Knobs: what they scale, how they are written into a scenario, and how they are spelled."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.edits.knobs import (
    LEAST,
    MOST,
    SEASONS,
    SHARE_DIGITS,
    AverageSale,
    ComeBack,
    Knob,
    LeadsCost,
    OneBelief,
    Season,
    Stops,
    as_plan,
    read_knob,
    spelled,
    stated,
    turned,
)
from simulator.edits.plans import plan_names
from simulator.edits.scaling import in_few_digits, scalable, scaled
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.fields import walk
from simulator.scenario.plans import Monthly, PerQuarter, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.story.told import plans_told
from simulator.units import Quantity, Unit
from simulator.validation import problems
from tests.examples import PLUMBER, TWO_PLANS
from tests.improved_examples import offering
from tests.plain import beliefs
from tests.variations import scenarios

MONEY = Quantity(label="Price", unit=Unit.MONEY, open_below=True)
RATE = Quantity(label="Rate", unit=Unit.RATE, at_most=1.0)
TODAY = date(2026, 11, 26)

SHARES = st.integers(round(LEAST * 10**SHARE_DIGITS), round(MOST * 10**SHARE_DIGITS)).map(
    lambda steps: steps / 10**SHARE_DIGITS
)
RISING = st.lists(st.floats(1e-6, 1.0 - 1e-6), min_size=3, max_size=3, unique=True).map(sorted)
KNOBS: list[Knob] = [
    LeadsCost(0.3),
    AverageSale(-0.1),
    ComeBack(-0.2),
    Season(-0.3, SEASONS["jun-aug"]),
    OneBelief(0.1, "funnel.lead_to_customer_rate"),
    Stops("Local SEO", 4),
]


def path(name: str, channel: str = "Google Ads search") -> str:
    return f"channels.{channel}.{name}"


def at(scenario: Scenario[Belief], path: str) -> Belief:
    [found] = [place.value for place in walk(scenario) if place.path == path]
    return found


# -- a belief in its own terms -------------------------------------------------------------------------------------


def test_money_is_multiplied_and_a_rate_has_its_odds_multiplied():
    price, rate = scaled(between(8, 13, 25), MONEY, 0.5), scaled(between(0.2, 0.5, 0.9), RATE, 1.0)
    assert (price.low, price.likely, price.high) == (12.0, 19.5, 37.5)
    # Odds of 1:4, 1:1 and 9:1 become 2:4, 2:1 and 18:1.
    assert (rate.low, rate.likely, rate.high) == pytest.approx((1 / 3, 2 / 3, 18 / 19), rel=1e-15)


def test_what_narrows_a_belief_is_scaled_with_it_and_all_else_stays():
    belief = replace(between(8, 13, 25), at_least=5.0, at_most=40.0, source="Accounts", as_of=TODAY, yearly_change=0.08)
    found = scaled(belief, MONEY, 1.0)
    assert found == replace(belief, low=16.0, likely=26.0, high=50.0, at_least=10.0, at_most=80.0)


@given(RISING, SHARES)
def test_a_rate_stays_within_its_bounds_and_its_numbers_in_order(numbers, by):
    found = scaled(between(*numbers), RATE, by)
    assert 0.0 < found.low <= found.likely <= found.high < 1.0


@pytest.mark.parametrize("rate", [0.0, 1.0, 1.0 - 2**-53, 5e-324])
def test_no_rate_reaches_a_bound_or_leaves_it(rate):
    found = scaled(certain(rate), RATE, MOST).likely
    assert (found in (0.0, 1.0)) == (rate in (0.0, 1.0))


@given(RISING, st.floats(-0.9, 5.0), st.sampled_from([MONEY, RATE]))
def test_a_share_and_its_inverse_give_the_belief_back(numbers, by, quantity):
    back = scaled(scaled(between(*numbers), quantity, by), quantity, 1.0 / (1.0 + by) - 1.0)
    assert (back.low, back.likely, back.high) == pytest.approx(numbers, rel=1e-9 if quantity is RATE else 1e-12)
    # Near 1 a rate has few digits left; its odds are what is scaled.
    assert [1.0 - number for number in (back.low, back.likely, back.high)] == pytest.approx(
        [1.0 - number for number in numbers], rel=1e-9
    )


@given(RISING, SHARES, st.sampled_from([MONEY, RATE]))
def test_few_digits_leave_a_range_a_range(numbers, by, quantity):
    wide = scaled(between(*numbers), quantity, by)
    assume(not wide.problems(quantity))
    found = in_few_digits(wide, quantity)
    assert not found.problems(quantity)
    assert (found.low, found.likely, found.high) == pytest.approx((wide.low, wide.likely, wide.high), rel=1e-3)


# -- a scenario ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "knob",
    [LeadsCost(0.0), AverageSale(0.0), ComeBack(0.0), Season(0.0, 6), OneBelief(0.0, "business.gross_margin_rate")],
)
def test_no_share_changes_nothing(knob):
    assert knob.turned(PLUMBER) == PLUMBER


@given(scenarios(), SHARES, st.data())
def test_a_number_scales_alone_whatever_the_scenario(scenario, by, data):
    place = data.draw(st.sampled_from(scalable(scenario)))
    knob = OneBelief(by, place.path)
    assert knob.fits(scenario)
    changed = {each.path: each.value for each in walk(knob.turned(scenario))}
    expected = {each.path: each.value for each in walk(scenario)}
    assert changed == {**expected, place.path: scaled(place.value, place.quantity, by)}


def test_leads_cost_is_every_unit_cost_and_no_fee():
    found = LeadsCost(0.5).turned(PLUMBER)
    for before, after in zip(PLUMBER.channels, found.channels, strict=True):
        cost = getattr(before, before.cost)
        assert replace(before, **{before.cost: scaled(cost, MONEY, 0.5)}) == after
        assert getattr(after, after.cost).likely == 1.5 * cost.likely


def test_the_average_sale_is_every_price_of_a_sale_and_no_cost():
    channel = replace(PLUMBER.channels[0], revenue_per_sale=certain(900.0), cost_per_sale=certain(30.0))
    business = replace(PLUMBER.business, revenue_per_repeat_sale=between(100, 200, 300))
    found = AverageSale(-0.1).turned(replace(PLUMBER, business=business, channels=(channel,)))
    assert found.business.revenue_per_sale == scaled(PLUMBER.business.revenue_per_sale, MONEY, -0.1)
    assert found.business.revenue_per_repeat_sale == scaled(between(100, 200, 300), MONEY, -0.1)
    assert found.channels == (replace(channel, revenue_per_sale=certain(900.0 * 0.9)),)


def test_fewer_come_back_is_how_often_and_how_many_stay():
    found = ComeBack(-0.2).turned(PLUMBER).business
    often, stay = PLUMBER.business.repeat_sales_per_year, PLUMBER.business.yearly_retention_rate
    assert found.repeat_sales_per_year == scaled(often, Quantity(label="", unit=Unit.RATIO), -0.2)
    assert found.yearly_retention_rate == scaled(stay, RATE, -0.2)
    assert not ComeBack(-0.2).fits(beliefs(TWO_PLANS))


def test_a_slow_season_scales_three_months_of_every_season():
    own = (0.5, 0.5, 1.0, 1.0, 1.5, 1.5, 1.5, 1.5, 1.0, 1.0, 0.5, 0.5)
    channels = (replace(PLUMBER.channels[0], seasonality=own), *PLUMBER.channels[1:])
    found = Season(-0.5, SEASONS["dec-feb"]).turned(replace(PLUMBER, seasonality=None, channels=channels))
    assert found.seasonality == (0.5, 0.5, *[1.0] * 9, 0.5)
    assert found.channels[0].seasonality == (0.25, 0.25, *own[2:11], 0.25)
    assert found.channels[1:] == PLUMBER.channels[1:]


@pytest.mark.parametrize(
    ("schedule", "kept"),
    [
        (Steady(amount=100.0), Steady(amount=100.0, last=3)),
        (Steady(amount=100.0, first=5), Steady(amount=0.0)),
        (Monthly(amounts=(10.0, 20.0, 30.0, 40.0)), Monthly(amounts=(10.0, 20.0, 30.0, *[0.0] * 21))),
        (PerQuarter(amounts=(300.0, 600.0)), PerQuarter(amounts=(300.0,))),
        (Spans(spans=(Steady(amount=5.0, last=2),)), Spans(spans=(Steady(amount=5.0, last=2),))),
    ],
)
def test_a_channel_that_stops_gets_nothing_from_then_on(schedule, kept):
    plan = replace(PLUMBER.plans[0], monthly_spend={"Local SEO": schedule, "Radio": Steady(amount=7.0)})
    found = Stops("Local SEO", 4).turned(replace(PLUMBER, plans=(plan,)))
    now, before = found.spend(plan.name), replace(PLUMBER, plans=(plan,)).spend(plan.name)
    row = PLUMBER.channel_names.index("Local SEO")
    assert (now[row, :3] == before[row, :3]).all()
    assert not now[row, 3:].any()
    before[row] = now[row]
    assert (now == before).all()
    assert found.spend_of(kept).tolist() == now[row].tolist()
    assert not problems(found)


def test_a_channel_that_stops_at_once_gets_nothing():
    assert not Stops("Local SEO", 1).turned(PLUMBER).spend("Today")[PLUMBER.channel_names.index("Local SEO")].any()


def test_knobs_on_different_beliefs_can_be_turned_in_any_order():
    assert turned(PLUMBER, KNOBS) == turned(PLUMBER, KNOBS[::-1])


@pytest.mark.parametrize(
    "knob",
    [
        OneBelief(0.1, "business.nothing"),
        OneBelief(0.1, path("carry_over")),
        Stops("Gone", 4),
        Stops("Local SEO", 0),
        Stops("Local SEO", 25),
    ],
)
def test_a_knob_does_not_fit_where_there_is_nothing_to_turn(knob):
    assert not knob.fits(PLUMBER)


def test_what_comes_without_money_cannot_be_stopped():
    scenario = offering()
    assert Stops("Local SEO", 4).fits(scenario)
    assert not Stops(scenario.channel_names[-1], 4).fits(scenario)


# -- kept ----------------------------------------------------------------------------------------------------------


def test_what_is_written_says_so_and_can_be_saved():
    found = stated(PLUMBER, KNOBS, TODAY)
    assert not problems(found)
    assert found.plans == PLUMBER.plans
    cost, before = at(found, path("cost_per_click")), at(PLUMBER, path("cost_per_click"))
    assert (cost.low, cost.likely, cost.high) == (10.4, 16.9, 32.5)
    assert cost.source == f"{before.source} (+30 % supposed 2026-11-26)"
    assert cost.as_of == before.as_of
    rate = at(found, "funnel.lead_to_customer_rate")
    assert all(number == float(f"{number:.4g}") for number in (rate.low, rate.likely, rate.high))
    assert at(found, path("visit_to_lead_rate")) == at(PLUMBER, path("visit_to_lead_rate"))


def test_a_belief_without_a_source_gets_one():
    assert at(stated(beliefs(TWO_PLANS), [AverageSale(-0.1)], TODAY), "business.revenue_per_sale").source == (
        "-10 % supposed 2026-11-26"
    )


def test_a_season_that_is_written_averages_one():
    found = stated(PLUMBER, [Season(-0.9, 6)], TODAY).seasonality
    assert found is not None
    assert math.fsum(found) / 12 == pytest.approx(1.0, abs=1e-3)
    level = PLUMBER.seasonality or (1.0,) * 12
    assert found[6] / found[0] == pytest.approx(0.1 * level[6] / level[0], rel=0.01)


def test_a_plan_that_stops_a_channel_stands_beside_the_one_it_began_with():
    found, name = as_plan(PLUMBER, "Today", KNOBS, "Today, stop Local SEO Apr 2027")
    assert plan_names(found)[:2] == ("Today", name)
    assert found.plan("Today") == PLUMBER.plan("Today")
    # What a plan is for is not what becomes of it.
    assert not found.plan(name).notes
    assert found.channels == PLUMBER.channels
    assert (found.spend(name) == Stops("Local SEO", 4).turned(PLUMBER).spend("Today")).all()
    assert not problems(found)


@pytest.mark.parametrize("plans", [1, 2, 3])
def test_what_would_be_proposed_to_a_client_stays_so_beside_a_plan_that_was_supposed(plans: int):
    scenario = replace(PLUMBER, plans=PLUMBER.plans[:plans])
    found, _ = as_plan(scenario, "Today", KNOBS, "Today, stop Local SEO")
    assert plans_told(found) == plans_told(scenario)


def test_a_plan_of_a_long_name_can_be_kept_twice():
    once, first = as_plan(PLUMBER, "Today", KNOBS, "x" * 500)
    twice, second = as_plan(once, "Today", KNOBS, "x" * 500)
    assert first != second
    assert not problems(twice)


# -- spelled -------------------------------------------------------------------------------------------------------

TEXTS = st.text(min_size=1, max_size=30)
ANY_KNOB = st.one_of(
    *(st.builds(kind, SHARES) for kind in (LeadsCost, AverageSale, ComeBack)),
    st.builds(Season, SHARES, st.sampled_from(list(SEASONS.values()))),
    st.builds(Stops, TEXTS, st.integers(1, 120)),
    st.builds(OneBelief, SHARES, TEXTS.map(lambda name: f"channels.{name}.cost_per_click")),
)


@given(ANY_KNOB)
def test_every_knob_is_read_as_it_is_spelled(knob):
    assert read_knob(spelled(knob)) == knob


@pytest.mark.parametrize(
    ("text", "knob"),
    [
        ("leads-cost:+30", LeadsCost(0.3)),
        ("leads-cost: 30", LeadsCost(0.3)),
        ("average-sale:-12.5 %", AverageSale(-0.125)),
        ("season.dec-feb:-30", Season(-0.3, 12)),
        ("stops.Ads: the best:4", Stops("Ads: the best", 4)),
        ("business.gross_margin_rate:+10", OneBelief(0.1, "business.gross_margin_rate")),
    ],
)
def test_knobs_are_spelled_so_that_a_person_can_write_them(text, knob):
    assert read_knob(text) == knob


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", ":+30", "leads-cost", "leads-cost:", "leads-cost:x", "leads-cost:+-3", "leads-cost:1e5"),
        *("leads-cost:nan", "leads-cost:inf", "leads-cost:-100", "leads-cost:+901", "leads-cost:٣٠", "leads-cost:30%%"),
        *("season.jul-sep:+10", "stops.:4", "stops.Ads:0", "stops.Ads:x", "stops.Ads:9999", "stops.Ads:-1"),
        "leads-cost:" + "9" * 5000,
    ],
)
def test_what_spells_no_knob_is_none(text):
    assert read_knob(text) is None


@given(st.text(max_size=60))
def test_no_text_does_harm(text):
    found = read_knob(text)
    if found is not None:
        assert spelled(found) == spelled(read_knob(spelled(found)) or found)
        turned(PLUMBER, [found] if found.fits(PLUMBER) else [])
