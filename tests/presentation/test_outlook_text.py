"""The outlook in words: where the plan ends, and how the chance of each target moved."""

from dataclasses import replace
from datetime import date

from simulator.analyses.outlook import FIGURES, Outlook, Untold, outlooks
from simulator.presentation.outlook_text import (
    BEFORE,
    MOST_MOVED,
    REASONS,
    moved_heads,
    moved_rows,
    outlook_lead,
    outlook_rows,
    target_lines,
)
from simulator.text.formats import Formats
from tests.analyses.sure_leads import leads, sure
from tests.analyses.tracked import TARGET, TARGETED

FORMATS = Formats("USD")


def moved(*chances: float) -> list[Outlook]:
    (plan,) = outlooks(TARGETED, "Today", [], today=date(2027, 1, 1), draws=64)
    return [replace(plan, months=month, targets={TARGET.label: chance}) for month, chance in enumerate(chances)]


def told(*chances: float) -> str:
    return target_lines(moved(*chances), TARGETED.targets, FORMATS)[0]


def test_the_sentence_tells_the_range_of_customers_and_profit():
    found = sure(leads(leads=(40.0,), customers=(0.0,), spend=(100.0,)), today=date(2027, 2, 1))
    assert outlook_lead(found, 4, FORMATS).startswith("After 1 of 4 months: 60 new customers and a profit of $2,")


def test_before_a_month_is_over_it_is_the_plan():
    assert outlook_lead(moved(0.5)[0], 12, FORMATS) == BEFORE


def test_each_figure_has_a_row():
    rows = outlook_rows(moved(0.5)[0], FORMATS)
    assert len(rows) == len(FIGURES)
    assert rows[0].figure == "New customers"
    assert " to " in rows[0].range


def test_a_chance_is_told_with_how_it_moved():
    began = "New customers at least 60: "
    assert told(0.5) == began + "50 of 100 worlds reach it."
    assert told(0.5, 0.6, 0.3) == began + "30 of 100 worlds reach it, 50 of 100 when the plan began."
    assert told(0.5, 0.6, 0.51) == began + "51 of 100 worlds reach it, about as many as when the plan began."


def test_a_target_without_an_outlook_says_why():
    assert target_lines(moved(0.5), TARGETED.targets, FORMATS)[-1] == (
        "Mailed or reached who become leads at least 1%: no outlook, because a rate is what the plan believes, and"
        " learns, not what comes of it."
    )


def test_a_target_on_a_figure_that_the_plan_does_not_have_says_so():
    assert told(float("nan")) == "New customers at least 60: this plan has no such figure."


def test_every_reason_has_words():
    assert set(REASONS) == set(Untold)


def test_how_it_moved_has_a_row_for_each_month_and_the_plan():
    found = moved(0.5, 0.6, 0.3)
    heads = moved_heads(found, TARGETED.targets, FORMATS)
    rows = moved_rows(found, date(2027, 1, 1), TARGETED.targets, FORMATS)
    assert heads == ("After", "New customers", "Profit after marketing", "New customers at least 60")
    assert [row[0] for row in rows] == ["the plan", "Jan 2027", "Feb 2027"]
    assert [row[-1] for row in rows] == ["50 of 100", "60 of 100", "30 of 100"]
    assert len(moved_rows(moved(*[0.5] * 40), date(2027, 1, 1), TARGETED.targets, FORMATS)) == MOST_MOVED + 1
