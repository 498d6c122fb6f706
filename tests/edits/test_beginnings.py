"""A scenario begun from an example: for another budget, with figures of one's own."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.edits.beginnings import AVERAGE_SALE, begun, monthly_budget, with_own
from simulator.edits.spend import slider_spend
from simulator.scenario.beliefs import certain
from simulator.scenario.plans import Plan
from simulator.scenario.provenance import as_own
from simulator.validation import problems
from tests.examples import PLUMBER

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("budget", [1, 250, 1250.5, 6000, 50_000_000])
def test_the_first_plan_spends_the_budget_to_the_cent(budget: float):
    mine = begun(PLUMBER, "Mine", budget)
    assert monthly_budget(mine, mine.plans[0]) == pytest.approx(budget, abs=1e-9)
    assert problems(mine) == []


def test_the_other_plans_and_the_money_before_are_scaled_alike():
    mine = begun(PLUMBER, "Mine", 8_080)
    assert [
        monthly_budget(mine, plan) / monthly_budget(PLUMBER, plan.name and PLUMBER.plan(plan.name))
        for plan in mine.plans
    ] == (pytest.approx([2.0, 2.0, 2.0], rel=0.01))
    before = [channel.monthly_spend_before for channel in PLUMBER.channels]
    assert [channel.monthly_spend_before for channel in mine.channels] == [2 * amount for amount in before]


def test_the_spends_at_which_costs_are_true_stay():
    references = [channel.reference_spend for channel in PLUMBER.channels]
    assert [channel.reference_spend for channel in begun(PLUMBER, "Mine", 99).channels] == references


def test_what_another_business_wants_and_does_is_not_taken_over():
    mine = begun(PLUMBER, "Mine")
    assert PLUMBER.notes
    assert (mine.name, mine.notes, mine.targets, mine.plans[0].notes) == ("Mine", "", (), "")
    assert slider_spend(mine, mine.plans[0]) == slider_spend(PLUMBER, PLUMBER.plans[0])


def test_an_example_that_spends_nothing_has_no_split_to_follow():
    idle = replace(PLUMBER, plans=(Plan(name="Idle", monthly_spend={}),))
    assert monthly_budget(begun(idle, "Mine", 500), idle.plans[0]) == 0.0


def test_a_figure_of_ones_own_is_certain_and_says_whose_it_is_and_since_when():
    mine = with_own(PLUMBER, AVERAGE_SALE, 480.0, TODAY)
    assert mine.business.revenue_per_sale == as_own(certain(480.0), TODAY)
    assert PLUMBER.business.revenue_per_sale != mine.business.revenue_per_sale
