"""Stress: a few beliefs at their low or high value, a poor or a good market, and how rare that is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.integrate import quad
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal

from simulator.analyses.comparison import compare
from simulator.analyses.stress import (
    Condition,
    check_conditions,
    follows,
    held_by,
    market_moves,
    rarity,
    simulate_under,
    uncertain_beliefs,
    under,
)
from simulator.analyses.what_if import supposed_in
from simulator.engine.sampling import ANY_MARKET, Market, first_replicate, normals, sample
from simulator.engine.simulation import Simulation, preview, simulate
from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Z90, Belief
from simulator.scenario.fields import walk
from simulator.scenario.scenario import Scenario
from simulator.units import Role
from tests.laws import examples
from tests.plain import beliefs
from tests.variations import DRAWS, scenarios

CLICK = "channels.Search.cost_per_click"
VISIT = "channels.Search.visit_to_lead_rate"
CLOSING = "funnel.lead_to_customer_rate"
SALE = "business.revenue_per_sale"


def scenario(**entries: Any) -> Scenario[Belief]:
    return beliefs(
        {
            "name": "Plumber",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 6,
            "business": {"revenue_per_sale": [350, 480, 700], "gross_margin_rate": 0.5},
            "funnel": {"lead_to_customer_rate": [0.25, 0.35, 0.5]},
            "channels": [
                {
                    "name": "Search",
                    "type": "pay_per_click",
                    "cost_per_click": [6, 8, 12],
                    "visit_to_lead_rate": [0.05, 0.08, 0.12],
                },
                {"name": "Mail", "type": "pay_per_lead", "cost_per_lead": 40},
            ],
            "plans": [
                {"name": "Today", "monthly_spend": {"Search": 1000}},
                {"name": "Mailing", "monthly_spend": {"Mail": 1000}},
            ],
            **entries,
        }
    )


def columns(sampled: Scenario[Any]) -> dict[str, Any]:
    return {p.path: p.value for p in walk(sampled) if p.quantity.role is Role.BELIEF and p.value is not None}


def columns_under(stated: Scenario[Belief], *conditions: Condition) -> dict[str, Any]:
    supposed, market = under(stated, conditions)
    return columns(sample(supposed, draws=1024, market=market))


def assert_same_figures(found: Simulation, expected: Simulation) -> None:
    for metric in METRICS.values():
        assert_array_equal(metric.of_plan(found.funnel), metric.of_plan(expected.funnel))


@given(stated=scenarios(), side=st.sampled_from(["low", "high"]), choice=st.randoms(use_true_random=False))
@examples(40)
def test_a_belief_that_no_market_moves_leaves_every_other_draw_as_it_was_to_the_last_bit(
    stated: Scenario[Belief], side: Any, choice: Any
) -> None:
    tied = stated.market_correlation > 0.0
    paths = [place.path for place in uncertain_beliefs(stated) if not (tied and place.quantity.market)]
    if not paths:
        return
    chosen = choice.choice(paths)
    before = columns(sample(stated, draws=DRAWS))
    supposed, market = under(stated, [Condition(chosen, side)])
    after = columns(sample(supposed, draws=DRAWS, market=market))
    believed = {place.path: place.value for place in walk(stated)}[chosen]
    assert_array_equal(after.pop(chosen), [believed.low if side == "low" else believed.high])
    del before[chosen]
    assert list(before) == list(after)
    for path, draws in before.items():
        assert_array_equal(after[path], draws)


def test_a_poor_market_fixes_the_common_factor_and_nothing_else() -> None:
    stated = scenario(market_correlation=0.4)
    before, after = columns(sample(stated, draws=1024)), columns_under(stated, Condition("market", "low"))
    assert_array_equal(after[SALE], before[SALE])
    own = normals(VISIT, draws=1024, seed=1)
    belief = stated.channels[0].visit_to_lead_rate
    quantity = next(place.quantity for place in walk(stated) if place.path == VISIT)
    expected = belief.distribution(quantity).of_normal(-np.sqrt(0.4) * Z90 + np.sqrt(0.6) * own)
    assert_allclose(after[VISIT], expected, rtol=1e-12)
    assert np.median(after[VISIT]) < np.median(before[VISIT])
    assert np.median(after[CLICK]) > np.median(before[CLICK])


def test_a_market_left_to_chance_is_drawn_as_ever() -> None:
    stated = scenario(market_correlation=0.4)
    before = columns(sample(stated, draws=1024))
    columns_under(stated, Condition("market", "high"))
    for path, draws in columns(sample(stated, draws=1024, market=ANY_MARKET)).items():
        assert_array_equal(draws, before[path])


def test_the_state_of_the_market_means_nothing_where_it_moves_nothing() -> None:
    stated = scenario()
    for path, draws in columns(sample(stated, draws=1024, market=Market(mean=2.0, spread=0.0))).items():
        assert_array_equal(draws, columns(sample(stated, draws=1024))[path])


def test_a_preview_is_the_first_eighth_under_conditions_too() -> None:
    stated = scenario(market_correlation=0.4)
    conditions = [Condition("market", "high"), Condition(CLOSING, "low")]
    supposed, market = under(stated, conditions)
    whole = simulate_under(stated, "Today", conditions, draws=1024)
    first = preview(supposed, "Today", draws=1024, market=market)
    assert_array_equal(first.funnel.plan.profit[0, 0], whole.funnel.plan.profit[0, 0, :128])
    assert whole.market == first.market == Market(mean=Z90, spread=0.0)
    eighth = columns(first_replicate(supposed, draws=1024, market=market))
    assert_array_equal(eighth[VISIT], columns(sample(supposed, draws=1024, market=market))[VISIT][:128])


def test_a_condition_puts_a_certainty_in_the_place_of_the_belief() -> None:
    stated = scenario()
    channel = replace(stated.channels[0], cost_per_click=Belief(low=12.0, likely=12.0, high=12.0))
    certain = replace(stated, channels=(channel, stated.channels[1]))
    found = simulate_under(stated, "Today", [Condition(CLICK, "high")], draws=1024)
    assert_same_figures(found, simulate(certain, "Today", draws=1024))


# -- what follows from the market ----------------------------------------------------------------------


def textbook_market(correlation: float, signs: Sequence[int], normals_at: Sequence[float]) -> tuple[float, float]:
    """Mean and spread of the factor given beliefs' normals, by the covariance matrix of all of them."""
    across = np.sqrt(correlation) * np.array(signs)
    among = np.outer(across, across) + (1.0 - correlation) * np.eye(len(signs))
    pull = across @ np.linalg.inv(among)
    return float(pull @ np.array(normals_at)), float(np.sqrt(1.0 - pull @ across))


@pytest.mark.parametrize("correlation", [0.1, 0.6, 0.9])
@pytest.mark.parametrize(
    ("signs", "conditions"),
    [
        ([-1], [Condition(CLICK, "high")]),
        ([1, 1], [Condition(VISIT, "low"), Condition(CLOSING, "high")]),
        ([-1, 1, 1], [Condition(CLICK, "high"), Condition(VISIT, "low"), Condition(CLOSING, "low")]),
    ],
)
def test_the_market_in_these_worlds_is_the_textbook_conditional_normal(
    correlation: float, signs: list[int], conditions: list[Condition]
) -> None:
    at = [Z90 if each.side == "high" else -Z90 for each in conditions]
    _, market = under(scenario(market_correlation=correlation), conditions)
    assert_allclose((market.mean, market.spread), textbook_market(correlation, signs, at), rtol=1e-12, atol=1e-15)


def test_a_belief_that_no_market_moves_tells_nothing_of_it() -> None:
    stated = scenario(market_correlation=0.5)
    assert under(stated, [Condition(SALE, "high")])[1] == ANY_MARKET
    assert (
        under(stated, [Condition(SALE, "high"), Condition(CLICK, "high")])[1]
        == (under(stated, [Condition(CLICK, "high")])[1])
    )
    assert under(scenario(), [Condition(CLICK, "high")])[1] == ANY_MARKET


def test_beliefs_supposed_beside_a_market_tell_no_more_of_it() -> None:
    _, market = under(scenario(market_correlation=0.5), [Condition("market", "low"), Condition(CLICK, "low")])
    assert market == Market(mean=-Z90, spread=0.0)


def test_others_follow_where_the_same_market_moves_them() -> None:
    tied = scenario(market_correlation=0.5)
    assert follows(tied, [Condition(CLICK, "high")])
    assert follows(tied, [Condition("market", "low"), Condition(CLICK, "high")])
    assert not follows(tied, [Condition(SALE, "high")])
    assert not follows(tied, [Condition(path, "low") for path in (CLICK, VISIT, CLOSING)])
    assert not follows(scenario(), [Condition(CLICK, "high")])


def test_supposing_a_cost_high_is_looking_at_the_worlds_in_which_it_is_near_its_high_value() -> None:
    r, random = 0.6, np.random.default_rng(5)
    market = random.standard_normal(4_000_000)
    cost = -np.sqrt(r) * market + np.sqrt(1.0 - r) * random.standard_normal(len(market))
    there = market[np.abs(cost - Z90) < 0.01]
    rate = np.sqrt(r) * there + np.sqrt(1.0 - r) * random.standard_normal(len(there))
    belief = scenario().channels[0].visit_to_lead_rate
    quantity = next(place.quantity for place in walk(scenario()) if place.path == VISIT)
    expected = belief.distribution(quantity).of_normal(rate)
    supposed, known = under(scenario(market_correlation=r), [Condition(CLICK, "high")])
    found = columns(sample(supposed, draws=65_536, market=known))[VISIT]
    assert len(expected) > 10_000
    assert_allclose(found.mean(), expected.mean(), atol=4.0 * expected.std() / np.sqrt(len(expected)))
    assert_allclose(np.quantile(found, [0.1, 0.5, 0.9]), np.quantile(expected, [0.1, 0.5, 0.9]), rtol=0.02)


@pytest.mark.parametrize("path", [CLICK, CLOSING])
def test_the_worlds_at_all_values_of_a_belief_together_are_all_worlds(path: str) -> None:
    """What comes of each value of the belief, averaged as often as it has that value, is what comes of all."""
    stated = scenario(market_correlation=0.6)
    sign, r = {CLICK: -1.0, CLOSING: 1.0}[path], stated.market_correlation
    at = ndtri((np.arange(400) + 0.5) / 400)
    markets = [Market(mean=sign * np.sqrt(r) * float(each), spread=float(np.sqrt(1.0 - r))) for each in at]
    means = [columns(sample(stated, draws=1024, market=market))[VISIT].mean() for market in markets]
    whole = columns(sample(stated, draws=65_536))[VISIT]
    assert_allclose(np.mean(means), whole.mean(), rtol=3e-3)


def test_where_a_click_costs_much_the_market_is_poor_and_money_is_lost_more_often() -> None:
    stated = scenario(
        horizon_months=12,
        market_correlation=0.6,
        business={"revenue_per_sale": 500, "gross_margin_rate": 0.5},
        funnel={"lead_to_customer_rate": [0.15, 0.3, 0.5]},
        channels=[
            {
                "name": "Search",
                "type": "pay_per_click",
                "cost_per_click": [2, 4, 8],
                "visit_to_lead_rate": [0.03, 0.06, 0.12],
            }
        ],
        plans=[{"name": "Today", "monthly_spend": {"Search": 2000}}],
    )
    found = simulate_under(stated, "Today", [Condition(CLICK, "high")])
    assert_allclose(np.mean(found.funnel.plan.profit < 0.0), 0.98, atol=0.005)


def test_all_plans_can_be_recomputed_and_compared_under_a_condition() -> None:
    stated = scenario()

    def better(*conditions: Condition) -> float:
        plans = {each: simulate_under(stated, each, conditions, draws=1024) for each in ("Mailing", "Today")}
        return compare(plans, metric="profit").plans["Today"].probability_better

    assert better(Condition(CLICK, "high")) < better() < better(Condition(CLICK, "low"))


def test_what_is_certain_can_still_be_compared_when_nothing_is_left_uncertain() -> None:
    conditions = [Condition(path, "low") for path in (CLICK, VISIT, CLOSING)]
    stated = replace(
        scenario(), business=replace(scenario().business, revenue_per_sale=Belief(low=1, likely=1, high=1))
    )
    plans = {each: simulate_under(stated, each, conditions, draws=64) for each in ("Today", "Mailing")}
    assert compare(plans, metric="leads").plans["Mailing"].probability_better == 1.0


def test_no_condition_changes_nothing() -> None:
    stated = scenario(market_correlation=0.3)
    assert_same_figures(simulate_under(stated, "Today", [], draws=64), simulate(stated, "Today", draws=64))


# -- what can be supposed ------------------------------------------------------------------------------


def test_every_uncertain_belief_can_be_supposed_and_no_certain_one() -> None:
    assert [place.path for place in uncertain_beliefs(scenario())] == [SALE, CLOSING, VISIT, CLICK]


def test_a_market_can_be_supposed_where_it_moves_anything() -> None:
    assert market_moves(scenario(market_correlation=0.1))
    assert not market_moves(scenario())


@pytest.mark.parametrize("path", ["channels.Search.cost_per_clik", "business.gross_margin_rate", ""])
def test_what_is_unknown_or_certain_cannot_be_supposed(path: str) -> None:
    with pytest.raises(UnknownNameError, match="there is no uncertain belief"):
        simulate_under(scenario(), "Today", [Condition(path, "low")])
    with pytest.raises(UnknownNameError):
        rarity(scenario(), [Condition(path, "low")])


def test_where_a_market_moves_nothing_it_says_what_to_state_first() -> None:
    with pytest.raises(SettingsError, match="the market moves nothing here: state a market_correlation above 0"):
        simulate_under(scenario(), "Today", [Condition("market", "low")])


def test_a_near_name_is_offered() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean channels\.Search\.cost_per_click"):
        under(scenario(), [Condition("channels.Search.cost_per_clik", "low")])


def test_more_than_three_conditions_and_two_of_one_belief_are_refused() -> None:
    with pytest.raises(SettingsError, match="at most 3"):
        under(scenario(), [Condition(path, "low") for path in (CLICK, VISIT, CLOSING, SALE)])
    with pytest.raises(SettingsError, match="supposed twice"):
        under(scenario(), [Condition(CLICK, "low"), Condition(CLICK, "high")])


def test_a_scenario_that_lacks_a_belief_is_not_conditioned_by_it() -> None:
    wide, narrow = scenario(), replace(scenario(), channels=scenario().channels[1:])
    conditions = (Condition(CLICK, "high"), Condition(CLOSING, "low"))
    check_conditions([narrow, wide], conditions)
    assert held_by(wide, conditions) == conditions
    assert held_by(narrow, conditions) == conditions[1:]


# -- how rare that is ----------------------------------------------------------------------------------


def two_normals_beyond(correlation: float, *, opposite: bool) -> float:
    """The chance that two normals, a cost's and a rate's, are both beyond a P10 or P90."""
    tied = correlation if opposite else -correlation
    return float(multivariate_normal(mean=[0, 0], cov=[[1, tied], [tied, 1]]).cdf([-Z90, -Z90]))


@pytest.mark.parametrize("correlation", [0.0, 0.2, 0.6, 0.9])
def test_how_rare_two_beliefs_are_together_is_the_bivariate_normal(correlation: float) -> None:
    stated = scenario(market_correlation=correlation)
    both = rarity(stated, [Condition(CLICK, "high"), Condition(CLOSING, "high")])
    apart = rarity(stated, [Condition(CLICK, "high"), Condition(CLOSING, "low")])
    assert_allclose(both.share, two_normals_beyond(correlation, opposite=False), rtol=1e-7, atol=1e-15)
    assert_allclose(apart.share, two_normals_beyond(correlation, opposite=True), rtol=1e-7, atol=1e-15)


def test_high_cost_beside_high_conversion_is_rare_and_beside_low_conversion_is_not() -> None:
    stated = scenario(market_correlation=0.6)
    shares = [rarity(stated, [Condition(CLICK, "high"), Condition(CLOSING, side)]).share for side in ("high", "low")]
    assert [round(1.0 / share) for share in shares] == [4185, 26]


@pytest.mark.parametrize("correlation", [0.0, 0.6])
@pytest.mark.parametrize("side", ["low", "high"])
def test_one_condition_is_one_world_in_ten_by_definition(correlation: float, side: Any) -> None:
    paths = [CLICK, VISIT, SALE, *(["market"] if correlation else [])]
    for path in paths:
        found = rarity(scenario(market_correlation=correlation), [Condition(path, side)])
        assert_allclose(found.share, 0.1, rtol=1e-9)


def test_a_poor_market_and_dear_clicks_come_together_as_often_as_two_correlated_normals() -> None:
    found = rarity(scenario(market_correlation=0.36), [Condition("market", "low"), Condition(CLICK, "high")])
    tied = multivariate_normal(mean=[0, 0], cov=[[1, 0.6], [0.6, 1]]).cdf([-Z90, -Z90])
    assert_allclose(found.share, tied, rtol=1e-7)


def test_a_rare_combination_is_as_rare_as_an_adaptive_integral_says() -> None:
    conditions = [Condition(VISIT, "low"), Condition(CLOSING, "high"), Condition(CLICK, "high")]
    a, b = np.sqrt(0.9), np.sqrt(0.1)

    def at(market: float) -> float:
        poor, good = ndtr((-a * market - Z90) / b), ndtr((a * market - Z90) / b)
        return float(poor * good * poor * np.exp(-0.5 * market**2) / np.sqrt(2.0 * np.pi))

    expected, _ = quad(at, -9.0, 9.0, epsabs=0.0, epsrel=1e-12)
    assert_allclose(rarity(scenario(market_correlation=0.9), conditions).share, expected, rtol=1e-9)


def test_nothing_supposed_is_every_world() -> None:
    assert_allclose(rarity(scenario(market_correlation=0.4), []).share, 1.0, rtol=1e-12)


def test_beliefs_that_know_nothing_of_each_other_multiply() -> None:
    found = rarity(scenario(market_correlation=0.6), [Condition(CLICK, "low"), Condition(SALE, "low")])
    assert_allclose(found.share, 0.01, rtol=1e-9)


def test_a_bad_market_makes_bad_luck_come_together() -> None:
    conditions = [Condition(VISIT, "low"), Condition(CLOSING, "low"), Condition(CLICK, "high")]
    alone, together = (rarity(scenario(market_correlation=each), conditions).share for each in (0.0, 0.8))
    assert together > 20 * alone


def test_each_scenario_supposes_what_it_has_a_belief_for() -> None:
    wide, narrow = scenario(), replace(scenario(), channels=scenario().channels[1:])
    first, second = supposed_in([wide, narrow], [Condition(CLICK, "high"), Condition(CLOSING, "low")])
    assert (first.scenario, second.scenario) == (wide, narrow)
    assert second.conditions == (Condition(CLOSING, "low"),)
    assert first.rarity == rarity(wide, first.conditions)
    assert second.rarity == rarity(narrow, second.conditions)
