"""The month that runs, in words: spend first, ranges for counts, and what is left a day."""

import pytest

from simulator.analyses.pacing import Pace
from simulator.presentation.pacing_text import NOTHING, pace_lead, pace_rows
from simulator.text.formats import Formats
from tests.analyses.one_month import ads, leads, on

FORMATS = Formats("USD")


@pytest.mark.parametrize(
    ("day", "spent", "said"),
    [
        (11, 1500.0, "$1,500 spent; at this pace $4,500 by the end, $1,500 more than planned. $75 a day is left"),
        (11, 500.0, "$500 spent; at this pace $1,500 by the end, $1,500 less than planned. $125 a day is left"),
        (11, 1010.0, "$1,010 spent; at this pace $3,030 by the end, about as planned."),
        (11, 3000.0, "$3,000 spent; at this pace $9,000 by the end, $6,000 more than planned. Nothing is left of"),
        (1, 0.0, "Apr 2027, 0 of 30 days over. $0 spent. $100 a day is left for 30 days."),
        (30, 2900.0, "$100 a day is left for 1 day."),
    ],
)
def test_the_spend_is_told_with_its_end_and_what_is_left(day: int, spent: float, said: str):
    assert said in pace_lead(on(day, ads(spend=spent), draws=64), FORMATS)


def test_counts_are_told_with_a_range():
    told = pace_lead(on(11, ads(leads=40.0)), FORMATS)
    assert told.startswith("Apr 2027, 10 of 30 days over. Leads: 40 so far, 50 expected by now; 1")
    assert told.endswith(" by the end in 8 of 10 cases, 150 planned.")


def test_nothing_known_is_said_so():
    assert pace_lead(None, FORMATS) == NOTHING


def test_a_row_has_what_is_there_what_was_to_be_and_where_it_ends():
    found: Pace = on(11, ads(spend=1500.0, leads=40.0))
    spend, count = pace_rows(found, "Ads", FORMATS)
    assert (spend.figure, spend.so_far, spend.by_now, spend.end, spend.planned) == (
        "Spend", "$1,500", "$1,000", "$4,500", "$3,000"
    )  # fmt: skip
    assert " to " in count.end
    assert pace_rows(found, "Mail", FORMATS) == []
    assert leads(11, 40.0).low < leads(11, 40.0).high
