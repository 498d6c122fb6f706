"""Beliefs: the three numbers are the quantiles, exactly, whatever they are."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.scenario.beliefs import Belief, between, certain
from simulator.units import Quantity, Unit

AMOUNT = Quantity(label="Cost", unit=Unit.MONEY)
SHARE = Quantity(label="Rate", unit=Unit.RATE, at_most=1.0)

positive = st.floats(1e-3, 1e6)
TAILS = np.array([0.01, 0.05, 0.25, 0.75, 0.95, 0.99])


@st.composite
def triples(draw: st.DrawFn, top: float = math.inf) -> tuple[float, float, float]:
    """Three rising numbers, from nearly equal to many times each other, skewed to either side."""
    scale = draw(st.floats(1e-3, 1e6)) if math.isinf(top) else draw(st.floats(0.001, 0.9)) * top
    low = scale * draw(st.floats(0.01, 0.999))
    high = scale * draw(st.floats(1.001, 100.0)) if math.isinf(top) else scale + (top - scale) * draw(
        st.floats(0.001, 0.999)
    )  # fmt: skip
    assume(low < scale < high < top)
    return low, scale, high


def test_a_range_above_zero_has_the_published_tails() -> None:
    drawn = between(2, 4, 6).distribution(AMOUNT).ppf(TAILS)
    assert_allclose(drawn, [1.009211, 1.586803, 2.865430, 5.108602, 6.499822, 7.414476], atol=5e-7)


def test_a_range_between_two_bounds_has_the_published_tails() -> None:
    belief = Belief(low=32, likely=40.5, high=60, at_least=0, at_most=100)
    drawn = belief.distribution(AMOUNT).ppf(TAILS)
    assert_allclose(drawn, [28.604691, 30.669545, 34.951825, 49.723933, 66.200686, 76.667911], atol=5e-7)


def test_a_range_that_is_symmetric_in_its_logarithm_is_lognormal() -> None:
    drawn = between(50, 100, 200).distribution(AMOUNT).ppf(np.array([0.1586552539314571, 0.8413447460685429]))
    one_deviation = 2.0 ** (1.0 / 1.2815515655446004)
    assert_allclose(drawn, [100 / one_deviation, 100 * one_deviation], rtol=1e-12)


@given(triples())
def test_amounts_hit_their_three_anchors(triple: tuple[float, float, float]) -> None:
    assert_allclose(between(*triple).distribution(AMOUNT).ppf(np.array([0.1, 0.5, 0.9])), triple, rtol=1e-9)


@given(triples(top=1.0))
def test_rates_hit_their_three_anchors(triple: tuple[float, float, float]) -> None:
    assert_allclose(between(*triple).distribution(SHARE).ppf(np.array([0.1, 0.5, 0.9])), triple, rtol=1e-9)


@given(triples(), st.floats(-100.0, 0.0))
def test_an_own_lower_bound_moves_the_tails_but_no_anchor(triple: tuple[float, float, float], below: float) -> None:
    low, likely, high = triple
    bound = low + below * (high - low)
    quantity = Quantity(label="Anything", unit=Unit.RATIO, at_least=-math.inf)
    assume(low - bound > 1e-6 * high)
    belief = Belief(low=low, likely=likely, high=high, at_least=bound)
    drawn = belief.distribution(quantity).ppf(np.array([0.1, 0.5, 0.9]))
    assert_allclose(drawn - bound, np.array(triple) - bound, rtol=1e-9)


@pytest.mark.parametrize("quantity", [AMOUNT, SHARE])
@given(data=st.data())
def test_quantile_functions_never_fall_and_stay_within_the_limits(quantity: Quantity, data: Any) -> None:
    belief = between(*data.draw(triples(top=quantity.at_most)))
    drawn = belief.distribution(quantity).ppf(np.linspace(0.0005, 0.9995, 2001))
    assert (np.diff(drawn) >= 0.0).all()
    assert (drawn >= quantity.at_least).all()
    assert (drawn <= quantity.at_most).all()


@pytest.mark.parametrize("quantity", [AMOUNT, SHARE])
@given(data=st.data())
def test_the_distribution_function_undoes_the_quantile_function(quantity: Quantity, data: Any) -> None:
    distribution = between(*data.draw(triples(top=quantity.at_most))).distribution(quantity)
    probabilities = np.linspace(0.05, 0.95, 19)
    assert_allclose(distribution.cdf(distribution.ppf(probabilities)), probabilities, rtol=1e-6)


def test_the_distribution_function_is_zero_at_the_bound_and_one_far_above() -> None:
    distribution = between(2, 4, 6).distribution(AMOUNT)
    assert_array_equal(distribution.cdf(np.array([-1.0, 0.0, 1e9])), [0.0, 0.0, 1.0])


def test_a_certainty_is_itself_at_every_probability() -> None:
    distribution = certain(0.25).distribution(SHARE)
    assert_array_equal(distribution.ppf(np.array([0.0, 0.5, 1.0])), [0.25, 0.25, 0.25])
    assert_array_equal(distribution.cdf(np.array([0.2, 0.25])), [0.0, 1.0])


def test_the_far_tail_of_a_rate_reaches_neither_bound_in_its_middle() -> None:
    drawn = between(0.05, 0.5, 0.95).distribution(SHARE).ppf(np.linspace(0.001, 0.999, 999))
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0


@pytest.mark.parametrize("quantity", [AMOUNT, SHARE])
def test_numbers_that_differ_in_their_last_digits_only_can_be_drawn(quantity: Quantity) -> None:
    just_above = 1.0000000000000002e-06
    for triple in ((1e-06, just_above, 0.5), (1e-12, 1e-06, just_above), (1e-06, just_above, 1.0000000000000004e-06)):
        drawn = between(*triple).distribution(quantity).ppf(np.array([0.1, 0.5, 0.9]))
        assert_allclose(drawn, triple, rtol=1e-9)


@pytest.mark.parametrize(
    ("triple", "lopsided"),
    [
        ((1, 10, 100), False),
        ((1, 1.5, 100), True),
        ((1, 80, 100), True),
        ((2, 4, 6), False),
        # So narrow that its far tail, too, ends within some percent of the middle.
        ((500, 500.5, 505), False),
        ((495, 499.5, 500), False),
    ],
)
def test_a_range_is_lopsided_when_the_middle_stands_near_an_end_of_its_logarithm(
    triple: tuple[float, float, float], lopsided: bool
) -> None:
    assert between(*triple).is_lopsided(AMOUNT) is lopsided


def test_a_certainty_is_not_lopsided() -> None:
    assert not certain(5).is_lopsided(AMOUNT)


@pytest.mark.parametrize(
    ("belief", "words"),
    [
        (between(0.3, 0.2, 0.4), "low < likely < high"),
        (between(0, 0.1, 0.2), "above 0"),
        (between(0.1, 0.2, 1.0), "below 1"),
        (certain(1.5), "between 0 and 1"),
        (certain(math.nan), "a finite number"),
        (Belief(low=0.2, likely=0.3, high=0.4, at_least=0.25), "above 0.25"),
        (Belief(low=0.2, likely=0.3, high=0.4, at_most=0.35), "below 0.35"),
        (Belief(low=0.2, likely=0.3, high=0.4, at_least=0.5, at_most=0.45), "must be below at_most"),
        (Belief(low=0.5, likely=0.5, high=0.5, at_most=0.4), "outside its own"),
    ],
)
def test_a_belief_says_why_it_cannot_be_drawn(belief: Belief, words: str) -> None:
    assert words in " ".join(belief.problems(SHARE))


def test_a_good_belief_has_no_problems() -> None:
    assert between(0.1, 0.2, 0.4).problems(SHARE) == []
    assert certain(0.0).problems(SHARE) == []
