"""Why the money is divided as it is: told of a plan that came from the search, as long as it is what is found."""

from dataclasses import replace
from functools import cache

import pytest

from simulator.analyses.allocation.beside import divided_again
from simulator.analyses.allocation.best import Allocation, best_allocation
from simulator.analyses.allocation.improving import ImprovedAllocation, best_with_improvements
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.edits.currency import converted
from simulator.edits.improvements import with_purchase
from simulator.edits.spend import slider_spend, with_slider_spend, with_split
from simulator.engine.simulation import DEFAULT_SEED
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario.plans import BestSplit
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import parse, write
from simulator.story import Story, story
from tests.examples import PLUMBER
from tests.told import DAY, told

BUDGET, MADE, DRAWS = 4_000.0, "Best", 128
FREE = replace(
    PLUMBER,
    horizon_months=12,
    business=replace(PLUMBER.business, new_customers_per_month_at_most=None),
    limits=Limits(step=200.0, channels=(ChannelLimits(channel="Radio", at_most=400.0),)),
)
TODAY = FREE.plans[0].name
TRAINING = Improvement(
    name="Training", belief="funnel.lead_to_customer_rate", becomes=between(0.5, 0.6, 0.7), cost=6_000.0
)
USELESS = Improvement(name="Logo", belief="funnel.lead_to_customer_rate", becomes=between(0.01, 0.02, 0.03), cost=60.0)
OFFERING = replace(FREE, improvements=(TRAINING, USELESS), limits=replace(FREE.limits, step=400.0))


@cache
def searched() -> Allocation:
    return best_allocation(FREE, budget=BUDGET, plan=TODAY, limits=FREE.limits, draws=DRAWS)


def divided() -> Scenario[Belief]:
    found = searched()
    return with_split(FREE, TODAY, found.spend, MADE, "", found.recorded)


def told_of(scenario: Scenario[Belief]) -> Story:
    why = divided_again(scenario, MADE, TODAY, DRAWS, DEFAULT_SEED)
    return story(replace(told(scenario, MADE, TODAY), divided=why))


def keys(of: Story) -> list[str]:
    return [each.key for each in of.slides]


def test_a_plan_from_the_search_says_why_it_is_divided_so():
    of = told_of(divided())
    slide = next(each for each in of.slides if each.key == "split")
    assert slide.lead == "Of all splits of $4,000 a month, this one brings the most profit on average."
    assert any(sentence.startswith("A month, ") for sentence in slide.sentences)
    assert "Proven: no other split in these steps brings more than a thousandth more." in slide.sentences
    assert slide.table is not None
    assert [row[0] for row in slide.table.rows] == list(FREE.channel_names)
    assert keys(of).index("split") == keys(of).index("spend") + 1


def test_nothing_is_said_of_a_plan_that_came_about_otherwise():
    assert "split" not in keys(told_of(with_split(FREE, TODAY, searched().spend, MADE)))


def test_nothing_is_said_once_the_plan_or_what_it_rests_on_has_changed():
    made = divided()
    spend = slider_spend(made, made.plan(MADE))
    channel = next(name for name, amount in spend.items() if amount >= 200.0)
    moved = with_slider_spend(made, made.plan(MADE), {channel: spend[channel] - 50.0})
    tighter = replace(made, limits=replace(made.limits, step=150.0))
    for changed in (moved, tighter):
        assert divided_again(changed, MADE, TODAY, DRAWS, DEFAULT_SEED) is None


def test_limits_that_cannot_be_met_any_more_are_no_reason():
    locked = tuple(ChannelLimits(channel=name, at_most=1.0) for name in FREE.channel_names)
    changed = replace(divided(), limits=Limits(channels=locked))
    assert divided_again(changed, MADE, TODAY, DRAWS, DEFAULT_SEED) is None


def test_where_it_came_from_is_kept_in_the_file_and_in_another_currency():
    made = divided()
    assert made.plan(MADE).best_split == BestSplit(total=BUDGET, by="mean", or_less=False)
    assert parse(write(made)) == made
    assert converted(made, "EUR", 0.5, DAY).plan(MADE).best_split.total == BUDGET / 2.0


@cache
def improved() -> ImprovedAllocation:
    return best_with_improvements(
        AllocationProblem(scenario=OFFERING, budget=BUDGET, plan=TODAY, limits=OFFERING.limits, draws=DRAWS)
    )


def bought() -> Scenario[Belief]:
    found = improved()
    answer = found.allocation.scenario.plan(TODAY)
    return with_split(OFFERING, TODAY, found.allocation.spend, MADE, "", found.recorded, answer.improvements)


@pytest.mark.thorough
def test_improvements_that_the_search_bought_are_told_with_what_they_are_worth():
    made = bought()
    assert made.plan(MADE).best_split == BestSplit(total=BUDGET, by="mean", with_improvements=True)
    slide = next(each for each in told_of(made).slides if each.key == "split")
    assert slide.lead == (
        "Of all splits of $4,000 a month over channels and improvements, this one brings the most profit on average."
    )
    taken = 6_000.0 / OFFERING.horizon_months
    assert slide.sentences[0] == (
        f"Buy “Training”: ${taken:,.0f} a month of the budget, spread over all months; the rest is for channels."
    )
    assert slide.sentences[1].startswith("Training: From ")
    assert "Pay at most $" in slide.sentences[1]
    assert not any("Logo" in each for each in slide.sentences)
    assert parse(write(made)) == made


@pytest.mark.thorough
def test_nothing_is_said_once_the_plan_buys_something_else():
    made = with_purchase(bought(), MADE, "Training", None)
    assert divided_again(made, MADE, TODAY, DRAWS, DEFAULT_SEED) is None
