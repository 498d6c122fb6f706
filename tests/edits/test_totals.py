from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.edits import totals
from simulator.edits.plans import spend_by_month
from simulator.edits.totals import WHOLE
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Spans, Steady
from tests.examples import THREE_CHANNELS
from tests.plain import beliefs

SPEND = {
    "Leads": Steady(amount=500.0),
    "Fair": Monthly(amounts=(0.0, 300.0, 100.0)),
    "Cards": Steady(amount=200.0, first=2),
}
SCENARIO = replace(
    beliefs(THREE_CHANNELS), plans=(Plan(name="Today", monthly_spend=SPEND), Plan(name="Idle", monthly_spend={}))
)


def sums(scenario, plan: str = "Today") -> dict[str, float]:
    return {channel: sum(amounts) for channel, amounts in spend_by_month(scenario, plan).items()}


def test_the_totals_are_what_the_plan_spends():
    assert totals.whole_total(SCENARIO, "Today") == 2000.0 + 400.0 + 600.0
    assert totals.monthly_total(SCENARIO, "Today") == 750.0


def test_shares_are_parts_of_the_whole_to_the_tenth_of_a_percent():
    assert totals.shares_of(SCENARIO, "Today") == {"Leads": 66_700, "Fair": 13_300, "Cards": 20_000}


def test_a_plan_without_spend_takes_the_reference_spends_for_shares():
    assert totals.shares_of(SCENARIO, "Idle") == {"Leads": 60_000, "Fair": 20_000, "Cards": 20_000}


def test_a_monthly_total_keeps_the_months_of_each_channel():
    weights = {"Leads": 50_000, "Fair": 25_000, "Cards": 25_000}
    spend = totals.from_monthly_total(SCENARIO, "Today", 1000.0, weights).plan("Today").monthly_spend
    assert spend["Leads"] == Steady(amount=500.0)
    assert spend["Fair"] == Monthly(amounts=(0.0, 750.0, 250.0))
    assert spend["Cards"] == Steady(amount=1000.0 / 3.0, first=2)


def test_a_total_for_the_whole_time_is_spent_in_the_whole_time():
    weights = {"Leads": 10_000, "Fair": 90_000, "Cards": 0}
    after = totals.from_whole_total(SCENARIO, "Today", 12_000.0, weights)
    assert sums(after) == pytest.approx({"Leads": 1200.0, "Fair": 10_800.0, "Cards": 0.0})
    assert sums(after, "Idle") == sums(SCENARIO, "Idle")


def test_the_present_total_in_its_present_proportions_changes_nothing():
    weights = totals.weights_of(SCENARIO, "Today")
    assert totals.from_whole_total(SCENARIO, "Today", 3000.0, weights) == SCENARIO


def test_a_channel_that_gets_nothing_is_not_written_into_the_plan():
    after = totals.from_monthly_total(SCENARIO, "Idle", 100.0, {"Leads": WHOLE, "Fair": 0, "Cards": 0})
    assert after.plan("Idle").monthly_spend == {"Leads": Steady(amount=100.0)}


@given(total=some.integers(0, 10**9), parts=some.lists(some.integers(0, WHOLE), min_size=3, max_size=3))
def test_every_cent_of_a_total_is_divided(total, parts):
    weights = dict(zip(SCENARIO.channel_names, parts, strict=True))
    for divided, months in ((totals.from_whole_total, 1), (totals.from_monthly_total, 4)):
        after = divided(SCENARIO, "Today", total / 100, weights)
        assert totals.whole_total(after, "Today") == pytest.approx(total / 100 * months, rel=1e-12, abs=1e-9)


@given(shares=some.lists(some.integers(0, 3 * WHOLE), min_size=1, max_size=20))
def test_scaled_shares_are_the_whole_in_the_same_proportions(shares):
    scaled = totals.scaled_to_whole(shares)
    assert sum(scaled) == WHOLE
    if any(shares):
        assert all(
            abs(after - WHOLE * before / sum(shares)) <= 100 for before, after in zip(shares, scaled, strict=True)
        )


@pytest.mark.parametrize(
    "shape",
    [
        Steady(amount=100.0, grows=0.1),
        Steady(amount=100.0, first=2, last=date(2027, 3, 1)),
        Spans(spans=(Steady(amount=100.0, last=2), Steady(amount=50.0, first=2))),
        PerQuarter(amounts=(300.0,)),
        PerYear(amounts=1200.0),
    ],
    ids=repr,
)
def test_a_total_is_spent_to_the_cent_in_the_shape_of_the_schedule(shape):
    shaped = replace(SCENARIO, plans=(Plan(name="Today", monthly_spend={"Leads": shape}),))
    spent = totals.from_whole_total(shaped, "Today", 5000.0, {"Leads": 1})
    schedule = spent.plan("Today").monthly_spend["Leads"]
    assert type(schedule) is type(shape)
    assert totals.whole_total(spent, "Today") == pytest.approx(5000.0, abs=1e-9)
    before, after = (spent.spend_of(each) for each in (shape, schedule))
    assert after * before.sum() == pytest.approx(before * after.sum(), rel=1e-12)
