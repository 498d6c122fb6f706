"""Refusals of improvements and of visits without money, and their words."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.analyses.stress import Condition, uncertain_beliefs, under
from simulator.edits import remove_channel, rename_channel
from simulator.engine.sampling import sample
from simulator.errors import ScenarioFileError
from simulator.scenario.beliefs import certain
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import Purchase, Steady
from simulator.scenario_files import parse, write
from simulator.validation import problems
from tests.improved_examples import PAGE, TRAINING, buying, offering

OFFERED = offering()
SEARCH = OFFERED.improvements[0].channel


def told(scenario):
    return {problem.path: problem.message for problem in problems(scenario)}


def with_page(**entries):
    page, training = OFFERED.improvements
    return replace(OFFERED, improvements=(replace(page, **entries), training))


def test_what_is_offered_and_bought_has_no_problems_and_is_read_as_it_was_written():
    scenario = buying(OFFERED, "Today", page=3, training=1)
    assert problems(scenario) == []
    assert parse(write(scenario)) == scenario


@pytest.mark.parametrize(
    ("entries", "place", "words"),
    [
        ({"belief": "funnel.visit_to_leed_rate"}, "belief", "there is no rate or unit cost of this name to improve"),
        ({"belief": "business.gross_margin_rate"}, "belief", "there is no rate or unit cost"),
        ({"belief": f"channels.{SEARCH}.lead_to_customer_rate"}, "belief", "improve funnel.lead_to_customer_rate"),
        ({"becomes": certain(1.4)}, "becomes", "is 1.4, which is 140 %; a rate lies between 0 and 1"),
        ({"becomes": replace(certain(0.1), yearly_change=0.1)}, "becomes.yearly_change", "only amounts of money"),
        ({"cost": -5.0}, "cost", "is -5; it must be at least 0"),
        ({"name": TRAINING}, None, ""),
    ],
)
def test_an_improvement_of_nothing_or_beyond_its_limits_is_refused(entries, place, words):
    found = told(with_page(**entries))
    if place is None:
        assert any("like an earlier improvement" in message for message in found.values())
    else:
        assert words in found[f"improvements.{PAGE}.{place}"]


def test_a_plan_buys_only_what_is_offered():
    plan = replace(OFFERED.plans[0], improvements=(Purchase(improvement="New landing pag", first=2),))
    found = told(replace(OFFERED, plans=(plan,)))
    path = f"plans.{plan.name}.improvements.New landing pag"
    assert found == {path: f"there is no improvement of this name; did you mean {PAGE}?"}


@pytest.mark.parametrize("first", [0, 121])
def test_a_month_that_is_none_is_refused(first):
    plan = replace(OFFERED.plans[0], improvements=(Purchase(improvement=PAGE, first=first),))
    [message] = told(replace(OFFERED, plans=(plan,))).values()
    assert message == f"is {first}; it must be a month between 1 and 120"


def test_no_plan_spends_on_visits_that_come_without_money():
    spend = {**OFFERED.plans[0].monthly_spend, "Found by themselves": Steady(amount=100.0)}
    [message] = told(replace(OFFERED, plans=(replace(OFFERED.plans[0], monthly_spend=spend),))).values()
    assert message == "is money for visits that come without it; leave it out"


def test_money_has_no_place_in_visits_that_come_without_it():
    content = write(OFFERED).replace(b"    visits_per_month:", b"    fee_rate: 10 %\n    visits_per_month:")
    with pytest.raises(ScenarioFileError, match="no such entry"):
        parse(content)


def test_an_improvement_goes_with_its_channel_to_another_name_and_for_good():
    scenario = buying(OFFERED, "Today", page=3, training=1)
    renamed = rename_channel(scenario, SEARCH, "Search v1.2")
    assert renamed.improvements[0].belief == "channels.Search v1.2.visit_to_lead_rate"
    assert problems(renamed) == []
    removed = remove_channel(scenario, SEARCH)
    assert [each.name for each in removed.improvements] == [TRAINING]
    assert [each.improvement for each in removed.plan("Today").improvements] == [TRAINING]


def test_where_a_rate_is_supposed_low_what_it_becomes_is_low_too():
    path = OFFERED.improvements[0].belief
    supposed, _ = under(OFFERED, [Condition(path, "low")])
    assert supposed.improvements[0].becomes == replace(
        OFFERED.improvements[0].becomes, low=0.09, likely=0.09, high=0.09
    )
    assert [place.path for place in uncertain_beliefs(OFFERED) if place.path.startswith("improvements")] == []


def test_offering_an_improvement_leaves_all_other_draws_alone():
    without = sample(replace(OFFERED, improvements=()), draws=64, seed=1)
    np.testing.assert_array_equal(
        sample(OFFERED, draws=64, seed=1).channels[0].visit_to_lead_rate, without.channels[0].visit_to_lead_rate
    )


def test_there_is_nothing_to_limit_of_what_comes_without_money():
    scenario = offering()
    unpaid = scenario.channels[-1].name
    paid = scenario.channel_names[0]
    group = GroupLimits(name="All", channels=(paid, unpaid), at_most=500.0)
    limits = Limits(channels=(ChannelLimits(channel=unpaid, at_most=10.0),), groups=(group,))
    text = f'is "{unpaid}"; its visits come without money, so there is nothing to limit'
    assert told(replace(scenario, limits=limits)) == {
        "limits.channels.1.channel": text,
        "limits.groups.All.channels": text,
    }
