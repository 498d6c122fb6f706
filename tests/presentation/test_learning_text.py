"""Lessons of beliefs, in words."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.analyses.calibration import Calibration
from simulator.analyses.evidence import OfBelief, Unused, Why
from simulator.analyses.learning import Arrivals, Evidence, Paid, Tries, posterior
from simulator.analyses.lessons import Lesson, Lessons
from simulator.presentation.beliefs import source_line
from simulator.presentation.learning_text import (
    CALIBRATION_HEADS,
    REASONS,
    calibration_line,
    calibration_rows,
    conflict_words,
    evidence_words,
    few_line,
    learned_line,
    learned_scenario,
    unused_lines,
    worth_words,
)
from simulator.scenario.beliefs import Belief, Learned, between
from simulator.text.formats import Formats
from simulator.units import Quantity, Unit
from tests.examples import PLUMBER

RATE = Quantity(label="Visits that become leads", unit=Unit.RATE, at_most=1.0)
DOLLARS = Formats(currency="USD", locale="en_US")
GUESS = between(0.05, 0.08, 0.12, source="a guess")
PATH = "channels.Google Ads search.visit_to_lead_rate"
QUARTER = (date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1))


def lesson(
    evidence: Evidence, what: str, path: str = PATH, months: tuple[date, ...] = QUARTER, weight: float = 1.0
) -> Lesson:
    of = OfBelief(
        path=path,
        belief=GUESS,
        quantity=RATE,
        evidence=evidence,
        months=months,
        what=what,
        channels=("Google Ads search",),
    )
    return Lesson(of, posterior(GUESS, RATE, evidence, weight=weight), weight)


@pytest.mark.parametrize(
    ("evidence", "what", "path", "said"),
    [
        (Tries(1_200, 66), "visits", PATH, "66 of 1,200 visits"),
        (Tries(1, 0), "opportunities", PATH, "0 of 1 opportunity"),
        (
            Tries(1_200, 66, 0.6),
            "leads",
            "funnel.lead_to_customer_rate",
            "66 of 1,200 leads, of which 60% had had time to close",
        ),
        (Tries(1_200, 66), "leads", "funnel.lead_to_customer_rate", "66 of 1,200 leads"),
        (Tries(12, 5.4), "sales", "business.gross_margin_rate", "a margin of 45% on 12 sales"),
        (Paid(4_200.0, 420), "clicks", PATH, "420 clicks for $4,200"),
        (Paid(6_400.0, 12), "sales", PATH, "$6,400 from 12 sales"),
        (Arrivals(630, 3.0), "visits", PATH, "630 visits in 3 months"),
    ],
)
def test_evidence_is_said_in_what_was_counted(evidence: Evidence, what: str, path: str, said: str) -> None:
    assert evidence_words(lesson(evidence, what, path), DOLLARS) == f"{said}, Jan 2027 to Mar 2027"


def test_one_month_is_named_once() -> None:
    assert evidence_words(lesson(Tries(40, 3), "visits", months=QUARTER[:1]), DOLLARS) == "3 of 40 visits, Jan 2027"


def test_the_range_was_worth_some_counts() -> None:
    assert worth_words(lesson(Tries(1_200, 66), "visits"), DOLLARS) == (
        "The range was worth 99 visits; the figures have 1,200"
    )


def test_months_that_differ_by_more_than_luck_are_said_to_count_for_less() -> None:
    found = lesson(Tries(1_200, 66), "visits")
    uneven = Lesson(replace(found.of, dispersion=8.0), found.after, 1.0)
    assert worth_words(uneven, DOLLARS) == (
        "The range was worth 99 visits; the figures have 1,200, but differ by more than luck, and count as 150"
    )


def test_only_what_was_held_to_be_nearly_impossible_is_called_so() -> None:
    assert conflict_words(lesson(Tries(1_200, 66), "visits")) == ""
    assert "less than 1 chance in 100" in conflict_words(lesson(Tries(1_200, 600), "visits"))


def taught(weight: float = 1.0) -> Belief:
    found = learned_scenario(PLUMBER, [lesson(Tries(1_200, 66), "visits", weight=weight)], DOLLARS)
    belief = found.channel("Google Ads search").visit_to_lead_rate
    assert belief is not None
    return belief


def test_the_source_of_a_learned_range_says_what_it_was_measured_from() -> None:
    assert source_line(taught(), DOLLARS) == "Measured from 1,200 visits, Jan 2027 to Mar 2027"
    assert taught(0.5).source == "Measured from 1,200 visits, Jan 2027 to Mar 2027, counted at 50%"


def test_what_was_learned_twice_is_measured_from_both() -> None:
    once = learned_scenario(PLUMBER, [lesson(Tries(1_200, 66), "visits")], DOLLARS)
    later = lesson(Tries(300, 20), "visits", months=(date(2027, 4, 1),))
    belief = learned_scenario(once, [later], DOLLARS).channel("Google Ads search").visit_to_lead_rate
    assert belief is not None
    assert belief.source == "Measured from 1,500 visits, Jan 2027 to Apr 2027"


def learned_until(last: date) -> Belief:
    record = Learned(first=date(2027, 1, 1), last=last, count=1_200, before=(0.05, 0.08, 0.12))
    return replace(between(0.049, 0.057, 0.065), learned=record)


def test_the_range_before_is_said_and_how_old_the_figures_are() -> None:
    before = "Before: 5% to 12%, half below 8%."
    assert learned_line(learned_until(date(2027, 3, 1)), RATE, DOLLARS, date(2027, 6, 30)) == before
    assert learned_line(learned_until(date(2027, 3, 1)), RATE, DOLLARS, date(2027, 8, 1)) == (
        f"{before} The figures are 4 months old."
    )
    assert learned_line(GUESS, RATE, DOLLARS, date(2027, 8, 1)) == ""


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Why)


def test_what_was_left_out_is_said_with_its_months_and_reason() -> None:
    months = tuple(date(2027, month, 1) for month in range(1, 6))
    unused = (
        Unused(path=PATH, channel="Google Ads search", months=months, why=Why.MORE_THAN_BEFORE),
        Unused(path="business.revenue_per_sale", channel="Local SEO", months=months[:1], why=Why.REPEAT_SALES),
    )
    assert unused_lines(PLUMBER, Lessons({}, unused), DOLLARS) == [
        "Google Ads search: Visits that become leads: nothing learned from Jan 2027, Feb 2027, Mar 2027 and 2 months"
        " more: more went on to the next stage than were there",
        "Business: Average sale of Local SEO: nothing learned from Jan 2027: revenue holds repeat sales as well as"
        " first ones",
    ]


def found(ranges: int, within: int, band: tuple[int, int] | None, widen_by: float | None = None) -> Calibration:
    return Calibration(ranges=ranges, within=within, band=band, interval_score=1.0, widen_by=widen_by)


def test_how_good_ranges_are_is_said_only_as_far_as_chance_allows() -> None:
    assert calibration_line(found(1, 1, None)).startswith(
        "1 range can be held against real figures; with fewer than 10"
    )
    assert calibration_line(found(20, 15, (12, 19))) == (
        "The truth fell into 15 of 20 8-in-10 ranges; chance allows 12 to 19. That fits."
    )
    assert calibration_line(found(20, 9, (12, 19), 1.7)).endswith(
        "The ranges are too narrow: make them about 1.7 times as wide."
    )
    assert calibration_line(found(20, 20, (12, 19))).endswith("They are wider than they need be.")


def test_how_good_ranges_are_is_told_by_whose_they_are_the_most_first_and_nothing_below_ten() -> None:
    sources = {"Ben": found(9, 2, None), "Cy": found(20, 9, (12, 19), 1.7), "Anna": found(20, 20, (12, 19))}
    rows = calibration_rows(found(49, 31, (33, 44), 1.2), sources, DOLLARS)
    assert [len(row) for row in rows] == [len(CALIBRATION_HEADS)] * 3
    assert rows == [
        ("All", "49", "31", "33 to 44", "1.00", "too narrow: make them about 1.2 times as wide"),
        ("Anna", "20", "20", "12 to 19", "1.00", "wider than they need be"),
        ("Cy", "20", "9", "12 to 19", "1.00", "too narrow: make them about 1.7 times as wide"),
    ]
    assert few_line(sources) == "1 source with fewer than 10 ranges: nothing can be said of them."
    assert few_line({"Cy": sources["Cy"]}) == ""
