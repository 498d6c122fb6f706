"""Conditions in plain words."""

import pytest

from simulator.analyses.stress import Condition, Rarity
from simulator.presentation.conditions import condition_choices, condition_texts, rarity_sentence
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


def sentence(worlds, *conditions, of=8192):
    return rarity_sentence(Rarity(worlds=worlds, of=of, conditions=conditions), scenario(correlation=0.3), DOLLARS)


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
    assert sentence(819, Condition(CLICK, "high")) == (
        "Search: cost per click at its high value or higher: 1 world in 10, by definition."
    )
    assert sentence(819, Condition("market", "low")) == "The market is poor or worse: 1 world in 10, by definition."


def test_what_was_never_drawn_is_rarer_than_could_be_counted():
    assert sentence(0, Condition(CLICK, "low"), Condition(SALE, "low")) == (
        "All of these at their low value together is rarer than 1 world in 8,192."
    )


@pytest.mark.parametrize(("worlds", "shown"), [(8, "1,000"), (84, "100"), (1638, "5"), (1, "8,000")])
def test_no_more_digits_are_shown_than_were_counted(worlds, shown):
    assert sentence(worlds, Condition(CLICK, "high"), Condition(SALE, "high")) == (
        f"All of these at their high value together happens in about 1 world in {shown}."
    )


def test_mixed_conditions_are_named_with_their_sides():
    assert sentence(0, Condition(CLICK, "high"), Condition("market", "low")) == (
        "All of these together (Search: cost per click at its high value; The market is poor) is rarer than 1 world in"
        " 8,192."
    )


def test_nothing_supposed_says_so():
    assert sentence(8192) == "Nothing changes here."
