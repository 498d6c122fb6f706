"""Response curves: the unit cost holds at the reference spend, and doubling it gains what was stated."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.scenario.curves import CURVES, Capped, Curve, Linear, Saturating, SShaped
from simulator.scenario.fields import quantity_of
from simulator.units import FloatArray

REFERENCE = 3000.0
COST = np.array([8.0, 13.0, 25.0])


def units(curve: Curve[Any], *spends: float) -> FloatArray:
    """Units at some spends; shape (spend, 3)."""
    return np.broadcast_to(curve.units(np.array([spends]).T, COST, REFERENCE), (len(spends), 3))


def drawn(*gains: float) -> FloatArray:
    return np.array(gains)


FAMILY: list[Curve[Any]] = [
    Linear(),
    Saturating(gain_from_doubling=drawn(0.05, 0.5, 0.95)),
    SShaped(gain_from_doubling=drawn(0.1, 1.0, 2.9), slope=2.0),
    SShaped(gain_from_doubling=drawn(0.1, 1.0, 60.0), slope=6.0),
    Capped(most_per_month=drawn(10.0, 100.0, 1000.0)),
]
CURVED = [curve for curve in FAMILY if isinstance(curve, Saturating | SShaped)]


def test_every_curve_is_tested_here() -> None:
    assert {type(curve) for curve in FAMILY} == set(CURVES.values())


@pytest.mark.parametrize("curve", CURVED)
def test_the_reference_spend_buys_at_the_stated_cost(curve: Curve[Any]) -> None:
    assert_allclose(units(curve, REFERENCE)[0], REFERENCE / COST, rtol=1e-12)


@pytest.mark.parametrize("curve", CURVED)
def test_doubling_the_reference_spend_gains_what_was_stated(curve: Any) -> None:
    once, twice = units(curve, REFERENCE, 2.0 * REFERENCE)
    assert_allclose(twice / once - 1.0, curve.gain_from_doubling, rtol=1e-9)


@pytest.mark.parametrize("curve", FAMILY)
def test_no_spend_buys_nothing(curve: Curve[Any]) -> None:
    assert_array_equal(units(curve, 0.0)[0], 0.0)


@pytest.mark.parametrize("curve", FAMILY)
@given(spends=st.lists(st.floats(0.0, 1e7), min_size=2, max_size=20).map(sorted))
def test_more_spend_never_buys_less(curve: Curve[Any], spends: list[float]) -> None:
    bought = units(curve, *spends)
    assert (np.diff(bought, axis=0) >= -1e-12 * bought[1:]).all()


@given(st.floats(0.0, 1e6))
def test_without_diminishing_returns_every_dollar_buys_the_same(spend: float) -> None:
    assert_allclose(units(Linear(), spend)[0], spend / COST, rtol=1e-15)


@given(st.floats(1.0, 1e6))
def test_each_further_dollar_buys_less_on_a_saturating_curve(spend: float) -> None:
    bought = units(FAMILY[1], 0.0, spend, 2.0 * spend)
    assert (bought[2] - bought[1] < bought[1] - bought[0]).all()


def test_a_saturating_curve_has_a_ceiling() -> None:
    half = 2.0 * 0.5 * REFERENCE / (1.0 - 0.5)
    assert_allclose(units(FAMILY[1], 1e15)[0, 1], (half + REFERENCE) / COST[1], rtol=1e-9)


def test_an_s_shaped_curve_is_slow_at_first_and_then_steep() -> None:
    bought = units(SShaped(gain_from_doubling=drawn(2.0, 2.0, 2.0), slope=2.0), 0.0, 300.0, 3000.0, 3300.0)
    assert (bought[3] - bought[2] > 3.0 * (bought[1] - bought[0])).all()


def test_an_s_shaped_curve_cannot_gain_more_than_its_steepest_part() -> None:
    assert quantity_of(SShaped(gain_from_doubling=0.5, slope=3.0), "gain_from_doubling").at_most == 7.0


def test_a_capped_curve_ends_at_its_limit() -> None:
    assert_allclose(units(FAMILY[4], 1e6)[0], [10.0, 100.0, 1000.0])


def test_a_capped_curve_is_linear_below_its_limit() -> None:
    assert_allclose(units(FAMILY[4], 40.0)[0], 40.0 / COST)


@pytest.mark.parametrize("curve", CURVED)
def test_a_curved_response_without_a_reference_spend_is_our_own_bug(curve: Curve[Any]) -> None:
    with pytest.raises(ValueError, match="needs a reference spend"):
        curve.units(np.array([[1.0]]), COST, None)
