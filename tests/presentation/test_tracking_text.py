"""A plan beside real figures in words: never luck called a failure, and never more worlds than there are."""

from datetime import date

import pytest

from simulator.analyses.tracking import Period, Status, TrackedFigure, Tracking
from simulator.presentation.tracking_text import lead, missing_text, of_channels, period_name, place_text, rows
from simulator.text.formats import Formats

FORMATS = Formats("USD", "en_US")


def figure(status: Status = Status.AS_PLANNED, *, lower: float = 0.4, actual: float = 8.0, **others: object):
    values = {"planned": 10.0, "low": 5.0, "high": 16.0, **others}
    return TrackedFigure(actual=actual, chance_lower=lower, status=status, **values)


def so_far(**figures: TrackedFigure) -> Tracking:
    month = Period(first=date(2027, 2, 1), months=1, is_over=True, figures={"": figures})
    whole = Period(first=date(2027, 1, 1), months=12, is_over=False, figures={"": figures, "Ads": figures})
    return Tracking(plan="Today", today=date(2027, 3, 5), months=(month,), quarters=(), so_far=whole)


@pytest.mark.parametrize(
    ("name", "lower", "says"),
    [
        ("leads", 0.002, "hardly any world had fewer"),
        ("leads", 1 / 6 - 0.04, "1 world in 8 had fewer"),
        ("leads", 0.31, "3 worlds in 10 had fewer"),
        ("leads", 0.69, "3 worlds in 10 had more"),
        ("revenue", 0.31, "3 worlds in 10 had less"),
        ("leads", 0.9, "1 world in 10 had more"),
        ("cost_per_lead", 0.97, "1 world in 33 had a higher one"),
        ("spend", 0.0, ""),
    ],
)
def test_where_a_figure_lies(name: str, lower: float, says: str):
    assert place_text(figure(lower=lower), name) == says


def test_one_sentence_says_how_it_goes():
    found = so_far(
        spend=figure(Status.LESS, planned=2_000.0, actual=1_000.0), visits=figure(), leads=figure(Status.WORSE)
    )
    assert lead(found, FORMATS) == (
        "Until Feb 2027: leads lower than luck explains; visits as planned. Spend was $1,000 less than planned, "
        "which is part of why."
    )
    assert of_channels(found, FORMATS) == ["Ads: worse than planned in leads."]


def test_spend_explains_only_what_differs_as_it_does():
    found = so_far(spend=figure(Status.MORE, planned=2_000.0, actual=3_000.0), leads=figure(Status.WORSE))
    assert lead(found, FORMATS) == "Until Feb 2027: leads lower than luck explains. Spend was $1,000 more than planned."


def test_what_goes_as_planned_with_other_money_says_so():
    found = so_far(spend=figure(Status.MORE, planned=2_000.0, actual=3_000.0), leads=figure())
    assert lead(found, FORMATS).endswith("within what luck does to leads. Spend was $1,000 more than planned.")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.AS_PLANNED, "it goes as planned: what came is within what luck does to leads"),
        (Status.TOO_EARLY, "it is too early to say how it goes"),
    ],
)
def test_luck_is_no_failure(status: Status, says: str):
    assert says in lead(so_far(leads=figure(status)), FORMATS)


def test_nothing_known_is_said():
    nothing = Tracking(plan="Today", today=date(2027, 3, 5), months=(), quarters=(), so_far=None)
    assert "No real figures yet" in lead(nothing, FORMATS)


def test_rows_and_times_and_what_is_missing():
    period = Period(
        first=date(2027, 1, 1),
        months=3,
        is_over=True,
        figures={"": {"customers": figure(without=("Mail", "Radio")), "cost_per_lead": figure(actual=float("inf"))}},
    )
    assert period_name(period, FORMATS) == "Jan 2027 to Mar 2027"
    cost, customers = rows(period, "", FORMATS)
    assert (cost.figure, cost.actual, cost.range) == ("Cost per lead", "none came", "$5 to $16")
    assert (customers.planned, customers.actual, customers.note) == ("10", "8", "without Mail and Radio")
    assert missing_text(period) == "Not known, and left out on both sides: new customers of Mail and Radio."
