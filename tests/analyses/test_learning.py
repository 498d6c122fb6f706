"""Learning: a belief after real figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import integrate, optimize, stats

from simulator.analyses.learning import Arrivals, Evidence, Paid, Posterior, Tries, dispersion, pooled, posterior
from simulator.scenario.beliefs import Belief, between
from simulator.units import Quantity, Unit

RATE = Quantity(label="Visits that become leads", unit=Unit.RATE, at_most=1.0)
MONEY = Quantity(label="Cost per click", unit=Unit.MONEY, open_below=True)
GUESS = between(0.05, 0.08, 0.12)
PRICE = between(8.0, 13.0, 25.0)

DRAWS = 200


def three(found: Posterior) -> tuple[float, float, float]:
    return found.low, found.likely, found.high


@pytest.mark.parametrize(
    ("belief", "quantity", "evidence", "expected", "digits"),
    [
        (GUESS, RATE, Tries(1_200, 66), (0.04904065, 0.05688041, 0.06547542), 8),
        (GUESS, RATE, Tries(30, 0), (0.03894319, 0.06155033, 0.09217427), 8),
        (GUESS, RATE, Tries(1_200, 66, share=0.6), (0.077744, 0.090223, 0.103889), 6),
        (PRICE, MONEY, Paid(4_200.0, 420), (9.434436, 10.031772, 10.680951), 6),
    ],
    ids=["66 of 1,200", "0 of 30", "when 60 % of them had time", "420 clicks for 4,200"],
)
def test_the_posterior_is_that_of_the_worked_examples(
    belief: Belief, quantity: Quantity, evidence: Evidence, expected: tuple[float, float, float], digits: int
) -> None:
    assert tuple(round(value, digits) for value in three(posterior(belief, quantity, evidence))) == expected


def test_a_guess_from_5_to_12_percent_is_worth_99_clicks() -> None:
    assert round(posterior(GUESS, RATE, Tries(1_200, 66)).belief_worth) == 99


@pytest.mark.parametrize("size", [30, 1_000])
def test_a_belief_that_is_a_beta_distribution_but_for_its_tails_is_worth_the_tries_of_that(size: int) -> None:
    low, likely, high = stats.beta(0.2 * size, 0.8 * size).ppf([0.1, 0.5, 0.9]).tolist()
    worth = posterior(between(low, likely, high), RATE, Tries(1, 0)).belief_worth
    assert_allclose(worth, size, rtol=0.06)


def by_quadrature(belief: Belief, quantity: Quantity, evidence: Evidence, weight: float) -> list[float]:
    """The percentiles of the posterior by adaptive quadrature over the belief's normal score."""
    distribution = belief.distribution(quantity)

    def log_density(score: float) -> float:
        value = distribution.of_normal(np.array([score]))
        return weight * float(evidence.log_likelihood(value)[0]) - score**2 / 2.0

    top = optimize.minimize_scalar(lambda score: -log_density(score), bounds=(-9.0, 9.0), method="bounded")

    def mass(start: float, end: float) -> float:
        density = lambda score: np.exp(log_density(score) + top.fun)  # noqa: E731
        return float(integrate.quad(density, start, end, epsabs=1e-13, epsrel=1e-11, limit=500)[0])

    below, above = mass(-12.0, top.x), mass(top.x, 12.0)
    scores = [
        optimize.brentq(lambda z, p=p: below + mass(top.x, z) - p * (below + above), -11.0, 11.0, xtol=1e-13)
        for p in (0.1, 0.5, 0.9)
    ]
    return distribution.of_normal(np.array(scores)).tolist()


@pytest.mark.parametrize(
    ("belief", "quantity", "evidence"),
    [
        (GUESS, RATE, Tries(4_000, 500, share=0.35)),
        (between(0.2, 0.5, 0.7), RATE, Tries(7, 7)),
        (PRICE, MONEY, Paid(900.0, 0)),
        (PRICE, MONEY, Paid(62_000.0, 3_100)),
        (between(100.0, 300.0, 500.0), Quantity(label="Visits", unit=Unit.COUNT), Arrivals(1_900, 4.5)),
    ],
)
@pytest.mark.parametrize("weight", [1.0, 0.25])
def test_the_grid_agrees_with_quadrature(belief: Belief, quantity: Quantity, evidence: Evidence, weight: float) -> None:
    found = three(posterior(belief, quantity, evidence, weight=weight))
    assert_allclose(found, by_quadrature(belief, quantity, evidence, weight), rtol=2e-7)


def test_a_weight_of_half_counts_half_of_the_evidence() -> None:
    half = posterior(GUESS, RATE, Tries(1_200, 66), weight=0.5)
    assert_allclose(three(half), three(posterior(GUESS, RATE, Tries(600, 33))), rtol=1e-12)


def test_a_past_that_is_not_like_the_future_changes_nothing() -> None:
    assert three(posterior(GUESS, RATE, Tries(1_200, 66), weight=0.0)) == (GUESS.low, GUESS.likely, GUESS.high)


def test_much_evidence_leaves_no_doubt_but_that_of_its_own_count() -> None:
    found = posterior(GUESS, RATE, Tries(10**9, 7 * 10**7))
    assert_allclose(three(found), 0.07 + np.array([-1.2815516, 0, 1.2815516]) * np.sqrt(0.07 * 0.93 / 1e9), rtol=1e-7)


def test_evidence_that_the_belief_held_to_be_nearly_impossible_is_said() -> None:
    assert posterior(GUESS, RATE, Tries(1_000, 400)).contradicts
    assert not posterior(GUESS, RATE, Tries(1_000, 120)).contradicts


def test_the_chance_of_evidence_so_far_out_is_that_of_counts_drawn_from_the_belief() -> None:
    generator = np.random.default_rng(3)
    rates = GUESS.distribution(RATE).ppf(generator.random(400_000))
    fewer = (generator.binomial(1_200, rates) <= 66).mean()
    assert_allclose(posterior(GUESS, RATE, Tries(1_200, 66)).chance, 2.0 * fewer, rtol=0.02)
    prices = PRICE.distribution(MONEY).ppf(generator.random(400_000))
    more = (generator.poisson(4_200.0 / prices) >= 420).mean()
    assert_allclose(posterior(PRICE, MONEY, Paid(4_200.0, 420)).chance, 2.0 * more, rtol=0.02)


def test_evidence_of_several_channels_counts_as_one() -> None:
    both = pooled([Tries(1_000, 50), Tries(200, 16), Tries(300, 10, share=0.5)])
    assert (both.tries, both.hits) == (1_500, 76)
    assert_allclose(both.share, 0.9)
    assert pooled([Paid(4_000.0, 400), Paid(200.0, 20)]) == Paid(4_200.0, 420)
    assert pooled([Arrivals(10, 1.0), Arrivals(20, 1.5)]) == Arrivals(30, 2.5)


def covered(belief: Belief, quantity: Quantity, *, seed: int, kind: str) -> float:
    """The share of worlds whose truth lies within the 8-in-10 range after figures that were drawn with luck."""
    generator = np.random.default_rng(seed)
    truths = belief.distribution(quantity).ppf(generator.random(DRAWS))
    hits = 0
    for truth in truths.tolist():
        tries = int(generator.integers(20, 3_000))
        evidence: Evidence
        if kind == "rate":
            evidence = Tries(tries, generator.binomial(tries, 0.6 * truth), share=0.6)
        elif kind == "price":
            evidence = Paid(truth * tries, int(generator.poisson(tries)))
        else:
            evidence = Paid(float(generator.exponential(truth, tries).sum()), tries)
        found = posterior(belief, quantity, evidence)
        hits += found.low <= truth <= found.high
    return hits / DRAWS


@pytest.mark.parametrize(
    ("belief", "quantity", "kind"), [(GUESS, RATE, "rate"), (PRICE, MONEY, "price"), (PRICE, MONEY, "value")]
)
def test_of_200_random_worlds_8_in_10_have_their_truth_in_the_range_learned(
    belief: Belief, quantity: Quantity, kind: str
) -> None:
    assert covered(belief, quantity, seed=1, kind=kind) == pytest.approx(0.8, abs=0.06)


rates = st.tuples(st.floats(0.01, 0.3), st.floats(1.1, 3.0), st.floats(1.1, 3.0)).map(
    lambda drawn: between(drawn[0], min(drawn[0] * drawn[1], 0.9), min(drawn[0] * drawn[1] * drawn[2], 0.95))
)


@given(rates, st.integers(0, 5_000), st.integers(0, 5_000), st.floats(0.05, 1.0))
def test_more_hits_never_lower_a_rate(belief: Belief, tries: int, hits: int, share: float) -> None:
    hits = min(hits, tries)
    one = posterior(belief, RATE, Tries(tries + 1, hits, share))
    more = posterior(belief, RATE, Tries(tries + 1, hits + 1, share))
    assert all(before <= after * (1.0 + 1e-9) for before, after in zip(three(one), three(more), strict=True))


@given(rates, st.integers(1, 10**7), st.floats(0.0, 1.0), st.floats(0.05, 1.0), st.floats(0.0, 1.0))
def test_what_is_learned_is_a_belief_again(
    belief: Belief, tries: int, part: float, share: float, weight: float
) -> None:
    found = posterior(belief, RATE, Tries(tries, round(part * share * tries), share), weight=weight)
    assert not between(*three(found)).problems(RATE)
    assert 0.0 <= found.chance <= 1.0


@given(st.floats(1.0, 1e4), st.integers(0, 10**6), st.floats(0.2, 5.0))
def test_all_money_in_another_coin_changes_a_price_in_the_same_way(amount: float, count: int, rate: float) -> None:
    here = posterior(PRICE, MONEY, Paid(amount, count))
    there = posterior(between(8.0 * rate, 13.0 * rate, 25.0 * rate), MONEY, Paid(amount * rate, count))
    assert_allclose(three(there), rate * np.array(three(here)), rtol=1e-6)


def test_months_that_differ_by_no_more_than_luck_count_in_full() -> None:
    assert dispersion([Tries(100, 8), Tries(100, 12), Tries(100, 10)]) == 1.0
    assert dispersion([Tries(100, 10)]) == 1.0
    assert dispersion([]) == 1.0


def test_months_that_differ_by_more_count_for_as_much_less() -> None:
    # Pearson's chi-square of 2, 18, 3, 17, 1 and 19 of 100 each: 2 (7^2 + 8^2 + 9^2) / 9, over 5.
    uneven = [Tries(100, part) for part in (2, 18, 3, 17, 1, 19)]
    assert dispersion(uneven) == pytest.approx(2 * 194 / 9 / 5, rel=0.01)
    # 100 units are expected in each of both months: 2 * 50^2 / 100, over 1.
    assert dispersion([Paid(1_000.0, 50), Paid(1_000.0, 150)]) == pytest.approx(50.0, rel=0.02)
    assert dispersion([Arrivals(50, 1.0), Arrivals(150, 1.0)]) == pytest.approx(50.0, rel=0.02)


def test_figures_of_any_size_can_be_compared_with_less_of_them() -> None:
    assert Tries(1_000, 50, share=0.6).scaled(0.1) == Tries(100.0, 5.0, share=0.6)
    assert Paid(4_200.0, 420).scaled(0.5) == Paid(2_100.0, 210.0)
    assert Arrivals(30, 3.0).scaled(2.0) == Arrivals(60.0, 6.0)


def test_luck_alone_is_hardly_ever_taken_for_more() -> None:
    generator = np.random.default_rng(11)
    found = [dispersion([Tries(300, hits) for hits in generator.binomial(300, 0.06, 6).tolist()]) for _ in range(2_000)]
    assert np.mean(np.array(found) > 1.0) < 0.02


def test_where_months_differ_in_truth_8_in_10_ranges_still_hold_their_average() -> None:
    """Rates that are drawn anew each month: without a correction a quarter of the ranges would hold the average."""
    generator = np.random.default_rng(12)
    hits = plain = 0
    for _ in range(DRAWS):
        truth = float(GUESS.distribution(RATE).ppf(generator.random(1))[0])
        monthly = generator.beta(truth * 150, (1.0 - truth) * 150, 12)
        parts = [Tries(3_000, count) for count in generator.binomial(3_000, monthly).tolist()]
        whole = pooled(parts)
        found, bare = (posterior(GUESS, RATE, each) for each in (whole.scaled(1.0 / dispersion(parts)), whole))
        hits += found.low <= truth <= found.high
        plain += bare.low <= truth <= bare.high
    assert plain / DRAWS < 0.4
    assert hits / DRAWS == pytest.approx(0.8, abs=0.08)
