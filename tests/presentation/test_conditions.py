"""Conditions in plain words."""

import pytest

from simulator.analyses.stress import Condition, Rarity
from simulator.presentation.conditions import condition_choices, condition_texts, rarity_sentence, worlds_sentence
from simulator.text.formats import Formats
from tests.plain import beliefs

CLICK = "channels.Search.cost_per_click"
VISIT = "channels.Search.visit_to_lead_rate"
CLOSING = "funnel.lead_to_customer_rate"
SALE = "business.revenue_per_sale"
DOLLARS = Formats("USD")


def scenario(correlation=0.0):
    return beliefs(
        {
            "name": "Plumber",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 6,
            "market_correlation": correlation,
            "business": {"revenue_per_sale": [350, 480, 700], "gross_margin_rate": 0.5},
            "funnel": {"lead_to_customer_rate": [0.25, 0.35, 0.5]},
            "channels": [
                {
                    "name": "Search",
                    "type": "pay_per_click",
                    "cost_per_click": [6, 8, 12],
                    "visit_to_lead_rate": [0.05, 0.08, 0.12],
                },
            ],
            "plans": [{"name": "Today", "monthly_spend": {"Search": 1000}}],
        }
    )


def sentence(share, *conditions):
    return rarity_sentence(Rarity(share=share, conditions=conditions), scenario(correlation=0.3), DOLLARS)


def test_uncertain_beliefs_can_be_supposed_in_plain_words():
    offered = {choice.path: choice for choice in condition_choices(scenario(), DOLLARS)}
    assert list(offered) == [SALE, CLOSING, VISIT, CLICK]
    assert offered[CLICK].label == "Search: cost per click"
    assert (offered[CLICK].low_text, offered[CLICK].text("high")) == ("Low ($6)", "High ($12)")
    assert offered[CLOSING].low_text == "Low (25%)"


def test_a_market_that_moves_anything_can_be_poor_or_good():
    first = condition_choices(scenario(correlation=0.1), DOLLARS)[0]
    assert (first.path, first.label, first.low_text, first.high_text) == ("market", "The market", "Poor", "Good")


def test_what_is_supposed_is_said_in_the_scenario_s_own_numbers():
    supposed = [Condition("market", "low"), Condition(CLICK, "high")]
    assert condition_texts(scenario(correlation=0.1), supposed, DOLLARS) == [
        "The market: Poor",
        "Search: cost per click: High ($12)",
    ]


def test_one_condition_is_one_world_in_ten_by_definition():
    assert sentence(0.1, Condition(CLICK, "high")) == (
        "Search: cost per click at its high value or higher: 1 world in 10, by definition."
    )
    assert sentence(0.1, Condition("market", "low")) == "The market is poor or worse: 1 world in 10, by definition."


def test_what_is_very_rare_is_rarer_than_ranges_can_tell():
    assert sentence(1e-7, Condition(CLICK, "low"), Condition(SALE, "low")) == (
        "All of these at their low value or lower together is rarer than 1 world in 1,000,000."
    )


@pytest.mark.parametrize(
    ("share", "shown"), [(0.03901746504513, "26"), (0.000238975505, "4,185"), (1.05388e-5, "94,890"), (0.1, "10")]
)
def test_how_rare_it_is_is_said_in_four_digits_at_most(share, shown):
    assert sentence(share, Condition(CLICK, "high"), Condition(SALE, "high")) == (
        f"All of these at their high value or higher together happens in about 1 world in {shown}."
    )


def test_mixed_conditions_are_named_with_their_sides():
    assert sentence(0.0, Condition(CLICK, "high"), Condition("market", "low")) == (
        "All of these together (Search: cost per click at its high value or higher; The market is poor or worse) is"
        " rarer than 1 world in 1,000,000."
    )


def test_nothing_supposed_says_so():
    assert sentence(1.0) == "Nothing changes here."
    assert worlds_sentence(scenario(), [], DOLLARS) == ""


def test_other_numbers_are_said_to_follow_where_they_do():
    tied = scenario(correlation=0.3)
    assert worlds_sentence(tied, [Condition(CLICK, "high"), Condition(SALE, "low")], DOLLARS) == (
        "Shown are the worlds where Search: cost per click is high and average sale is low; other rates and unit"
        " costs follow, as far as the same market moves them."
    )
    assert worlds_sentence(tied, [Condition("market", "low")], DOLLARS) == (
        "Shown are the worlds where the market is poor; other rates and unit costs follow the market."
    )


def test_other_numbers_are_said_not_to_follow_only_where_none_does():
    alone = "Shown are the worlds where Search: cost per click is high; no other assumption is tied to that."
    assert worlds_sentence(scenario(), [Condition(CLICK, "high")], DOLLARS) == alone
    assert "no other" not in worlds_sentence(scenario(correlation=0.1), [Condition(CLICK, "high")], DOLLARS)
