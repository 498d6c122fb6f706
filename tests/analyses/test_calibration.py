"""Calibration: how often the truth fell into ranges that say 8 in 10."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from simulator import parse
from simulator.analyses.calibration import (
    Judged,
    as_judged,
    band_of,
    by_source,
    calibration,
    interval_score,
    judged,
    outcomes,
)
from simulator.edits import value_at, with_value
from simulator.edits.actuals import with_actuals
from simulator.edits.learning import with_learned
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.scenario import Scenario
from simulator.units import Quantity, Unit

RATE = Quantity(label="Visits that become leads", unit=Unit.RATE, at_most=1.0)
MONEY = Quantity(label="Cost per click", unit=Unit.MONEY, open_below=True)
TODAY = date(2027, 4, 10)
PATH = "channels.Ads.visit_to_lead_rate"

FILE = b"""
format: 1
name: Test
currency: USD
start: 2027-01
business:
  revenue_per_sale: 480
  gross_margin_rate: 52 %
funnel:
  lead_to_customer_rate: 35 %
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: 13
    visit_to_lead_rate: [5 %, 8 %, 12 %]
plans:
  - name: Today
    monthly_spend: {Ads: 3000}
"""


@pytest.mark.parametrize(("ranges", "fewest", "most"), [(10, 5, 10), (20, 12, 19), (50, 34, 45)])
def test_chance_allows_a_band(ranges: int, fewest: int, most: int) -> None:
    assert band_of(ranges) == (fewest, most)


def test_the_band_is_that_of_a_binomial_number() -> None:
    numbers = np.arange(1, 300)
    fewest, most = stats.binom.interval(0.95, numbers, 0.8)
    assert [band_of(number) for number in numbers] == list(zip(fewest, most, strict=True))


def one(score: float, source: str = "") -> Judged:
    return Judged(path="", source=source, measured=0.0, score=score, interval_score=1.0)


def test_a_range_is_right_8_times_in_10() -> None:
    scores = stats.norm.ppf((np.arange(1_000) + 0.5) / 1_000)
    assert calibration([one(score) for score in scores]).within == 800


def test_fewer_than_10_ranges_say_nothing() -> None:
    assert calibration([one(5.0)] * 9).band is None
    assert calibration([one(5.0)] * 9).widen_by is None
    assert calibration([one(5.0)] * 10).band == (5, 10)


def test_ranges_that_miss_no_more_than_chance_allows_need_not_be_wider() -> None:
    assert calibration([one(0.5)] * 5 + [one(2.0)] * 5).widen_by is None


def test_ranges_that_are_half_as_wide_as_they_should_be_are_to_be_twice_as_wide() -> None:
    scores = 2.0 * stats.norm.ppf((np.arange(400) + 0.5) / 400)
    found = calibration([one(score) for score in scores])
    assert found.band is not None
    assert found.within < found.band[0]
    assert found.widen_by == pytest.approx(2.0, abs=0.02)


def test_the_interval_score_is_the_width_and_ten_times_the_miss_of_logarithms() -> None:
    price = between(8.0, 13.0, 25.0)
    width = math.log(25.0 / 8.0)
    assert_allclose(interval_score(price, MONEY, 10.0), width)
    assert_allclose(interval_score(price, MONEY, 4.0), width + 10.0 * math.log(2.0))
    assert_allclose(interval_score(price, MONEY, 50.0), width + 10.0 * math.log(2.0))
    # Odds of 1 to 4, 1 to 1 and 4 to 1; the truth has those of 8 to 1.
    assert_allclose(interval_score(between(0.2, 0.5, 0.8), RATE, 8 / 9), math.log(16.0) + 10.0 * math.log(2.0))


def test_the_interval_score_is_best_for_the_range_that_says_what_it_means() -> None:
    truths = between(8.0, 13.0, 25.0).distribution(MONEY).ppf((np.arange(2_000) + 0.5) / 2_000)
    narrow, right, wide = (
        np.mean([interval_score(belief, MONEY, truth) for truth in truths.tolist()])
        for belief in (between(10.0, 13.0, 18.0), between(8.0, 13.0, 25.0), between(5.0, 13.0, 40.0))
    )
    assert right < narrow
    assert right < wide


def with_figures(visits: float, leads: float, scenario: Scenario[Belief] | None = None) -> Scenario[Belief]:
    figures = {date(2027, 1, 1): {"visits": visits, "leads": leads}}
    return with_actuals(parse(FILE) if scenario is None else scenario, {"Ads": figures})


def test_a_range_is_held_against_what_was_counted() -> None:
    (found,) = judged(with_figures(1_000, 90), TODAY)
    assert found.path == PATH
    assert found.is_within
    assert_allclose(found.measured, 0.09, atol=0.0005)
    assert not judged(with_figures(1_000, 150), TODAY)[0].is_within
    assert not judged(with_figures(1_000, 40), TODAY)[0].is_within


def test_figures_that_say_less_than_the_range_judge_nothing() -> None:
    assert judged(with_figures(90, 7), TODAY) == []
    assert len(judged(with_figures(110, 9), TODAY)) == 1


def test_a_range_that_was_stated_after_the_figures_were_known_is_not_judged() -> None:
    stated = parse(FILE)
    for day, count in ((date(2027, 1, 20), 1), (date(2027, 2, 1), 0)):
        dated = with_value(stated, PATH, replace(value_at(stated, PATH), as_of=day))
        assert len(judged(with_figures(1_000, 90, dated), TODAY)) == count


def test_what_was_learned_since_does_not_change_how_good_the_range_was() -> None:
    before = with_figures(1_000, 150)
    learned = with_learned(
        before, PATH, (0.12, 0.13, 0.14), months=[date(2027, 1, 1)], count=1_000, weight=1.0, source="Measured"
    )
    assert judged(learned, TODAY) == judged(before, TODAY)


def test_ranges_that_say_what_they_mean_are_right_8_times_in_10_with_luck() -> None:
    generator = np.random.default_rng(4)
    truths = between(0.05, 0.08, 0.12).distribution(RATE).ppf(generator.random(200))
    visits = generator.integers(100, 2_000, 200)
    counts = zip(visits.tolist(), generator.binomial(visits, truths).tolist(), strict=True)
    found = calibration(each for visit, leads in counts for each in judged(with_figures(visit, leads), TODAY))
    assert found.ranges == 200
    assert found.within == pytest.approx(160, abs=12)
    assert found.widen_by is None


def test_each_source_is_judged_by_its_own_ranges() -> None:
    found = by_source([one(0.1, "Ann"), one(2.0, "Ann"), one(0.2, "Bob"), one(0.3)])
    assert {source: (own.within, own.ranges) for source, own in found.items()} == {"Ann": (1, 2), "Bob": (1, 1)}


def test_a_library_keeps_what_was_stated_by_whom_when_and_how_it_turned_out() -> None:
    typed = Belief(low=0.05, likely=0.08, high=0.12, source="Your figure: a guess", as_of=date(2026, 12, 1))
    scenario = with_actuals(
        with_value(parse(FILE), PATH, typed),
        {"Ads": {date(2027, month, 1): {"visits": 500.0, "leads": leads} for month, leads in ((1, 40.0), (2, 50.0))}},
    )
    (found,) = outcomes(scenario, TODAY, name="Ridge", by="Anna")
    (wanted,) = judged(scenario, TODAY)
    assert (found.scenario, found.path, found.source, found.by, found.whose) == (
        "Ridge",
        PATH,
        "Your figure",
        "Anna",
        "Anna",
    )
    assert (found.low, found.likely, found.high, found.as_of) == (0.05, 0.08, 0.12, date(2026, 12, 1))
    assert (found.months, found.first, found.last) == (2, date(2027, 1, 1), date(2027, 2, 1))
    assert_allclose(found.began, 40.5 / 501.0)
    assert found.judged == TODAY
    assert as_judged([found]) == [replace(wanted, source="Anna")]


def test_only_figures_of_ones_own_are_those_of_whoever_says_so() -> None:
    stated = with_value(parse(FILE), PATH, replace(value_at(parse(FILE), PATH), source="A study"))
    assert [each.by for each in outcomes(with_figures(1_000, 90, stated), TODAY, name="", by="Anna")] == [""]


def test_what_a_month_alone_said_is_the_same_however_many_follow() -> None:
    months = {date(2027, month, 1): {"visits": 300.0, "leads": 20.0 + month} for month in (1, 2, 3)}
    scenario = with_actuals(parse(FILE), {"Ads": months})
    (early,), (late,) = (outcomes(scenario, day, name="") for day in (date(2027, 2, 1), TODAY))
    assert (early.months, late.months) == (1, 3)
    assert early.began == late.began == early.measured


def test_with_fewer_than_ten_no_score_is_told() -> None:
    assert math.isnan(calibration([one(0.1)] * 9).interval_score)
    assert calibration([one(0.1)] * 10).interval_score == 1.0
