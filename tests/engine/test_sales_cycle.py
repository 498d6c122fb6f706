"""The time from lead to sale: shares of deals by month, against closed forms and the oracle."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from simulator.engine.sales_cycle import TIME, closing_matrix, closing_shares
from simulator.scenario.beliefs import Belief, between, certain
from tests.oracle.closing import as_cycle, share_closing_after

CYCLES = [(0.2, 1.0, 3.0), (1.0, 3.0, 9.0), (6.0, 12.0, 22.0), (0.01, 0.1, 5.0), (2.0, 2.1, 2.2), (3.0, 5.0, 7.0)]


@pytest.mark.parametrize("cycle", CYCLES)
def test_the_shares_agree_with_the_oracle(cycle: tuple[float, float, float]) -> None:
    expected = [share_closing_after(as_cycle(list(cycle)), months) for months in range(36)]
    assert_allclose(closing_shares(between(*cycle), 36), expected, rtol=0.0, atol=1e-14)


def test_an_exact_quarter_of_a_month_closes_three_quarters_at_once() -> None:
    assert_array_equal(closing_shares(certain(0.25), 4), [0.75, 0.25, 0.0, 0.0])


def test_an_exact_time_of_whole_months_shifts_all_deals() -> None:
    assert_array_equal(closing_shares(certain(2.0), 4), [0.0, 0.0, 1.0, 0.0])


@pytest.mark.parametrize("cycle", CYCLES)
def test_what_has_closed_lies_between_the_first_and_the_last_lead_of_the_month(
    cycle: tuple[float, float, float],
) -> None:
    stated = between(*cycle)
    closed = closing_shares(stated, 30).cumsum()
    of_youngest, of_oldest = (
        stated.distribution(TIME).cdf(np.arange(30.0)),
        stated.distribution(TIME).cdf(np.arange(1.0, 31.0)),
    )
    assert (closed >= of_youngest - 1e-15).all()
    assert (closed <= of_oldest + 1e-15).all()


@pytest.mark.parametrize("cycle", [None, certain(0.0)])
def test_without_a_cycle_every_deal_closes_in_its_month(cycle: Belief | None) -> None:
    assert closing_matrix(cycle, 12) is None


def test_a_lead_never_closes_before_it_came() -> None:
    matrix = closing_matrix(between(0.2, 1.0, 3.0), 12)
    assert matrix is not None
    assert_array_equal(np.triu(matrix, 1), 0.0)
    assert (matrix >= 0.0).all()
