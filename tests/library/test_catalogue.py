"""The channel catalogue: every entry can be added to every shipped scenario, with its sources."""

from dataclasses import replace
from datetime import date

import pytest

from simulator import edits
from simulator.analyses.summary import month_summary
from simulator.engine.simulation import preview
from simulator.errors import UnknownNameError
from simulator.library.catalogue import TRADES, entries, entry, trade
from simulator.library.folder import find, shipped_folder
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.fields import walk
from simulator.scenario.plans import Monthly, Plan
from simulator.scenario.scenario import Business, Scenario, SharedFunnel
from simulator.scenario_files import read
from simulator.units import Role
from simulator.validation import problems

ANY_TRADE = (None, *(trade.key for trade in TRADES))

WANTED = {
    "local_seo",
    "content",
    "google_ads_search",
    "local_services_ads",
    "display",
    "facebook_instagram_ads",
    "linkedin_ads",
    "organic_social",
    "email_to_prospects",
    "referral_programme",
    "radio",
    "tv",
    "yard_signs",
    "truck_signs",
    "postcards_and_mail",
    "print_magazine",
    "trade_show",
}


def alone(channel):
    return Scenario(
        name="one channel",
        currency="USD",
        start=date(2027, 1, 1),
        business=Business(revenue_per_sale=certain(500.0), gross_margin_rate=certain(0.5)),
        funnel=SharedFunnel(lead_to_customer_rate=certain(0.3)),
        channels=(channel,),
        plans=(Plan(name="Today", monthly_spend={}),),
    )


def test_the_catalogue_has_every_kind_of_channel_that_people_ask_for():
    assert {found.key for found in entries()} == WANTED


@pytest.mark.parametrize("found", entries(), ids=lambda found: found.key)
def test_every_entry_is_a_channel_that_can_be_run_in_any_trade(found):
    for trade_key in ANY_TRADE:
        channel = found.channel(trade_key)
        assert channel.name == found.label, trade_key
        assert problems(alone(channel)) == [], trade_key


@pytest.mark.parametrize("found", entries(), ids=lambda found: found.key)
def test_every_range_that_is_stated_for_any_trade_says_where_it_comes_from(found):
    for trade_key in ANY_TRADE:
        for place in walk(found.channel(trade_key)):
            if isinstance(place.value, Belief) and place.quantity.role is Role.BELIEF:
                is_default = place.quantity.default is not None and place.value == certain(place.quantity.default)
                assert is_default or place.value.source, (trade_key, place.path)


@pytest.mark.parametrize("found", TRADES, ids=lambda found: found.key)
def test_every_entry_can_be_added_to_the_scenario_of_its_trade(found):
    scenario = read(find(shipped_folder(), found.scenario))
    for offered in entries():
        added = edits.add_channel(scenario, offered.channel(found.key))
        assert problems(added) == [], offered.key


def test_a_trade_replaces_what_differs_and_keeps_the_rest():
    for found in entries():
        for key, own in found.by_trade.items():
            merged = found.channel(key)
            assert found.differs_for(key)
            if "type" not in own:
                assert type(merged) is type(found.channel())
    assert not entry("tv").differs_for(None)


def test_a_name_of_ones_own_can_be_given():
    assert entry("radio").channel(name="KXYZ").name == "KXYZ"


SLOW = ("local_seo", "content", "organic_social")


@pytest.mark.parametrize("key", SLOW)
@pytest.mark.parametrize("trade_key", ANY_TRADE)
def test_what_builds_up_slowly_stays_for_a_while_and_does_not_come_back_at_once(key, trade_key):
    channel = entry(key).channel(trade_key, name="Slow")
    year = (channel.reference_spend,) * 12
    pause = Plan(name="Pause", monthly_spend={"Slow": Monthly(amounts=year + (0.0,) * 12 + year)})
    scenario = replace(alone(channel), horizon_months=36, plans=(pause,))
    visits = [month.mean for month in month_summary(preview(scenario, "Pause"))["visits"]]
    first, full, stopped, paused, again = visits[0], visits[11], visits[12], visits[23], visits[24]
    assert first < 0.35 * full
    assert 0.3 * full < stopped < full
    assert paused < stopped
    assert again < 0.75 * full


@pytest.mark.parametrize("key", ["radio", "tv", "print_magazine", "truck_signs", "yard_signs"])
def test_broadcast_is_remembered(key):
    assert entry(key).channel().carry_over.likely > 0


def test_unknown_keys_are_refused():
    with pytest.raises(UnknownNameError):
        entry("skywriting")
    with pytest.raises(UnknownNameError):
        trade("astronaut")
