"""Several scenarios side by side, in plain words."""

from datetime import date

from simulator.analyses.comparability import Obstacle
from simulator.presentation.comparability_text import caveat_texts, obstacle_text
from simulator.text.formats import Formats
from tests.examples import two_years

FORMATS = Formats()


def test_money_in_two_currencies_is_said_to_be_never_compared():
    both = [two_years("A"), two_years("B", currency="EUR", horizon_months=12)]
    assert obstacle_text(Obstacle.CURRENCIES, both, FORMATS) == (
        "A is in USD, B is in EUR. Money in different currencies cannot be compared."
    )


def test_two_horizons_are_said_with_the_offer_of_the_shorter_one():
    both = [two_years("A"), two_years("B", horizon_months=12)]
    assert obstacle_text(Obstacle.HORIZONS, both, FORMATS) == (
        "A looks 24 months ahead, B looks 12 months ahead. The one that looks further would seem better for that"
        " alone. Over the first 12 months they can be compared."
    )


def test_one_month_is_the_first_month():
    both = [two_years("A"), two_years("B", horizon_months=1)]
    assert obstacle_text(Obstacle.HORIZONS, both, FORMATS).endswith("Over the first month they can be compared.")


def test_other_first_months_may_be_part_of_a_difference():
    assert caveat_texts([two_years("A"), two_years("B", start=date(2027, 3, 1))], FORMATS) == [
        "A begins in Jan 2027, B begins in Mar 2027. Each is counted from its own first month, so the same budget can"
        " bring something else: at another time of year, at that year's prices, and after what its channels had before."
    ]


def test_another_market_correlation_makes_other_worlds():
    assert caveat_texts([two_years("A"), two_years("B", market_correlation=0.2)], FORMATS) == [
        "How much the whole market moves together: A says 0%, B says 20%. So rates and unit costs are not the same in"
        " the same possible world, even where they are stated alike."
    ]


def test_scenarios_that_say_the_same_under_one_name_are_named_once():
    three = [two_years("A"), two_years("A"), two_years("B", currency="EUR")]
    assert obstacle_text(Obstacle.CURRENCIES, three, FORMATS).startswith("A is in USD, B is in EUR.")


def test_scenarios_that_agree_need_no_words():
    assert caveat_texts([two_years("A"), two_years("B")], FORMATS) == []
