"""Comparing plans: paired, draw by draw, with a verdict that claims no more than the figures do."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.comparison import compare, compare_all, judged, paired, plan_draws
from simulator.analyses.pairing import paired_differences, probability_best, probability_better, regret
from simulator.analyses.verdict import Verdict
from simulator.engine.simulation import simulate
from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import parse, write
from simulator.units import FloatArray
from tests.differing import differing
from tests.laws import examples
from tests.plain import beliefs
from tests.variations import scenarios, simulated, with_spend

INF, NAN = math.inf, math.nan

LEADS: dict[str, Any] = {
    "name": "Leads",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 6,
    "business": {"revenue_per_sale": [400, 500, 700], "gross_margin_rate": 0.4},
    "funnel": {"lead_to_customer_rate": [0.2, 0.3, 0.4]},
    "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": [20, 40, 60]}],
    "plans": [
        {"name": "Some", "monthly_spend": {"Leads": 1000}},
        {"name": "Same", "monthly_spend": {"Leads": [1000] * 6}},
        {"name": "More", "monthly_spend": {"Leads": 3000}},
    ],
}

BET = beliefs(
    {
        "name": "A bet",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 12,
        "business": {"revenue_per_sale": [300, 500, 800], "gross_margin_rate": 0.5},
        "funnel": {"lead_to_customer_rate": [0.2, 0.3, 0.4]},
        "channels": [
            {"name": "A", "type": "pay_per_lead", "cost_per_lead": [25, 30, 36]},
            {"name": "B", "type": "pay_per_lead", "cost_per_lead": [10, 33, 80]},
        ],
        "plans": [{"name": "Now", "monthly_spend": {"A": 2000}}, {"name": "Bet", "monthly_spend": {"B": 2000}}],
    }
)


def compared(metric: str, *plans: str) -> Any:
    scenario = beliefs(LEADS)
    return compare({plan: simulate(scenario, plan, draws=1024) for plan in plans}, metric=metric)


@given(scenario=scenarios(), metric=st.sampled_from(sorted(METRICS)))
@examples(30)
def test_a_plan_against_itself_differs_by_exactly_nothing_in_every_draw(
    scenario: Scenario[Belief], metric: str
) -> None:
    comparison = compare({"Plan": simulated(scenario), "Copy": simulated(scenario)}, metric=metric)
    copy = comparison.plans["Copy"]
    if math.isnan(copy.figures.p50):
        assert math.isnan(copy.difference.mean)
        return
    change = copy.difference
    assert (change.mean, change.p10, change.p50, change.p90, change.standard_error.mean) == (0, 0, 0, 0, 0)
    if METRICS[metric].better:
        assert (copy.probability_better, copy.probability_best, copy.regret.mean) == (0.5, 0.5, 0.0)
        assert copy.verdict is Verdict.NO_DIFFERENCE


def test_the_same_money_written_in_another_way_makes_no_difference() -> None:
    same = compared("profit", "Some", "Same").plans["Same"]
    assert same.difference.p90 == 0.0
    assert (same.verdict, same.tied) == (Verdict.NO_DIFFERENCE, 1.0)


def test_three_times_the_money_through_a_linear_channel_brings_three_times_the_profit() -> None:
    plans = compared("profit", "Some", "More").plans
    assert_allclose(plans["More"].difference.mean, 2.0 * plans["Some"].figures.mean, rtol=1e-12)
    assert_allclose(plans["More"].figures.p10, 3.0 * plans["Some"].figures.p10, rtol=1e-12)


def test_the_first_plan_is_the_baseline() -> None:
    comparison = compared("customers", "More", "Some")
    assert comparison.baseline == "More"
    some = comparison.plans["Some"]
    assert (some.verdict, some.probability_better) == (Verdict.WORSE, 0.0)


def test_less_is_better_where_the_metric_says_so() -> None:
    more = compared("marketing_cost", "Some", "More").plans["More"]
    assert (more.probability_better, more.probability_best) == (0.0, 0.0)
    assert more.regret.mean == 12_000.0


def test_where_neither_direction_is_better_nobody_wins() -> None:
    more = compared("spend", "Some", "More").plans["More"]
    assert math.isnan(more.probability_better)
    assert math.isnan(more.regret.mean)
    assert (more.verdict, more.undefined) == (Verdict.UNDEFINED, 0.0)
    assert more.difference.mean == 12_000.0


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean profit"):
        compared("profits", "Some", "More")


def test_infinities_of_one_sign_differ_by_nothing_and_others_by_infinity() -> None:
    values, baseline = np.array([INF, -INF, INF, 5.0, INF, NAN]), np.array([INF, -INF, -INF, INF, 3.0, 1.0])
    assert_array_equal(paired_differences(values, baseline), [0.0, 0.0, INF, -INF, INF, NAN])


def test_the_last_digit_of_a_figure_makes_no_plan_better() -> None:
    values, baseline = np.array([0.1 + 0.2, 1e9 * 1.1, 1.0 + 1e-9, 0.0, 1e-300]), np.array([0.3, 1.1e9, 1.0, 0.0, 0.0])
    assert_array_equal(paired_differences(values, baseline) == 0.0, [True, True, False, True, False])


def test_a_rate_that_no_plan_changes_is_the_same_in_every_possible_world() -> None:
    rate = compared("lead_to_customer_rate", "Some", "More").plans["More"]
    assert (rate.verdict, rate.tied) == (Verdict.NO_DIFFERENCE, 1.0)


def test_ties_count_half() -> None:
    goodness = np.array([[1.0, 2.0, 3.0, INF], [1.0, 3.0, 2.0, INF]])
    assert_array_equal(probability_better(paired_differences(goodness, goodness[0])), [0.5, 0.5])


def test_an_undefined_draw_makes_the_chances_undefined() -> None:
    goodness = np.array([[1.0, 2.0], [1.0, NAN], [0.0, 5.0]])
    gains = paired_differences(goodness, goodness[0])
    assert_array_equal(np.isnan(probability_better(gains)), [False, True, False])
    assert np.isnan(probability_best(regret(goodness))).all()


@st.composite
def goodness(draw: st.DrawFn) -> FloatArray:
    plans, worlds = draw(st.integers(1, 6)), draw(st.integers(1, 30))
    figure = st.integers(-3, 3).map(float) | st.just(INF)
    return np.array([[draw(figure) for _ in range(worlds)] for _ in range(plans)])


@given(goodness())
def test_the_chances_of_being_the_best_add_up_to_one(values: FloatArray) -> None:
    assert_allclose(probability_best(regret(values)).sum(), 1.0, rtol=1e-12)


@given(goodness())
def test_regret_is_never_negative_and_the_best_plan_of_a_world_has_none(values: FloatArray) -> None:
    lost = regret(values)
    assert (lost >= 0.0).all()
    assert_array_equal(lost.min(axis=0), 0.0)


@given(goodness())
def test_two_plans_are_better_than_each_other_in_all_worlds_together(values: FloatArray) -> None:
    there, back = paired_differences(values, values[0])[-1:], paired_differences(values, values[-1])[:1]
    assert_allclose(probability_better(there) + probability_better(back), 1.0, rtol=1e-12)


@pytest.mark.parametrize(
    ("metric", "differences", "kind"),
    [
        ("profit", [5.0] * 10, Verdict.BETTER),
        ("profit", [-5.0] * 10, Verdict.WORSE),
        ("cac", [-5.0] * 10, Verdict.BETTER),
        ("cac", [5.0] * 10, Verdict.WORSE),
        ("profit", [0.0] * 10, Verdict.NO_DIFFERENCE),
        ("profit", [5.0] * 7 + [-4.0] * 3, Verdict.BETTER),
        ("profit", [5.0] * 3 + [-4.0] * 7, Verdict.WORSE),
        ("profit", [5.0] * 7 + [-40.0] * 3, Verdict.MIXED),
        ("cac", [5.0] * 7 + [-40.0] * 3, Verdict.MIXED),
        ("payback_months", [-INF] * 7 + [INF] * 3, Verdict.BETTER),
        ("payback_months", [0.0] * 4 + [INF] * 6, Verdict.WORSE),
        ("profit", [NAN] + [1.0] * 9, Verdict.UNDEFINED),
        ("roi", [NAN] * 10, Verdict.UNDEFINED),
        ("spend", [5.0] * 10, Verdict.UNDEFINED),
    ],
)
def test_the_verdict_is_what_the_worlds_say(metric: str, differences: list[float], kind: Verdict) -> None:
    worlds = np.tile(np.array(differences), 8)
    assert differing(metric, *worlds, copies=1).verdict is kind


def test_worlds_without_a_difference_and_without_a_figure_are_counted() -> None:
    found = differing("roi", 0.0, 0.0, 1.0, NAN)
    assert (found.tied, found.undefined) == (0.5, 0.25)


def test_a_bet_that_is_better_on_average_and_worse_in_most_worlds_is_mixed() -> None:
    bet = compare({plan: simulate(BET, plan) for plan in ("Now", "Bet")}, metric="profit").plans["Bet"]
    assert bet.verdict is Verdict.MIXED
    assert 29_000.0 < bet.difference.mean < 31_000.0
    assert bet.probability_better < 0.5


def test_a_plan_and_the_baseline_change_places_and_so_does_the_verdict() -> None:
    plans = {plan: simulate(BET, plan, draws=1024) for plan in ("Now", "Bet")}
    mirror = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    for key in METRICS:
        there = compare(plans, metric=key, matters=1.0).plans["Bet"].verdict
        back = compare(dict(reversed(plans.items())), metric=key, matters=1.0).plans["Now"].verdict
        assert back is mirror.get(there, there), key


def test_a_difference_of_cents_is_none_although_every_world_has_it() -> None:
    cents = beliefs({**LEADS, "plans": [LEADS["plans"][0], {"name": "Cents", "monthly_spend": {"Leads": 1000.01}}]})
    found = compare({plan.name: simulate(cents, plan.name, draws=64) for plan in cents.plans}, metric="customers")
    assert found.plans["Cents"].probability_better == 1.0
    assert found.plans["Cents"].verdict is Verdict.NO_DIFFERENCE


def test_what_matters_can_be_set_and_is_a_hundredth_of_the_cost_before() -> None:
    usual = compared("profit", "Some", "More")
    assert_allclose(usual.matters, 0.01 * 6_000.0)
    assert usual.plans["More"].verdict is not Verdict.NO_DIFFERENCE
    assert judged(usual, 1e9).plans["More"].verdict is Verdict.NO_DIFFERENCE
    scenario = beliefs(LEADS)
    plans = {plan: simulate(scenario, plan, draws=1024) for plan in ("Some", "More")}
    assert repr(judged(usual, 5.0)) == repr(compare(plans, metric="profit", matters=5.0))
    assert repr(compare_all(plans, matters={"profit": 5.0})["profit"]) == repr(judged(usual, 5.0))


@pytest.mark.parametrize("matters", [-1.0, INF, NAN])
def test_what_matters_is_a_size(matters: float) -> None:
    plans = {"Some": simulate(beliefs(LEADS), "Some", draws=64)}
    with pytest.raises(SettingsError, match="it must be a number of 0 or more"):
        compare(plans, metric="profit", matters=matters)


# -- averages of ratios --------------------------------------------------------------------------------


def test_the_difference_of_a_ratio_is_that_of_the_ratios_of_averages() -> None:
    plans = {plan: simulate(BET, plan, draws=1024) for plan in ("Now", "Bet")}
    costs, customers = ([METRICS[key].of_plan(each.funnel).mean() for each in plans.values()] for key in
                        ("marketing_cost", "customers"))  # fmt: skip
    found = compare(plans, metric="cac").plans["Bet"]
    assert_allclose(found.figures.mean, costs[1] / customers[1], rtol=1e-12)
    assert_allclose(found.difference.mean, costs[1] / customers[1] - costs[0] / customers[0], rtol=1e-12)


def test_the_error_of_a_difference_of_ratios_is_the_spread_of_the_replicates_of_both() -> None:
    plans = [simulate(BET, plan, draws=1024) for plan in ("Now", "Bet")]
    ratios = []
    for each in plans:
        cost, customers = (np.broadcast_to(METRICS[key].of_plan(each.funnel)[0, 0], 1024).reshape(8, 128) for key in
                           ("marketing_cost", "customers"))  # fmt: skip
        ratios.append([float(cost[row].mean() / customers[row].mean()) for row in range(8)])
    expected = np.std(np.subtract(ratios[1], ratios[0]), ddof=1) / math.sqrt(8)
    found = compare({each.plan: each for each in plans}, metric="cac").plans["Bet"]
    assert_allclose(found.difference.standard_error.mean, expected, rtol=1e-9)


# -- every metric at once, and several files -----------------------------------------------------------


@given(scenario=scenarios())
@examples(10)
def test_comparing_by_every_metric_is_comparing_by_each_of_them(scenario: Scenario[Belief]) -> None:
    more = with_spend(scenario, lambda amount: 1.2 * amount)
    plans = {"Plan": simulated(scenario), "More": simulated(more)}
    together = compare_all(plans)
    assert list(together) == list(METRICS)
    for key in METRICS:
        assert repr(together[key]) == repr(compare(plans, metric=key))


def test_what_is_kept_of_a_plan_is_enough_to_compare_it() -> None:
    scenario = beliefs(LEADS)
    plans = {plan: simulate(scenario, plan, draws=64) for plan in ("Some", "More")}
    kept = {plan: plan_draws(simulation) for plan, simulation in plans.items()}
    assert repr(compare_all(kept)) == repr(compare_all(plans))
    assert_array_equal(paired(kept, metric="profit"), paired(plans, metric="profit"))


def test_paired_draws_are_those_behind_the_comparison() -> None:
    scenario = beliefs(LEADS)
    plans = {plan: simulate(scenario, plan, draws=1024) for plan in ("Some", "More")}
    drawn = paired(plans, metric="profit")
    assert_array_equal(drawn[0], 0.0)
    assert_allclose(drawn[1].mean(), compare(plans, metric="profit").plans["More"].difference.mean, rtol=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        drawn[1, 0] = 1.0


@given(scenario=scenarios())
@examples(15)
def test_a_plan_against_its_copy_in_another_file_differs_by_exactly_nothing(scenario: Scenario[Belief]) -> None:
    text = write(replace(scenario, name="A copy", client="Another"))
    plans = {"Plan": simulated(scenario), "Copy": simulated(parse(text))}
    for key, comparison in compare_all(plans).items():
        drawn = paired(plans, metric=key)
        if not np.isnan(drawn).any():
            assert not drawn.any()
            same = Verdict.NO_DIFFERENCE if METRICS[key].better else Verdict.UNDEFINED
            assert comparison.plans["Copy"].verdict is same


def test_beliefs_of_one_path_and_value_share_their_draws_in_every_file() -> None:
    other = {**LEADS, "name": "Other", "channels": [{**LEADS["channels"][0], "cost_per_lead": [10, 20, 30]}]}
    one: Any
    two: Any
    one, two = (simulate(beliefs(each), "Some", draws=64).chunks[0] for each in (LEADS, other))
    assert_array_equal(one.business.revenue_per_sale, two.business.revenue_per_sale)
    assert_array_equal(one.funnel.lead_to_customer_rate, two.funnel.lead_to_customer_rate)
    assert (one.channels[0].cost_per_lead != two.channels[0].cost_per_lead).all()


def test_plans_of_other_worlds_currencies_or_horizons_are_refused_in_words() -> None:
    scenario = beliefs(LEADS)
    one = simulate(scenario, "Some", draws=64)
    others = {
        "the same possible worlds": simulate(scenario, "More", draws=128),
        "seed 2": simulate(scenario, "More", draws=64, seed=2),
        "different currencies": simulate(replace(scenario, currency="EUR"), "More", draws=64),
        r"with_horizon\(scenario, 3\)": simulate(replace(scenario, horizon_months=3), "More", draws=64),
    }
    for said_so, other in others.items():
        for look in (
            compare_all,
            lambda plans: compare(plans, metric="roi"),
            lambda plans: paired(plans, metric="roi"),
        ):
            with pytest.raises(SettingsError, match=said_so):
                look({"One": one, "Other": other})


def test_no_plan_is_nothing_to_compare() -> None:
    with pytest.raises(SettingsError, match="no plan"):
        compare_all({})
