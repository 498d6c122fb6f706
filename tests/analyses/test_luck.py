"""Luck: the chance of a count, by closed forms, laws and deals that are decided one by one."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.luck import ExpectedCount
from tests.laws import examples

SIX = ExpectedCount(np.array([6.0]), np.array([0.0]))
MIXED = np.array([0.5, 3.0, 12.0])
NEVER_BOUGHT = ExpectedCount(MIXED, np.zeros(3))


def of_units(*units_and_chances: tuple[float, float]) -> ExpectedCount:
    """A single world in which so many units were bought in each channel, each a customer with this chance."""
    mean = sum(units * chance for units, chance in units_and_chances)
    bought = sum(units * chance**2 for units, chance in units_and_chances)
    return ExpectedCount(np.array([mean]), np.array([bought]))


def poisson(count: int, expected: float) -> float:
    return math.exp(-expected) * expected**count / math.factorial(count)


def binomial_at_least(least: int, units: int, chance: float) -> float:
    return sum(math.comb(units, k) * chance**k * (1.0 - chance) ** (units - k) for k in range(least, units + 1))


def poisson_at_most(count: int, draws: Sequence[float]) -> float:
    return sum(poisson(k, expected) for expected in draws for k in range(count + 1)) / len(draws)


def test_six_expected_customers_are_in_truth_three_to_nine() -> None:
    assert (SIX.not_exceeded(0.1), SIX.not_exceeded(0.9)) == (3, 9)


@pytest.mark.parametrize("count", [0, 1, 5, 20])
def test_without_bought_units_chances_are_those_of_the_poisson_mixture(count: int) -> None:
    assert NEVER_BOUGHT.chance_at_most(count) == pytest.approx(poisson_at_most(count, MIXED), abs=1e-14)
    at_least = 1.0 - (poisson_at_most(count - 1, MIXED) if count else 0.0)
    assert NEVER_BOUGHT.chance_at_least(count) == pytest.approx(at_least, abs=1e-14)


@pytest.mark.parametrize(("units", "chance"), [(10, 0.9), (20, 0.3), (1000, 0.002), (3, 1.0)])
def test_units_of_one_channel_are_a_binomial_count(units: int, chance: float) -> None:
    count = of_units((units, chance))
    for least in range(min(units, 12) + 1):
        expected = binomial_at_least(least, units, chance)
        assert count.chance_at_least(least) == pytest.approx(expected, rel=1e-10)
        assert count.chance_at_most(least - 1) == pytest.approx(1.0 - expected, abs=1e-12)


def test_ten_leads_at_nine_in_ten_are_seven_customers_or_more_nearly_always() -> None:
    ten = of_units((10, 0.9))
    assert ten.chance_at_least(7) == pytest.approx(0.9872, abs=5e-5)
    assert (ten.chance_at_least(11), ten.chance_at_most(10)) == (0.0, 1.0)
    assert (ten.not_exceeded(0.1), ten.not_exceeded(0.9)) == (8, 10)


def test_units_that_are_sure_to_come_come() -> None:
    sure = of_units((333.3, 1.0))
    assert (sure.chance_at_least(333), sure.chance_at_least(334), sure.chance_at_most(333)) == (1.0, 0.0, 1.0)


def test_a_whole_number_that_was_rounded_is_still_reached() -> None:
    for mean in (1000.0 * (1.0 - 1e-13), 1000.0 * (1.0 + 1e-13)):
        count = ExpectedCount(np.array([mean]), np.array([mean]))
        assert (count.chance_at_least(1000), count.chance_at_least(1001)) == (1.0, 0.0)


@pytest.mark.parametrize("chance", [1e-6, 1e-8, 1e-10, 1e-12])
def test_many_units_of_little_chance_are_poisson(chance: float) -> None:
    rare = of_units((6.0 / chance, chance))
    for count in range(15):
        assert rare.chance_at_least(count) == pytest.approx(SIX.chance_at_least(count), rel=1e-4)
        assert rare.chance_at_most(count) == pytest.approx(SIX.chance_at_most(count), rel=1e-4)


def test_deals_that_are_decided_one_by_one_are_as_often_so_many() -> None:
    random, worlds = np.random.default_rng(3), 200_000
    deals = [random.random((worlds, units)) < chance for units, chance in ((8, 0.5), (30, 0.1), (4, 0.9))]
    by_themselves = random.poisson(2.5, worlds)
    counts = sum(channel.sum(axis=1) for channel in deals) + by_themselves
    several = of_units((8, 0.5), (30, 0.1), (4, 0.9))
    found = ExpectedCount(several.mean + 2.5, several.bought)
    for least in range(4, 22):
        # The binomial has the mean and the variance of the sum, but not its skewness.
        assert found.chance_at_least(least) == pytest.approx(np.mean(counts >= least), abs=0.012)


def test_deals_of_one_channel_that_are_decided_one_by_one_are_as_often_so_many() -> None:
    random, worlds = np.random.default_rng(4), 200_000
    counts = (random.random((worlds, 12)) < 0.4).sum(axis=1)
    for least in range(13):
        expected = np.mean(counts >= least)
        assert of_units((12, 0.4)).chance_at_least(least) == pytest.approx(expected, abs=5e-3)


def test_a_target_between_two_counts_is_reached_by_the_next_whole_one() -> None:
    assert SIX.chance_at_least(4.2) == SIX.chance_at_least(5)
    assert SIX.chance_at_most(4.8) == SIX.chance_at_most(4)


AMOUNTS = st.floats(0.0, 1e6, allow_nan=False)


@given(
    worlds=st.lists(st.tuples(AMOUNTS, st.floats(0.0, 1.0), AMOUNTS), min_size=1, max_size=4),
    count=st.floats(-1.0, 2e6),
)
@examples(200)
def test_a_higher_count_is_never_more_probable(worlds: list[tuple[float, float, float]], count: float) -> None:
    units, chances, others = (np.array(column) for column in zip(*worlds, strict=True))
    found = ExpectedCount(units * chances + others, units * chances**2)
    at_least = [found.chance_at_least(each) for each in (0, count, count + 1, count + 2)]
    assert at_least[0] == 1.0
    assert all(0.0 <= chance <= 1.0 for chance in at_least)
    assert all(later <= sooner + 1e-9 for sooner, later in pairwise(at_least))
    assert found.chance_at_most(math.floor(count)) == pytest.approx(
        1.0 - found.chance_at_least(math.floor(count) + 1), abs=1e-9
    )


@pytest.mark.parametrize("probability", [0.001, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize(
    "count",
    [
        NEVER_BOUGHT,
        SIX,
        of_units((40, 0.7), (3, 1.0)),
        ExpectedCount(np.array([0.0]), np.array([0.0])),
        ExpectedCount(np.array([5000.0, 10_000.0]), np.array([0.0, 4000.0])),
    ],
)
def test_a_quantile_is_the_smallest_count_that_is_probable_enough(count: ExpectedCount, probability: float) -> None:
    found = count.not_exceeded(probability)
    assert count.chance_at_most(found) >= probability
    assert found == 0 or count.chance_at_most(found - 1) < probability
