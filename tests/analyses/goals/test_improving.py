"""Improvements for a goal, by hand: a lead costs $10, and 3 in 10 buy for $500."""

import pytest

from simulator.analyses.allocation.improving import with_set
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.improving import reach_with_improvements
from simulator.analyses.goals.reach import reach
from simulator.errors import LimitsError, SettingsError
from simulator.presentation.goal_text import answer_text, beside_text, how_sure_text
from simulator.text.formats import Formats
from tests.examples import CERTAIN
from tests.plain import beliefs

FORMATS = Formats("USD")
REVENUE = Goal("revenue", at_least=30_000)
"""60 customers: of 200 leads, or of 100 where 6 in 10 buy."""


def offering(*costs: float, bought: tuple[str, ...] = ()):
    """Training for each of these costs a month, after which 6 in 10 buy."""
    offered = [
        {"name": f"Training {place}", "belief": "funnel.lead_to_customer_rate", "becomes": 0.6, "monthly_cost": cost}
        for place, cost in enumerate(costs)
    ]
    return with_set(beliefs({**CERTAIN, "improvements": offered}), "Today", bought)


def found(scenario, goal: Goal = REVENUE, **settings):
    return reach_with_improvements(scenario, plan="Today", goals=[goal], probability=0.9, draws=8, **settings)


def test_what_makes_the_goal_cheaper_is_bought_from_the_budget():
    answer = found(offering(150.0))
    assert answer.bought == ("Training 0",)
    assert (answer.spend, answer.monthly_cost, answer.total) == ({"Leads": 1_000.0}, 150.0, 1_150.0)
    assert answer.is_proven
    # The plan as it is wins 30 customers, without training.
    assert (answer.present_chance, answer.present_total) == (0.0, 1_000.0)
    assert not answer.is_the_present_plan
    assert answer_text(answer, offering(150.0), FORMATS) == (
        "$1,150 a month, $150 of it for Training 0, brings $30,000 of revenue within 1 month in 100 of 100 possible"
        " worlds."
    )
    assert beside_text(answer, FORMATS).startswith("Your plan spends $150 less, $1,000 a month")
    assert "with those that are bought" in how_sure_text(answer, FORMATS)


def test_what_costs_more_than_the_leads_that_it_saves_is_left():
    answer = found(offering(1_050.0))
    assert (answer.bought, answer.monthly_cost, answer.total) == ((), 0.0, 2_000.0)


def test_of_two_that_do_the_same_the_cheaper_one_is_bought():
    assert found(offering(150.0, 140.0)).bought == ("Training 1",)


def test_what_the_plan_buys_without_need_is_dropped_and_what_it_needs_is_kept():
    assert found(offering(1_050.0, bought=("Training 0",))).bought == ()
    kept = found(offering(150.0, bought=("Training 0",)))
    assert (kept.bought, kept.total, kept.present_total) == (("Training 0",), 1_150.0, 1_150.0)
    assert kept.is_the_present_plan


def test_of_a_ratio_the_largest_budget_that_keeps_to_it_counts_what_is_bought():
    """With training a customer costs $16.67 for leads; $150 more lie below $20 from 45 customers on."""
    answer = found(offering(150.0), Goal("cac", at_most=20.0), most=1_500.0)
    assert answer.bought == ("Training 0",)
    assert answer.total == pytest.approx(1_500.0, abs=2 * answer.step)


def test_without_improvements_chosen_among_the_answer_is_as_before():
    scenario = offering(150.0)
    plain = reach(scenario, plan="Today", goals=[REVENUE], probability=0.9, draws=8)
    assert (plain.among, plain.bought, plain.total) == (False, (), plain.budget)
    assert "improvement" not in how_sure_text(plain, FORMATS).casefold()


def test_more_than_can_be_tried_is_refused_and_so_is_what_the_plan_buys_beyond_the_most():
    with pytest.raises(SettingsError, match="there are 4 improvements to choose among; at most 3"):
        found(offering(1.0, 2.0, 3.0, 4.0))
    with pytest.raises(LimitsError, match=r"improvements take 150\.00 of the most to spend, which is 100\.00"):
        found(offering(150.0, bought=("Training 0",)), most=100.0)
