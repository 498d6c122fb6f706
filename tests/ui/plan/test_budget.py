from dataclasses import replace
from datetime import date

from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Spans, Steady
from simulator.text.formats import Formats
from simulator.ui.plan.budget import changing_spend
from tests.examples import CERTAIN
from tests.plain import beliefs

FORMATS = Formats("USD")


def notes(schedule) -> list[str]:
    scenario = replace(beliefs(CERTAIN), horizon_months=12)
    return changing_spend(scenario, Plan(name="Today", monthly_spend={"Leads": schedule}), FORMATS)


def test_spend_that_is_the_same_in_every_month_needs_no_words():
    assert notes(Steady(amount=100.0)) == []


def test_spend_that_starts_later_says_from_when():
    assert notes(Steady(amount=100.0, first=3)) == ["Leads: the amount is spent from Mar 2027 on"]


def test_spend_that_ends_says_until_when():
    assert notes(Steady(amount=100.0, first=3, last=5)) == ["Leads: the amount is spent from Mar 2027 to May 2027"]


def test_spend_by_month_says_what_the_slider_shows():
    (note,) = notes(Monthly(amounts=(0.0, 100.0)))
    assert "the slider shows the average" in note


def test_a_schedule_that_spends_nothing_is_not_mentioned():
    assert notes(Steady(amount=0.0, first=3)) == []
    assert notes(Monthly(amounts=())) == []


def test_spend_in_every_other_shape_is_told_in_words():
    assert notes(Steady(amount=100.0, first=3, grows=0.05))[0].startswith(
        "Leads: grows by 5% a month from Mar 2027 on;"
    )
    assert notes(Steady(amount=100.0, grows=-0.05))[0].startswith("Leads: shrinks by 5% a month;")
    assert notes(PerQuarter(amounts=(300.0, 0.0)))[0].startswith("Leads: by quarter;")
    assert notes(PerYear(amounts=300.0))[0].startswith("Leads: by year;")
    both = Spans(spans=(Steady(amount=100.0, last=5), Steady(amount=50.0)))
    assert notes(both)[0].startswith("Leads: two amounts that add up;")


def test_months_of_the_calendar_are_named_as_those_that_are_counted():
    july = Steady(amount=100.0, first=date(2027, 7, 1), last=date(2027, 8, 1))
    assert notes(july) == ["Leads: the amount is spent from Jul 2027 to Aug 2027"]
