import math

import numpy as np
import pytest

from simulator.analyses.poisson import chance_at_least, chance_at_most, chance_of_none, count_at

SIX = np.array([6.0])
MIXED = np.array([0.5, 3.0, 12.0])


def _poisson(count: int, expected: float) -> float:
    return math.exp(-expected) * expected**count / math.factorial(count)


def _at_most(count: int, draws: np.ndarray) -> float:
    return sum(_poisson(k, expected) for expected in draws for k in range(count + 1)) / len(draws)


def test_six_expected_customers_are_in_truth_three_to_nine():
    assert (count_at(SIX, 0.1), count_at(SIX, 0.9)) == (3, 9)


def test_the_chance_of_none_is_that_of_the_poisson_mixture():
    assert chance_of_none(MIXED) == pytest.approx(_at_most(0, MIXED), abs=1e-14)


@pytest.mark.parametrize("count", [0, 1, 5, 20])
def test_chances_are_those_of_the_poisson_mixture(count: int):
    assert chance_at_most(MIXED, count) == pytest.approx(_at_most(count, MIXED), abs=1e-14)
    assert chance_at_least(MIXED, count) == pytest.approx(1 - (_at_most(count - 1, MIXED) if count else 0), abs=1e-14)


def test_a_target_between_two_counts_is_reached_by_the_next_whole_one():
    assert chance_at_least(SIX, 4.2) == chance_at_least(SIX, 5)
    assert chance_at_most(SIX, 4.8) == chance_at_most(SIX, 4)


@pytest.mark.parametrize("probability", [0.001, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("draws", [MIXED, SIX, np.array([0.0]), np.array([5000.0, 10_000.0])])
def test_a_quantile_is_the_smallest_count_that_is_probable_enough(draws: np.ndarray, probability: float):
    count = count_at(draws, probability)
    assert chance_at_most(draws, count) >= probability
    assert count == 0 or chance_at_most(draws, count - 1) < probability
