"""Edits: each returns another scenario, keeps what fits, and leaves the former alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator import edits
from simulator.library.folder import find, shipped_folder
from simulator.scenario.beliefs import between, certain
from simulator.scenario.channels import CHANNEL_TYPES, DirectMail, PayPerClick, PayPerLead, Retainer
from simulator.scenario.curves import CURVES, Linear, Saturating, SShaped
from simulator.scenario.fields import walk
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import Plan, Steady
from simulator.scenario.scenario import Business, Scenario, SharedFunnel
from simulator.scenario.stages import Stage
from simulator.scenario_files import parse, write
from simulator.units import Quantity, Unit
from simulator.validation import problems


@pytest.fixture
def plumber():
    return Scenario(
        name="Ridge Plumbing",
        currency="USD",
        start=date(2027, 1, 1),
        business=Business(revenue_per_sale=certain(480.0), gross_margin_rate=certain(0.5)),
        funnel=SharedFunnel(lead_to_customer_rate=certain(0.3)),
        channels=(
            PayPerClick(
                name="Google Ads",
                cost_per_click=between(8.0, 13.0, 25.0),
                visit_to_lead_rate=certain(0.08),
                curve=Saturating(gain_from_doubling=certain(0.6)),
                reference_spend=3000.0,
                fee_rate=0.15,
            ),
            DirectMail(name="Mail v1.2", cost_per_piece=certain(0.6), response_rate=certain(0.01)),
            Retainer(name="Mail", cost_per_visit=certain(3.0), visit_to_lead_rate=certain(0.05)),
        ),
        plans=(
            Plan(name="Today", monthly_spend={"Google Ads": Steady(amount=3000.0), "Mail": Steady(amount=800.0)}),
            Plan(name="More", monthly_spend={"Google Ads": Steady(amount=5000.0)}),
        ),
    )


def test_every_declared_number_can_be_set_by_its_path(plumber):
    for place in walk(plumber):
        changed = edits.with_value(plumber, place.path, 7.25)
        assert edits.value_at(changed, place.path) == 7.25
        assert edits.value_at(plumber, place.path) == place.value
        assert edits.with_value(changed, place.path, place.value) == plumber


def test_a_path_without_a_place_is_an_error(plumber):
    for path in ("business.revenue", "channels.Radio.cost_per_click", "channels.Mail.cost_per_click", "nothing"):
        with pytest.raises(KeyError):
            edits.with_value(plumber, path, 1.0)


def test_a_channel_name_with_dots_is_one_step_of_a_path(plumber):
    changed = edits.with_value(plumber, "channels.Mail v1.2.cost_per_piece", certain(0.7))
    assert changed.channel("Mail v1.2").cost_per_piece == certain(0.7)


def test_renaming_a_channel_renames_it_in_every_plan_and_keeps_its_spend(plumber):
    renamed = edits.rename_channel(plumber, "Google Ads", " Search ")
    assert renamed.channel_names == ("Search", "Mail v1.2", "Mail")
    assert [plan.monthly_spend["Search"].amount for plan in renamed.plans] == [3000.0, 5000.0]
    assert list(renamed.plans[0].monthly_spend) == ["Search", "Mail"]
    assert edits.rename_channel(renamed, "Search", "Google Ads") == plumber


def test_a_name_that_is_taken_or_empty_is_refused_in_words(plumber):
    assert "already" in edits.refusal(plumber, "Mail", "google ads")
    assert "name" in edits.refusal(plumber, "Mail", "  ")
    assert "characters" in edits.refusal(plumber, "Mail", "x" * 101)
    assert edits.refusal(plumber, "Mail", "mail") == ""
    assert edits.refusal(plumber, "Mail", "Radio") == ""


def test_removing_a_channel_takes_it_out_of_every_plan(plumber):
    removed = edits.remove_channel(plumber, "Google Ads")
    assert removed.channel_names == ("Mail v1.2", "Mail")
    assert [dict(plan.monthly_spend) for plan in removed.plans] == [{"Mail": Steady(amount=800.0)}, {}]


def test_a_copy_stands_behind_its_model_and_spends_nothing(plumber):
    twice = edits.duplicate_channel(edits.duplicate_channel(plumber, "Google Ads"), "Google Ads")
    assert twice.channel_names == ("Google Ads", "Google Ads copy 2", "Google Ads copy", "Mail v1.2", "Mail")
    assert replace(twice.channels[1], name="Google Ads") == plumber.channels[0]
    assert twice.plans == plumber.plans


@given(at=some.integers(0, 2), by=some.integers(-5, 5))
def test_moving_a_channel_changes_the_order_and_nothing_else(at, by):
    channels = tuple(PayPerLead(name=name, cost_per_lead=certain(50.0)) for name in "abc")
    scenario = Scenario(
        name="s", currency="USD", start=date(2027, 1, 1), business=Business(), funnel=SharedFunnel(), channels=channels
    )
    moved = edits.move_channel(scenario, "abc"[at], by)
    assert moved.channel_names.index("abc"[at]) == min(max(at + by, 0), 2)
    assert [name for name in moved.channel_names if name != "abc"[at]] == [name for name in "abc" if name != "abc"[at]]


@pytest.mark.parametrize("kind", CHANNEL_TYPES)
@pytest.mark.parametrize("name", ["Google Ads", "Mail v1.2", "Mail"])
def test_changing_the_type_keeps_every_number_that_the_new_type_has_too(plumber, name, kind):
    before, after = plumber.channel(name), edits.change_type(plumber, name, kind).channel(name)
    asked = after.rates(())
    assert type(after) is CHANNEL_TYPES[kind]
    if after.is_paid:
        assert (after.curve, after.fee_rate, after.reference_spend) == (
            before.curve,
            before.fee_rate,
            before.reference_spend,
        )
    else:
        assert all(name not in plan.monthly_spend for plan in edits.change_type(plumber, name, kind).plans)
    if "visit_to_lead_rate" in asked:
        assert after.visit_to_lead_rate == before.visit_to_lead_rate
    else:
        assert after.visit_to_lead_rate is None


def test_what_comes_without_money_has_no_limits_any_more(plumber):
    own = (ChannelLimits(channel="Google Ads", at_most=900.0), ChannelLimits(channel="Mail", locked=True))
    groups = (
        GroupLimits(name="Both", channels=("Google Ads", "Mail"), at_most=1_000.0),
        GroupLimits(name="Ads", channels=("Google Ads",), at_most=800.0),
    )
    limited = replace(plumber, limits=Limits(channels=own, groups=groups))
    changed = edits.change_type(limited, "Google Ads", "unpaid").limits
    assert changed == Limits(channels=own[1:], groups=(replace(groups[0], channels=("Mail",)),))
    assert edits.change_type(limited, "Google Ads", "retainer").limits == limited.limits


def test_what_a_new_type_needs_and_the_former_had_not_is_missing(plumber):
    channel = edits.change_type(plumber, "Google Ads", "pay_per_lead").channel("Google Ads")
    assert channel.cost_per_lead is None


@pytest.mark.parametrize("kind", CHANNEL_TYPES)
def test_a_blank_channel_states_nothing_but_its_defaults(kind):
    channel = edits.blank_channel(kind, "New")
    stated = {place.name for place in walk(channel) if place.value is not None and place.quantity.default is None}
    assert stated == set()
    assert getattr(channel, channel.cost if channel.is_paid else "visits_per_month") is None


def test_changing_the_curve_keeps_the_gain(plumber):
    changed = edits.change_curve(plumber, "Google Ads", "s_shaped").channel("Google Ads").curve
    assert isinstance(changed, SShaped)
    assert changed.gain_from_doubling == certain(0.6)
    assert changed.slope == 2.0
    assert edits.change_curve(plumber, "Google Ads", "linear").channel("Google Ads").curve == Linear()


@pytest.mark.parametrize("kind", CURVES)
def test_every_curve_can_be_chosen(plumber, kind):
    assert edits.change_curve(plumber, "Mail", kind).channel("Mail").curve.type == kind


def test_an_added_channel_gets_a_free_name_and_loses_rates_that_the_funnel_does_not_ask_for(plumber):
    tracked = edits.set_stages(plumber, [Stage.MQLS])
    offered = PayPerLead(name="google ads", cost_per_lead=certain(50.0), lead_to_customer_rate=certain(0.2))
    added = edits.add_channel(tracked, offered)
    assert added.channel_names[-1] == "google ads 2"
    assert added.channels[-1].lead_to_customer_rate is None
    assert edits.add_channel(plumber, offered).channels[-1].lead_to_customer_rate == certain(0.2)


def test_tracking_other_stages_drops_rates_between_stages_that_no_longer_follow(plumber):
    tracked = edits.set_stages(plumber, [Stage.OPPORTUNITIES, Stage.MQLS])
    assert tracked.funnel.stages == (Stage.MQLS, Stage.OPPORTUNITIES)
    assert tracked.funnel.lead_to_customer_rate is None
    assert tracked.channel("Mail").visit_to_lead_rate == certain(0.05)


@given(value=some.floats(0.0, 1e6), as_rate=some.booleans())
def test_a_range_to_start_from_can_be_drawn_and_keeps_the_number_in_its_middle(value, as_rate):
    quantity = Quantity(label="x", unit=Unit.RATE, at_most=1.0) if as_rate else Quantity(label="x", unit=Unit.MONEY)
    stated = certain(1.0 / (1.0 + value) if as_rate else value, source="accounts")
    opened = edits.opened(stated, quantity)
    assert opened.problems(quantity) == []
    assert not opened.is_certain
    assert opened.source == "accounts"
    inside = 1e-6 < stated.likely < (1.0 - 1e-6 if as_rate else 1e7)
    assert not inside or opened.likely == stated.likely


@pytest.mark.parametrize("place", [("curve.gain_from_doubling"), ("carry_over"), ("incremental_share")])
def test_limits_of_their_own_are_kept_by_a_range_to_start_from(plumber, place):
    channel = edits.change_curve(plumber, "Google Ads", "s_shaped")
    channel = edits.with_value(channel, "channels.Google Ads.curve.slope", 1.2)
    found = next(item for item in walk(channel) if item.path == f"channels.Google Ads.{place}")
    assert edits.opened(found.value, found.quantity).problems(found.quantity) == []


@pytest.mark.parametrize("stem", ["plumber", "b2b-manufacturer"])
def test_every_edit_can_be_saved_to_the_file_and_read_again(stem):
    content = find(shipped_folder(), stem).read_bytes()
    scenario = parse(content)
    first = scenario.channel_names[0]
    for edited in (
        edits.rename_channel(scenario, first, "Größe: #1 [x] 'q'"),
        edits.duplicate_channel(scenario, first),
        edits.move_channel(scenario, first, 2),
        edits.remove_channel(scenario, first),
        *(edits.change_curve(scenario, first, kind) for kind in CURVES),
        *(edits.change_type(scenario, first, kind) for kind in CHANNEL_TYPES),
        *(edits.set_stages(scenario, stages) for stages in ([], [Stage.MQLS])),
    ):
        written = write(edited, onto=content)
        if not problems(edited):
            assert parse(written) == edited
        else:
            assert written != content


@given(season=some.lists(some.floats(0.01, 10.0), min_size=12, max_size=12))
def test_a_scaled_season_averages_one_and_keeps_its_shape(season):
    scaled = edits.scaled_to_one(season)
    assert sum(scaled) == pytest.approx(12.0, abs=1e-9)
    mean = sum(season) / 12
    assert all(after == pytest.approx(before / mean, abs=0.007) for before, after in zip(season, scaled, strict=True))


def test_a_channel_takes_what_it_does_not_state_from_the_business_and_the_funnel(plumber):
    assert edits.inherited(plumber, "channels.Mail.revenue_per_sale") == certain(480.0)
    assert edits.inherited(plumber, "channels.Mail v1.2.lead_to_customer_rate") == certain(0.3)
    assert edits.inherited(plumber, "channels.Mail.cost_per_visit") is None
    assert edits.inherited(plumber, "business.repeat_sales_per_year") is None


def test_the_rates_asked_for_follow_from_the_stages_and_the_channels(plumber):
    assert edits.asked_rates(plumber.channels, ()) == ("visit_to_lead_rate", "lead_to_customer_rate")
    assert edits.asked_rates(plumber.channels[1:2], (Stage.SQLS,)) == ("lead_to_sql_rate", "sql_to_customer_rate")
    assert edits.asked_rates((), ()) == ("lead_to_customer_rate",)
