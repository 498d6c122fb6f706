from dataclasses import replace
from datetime import date

import pytest

from simulator.edits.schedules import WAYS, restated, with_schedule
from simulator.scenario.plans import NOTHING, Monthly, PerQuarter, PerYear, Plan, Spans, Steady
from simulator.validation import problems
from tests.examples import THREE_CHANNELS
from tests.plain import beliefs

SCENARIO = replace(
    beliefs(THREE_CHANNELS),
    start=date(2027, 1, 1),
    horizon_months=14,
    targets=(),
    plans=(Plan(name="Today", monthly_spend={}),),
)
SCHEDULES = (
    NOTHING,
    Steady(amount=100.0),
    Steady(amount=100.0, first=date(2027, 3, 1), last=5),
    Steady(amount=100.0, first=2, grows=0.1),
    Monthly(amounts=(0.0, 300.0, 300.0, 100.0)),
    Monthly(amounts=()),
    Spans(spans=(Steady(amount=100.0, last=3), Steady(amount=50.0, first=2))),
    PerQuarter(amounts=(300.0, 0.0, 150.0)),
    PerQuarter(amounts=300.0),
    PerYear(amounts=(1200.0, 600.0)),
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("schedule", SCHEDULES, ids=repr)
def test_spend_stated_in_another_way_is_the_same_in_all_and_can_be_run(schedule, way):
    stated = restated(schedule, way, SCENARIO)
    assert type(stated) is way
    assert SCENARIO.spend_of(stated).sum() == pytest.approx(SCENARIO.spend_of(schedule).sum(), rel=1e-12)
    # One that said so much before may still say something beyond the horizon.
    assert problems(with_schedule(SCENARIO, "Today", SCENARIO.channel_names[0], stated)) == []


@pytest.mark.parametrize("schedule", SCHEDULES, ids=repr)
def test_a_list_by_month_and_amounts_from_month_to_month_spend_the_same_in_each_month(schedule):
    for way in (Monthly, Spans):
        same = SCENARIO.spend_of(restated(schedule, way, SCENARIO))
        assert same == pytest.approx(SCENARIO.spend_of(schedule), rel=1e-12)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=repr)
def test_each_quarter_spends_what_it_did(schedule):
    before, after = SCENARIO.spend_of(schedule), SCENARIO.spend_of(restated(schedule, PerQuarter, SCENARIO))
    for first in range(0, 14, 3):
        assert after[first : first + 3].sum() == pytest.approx(before[first : first + 3].sum(), rel=1e-12)


def test_a_schedule_that_is_stated_so_already_stays_as_it_is():
    for schedule in SCHEDULES:
        assert restated(schedule, type(schedule), SCENARIO) is schedule


def test_months_are_those_of_the_calendar_but_for_the_first():
    stated = restated(Monthly(amounts=(5.0, 5.0, 0.0, 7.0)), Spans, SCENARIO)
    assert stated == Spans(
        spans=(
            Steady(amount=5.0, first=1, last=date(2027, 2, 1)),
            Steady(amount=7.0, first=date(2027, 4, 1), last=date(2027, 4, 1)),
        )
    )


def test_the_same_schedule_changes_nothing():
    assert with_schedule(SCENARIO, "Today", SCENARIO.channel_names[0], NOTHING) is SCENARIO
