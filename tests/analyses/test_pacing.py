"""Pacing: closed forms of the gamma-Poisson count, bands that narrow, and what is left a day."""

from datetime import date

import pytest
from scipy.stats import poisson

from simulator.analyses.pacing import pace
from simulator.scenario.actuals import Actuals
from tests.analyses.one_month import CERTAIN, UNSURE, ads, leads, on
from tests.plain import beliefs


def test_spend_goes_on_as_it_did_and_the_rest_of_the_plan_is_left_for_the_days_to_come():
    found = on(11, ads(spend=1500.0))
    spend = found.figures["Ads"]["spend"]
    assert (found.days, found.over, found.left) == (30, 10, 20)
    assert (spend.so_far, spend.by_now, spend.planned) == (1500.0, pytest.approx(1000.0), 3000.0)
    assert spend.low == spend.middle == spend.high == pytest.approx(4500.0)
    assert spend.left_a_day == pytest.approx(75.0)


def test_on_the_first_day_the_plan_alone_says_how_it_goes_on():
    spend = on(1, ads(spend=0.0)).figures["Ads"]["spend"]
    assert (spend.by_now, spend.middle, spend.left_a_day) == (0.0, 3000.0, 100.0)


def test_a_plan_without_doubt_adds_a_poisson_count_of_the_days_to_come():
    """150 leads a month are 100 in 20 days, whatever came before."""
    found = leads(11, 20.0, plain=CERTAIN)
    expected = 20.0 + poisson(100.0).ppf([0.1, 0.5, 0.9])
    assert [found.low, found.middle, found.high] == pytest.approx(list(expected), abs=1.0)


def test_a_plan_in_doubt_follows_what_came():
    few, many = leads(16, 30.0), leads(16, 120.0)
    assert few.middle == pytest.approx(60.0, rel=0.12)
    assert many.middle == pytest.approx(240.0, rel=0.12)


def test_the_band_narrows_as_days_pass():
    widths = [found.high - found.low for found in (leads(day, 5.0 * (day - 1)) for day in (1, 4, 11, 21, 30))]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < widths[0] / 10.0


def test_all_channels_count_those_of_which_a_figure_is_known():
    mail = Actuals(channel="Mail", first=date(2027, 4, 1), leads=(2.0,), spend=(300.0,))
    found = on(11, ads(leads=40.0), mail)
    assert found.figures[""]["leads"].so_far == 42.0
    assert found.figures[""]["leads"].planned == pytest.approx(156.0)
    assert found.figures[""]["spend"].planned == pytest.approx(600.0)


def test_what_was_planned_stays_what_was_planned_whatever_was_learned():
    """May is held against the plan, though a bad April is what its end rests on."""
    actual = Actuals(channel="Ads", first=date(2027, 4, 1), visits=(1500.0, 500.0), leads=(60.0, 20.0))
    found = pace(beliefs(UNSURE), "Today", [actual], today=date(2027, 5, 11))
    assert found is not None
    month, plan = found.figures["Ads"]["leads"], leads(1, 0.0)
    assert month.planned == pytest.approx(plan.planned)
    assert month.high < 0.6 * month.planned


@pytest.mark.parametrize("today", [date(2027, 3, 31), date(2027, 7, 1), date(2027, 5, 10)])
def test_outside_of_the_plan_and_without_figures_of_the_month_there_is_no_pace(today: date):
    assert pace(beliefs(CERTAIN), "Today", [ads(spend=100.0)], today=today, draws=8) is None
