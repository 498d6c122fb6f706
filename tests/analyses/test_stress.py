"""Stress: a few beliefs at their low or high value, a poor or a good market, and how rare that is."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.comparison import compare
from simulator.analyses.stress import (
    Condition,
    check_conditions,
    held_by,
    market_moves,
    rarity,
    simulate_under,
    suppose,
    uncertain_beliefs,
    under,
)
from simulator.engine.sampling import first_replicate, normals, sample
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
def test_a_condition_leaves_every_other_draw_as_it_was_to_the_last_bit(
    stated: Scenario[Belief], side: Any, choice: Any
) -> None:
    paths = [place.path for place in uncertain_beliefs(stated)]
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
    for path, draws in columns(sample(stated, draws=1024, market=None)).items():
        assert_array_equal(draws, before[path])


def test_the_state_of_the_market_means_nothing_where_it_moves_nothing() -> None:
    stated = scenario()
    for path, draws in columns(sample(stated, draws=1024, market=2.0)).items():
        assert_array_equal(draws, columns(sample(stated, draws=1024))[path])


def test_a_preview_is_the_first_eighth_under_conditions_too() -> None:
    stated = scenario(market_correlation=0.4)
    conditions = [Condition("market", "high"), Condition(CLOSING, "low")]
    supposed, market = under(stated, conditions)
    whole = simulate_under(stated, "Today", conditions, draws=1024)
    first = preview(supposed, "Today", draws=1024, market=market)
    assert_array_equal(first.funnel.plan.profit[0, 0], whole.funnel.plan.profit[0, 0, :128])
    assert whole.market == first.market == Z90
    eighth = columns(first_replicate(supposed, draws=1024, market=market))
    assert_array_equal(eighth[VISIT], columns(sample(supposed, draws=1024, market=market))[VISIT][:128])


def test_a_condition_puts_a_certainty_in_the_place_of_the_belief() -> None:
    stated = scenario()
    channel = replace(stated.channels[0], cost_per_click=Belief(low=12.0, likely=12.0, high=12.0))
    certain = replace(stated, channels=(channel, stated.channels[1]))
    found = simulate_under(stated, "Today", [Condition(CLICK, "high")], draws=1024)
    assert_same_figures(found, simulate(certain, "Today", draws=1024))


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


@pytest.mark.parametrize("path", ["channels.Search.cost_per_clik", "business.gross_margin_rate", "market", ""])
def test_what_is_unknown_or_certain_cannot_be_supposed(path: str) -> None:
    with pytest.raises(UnknownNameError, match="there is no uncertain belief"):
        simulate_under(scenario(), "Today", [Condition(path, "low")])
    with pytest.raises(UnknownNameError):
        rarity(scenario(), [Condition(path, "low")])


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


def test_one_condition_is_one_world_in_ten_by_definition() -> None:
    found = rarity(scenario(), [Condition(CLICK, "high")])
    assert_allclose(found.worlds / found.of, 0.1, atol=1e-3)


def test_a_market_in_ten_is_poor() -> None:
    found = rarity(scenario(market_correlation=0.3), [Condition("market", "low")])
    assert_allclose(found.worlds / found.of, 0.1, atol=1e-3)


def test_two_beliefs_that_know_nothing_of_each_other_are_one_world_in_a_hundred() -> None:
    stated = scenario()
    conditions = [Condition(CLICK, "low"), Condition(SALE, "low")]
    found = rarity(stated, conditions, draws=65_536)
    drawn = columns(sample(stated, draws=65_536))
    assert found.worlds == sum(
        click <= 6.0 and sale <= 350.0 for click, sale in zip(drawn[CLICK], drawn[SALE], strict=True)
    )
    assert_allclose(found.worlds / found.of, 0.01, rtol=0.15)


def test_a_bad_market_makes_bad_luck_come_together() -> None:
    conditions = [Condition(VISIT, "low"), Condition(CLOSING, "low"), Condition(CLICK, "high")]
    alone, together = (rarity(scenario(market_correlation=each), conditions).worlds for each in (0.0, 0.8))
    assert together > 20 * max(alone, 1)


def test_each_scenario_supposes_what_it_has_a_belief_for_and_counts_its_own_worlds() -> None:
    wide, narrow = scenario(), replace(scenario(), channels=scenario().channels[1:])
    first, second = suppose([wide, narrow], [Condition(CLICK, "high"), Condition(CLOSING, "low")], draws=1024)
    assert (first.scenario, second.scenario) == (wide, narrow)
    assert second.conditions == (Condition(CLOSING, "low"),)
    assert first.rarity == rarity(wide, first.conditions, draws=1024)
    assert second.rarity == rarity(narrow, second.conditions, draws=1024)
