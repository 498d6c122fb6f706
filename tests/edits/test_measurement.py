"""Measured ranges: a slow posterior by plain sums, how often the truth lies in them, and what nothing is known of."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from simulator.edits.measurement import FEW, WIDE, Counted, measured_cost, measured_count, measured_rate, measured_value
from simulator.scenario.beliefs import Belief
from tests.laws import DEEP

STEPS = 200_000


def quantiles_by_sums(log_density: Callable[[float], float], top: float) -> list[float]:
    """The 10 %, 50 % and 90 % points of a density between 0 and ``top``, by adding it up."""
    places = [(step + 0.5) * top / STEPS for step in range(STEPS)]
    logs = [log_density(place) for place in places]
    most = max(logs)
    weights = [math.exp(each - most) for each in logs]
    whole, so_far, found = sum(weights), 0.0, []
    for place, weight in zip(places, weights, strict=True):
        so_far += weight
        while len(found) < 3 and so_far >= (0.1, 0.5, 0.9)[len(found)] * whole:
            found.append(place)
    return found


def numbers(belief: Belief | None) -> list[float]:
    assert belief is not None
    return [belief.low, belief.likely, belief.high]


@pytest.mark.parametrize(("whole", "part"), [(320, 24), (30, 0), (12, 12), (5, 1)])
def test_a_rate_is_the_posterior_of_a_binomial_under_the_prior_of_jeffreys(whole: int, part: int):
    # Under that prior the angle whose squared sine is the rate is as likely at one place as at another.
    angles = quantiles_by_sums(
        lambda angle: 2 * part * math.log(math.sin(angle)) + 2 * (whole - part) * math.log(math.cos(angle)), math.pi / 2
    )
    expected = [math.sin(angle) ** 2 for angle in angles]
    assert numbers(measured_rate([Counted(whole, part)])) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize(("paid", "number"), [(4200.0, 420), (900.0, 3)])
def test_a_cost_is_what_was_paid_over_the_posterior_of_how_many_came(paid: float, number: int):
    units = quantiles_by_sums(lambda n: (number - 0.5) * math.log(n) - n, 4.0 * number + 20)
    expected = sorted(paid / each for each in units)
    assert numbers(measured_cost([Counted(paid, number)])) == pytest.approx(expected, rel=1e-3)


def test_months_that_differ_by_more_than_luck_widen_the_range():
    even = measured_rate([Counted(100, 10)] * 6)
    uneven = measured_rate([Counted(100, part) for part in (2, 18, 3, 17, 1, 19)])
    assert even is not None
    assert uneven is not None
    assert even.likely == pytest.approx(uneven.likely, rel=0.02)
    # Six months with Pearson's chi-square: 2 (7**2 + 8**2 + 9**2) / 9 over 5 degrees of freedom.
    assert (uneven.high - uneven.low) / (even.high - even.low) == pytest.approx(math.sqrt(2 * 194 / 9 / 5), rel=0.05)


def test_few_months_do_not_tell_how_much_months_differ():
    assert numbers(measured_count([400.0])) == pytest.approx([400 / WIDE, 400, 400 * WIDE], rel=1e-3)
    several = numbers(measured_count([300.0, 500.0, 400.0, 380.0, 420.0][: FEW + 2]))
    assert 400 / WIDE < several[0] < several[1] < several[2] < 400 * WIDE


@pytest.mark.parametrize(
    "belief",
    [
        measured_rate([]),
        measured_rate([Counted(0, 0)]),
        measured_rate([Counted(3, 5)]),
        measured_cost([Counted(0.0, 3)]),
        measured_cost([Counted(100.0, 0)]),
        measured_value([Counted(0, 0.0)]),
        measured_value([Counted(3, 0.0)]),
        measured_count([]),
        measured_count([0.0, 0.0]),
    ],
)
def test_nothing_is_measured_where_nothing_is_known(belief: Belief | None):
    assert belief is None


TRIES = 2_000 if DEEP else 1_000
CHANCE = 3.3 * math.sqrt(0.8 * 0.2 / TRIES)
"""The truth lies in so many ranges more or fewer, once in a thousand such tests."""


def share_that_hold(ranges: Sequence[Belief | None], truths: Sequence[float]) -> float:
    held = [each is not None and each.low <= truth <= each.high for each, truth in zip(ranges, truths, strict=True)]
    return sum(held) / len(held)


@pytest.mark.thorough
def test_eight_in_ten_ranges_hold_the_truth():
    random = np.random.default_rng(5)
    rates = random.uniform(0.03, 0.3, TRIES)
    visits = random.integers(50, 400, (TRIES, 6))
    ranges = [
        measured_rate([Counted(float(n), float(random.binomial(n, rate))) for n in months])
        for rate, months in zip(rates, visits, strict=True)
    ]
    # The dispersion is only ever taken to widen, so that a few more than eight in ten do.
    assert 0.8 - CHANCE <= share_that_hold(ranges, list(rates)) <= 0.89

    values = random.uniform(100.0, 900.0, TRIES)
    customers = random.integers(3, 40, (TRIES, 6))
    ranges = [
        measured_value([Counted(float(n), float(random.exponential(value, n).sum())) for n in months])
        for value, months in zip(values, customers, strict=True)
    ]
    assert 0.8 - CHANCE <= share_that_hold(ranges, list(values)) <= 0.89
