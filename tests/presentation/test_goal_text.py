"""Goals in words: plain examples of each sentence."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from simulator.analyses.goals.advice import StageAdvice, Why
from simulator.analyses.goals.backwards import Backwards, Gap, StageNeed
from simulator.analyses.goals.goal import Goal, quarters
from simulator.analyses.goals.prices import HighestPrice
from simulator.analyses.goals.rates import RateNeeded, Worth
from simulator.analyses.goals.reach import Reach
from simulator.analyses.summary import Figures, Summary
from simulator.presentation.goal_text import (
    advice_text,
    answer_text,
    beside_text,
    each_text,
    fallen_short_text,
    gap_text,
    goals_text,
    how_sure_text,
    number_text,
    people_text,
    price_row,
    rate_text,
)
from simulator.scenario.stages import Stage
from simulator.text.formats import Formats
from tests.examples import CERTAIN
from tests.plain import beliefs

FORMATS = Formats("USD")
GERMAN = Formats("EUR", "de_DE")
SCENARIO = beliefs({**CERTAIN, "horizon_months": 24})
CUSTOMERS = Goal("customers", at_least=240)


def found(spend: float = 1_200.0, now: float = 1_000.0, **changes: Any) -> Reach:
    """The goal is reached in 8 of 10 worlds, with $1,200 a month in place of $1,000."""
    split: dict[str, Mapping[str, float]] = {"spend": {"Leads": spend}, "now": {"Leads": now}}
    usual: dict[str, Any] = {
        "scenario": SCENARIO, "plan": "Today", "goals": (CUSTOMERS,), "probability": 0.8, "is_largest": False,
        "reachable": True, "budget": spend, "chance": 0.81, "chance_error": 0.009, "each": (0.81,),
        "present_chance": 0.4, "step": 20.0, "most": 2_000.0,
        "bound": None, "is_proven": False,
    }  # fmt: skip
    return Reach(**{**usual, **split, **changes})


def summary(mean: float, low: float | None = None, high: float | None = None) -> Summary:
    return Summary(mean, mean if low is None else low, mean, mean if high is None else high, Figures(0, 0, 0, 0))


# -- the goal and the answer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "text"),
    [
        (CUSTOMERS, "240 new customers"),
        (Goal("customers", at_least=1), "1 new customer"),
        (Goal("opportunities", at_least=1), "1 opportunity"),
        (Goal("mqls", at_least=1), "1 marketing-qualified lead (MQL)"),
        (Goal("pieces", at_least=1), "1 piece mailed"),
        (Goal("profit", at_least=1), "$1 of profit after marketing"),
        (Goal("roi", at_least=-0.2), "an ROI of -20% or more"),
        (Goal("cac", at_most=300), "a cost per new customer of $300 or less"),
        (Goal("payback_months", at_most=1), "payback within 1 month"),
        (Goal("payback_months", at_most=9), "payback within 9 months"),
    ],
)
def test_a_goal_is_a_number_of_something_one_or_more(goal, text):
    assert number_text(goal, FORMATS) == text


def test_a_goal_says_when_it_is_to_be_reached():
    assert goals_text([CUSTOMERS], SCENARIO, FORMATS) == "240 new customers within 24 months"
    assert goals_text([replace(CUSTOMERS, last=12)], SCENARIO, FORMATS) == "240 new customers in the first year"
    later = goals_text([replace(CUSTOMERS, first=13)], SCENARIO, FORMATS)
    assert later == "240 new customers from Jan 2028 to Dec 2028"
    each = goals_text(quarters("customers", [10, 20, 30, 40]), SCENARIO, FORMATS)
    assert each == "10, 20, 30 and 40 new customers in the 4 quarters from Jan 2027 on, all of them"


def test_an_answer_is_a_budget_and_how_often_it_does_it():
    brings = "240 new customers within 24 months in 81 of 100 possible worlds."
    assert answer_text(found(), SCENARIO, FORMATS) == f"$1,200 a month brings {brings}"
    assert answer_text(found(is_largest=True), SCENARIO, FORMATS) == f"Up to $1,200 a month brings {brings}"
    assert answer_text(found(spend=1_000.0), SCENARIO, FORMATS) == f"Your plan does it: $1,000 a month brings {brings}"


def test_what_is_not_reachable_is_said_with_the_best_there_is():
    text = answer_text(found(reachable=False, chance=0.31), SCENARIO, FORMATS)
    assert text == (
        "Not reachable within the limits: the best is 31 of 100 possible worlds, with $1,200 a month. You want"
        " 240 new customers within 24 months in 80 of 100."
    )


@pytest.mark.parametrize(
    ("now", "spends"), [(1_000.0, "$200 less, $1,000"), (1_500.0, "$300 more, $1,500"), (1_200.0, "as much, $1,200")]
)
def test_the_present_plan_spends_more_or_less_or_as_much(now, spends):
    other = found(spend=1_200.0, now=now)
    other = replace(other, spend={"Leads": 600.0, "Cards": 600.0}, now={"Leads": now, "Cards": 0.0})
    assert beside_text(other, FORMATS) == f"Your plan spends {spends} a month, and does so in 40 of 100."


def test_of_the_present_plan_and_of_one_goal_nothing_more_is_said():
    assert beside_text(found(spend=1_000.0), FORMATS) == ""
    assert each_text(found(), SCENARIO, FORMATS) == ""


def test_each_of_several_goals_has_a_chance_by_itself():
    several = found(goals=quarters("customers", [10, 20]), each=(0.9, 0.85))
    assert each_text(several, SCENARIO, FORMATS) == (
        "That is the chance that all hold at once. Each by itself: Jan 2027 to Mar 2027 90 of 100 and Apr 2027 to"
        " Jun 2027 85 of 100."
    )


@pytest.mark.parametrize(("error", "known"), [(0.0625, "13 in 100"), (0.0098, "2 in 100"), (0.001, "1 in 100")])
def test_a_chance_is_known_as_well_as_its_worlds_allow(error, known):
    assert how_sure_text(found(chance_error=error), FORMATS).endswith(f"and known to about {known}.")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"bound": 1_200.0, "is_proven": True},
            "Proven: in the worlds of the search no smaller budget in these steps does it, however it is split.",
        ),
        (
            {"bound": 1_200.0, "is_proven": True, "is_largest": True},
            "Proven: in the worlds of the search no larger budget in these steps does it, however it is split.",
        ),
        (
            {"bound": 900.0},
            "This is the smallest that was found. Proven is only that no budget below $900 does it in the worlds of"
            " the search.",
        ),
        (
            {"bound": 1_500.0, "is_largest": True},
            "This is the largest that was found. Proven is only that no budget above $1,500 does it in the worlds of"
            " the search.",
        ),
        (
            {"reachable": False, "is_proven": True},
            "Proven: in the worlds of the search no budget in these steps does it, however it is split.",
        ),
    ],
)
def test_what_is_proven_is_said_and_no_more_than_that(changes, text):
    assert text in how_sure_text(found(**changes), FORMATS)


def test_how_sure_it_is_says_what_was_looked_at_and_what_was_not_found():
    looked = "Budgets of up to $2,000 a month were looked at, in steps of $20, and no channel beyond what it can spend"
    assert how_sure_text(found(), FORMATS).startswith(looked)
    assert "No smaller budget was found that does it" in how_sure_text(found(), FORMATS)
    assert "No larger budget was found that does it" in how_sure_text(found(is_largest=True), FORMATS)
    assert "No better split was found" in how_sure_text(found(reachable=False), FORMATS)
    assert how_sure_text(found(chance_error=0.0), FORMATS).endswith(
        "because every number is certain; the rest is luck."
    )


def test_a_chance_a_little_below_the_wanted_one_is_said_to_be_so():
    cannot_tell = "You asked for 80 of 100: so many worlds cannot tell the two apart."
    assert fallen_short_text(found(chance=0.785), FORMATS) == cannot_tell
    assert fallen_short_text(found(chance=0.81), FORMATS) == fallen_short_text(found(chance=0.799), FORMATS) == ""
    assert fallen_short_text(found(chance=0.3, reachable=False), FORMATS) == ""


# -- people, rates and prices ----------------------------------------------------------------------------------------


def span(given: float = 100.0, **changes: Any) -> Backwards:
    usual: dict[str, Any] = {
        "goal": CUSTOMERS, "given": summary(given), "times": summary(240.0 / given), "stages": [], "channels": {},
        "ahead": 0.0, "signing_later": 0.0, "room": float("inf"), "gap": Gap.PEOPLE,
    }  # fmt: skip
    return Backwards(**{**usual, **changes})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (span(), "too few people come in. It takes 2.4 times as many at every stage."),
        (span(gap=Gap.ROOM, room=120.0), "there is room for 120 new customers only; more leads do not help."),
        (span(gap=Gap.ROOM, room=1.0), "there is room for 1 new customer only; more leads do not help."),
        (
            span(gap=Gap.LATE, signing_later=30.0),
            "there are leads enough, but 30 customers sign after these months. Begin earlier, or close faster.",
        ),
    ],
)
def test_a_gap_says_where_it_lies(given, text):
    assert gap_text(given, SCENARIO, FORMATS) == f"240 wanted, 100 from the plan on average: {text}"


def test_where_nothing_is_missing_there_is_no_gap():
    assert gap_text(span(300.0, gap=Gap.NONE), SCENARIO, FORMATS).endswith("300 from the plan on average: no gap.")


def test_people_have_a_range_where_they_are_uncertain():
    need = StageNeed(stage=Stage.LEADS, needed=summary(200.0, 120.0, 390.0), given=summary(80.0))
    assert people_text(need, FORMATS) == "200 (120 to 390)"
    assert people_text(replace(need, needed=summary(200.0)), FORMATS) == "200"
    assert people_text(replace(need, needed=summary(float("inf"))), FORMATS) == "–"


@pytest.mark.parametrize(
    ("needed", "text"),
    [(0.3, "which is enough."), (0.42, "42% would do alone."), (None, "Even 100% would not do alone.")],
)
def test_a_rate_would_have_to_be_so_much_or_is_enough_or_cannot_do_it(needed, text):
    found = rate_text(RateNeeded(name="lead_to_customer_rate", now=0.3, needed=needed), FORMATS)
    assert found.startswith("Leads that become customers: 30% now")
    assert found.endswith(text)


def test_percentages_are_written_as_their_reader_does():
    rate = rate_text(RateNeeded(name="lead_to_customer_rate", now=0.3, needed=None), GERMAN)
    assert rate.endswith("Even 100\N{NO-BREAK SPACE}% would not do alone.")
    advice = advice_text(advised(5_000.0), GERMAN)
    assert "10%" not in advice
    assert advice.count("10\N{NO-BREAK SPACE}% better") == 2


def advised(gain: float, **changes: Any) -> StageAdvice:
    worth = Worth(name="lead_to_customer_rate", now=0.3, gain=summary(gain))
    return StageAdvice(**{"worth": worth, "why": Why.WORTH_MOST, **changes})


def test_advice_says_what_to_work_on_why_and_what_that_is_worth():
    assert advice_text(advised(5_000.0), FORMATS) == (
        "Leads that become customers: 30%. Of all stages, this is where 10% better is worth most. Look at what the form"
        " asks, and which sources qualify; then follow-up, the offer, and the price. 10% better, 33%, would be worth"
        " $5,000 of profit over the plan."
    )


def test_a_rate_below_what_its_source_gives_may_cost_profit_where_every_customer_does():
    below = advised(-500.0, why=Why.BELOW, channel="Mail", stated=0.3, usual=(0.35, 0.5), source="Survey: 35-50 %")
    text = advice_text(below, FORMATS)
    assert text.startswith("Leads that become customers in Mail: 30%, and its source gives 35% to 50%.")
    assert text.endswith("10% better, 33%, would change profit by -$500 over the plan.")


@pytest.mark.parametrize(
    ("highest", "shown", "note"),
    [(4.0, "$4.00", ""), (1.5, "$1.50", "does not pay at today's price"), (float("inf"), "–", "")],
)
def test_a_price_says_what_it_may_be_and_whether_it_pays_now(highest, shown, note):
    price = HighestPrice(
        channel="Ads", field="cost_per_click", label="Cost per click", now=2.0, highest=highest, sure=1.25,
        lead_now=20.0, lead_highest=10.0 * highest, lead_sure=0.0,
    )  # fmt: skip
    row = price_row(price, FORMATS)
    assert (row.now, row.highest, row.note) == ("$2.00", shown, note)
    assert (row.sure, row.lead_sure) == ("in 90 of 100 worlds: $1.25", "in 90 of 100 worlds: at no price")
    alike = price_row(replace(price, highest=1.25, lead_sure=math.nan), FORMATS)
    assert (alike.sure, alike.lead_sure) == ("", "")


def test_a_lead_that_is_bought_has_one_price():
    price = HighestPrice(
        channel="Referrals", field="cost_per_lead", label="Cost per lead", now=65.0, highest=184.0, sure=87.0,
        lead_now=55.0, lead_highest=156.0, lead_sure=74.0,
    )  # fmt: skip
    row = price_row(price, FORMATS)
    assert (row.now, row.highest) == ("$65", "$184")
    assert (row.lead_now, row.lead_highest, row.lead_sure) == ("–", "–", "")
