"""One rule for figures as text, whatever page, table or command shows them."""

import math

import pytest

from simulator.analyses.summary import Figures, Summary
from simulator.metrics.kpis import METRICS
from simulator.presentation.figures import Written, WrittenChange, written_average, written_change
from simulator.text.formats import Formats

DOLLARS = Formats("USD")
NEVER = math.inf


def summary(p10, p50, p90, error=0.0, mean=None):
    return Summary(p50 if mean is None else mean, p10, p50, p90, Figures(error, error, error, error))


def texts(key, figures, horizon_months=24):
    return Written(METRICS[key], figures, DOLLARS, horizon_months)


def change(key, *ends, error=0.0):
    return WrittenChange(METRICS[key], summary(*ends, error=error), DOLLARS)


def test_a_figure_has_the_digits_that_its_error_supports():
    profit = texts("profit", summary(1_234.0, 5_678.0, 9_876.0, error=70.0))
    assert (profit.low, profit.middle, profit.high) == ("$1,200", "$5,700", "$9,900")
    assert profit.range == "$1,200 to $9,900"
    assert profit.average == "$5,700"


def test_the_average_of_what_is_nearly_always_the_same_stands_in_the_same_digits():
    cost = Summary(105_994.9, 106_080.0, 106_080.0, 106_080.0, Figures(1.6, 0.0, 0.0, 0.0))
    assert (texts("marketing_cost", cost).middle, texts("marketing_cost", cost).average) == ("$106,080", "$105,995")
    assert written_average(METRICS["customers"], 105_994.9, 1.6, DOLLARS) == "106,000"


@pytest.mark.parametrize("key", [key for key, metric in METRICS.items() if metric.whole_months])
def test_whole_months_are_not_rounded_by_their_error(key):
    months = texts(key, summary(11.0, 13.0, 17.0, error=9.0))
    assert (months.middle, months.range) == ("13 months", "11 to 17 months")
    assert written_change(METRICS[key], -13.0, 9.0, DOLLARS) == "-13 months"


def test_only_what_is_sought_within_the_horizon_ends_with_it():
    assert texts("payback_months", summary(7.0, NEVER, NEVER)).middle == "not within 24 months"
    assert texts("payback_months", summary(7.0, NEVER, NEVER)).range == "7 months to beyond 24 months"
    assert texts("cac_payback_months", summary(7.0, NEVER, NEVER)).middle == "never"
    assert texts("cac_payback_months", summary(7.0, NEVER, NEVER)).range == "7 months to never"


def test_without_a_horizon_a_payback_that_is_not_found_is_never():
    assert texts("payback_months", summary(7.0, NEVER, NEVER), horizon_months=None).middle == "never"


def test_where_it_takes_for_ever_there_is_no_average_time():
    assert texts("payback_months", summary(7.0, 9.0, NEVER, mean=NEVER)).average == "–"
    assert written_average(METRICS["cac"], NEVER, math.nan, DOLLARS) == "∞"


def test_an_average_time_is_no_whole_number_and_is_rounded():
    assert texts("payback_months", summary(7.0, 9.0, 12.0, mean=9.4321, error=0.07)).average == "9.4 months"


def test_a_range_that_says_no_more_than_the_middle_is_empty():
    assert texts("profit", summary(5.0, 5.0, 5.0)).spread == ""
    assert texts("roi", summary(*[math.nan] * 3)).spread == ""
    assert texts("profit", summary(4.0, 5.0, 6.0)).spread == "$4 to $6"


def test_endless_changes_of_months_are_words():
    assert change("payback_months", -NEVER, NEVER, NEVER).middle == "now never"
    assert change("payback_months", -NEVER, NEVER, NEVER).range == "no longer never to now never"
    assert change("cac", 0.0, NEVER, NEVER).middle == "+∞"


def test_a_change_has_its_sign_and_the_digits_of_its_error():
    profit = change("profit", -310.0, 1_120.0, 3_950.0, error=70.0)
    assert (profit.middle, profit.range, profit.average) == ("+$1,100", "-$300 to +$4,000", "+$1,100")
    assert change("roi", 0.05, 0.05, 0.05).range == "+5 points"


def test_what_does_not_exist_is_a_dash():
    nothing = summary(*[math.nan] * 3)
    assert {texts("roi", nothing).middle, texts("roi", nothing).range, texts("roi", nothing).average} == {"–"}
    assert WrittenChange(METRICS["roi"], nothing, DOLLARS).range == "–"
