"""The right total where improvements may be bought from it, by hand."""

from dataclasses import replace

import pytest

from simulator.analyses.allocation.improved_total import right_total_with_improvements
from simulator.analyses.allocation.improving import with_set
from simulator.analyses.allocation.right_total import right_total
from simulator.presentation.right_total_text import improved_total_texts
from simulator.scenario.beliefs import certain
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from tests.analyses.allocation.certain_channels import COSTS, MONTHS, certain_scenario

STEP, HALF = 20.0, 2_000.0


def offering(cost: float) -> Scenario:
    """Three channels of which nothing is uncertain, and training after which half of all leads buy, not 4 in 10."""
    training = Improvement(
        name="Training", belief="funnel.lead_to_customer_rate", becomes=certain(0.5), monthly_cost=cost
    )
    return replace(certain_scenario(revenue_per_sale=400), improvements=(training,))


def most_profitable(lead: float) -> float:
    """The total of which no channel's next dollar brings one back, where a lead is worth so much [money per month]."""
    return sum(max(0.0, (HALF * 3_000.0 / cost * lead) ** 0.5 - HALF) for cost in COSTS.values())


def found(scenario: Scenario):
    return right_total_with_improvements(scenario, plan="Today", limits=Limits(step=STEP), draws=16)


def test_what_pays_is_bought_from_the_total_and_more_is_spent_on_leads_that_are_worth_more():
    scenario = offering(cost=100.0)
    # A lead is worth 0.4 x $200, with training 0.5 x $200: the largest total that is looked at is $2,400.
    assert most_profitable(80.0) < most_profitable(100.0)
    total = found(scenario)
    assert (total.bought, total.monthly_cost) == (("Training",), pytest.approx(100.0))
    assert total.total == pytest.approx(min(2_400.0, most_profitable(100.0)) + 100.0, abs=3 * STEP)
    plain = right_total(scenario, plan="Today", limits=Limits(step=STEP), draws=16).most_profitable.profit.mean
    assert total.gain == pytest.approx(total.best.profit.mean - plain)
    assert total.gain > 0.0
    text, note = improved_total_texts(total, Formats("USD"))
    assert text.startswith("With “Training” bought from it, for $100 a month, the most profitable total is $")
    assert "at the most profitable total alone" in note


def test_what_costs_more_than_it_brings_is_left_and_what_the_plan_buys_without_paying_is_dropped():
    dear = offering(cost=2_000.0)
    kept = found(dear)
    assert (kept.bought, kept.gain, kept.total) == ((), 0.0, kept.best.total)
    assert [*improved_total_texts(kept, Formats("USD"))] == [
        "At the most profitable total no other improvements than the plan's own are worth buying from it."
    ]
    dropped = found(with_set(dear, "Today", ("Training",)))
    assert dropped.bought == ()
    assert dropped.best.profit.mean == pytest.approx(kept.best.profit.mean)
    saved = MONTHS * 2_000.0
    assert 0.0 < dropped.gain < saved
