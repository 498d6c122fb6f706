"""The gap in words: the sentence, the table that adds up, what is not known, and where to look first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator.analyses.focus import focus
from simulator.analyses.gap import CUSTOMERS, GROSS_PROFIT, Cause, Link
from simulator.presentation.gap_text import (
    LUCK_NOTE,
    NO_FOCUS,
    NOTHING,
    focus_text,
    gap_lead,
    gap_notes,
    gap_rows,
    link_label,
)
from simulator.scenario.stages import Stage
from simulator.text.formats import Formats
from tests.analyses.clicks import AS_PLANNED, ads, gap_of

FORMATS = Formats("USD")
CLICKS_TWICE_THE_PRICE: dict[str, Any] = {
    "spend": 2000.0, "visits": 500.0, "leads": 50.0, "customers": 12.5, "gross_profit": 2500.0
}  # fmt: skip


def test_the_sentence_tells_the_gap_and_what_made_most_of_it():
    assert gap_lead(gap_of(ads(**CLICKS_TWICE_THE_PRICE)), FORMATS) == (
        "Until Jan 2027: $2,500 less profit than planned ($300, planned $2,800)."
        " What made most of it: visits for the money (-$2,500)."
    )


def test_a_profit_as_planned_is_said_so():
    assert gap_lead(gap_of(ads(**AS_PLANNED)), FORMATS) == "Until Jan 2027: profit is as planned, $2,800."


def test_where_nothing_is_known_nothing_is_told():
    gap = gap_of(ads(spend=100.0))
    assert gap_lead(gap, FORMATS) == NOTHING
    assert gap_rows(gap, FORMATS) == []
    assert gap_notes(gap, FORMATS) == ["Left out, because no result is known: Ads."]


def test_rows_follow_the_funnel_and_luck_comes_last_with_what_it_means():
    rows = gap_rows(gap_of(ads(**CLICKS_TWICE_THE_PRICE)), FORMATS)
    assert [row.label for row in rows] == [
        "Spend",
        "Visits for the money",
        "Visits that become leads",
        "Leads that become new customers",
        "Gross profit a customer",
        "Luck",
    ]
    assert rows[1].money == "-$2,500"
    assert rows[-1].note == LUCK_NOTE


def test_what_is_not_known_is_said():
    notes = gap_notes(gap_of(ads(customers=20.0)), FORMATS)
    assert notes[0] == "Ads: visits and leads not known in every month, so the steps around are told as one."
    assert notes[1] == "Ads: where spend and gross profit is not known, it counts as the plan has it."


def test_every_link_that_a_chain_can_have_has_a_name():
    stages = [str(stage) for stage in Stage]
    links = [Link(Cause.RATE, a, b) for place, a in enumerate(stages) for b in stages[place + 1 :]]
    links += [Link(Cause.UNIT_COST, "spend", each) for each in (*stages, GROSS_PROFIT)]
    links += [Link(Cause.UNITS, target=each) for each in (*stages, GROSS_PROFIT)]
    links += [Link(Cause.VALUE, each, GROSS_PROFIT) for each in stages]
    links += [Link(Cause.SPEND), Link(Cause.LUCK), *(Link(Cause.TIME_TO_CLOSE, each, CUSTOMERS) for each in stages)]
    names = [link_label(link) for link in links]
    assert all(name[:1].isupper() for name in names)
    rates = [link for link in links if link.cause is Cause.RATE]
    assert len({link_label(link) for link in rates}) == len(rates)


def test_the_weakest_link_comes_with_its_figures_advice_and_what_to_watch():
    lines = focus_text(focus(gap_of(ads(**CLICKS_TWICE_THE_PRICE))), FORMATS)
    assert lines == [
        "Weakest against the plan: visits for the money, which cost $2,500 so far, luck not counted."
        " Most of that in Ads: about $4 each, where $2 each was planned.",
        "Look at bids, audiences and search terms; a price that stays high belongs in the assumptions.",
        "Watch next: visits for the money in Ads, month by month.",
    ]


def test_nothing_weak_says_so():
    assert focus_text(focus(gap_of(ads(**AS_PLANNED))), FORMATS) == [NO_FOCUS]


@pytest.mark.parametrize("target", [stage for stage in Stage if stage is not Stage.IMPRESSIONS])
def test_there_is_advice_for_every_rate(target: Stage):
    found = focus(gap_of(ads(**CLICKS_TWICE_THE_PRICE)))
    assert found is not None
    if target is Stage.PIECES:
        changed = replace(found, link=Link(Cause.UNITS, target="pieces"))
    else:
        changed = replace(found, link=Link(Cause.RATE, "impressions", target.value), still_open=True, then=found.link)
    lines = focus_text(changed, FORMATS)
    assert lines[1].startswith("Look ")


def test_luck_is_never_called_a_failure():
    gap = gap_of(ads(**{**AS_PLANNED, "customers": 20.0, "gross_profit": 4000.0}))
    assert gap.by_cause[Cause.LUCK] == pytest.approx(-1000.0)
    assert focus_text(focus(gap), FORMATS) == [NO_FOCUS]
    assert gap_of(today=date(2027, 2, 1)).channels == ()
