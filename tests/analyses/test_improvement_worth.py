"""Worth of an improvement in a plan: by hand where all is certain, and by running both plans elsewhere."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.improvement_worth import improvement_worths
from simulator.engine.sampling import sample
from simulator.engine.simulation import simulate
from simulator.presentation.improvement_text import worth_text
from simulator.scenario.beliefs import between, certain
from simulator.scenario.channels import PayPerClick, Unpaid
from simulator.scenario.improvements import Improvement
from simulator.scenario.plans import Plan, Purchase, Steady
from simulator.scenario.scenario import Business, Scenario, SharedFunnel
from simulator.text.formats import Formats
from tests.improved_examples import PAGE, TRAINING, buying, offering

DRAWS = 512
BY_HAND = Scenario(
    name="By hand",
    currency="USD",
    start=date(2027, 1, 1),
    horizon_months=10,
    business=Business(revenue_per_sale=certain(100.0), gross_margin_rate=certain(0.5)),
    funnel=SharedFunnel(visit_to_lead_rate=certain(0.1), lead_to_customer_rate=certain(0.2)),
    channels=(
        PayPerClick(name="Search", cost_per_click=certain(2.0), incremental_share=certain(0.5)),
        Unpaid(name="Direct", visits_per_month=certain(1_000.0)),
    ),
    plans=(
        Plan(
            name="Plan",
            monthly_spend={"Search": Steady(amount=1_000.0)},
            improvements=(Purchase(improvement="Form", first=4),),
        ),
    ),
    improvements=(Improvement(name="Form", belief="funnel.visit_to_lead_rate", becomes=certain(0.15), cost=400.0),),
)


def test_customers_who_would_come_anyway_never_count_and_the_whole_gain_does():
    funnel = simulate(BY_HAND, "Plan", draws=8).funnel
    # Search: 500 visits x 0.1 x 0.2 = 10 customers a month, half of them anyway; 15 from month 4 on: 5 + 5.
    # Direct: 1,000 visits bring 20 a month anyway; 30 from month 4 on: 10 are gained.
    assert_allclose(funnel.by_month.customers[0, :, 0], [5.0] * 3 + [20.0] * 7)
    assert_allclose(funnel.by_channel.customers[:-1, 0, 0], [3 * 5.0 + 7 * 10.0, 7 * 10.0])
    assert_allclose(funnel.plan.marketing_cost[0, 0, 0], 10_000.0 + 400.0)


def test_cost_per_lead_leaves_out_whoever_comes_without_money():
    funnel = simulate(BY_HAND, "Plan", draws=8).funnel
    assert_allclose(funnel.plan.paid_stages["leads"][0, 0, 0], 3 * 50.0 + 7 * 75.0)
    assert_allclose(funnel.plan.stages["leads"][0, 0, 0], 3 * 150.0 + 7 * 225.0)
    assert np.isnan(funnel.by_channel.paid_stages["leads"][1, 0, 0])


def test_the_worth_is_the_profit_of_what_is_gained_and_the_cost_is_apart():
    [found] = improvement_worths(simulate(BY_HAND, "Plan", draws=8))
    assert_allclose((found.worth.mean, found.cost, found.net), (7 * 15 * 50.0, 400.0, 7 * 15 * 50.0 - 400.0))
    assert_allclose(found.most_to_pay, 7 * 15 * 50.0)


def test_the_worth_is_that_of_the_plan_with_against_the_plan_without_world_by_world():
    scenario = buying(offering(), "Today", page=3)
    with_it, without = (simulate(each, "Today", draws=DRAWS) for each in (scenario, buying(scenario, "Today")))
    found = {each.name: each for each in improvement_worths(with_it)}
    gained = with_it.funnel.plan.profit - without.funnel.plan.profit + 6_000.0
    assert_allclose(found[PAGE].worth.mean, gained.mean())
    assert (found[PAGE].is_bought, found[TRAINING].is_bought, found[TRAINING].first) == (True, False, 1)
    assert_allclose(found[TRAINING].monthly, 24 * 100.0)
    assert gained.min() >= -1e-6


def test_a_plan_with_an_improvement_differs_from_the_same_without_in_nothing_else():
    scenario = offering()
    bought, left = (sample(each, draws=64, seed=1) for each in (buying(scenario, "Today", page=1), scenario))
    for one, other in zip(bought.channels, left.channels, strict=True):
        assert_array_equal(one.incremental_share, other.incremental_share)
    assert_array_equal(bought.improvement(PAGE).becomes, left.improvement(PAGE).becomes)


def test_what_is_improved_keeps_its_level_among_the_draws():
    drawn = sample(offering(), draws=64, seed=1)
    before, after = drawn.channels[0].visit_to_lead_rate, drawn.improvement(PAGE).becomes
    assert_array_equal(np.argsort(before), np.argsort(after))


def test_an_improvement_that_is_none_changes_nothing_but_its_cost():
    worse = Improvement(name="Form", belief="funnel.visit_to_lead_rate", becomes=between(0.01, 0.02, 0.03), cost=9.0)
    scenario = replace(BY_HAND, improvements=(worse,))
    [found] = improvement_worths(simulate(scenario, "Plan", draws=64))
    assert (found.worth.mean, found.worth.p10, found.cost) == (0.0, 0.0, 9.0)
    assert "changes nothing in this plan" in worth_text(found, scenario, Formats())


def test_of_two_improvements_of_one_belief_the_better_counts():
    better = Improvement(name="Both", belief="funnel.visit_to_lead_rate", becomes=certain(0.2))
    two = replace(BY_HAND, improvements=(*BY_HAND.improvements, better))
    plan = replace(two.plans[0], improvements=(*two.plans[0].improvements, Purchase(improvement="Both", first=6)))
    customers = simulate(replace(two, plans=(plan,)), "Plan", draws=8).funnel.by_month.customers[0, :, 0]
    assert_allclose(customers, [5.0] * 3 + [20.0] * 2 + [35.0] * 5)


@pytest.mark.parametrize("first", [11, date(2027, 11, 1), date(2030, 1, 1)])
def test_what_is_bought_after_the_horizon_neither_costs_nor_changes_anything(first):
    plan = replace(BY_HAND.plans[0], improvements=(Purchase(improvement="Form", first=first),))
    late, never = (
        simulate(replace(BY_HAND, plans=(each,)), "Plan", draws=8).funnel.plan.profit
        for each in (plan, replace(plan, improvements=()))
    )
    assert_array_equal(late, never)


def test_what_was_bought_before_the_plan_starts_is_paid_for_and_works_from_the_first_month():
    plan = replace(BY_HAND.plans[0], improvements=(Purchase(improvement="Form", first=date(2026, 10, 1)),))
    funnel = simulate(replace(BY_HAND, plans=(plan,)), "Plan", draws=8).funnel
    assert_allclose(funnel.plan.marketing_cost[0, 0, 0], 10_000.0)
    assert_allclose(funnel.by_month.customers[0, :, 0], [20.0] * 10)


def test_the_words_say_what_it_brings_what_to_pay_and_whether_it_pays():
    scenario = buying(offering(), "Today", page=3)
    page, training = improvement_worths(simulate(scenario, "Today", draws=DRAWS))
    text = worth_text(page, scenario, Formats("USD"))
    assert text.startswith("From Mar 2027 on it brings $")
    assert "before its cost of $6,000. Pay at most $" in text
    assert text.endswith("it pays.")
    assert "it would bring" in worth_text(training, scenario, Formats("USD"))
