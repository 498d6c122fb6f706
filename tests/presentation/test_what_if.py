"""Suppositions in plain words."""

from dataclasses import replace

import pytest

from simulator.analyses.stress import Condition
from simulator.analyses.what_if import subject_of
from simulator.edits.knobs import SEASONS, AverageSale, ComeBack, LeadsCost, OneBelief, Season, Stops
from simulator.presentation.what_if import (
    CHIPS,
    SEASONS_IN_WORDS,
    chip_of,
    chips,
    effect_text,
    number_choices,
    plan_name_with,
    what_if_sentence,
    what_if_texts,
    worlds_sentences,
    written_notice,
)
from simulator.scenario.beliefs import certain
from simulator.text.formats import Formats
from tests.examples import CERTAIN, MARKUP, PLUMBER, THREE_CHANNELS, TWO_PLANS
from tests.plain import beliefs

DOLLARS = Formats("USD")
GERMAN = Formats("EUR", locale="de_DE")
CLICK = "channels.Google Ads search.cost_per_click"
JUNE = SEASONS["jun-aug"]


def test_everything_that_is_supposed_is_told_in_the_scenario_s_own_numbers():
    what_if = (
        LeadsCost(0.3),
        AverageSale(-0.1),
        ComeBack(-0.2),
        Season(-0.3, JUNE),
        Stops("Local SEO", 4),
        OneBelief(0.125, "funnel.lead_to_customer_rate"),
    )
    assert what_if_sentence(PLUMBER, what_if, DOLLARS) == (
        "What if: Leads cost +30%; Average sale -10%; Customers coming back -20%; Demand, June to August -30%; "
        "Stop Local SEO in Apr 2027; Leads that become customers +12.5%."
    )
    assert what_if_sentence(PLUMBER, (), DOLLARS) == ""


def test_a_side_is_told_of_the_belief_as_it_is_scaled():
    assert what_if_texts(PLUMBER, (Condition(CLICK, "high"), LeadsCost(1.0)), DOLLARS) == [
        "Google Ads search: cost per click: High ($50)",
        "Leads cost +100%",
    ]


def test_what_does_not_fit_is_not_told():
    assert what_if_texts(PLUMBER, (Stops("Gone", 3), OneBelief(0.1, "business.nothing")), DOLLARS) == []


def test_a_share_is_written_as_the_reader_writes_it():
    assert what_if_texts(PLUMBER, (LeadsCost(0.125),), GERMAN) == ["Leads cost +12,5\xa0%"]


@pytest.mark.parametrize(
    ("knob", "effect"),
    [
        (OneBelief(0.3, CLICK), "$13 becomes $16.90."),
        (AverageSale(-0.1), "Average sale: $620 becomes $558."),
        (
            LeadsCost(0.0),
            "Google Ads search: cost per click: $13 hardly changes; Local Services Ads: cost per lead: $62",
        ),
        (
            LeadsCost(0.3),
            "Google Ads search: cost per click: $13 becomes $16.90; Local Services Ads: cost per lead: $62",
        ),
        (Stops("Radio", 4), "Today spends nothing on Radio from then on, so nothing changes."),
        (Stops("Local SEO", 4), ""),
        (Season(-0.3, JUNE), ""),
    ],
)
def test_it_is_told_what_becomes_of_the_numbers(knob, effect):
    assert effect_text(knob, PLUMBER, "Today", DOLLARS).startswith(effect)
    assert bool(effect) == bool(effect_text(knob, PLUMBER, "Today", DOLLARS))


def test_where_a_season_changes_nothing_it_is_told():
    scenario, everywhere = beliefs(THREE_CHANNELS), dict.fromkeys(("Leads", "Fair", "Cards"), 100.0)
    plain = {**THREE_CHANNELS, "plans": [{"name": "Other", "monthly_spend": everywhere}, THREE_CHANNELS["plans"][0]]}
    told = effect_text(Season(-0.3, JUNE), beliefs(plain), "Other", DOLLARS)
    assert told == "Changes nothing for Leads, Fair and Cards: there money buys at its price in every season."
    assert effect_text(Season(-0.3, JUNE), scenario, "Today", DOLLARS) == ""


def test_chips_are_those_that_fit_and_each_fits():
    offered = chips(PLUMBER, "Today")
    assert [chip.words for chip in offered] == list(CHIPS.values())
    assert [chip_of(chip.first) for chip in offered] == [chip.words for chip in offered]
    assert all(chip.first.fits(PLUMBER) for chip in offered)
    assert offered[-1].first == Stops("Google Ads search", 4)
    assert "Fewer come back" not in [chip.words for chip in chips(beliefs(TWO_PLANS), "Today")]


def test_a_scenario_without_channels_or_months_offers_what_it_has():
    empty = replace(beliefs(CERTAIN), channels=(), plans=(replace(beliefs(CERTAIN).plans[0], monthly_spend={}),))
    assert [chip.words for chip in chips(empty, "Today")] == ["Smaller sales"]
    assert chips(beliefs(CERTAIN), "Today")[-1].first == Stops("Leads", 1)


@pytest.mark.parametrize(("currency", "first"), [("USD", 6), ("EUR", 6), ("AUD", 12), ("ZAR", 12)])
def test_summer_is_when_it_is_where_the_money_is(currency, first):
    [season] = [
        chip.first for chip in chips(replace(PLUMBER, currency=currency), "Today") if chip.words == CHIPS[Season]
    ]
    assert season == Season(-0.3, first)


def test_every_season_has_words():
    assert sorted(SEASONS_IN_WORDS.values()) == sorted(SEASONS.values())


def test_numbers_begin_at_the_side_that_one_worries_about():
    offered = {choice.path: choice for choice in number_choices(PLUMBER, DOLLARS)}
    assert next(iter(offered)) == "market"
    assert offered["market"].first == Condition("market", "low")
    assert not offered["market"].can_be_scaled
    assert offered[CLICK].first == Condition(CLICK, "high")
    assert offered[CLICK].sides == {"low": "Low ($8)", "high": "High ($25)"}
    assert offered["funnel.lead_to_customer_rate"].first == Condition("funnel.lead_to_customer_rate", "low")
    assert len({choice.label for choice in offered.values()}) == len(offered)


def test_a_number_that_is_certain_is_supposed_to_be_worse_by_a_share():
    offered = {choice.path: choice for choice in number_choices(beliefs(CERTAIN), DOLLARS)}
    assert offered["channels.Leads.cost_per_lead"].first == OneBelief(0.2, "channels.Leads.cost_per_lead")
    assert offered["business.revenue_per_sale"].first == OneBelief(-0.2, "business.revenue_per_sale")
    assert {subject_of(choice.first) for choice in offered.values()} == set(offered)


def test_worlds_are_explained_where_some_are_left_out():
    assert worlds_sentences(PLUMBER, (LeadsCost(0.3),), DOLLARS) == ()
    shown, rare = worlds_sentences(PLUMBER, (LeadsCost(0.3), Condition(CLICK, "high")), DOLLARS)
    assert shown.startswith("Shown are the worlds where Google Ads search: cost per click is high;")
    assert rare == "Google Ads search: cost per click at its high value or higher: 1 world in 10, by definition."


def test_a_plan_that_is_kept_says_what_it_does():
    what_if = (LeadsCost(0.3), Stops("Local SEO", 4), Stops("Radio", 1))
    name = plan_name_with("Today", what_if, PLUMBER, DOLLARS)
    assert name == "Today, stop Local SEO Apr 2027, stop Radio Jan 2027"


def test_what_writing_does_not_say_is_told():
    assert written_notice(PLUMBER, (LeadsCost(0.3),), DOLLARS) == "Written into the assumptions: Leads cost +30%."
    assert "A season averages 1" in written_notice(PLUMBER, (Season(-0.3, JUNE),), DOLLARS)
    moved = replace(PLUMBER, market_correlation=0.3)
    assert "Other rates and unit costs are as you stated them" in written_notice(
        moved, (Condition(CLICK, "low"),), DOLLARS
    )
    alone = replace(PLUMBER, market_correlation=0.0)
    assert "Other rates" not in written_notice(alone, (Condition(CLICK, "low"),), DOLLARS)


def test_a_name_is_told_letter_by_letter():
    channel = replace(PLUMBER.channels[0], name=MARKUP, cost_per_click=certain(8.0))
    scenario = replace(PLUMBER, channels=(channel,))
    assert what_if_texts(scenario, (Stops(MARKUP, 2),), DOLLARS) == [f"Stop {MARKUP} in Feb 2027"]
