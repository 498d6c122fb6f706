"""The oracle's distributions, times to close and statistics, against closed forms and second methods."""

from math import cosh, exp, fsum, inf, isnan, lgamma, log, nan, pi, sinh, sqrt, tanh
from typing import Any

import pytest

from tests.oracle.beliefs import STANDARD, cdf, normal_cdf, quantile, semi_bounded
from tests.oracle.closing import Cycle, share_closing_after, share_still_open_after
from tests.oracle.draws import (
    chance_of_count_at_least,
    chance_of_count_at_most,
    mean,
    poisson_at_least,
    poisson_at_most,
    standard_error,
)
from tests.oracle.draws import quantile as quantile_of_draws

CHECK_PROBABILITIES = (0.01, 0.05, 0.25, 0.75, 0.95, 0.99)
CYCLES = [(1.0, 2.0, 4.0), (0.2, 0.5, 3.0), (0.1, 1.0, 30.0), (1.0, 2.5, 3.0), (4.0, 6.0, 9.0)]


def double_exponential(function: Any, start: float, end: float) -> float:
    """Integral by the tanh-sinh rule of Takahashi and Mori (1974), accurate also at steep ends."""
    half, middle, step = (end - start) / 2.0, (start + end) / 2.0, 1.0 / 64.0
    terms = []
    for index in range(-256, 257):
        t = index * step
        x = tanh(pi / 2.0 * sinh(t))
        weight = pi / 2.0 * cosh(t) / cosh(pi / 2.0 * sinh(t)) ** 2
        terms.append(weight * function(middle + half * x))
    return half * step * fsum(terms)


# -- beliefs ---------------------------------------------------------------------------------------


def test_a_positive_belief_has_its_published_quantiles() -> None:
    expected = (1.009211, 1.586803, 2.865430, 5.108602, 6.499822, 7.414476)
    assert [quantile((2, 4, 6), p) for p in CHECK_PROBABILITIES] == pytest.approx(expected, abs=5e-7)


def test_a_belief_bounded_on_both_sides_has_its_published_quantiles() -> None:
    expected = (28.604691, 30.669545, 34.951825, 49.723933, 66.200686, 76.667911)
    found = [quantile((32, 40.5, 60), p, at_least=0, at_most=100) for p in CHECK_PROBABILITIES]
    assert found == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("anchors", "at_least", "at_most"),
    [
        ((2, 4, 6), 0, None),
        ((2, 4, 8), 0, None),
        ((1, 4, 5), -3, None),
        ((8, 13, 25), 5, None),
        ((0.05, 0.08, 0.12), 0, 1),
        ((0.4, 0.52, 0.65), 0, 1),
        ((0.35, 0.5, 0.65), 0, 1),
    ],
)
def test_low_likely_and_high_are_p10_p50_and_p90(
    anchors: tuple[float, float, float], at_least: float, at_most: float | None
) -> None:
    found = [quantile(anchors, p, at_least=at_least, at_most=at_most) for p in (0.1, 0.5, 0.9)]
    assert found == pytest.approx(anchors, rel=1e-14)


@pytest.mark.parametrize("anchors", [(2, 4, 6), (2, 4, 8), (0.1, 4, 5)])
def test_the_distribution_function_undoes_the_quantile(anchors: tuple[float, float, float]) -> None:
    for p in (0.001, 0.03, 0.2, 0.5, 0.77, 0.999):
        assert cdf(anchors, quantile(anchors, p)) == pytest.approx(p, rel=1e-12)
        bounded = quantile(anchors, p, at_most=20.0)
        assert cdf(anchors, bounded, at_most=20.0) == pytest.approx(p, rel=1e-12)


def test_a_geometrically_symmetric_belief_is_lognormal() -> None:
    spread = log(2.0) / STANDARD.inv_cdf(0.9)
    for p in CHECK_PROBABILITIES:
        assert quantile((2, 4, 8), p) == pytest.approx(4.0 * exp(spread * STANDARD.inv_cdf(p)), rel=1e-14)


def test_the_symmetric_formula_is_the_limit_of_the_lopsided_one() -> None:
    for p in CHECK_PROBABILITIES:
        for nearly in (8.0 - 1e-7, 8.0 + 1e-7):
            assert quantile((2, 4, nearly), p) == pytest.approx(quantile((2, 4, 8), p), rel=1e-6)


def test_a_bounded_belief_is_the_unbounded_belief_of_its_odds() -> None:
    odds = quantile((1 / 9, 1 / 4, 1 / 1), 0.7)
    assert quantile((0.1, 0.2, 0.5), 0.7, at_least=0, at_most=1) == pytest.approx(odds / (1 + odds), rel=1e-13)


def test_nothing_lies_outside_the_support() -> None:
    assert cdf((2, 4, 6), 0.0) == 0.0
    assert cdf((0.1, 0.2, 0.5), 1.0, at_most=1.0) == 1.0


def test_the_normal_distribution_function_keeps_its_tail() -> None:
    assert normal_cdf(0.0) == 0.5
    assert normal_cdf(-10.0) == pytest.approx(7.619853024160527e-24, rel=1e-13)
    assert normal_cdf(STANDARD.inv_cdf(0.9)) == pytest.approx(0.9, rel=1e-15)


# -- time to close ---------------------------------------------------------------------------------


def test_a_week_to_close_moves_a_quarter_of_the_deals_into_the_next_month() -> None:
    assert [share_closing_after(0.25, months) for months in range(3)] == [0.75, 0.25, 0.0]


def test_no_time_to_close_closes_all_in_the_same_month() -> None:
    assert [share_closing_after(0.0, months) for months in range(3)] == [1.0, 0.0, 0.0]


def test_an_exact_time_of_two_and_a_half_months_splits_between_the_third_and_fourth_month() -> None:
    assert [share_closing_after(2.5, months) for months in range(5)] == [0.0, 0.0, 0.5, 0.5, 0.0]


@pytest.mark.parametrize("cycle", CYCLES)
def test_every_deal_closes_or_is_still_open(cycle: Cycle) -> None:
    closed = [share_closing_after(cycle, months) for months in range(60)]
    assert min(closed) >= 0.0
    for months in range(60):
        together = fsum(closed[: months + 1]) + share_still_open_after(cycle, months)
        assert together == pytest.approx(1.0, abs=2e-15)


@pytest.mark.parametrize("cycle", CYCLES)
def test_the_share_still_open_agrees_with_an_integral_over_deals(cycle: tuple[float, float, float]) -> None:
    """The same share as a mean over deals: of those that take T, min(1, max(0, T - m)) are still open."""
    deals = semi_bounded(*cycle)

    def density_weighted(z: float) -> float:
        return exp(-z * z / 2.0) / sqrt(2.0 * pi) * (deals.at_score(z) - months)

    for months in (0, 1, 2, 5, 12, 23):
        start = max(deals.score(months), -12.0) if months else -12.0
        end = deals.score(months + 1)
        # Scores beyond 12 hold less than 1e-32 of the deals.
        partly = double_exponential(density_weighted, start, min(end, 12.0)) if start < 12.0 else 0.0
        expected = partly + normal_cdf(-end)
        assert share_still_open_after(cycle, months) == pytest.approx(expected, abs=1e-14)


# -- statistics of draws ---------------------------------------------------------------------------


def test_a_quantile_is_the_smallest_draw_that_enough_draws_do_not_exceed() -> None:
    draws = [float(rank) for rank in range(100, 0, -1)]
    assert [quantile_of_draws(draws, p) for p in (0.07, 0.1, 0.105, 0.5, 0.9)] == [7, 10, 11, 50, 90]
    assert quantile_of_draws([3.0, 1.0, 2.0], 0.5) == 2.0


def test_infinities_keep_their_rank_and_an_undefined_draw_makes_the_quantile_undefined() -> None:
    assert quantile_of_draws([1.0, inf, -inf, 2.0], 0.25) == -inf
    assert quantile_of_draws([1.0, inf, -inf, 2.0], 0.9) == inf
    assert isnan(quantile_of_draws([1.0, nan, 2.0], 0.1))


def test_the_standard_error_is_the_spread_of_eight_replicates() -> None:
    draws = [float(replicate) for replicate in range(8) for _ in range(3)]
    # The values 0 to 7 have the variance 6 (divisor 7).
    assert standard_error(draws, mean) == pytest.approx(sqrt(6.0 / 8.0))
    assert isnan(standard_error([*draws[:-1], inf], mean))


def test_a_poisson_count_has_its_closed_form() -> None:
    assert poisson_at_least(1, 2.5) == pytest.approx(1.0 - exp(-2.5), rel=1e-14)
    assert poisson_at_most(2, 2.5) == pytest.approx(exp(-2.5) * (1 + 2.5 + 2.5**2 / 2), rel=1e-14)
    by_hand = fsum(exp(k * log(40.0) - 40.0 - lgamma(k + 1)) for k in range(55, 300))
    assert poisson_at_least(55, 40.0) == pytest.approx(by_hand, rel=1e-11)


def test_a_target_between_two_counts_is_rounded_to_the_count_that_meets_it() -> None:
    assert poisson_at_least(2.2, 4.0) == poisson_at_least(3, 4.0)
    assert poisson_at_most(2.8, 4.0) == poisson_at_most(2, 4.0)


def test_at_least_and_at_most_share_out_all_chances() -> None:
    for expected in (0.01, 3.0, 240.5, 9000.0):
        for count in (1, 3, 240, 9100):
            both = poisson_at_least(count, expected) + poisson_at_most(count - 1, expected)
            assert both == pytest.approx(1.0, rel=1e-12)


def test_a_count_that_is_surely_nought_or_boundless_meets_what_it_can() -> None:
    assert (poisson_at_least(0, 0.0), poisson_at_least(1, 0.0), poisson_at_most(0, 0.0)) == (1.0, 0.0, 1.0)
    assert (poisson_at_least(5, inf), poisson_at_most(5, inf)) == (1.0, 0.0)
    assert isnan(poisson_at_least(5, nan))


def test_the_chance_of_a_target_is_the_mean_over_draws() -> None:
    half = (poisson_at_least(6, 4.0) + poisson_at_least(6, 9.0)) / 2.0
    assert chance_of_count_at_least(6, [4.0, 9.0]) == pytest.approx(half)
    assert chance_of_count_at_most(5, [4.0, 9.0]) == pytest.approx(1.0 - half)
