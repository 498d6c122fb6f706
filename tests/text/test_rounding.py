"""Honest digits; the expected figures are worked by hand from the rule."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.text.rounding import decimals_of, is_within_doubt, rounded, shown_digits

figures = st.floats(min_value=1e-4, max_value=1e12)


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [
        (12_431.78, 60.0, "12400"),
        (12_431.78, 0.3, "12430"),  # four digits at most, however small the error
        (12_431.78, 250.0, "12000"),
        (12_431.78, 200.0, "12400"),  # two units in the last digit are allowed
        (5.944, 0.02, "5.94"),
        (5.944, 0.021, "5.9"),
        (30.2, 0.05, "30.2"),
        (30.0, 0.05, "30.0"),  # the error supports this zero
        (40.0, 110.0, "40"),  # the first digit stays in any case
        (60.0, 25.0, "60"),
        (0.0, 25.0, "0"),
        (12_431.78, math.nan, "12400"),
        (12_431.78, math.inf, "12400"),
    ],
)
def test_a_figure_shows_the_digits_its_error_supports(value, error, shown):
    assert f"{shown_digits(value, error):f}" == shown


@pytest.mark.parametrize(("value", "shown"), [(5.94, "5.94"), (1_204.0, "1204"), (40.0, "40"), (0.0, "0")])
def test_an_exact_figure_keeps_its_digits_and_no_idle_zeros(value, shown):
    assert f"{shown_digits(value, None):f}" == shown
    assert f"{shown_digits(value, 0.0):f}" == shown


def test_an_error_in_the_last_bits_is_no_doubt():
    assert f"{shown_digits(123_456.0, 1e-11):f}" == "123456"


@given(figures, st.floats(min_value=1e-3, max_value=1e12))
def test_the_last_digit_is_worth_at_least_half_an_error_unless_it_is_the_first(value, error):
    if error <= 1e-9 * value:
        return
    place = 10.0 ** int(shown_digits(value, error).as_tuple().exponent)
    assert place >= error / 2 * (1 - 1e-6) or place >= value / 10


@given(figures, st.floats(min_value=1e-9, max_value=1e12))
def test_rounding_moves_a_figure_by_less_than_five_errors_or_half_a_thousandth(value, error):
    # The place is below 10 * (error / 2); rounding moves by half a place at most.
    moved = abs(float(shown_digits(value, error)) - value)
    assert moved <= max(2.5 * error, 5e-3 * value) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("value", "error", "doubted"),
    [(40.0, 110.0, True), (-40.0, 110.0, True), (60.0, 110.0, False), (60.0, 25.0, False), (0.0, 1.0, True),
     (0.0, None, True), (1e-9, None, False), (40.0, math.inf, False), (0.0, math.nan, True)],
)  # fmt: skip
def test_a_figure_is_within_doubt_where_the_digits_that_its_error_supports_are_none(value, error, doubted):
    assert is_within_doubt(value, error) is doubted


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(min_value=0.0))
def test_every_finite_figure_can_be_shown(value, error):
    assert shown_digits(value, error).is_finite()


def test_halves_are_rounded_away_from_zero():
    assert rounded(0.125, -2) == Decimal("0.13")
    assert rounded(-2.5, 0) == Decimal(-3)


def test_decimals_are_counted_behind_the_point():
    assert [decimals_of(Decimal(text)) for text in ("1.20", "12", "1E+3")] == [2, 0, 0]
