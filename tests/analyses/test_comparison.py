"""Comparing plans: paired, draw by draw, with a verdict that claims no more than the figures do."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.comparison import NO_DIFFERENCE, compare, compare_all, paired, plan_draws, verdict
from simulator.analyses.pairing import paired_differences, probability_best, probability_better, regret
from simulator.analyses.summary import Figures, Summary, summarise
from simulator.engine.simulation import simulate
from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import parse, write
from simulator.units import FloatArray
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


def compared(metric: str, *plans: str) -> Any:
    scenario = beliefs(LEADS)
    return compare({plan: simulate(scenario, plan, draws=1024) for plan in plans}, metric=metric)


def said(metric: str, *differences: float, copies: int = 8) -> str:
    """The verdict on a plan that differs so from a baseline of 0 in every world."""
    draws = np.repeat(np.array(differences), copies)[np.newaxis]
    gains = draws if METRICS[metric].better == "higher" else -draws
    return verdict(METRICS[metric], *summarise(draws), draws[0], float(probability_better(gains)[0]))


@given(scenario=scenarios(), metric=st.sampled_from(sorted(METRICS)))
@settings(max_examples=30, deadline=None)
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
        assert copy.verdict.startswith(NO_DIFFERENCE)


def test_the_same_money_written_in_another_way_makes_no_difference() -> None:
    same = compared("profit", "Some", "Same").plans["Same"]
    assert same.difference.p90 == 0.0
    assert same.verdict == f"{NO_DIFFERENCE}; both give the same in every possible world"


def test_three_times_the_money_through_a_linear_channel_brings_three_times_the_profit() -> None:
    plans = compared("profit", "Some", "More").plans
    assert_allclose(plans["More"].difference.mean, 2.0 * plans["Some"].figures.mean, rtol=1e-12)
    assert_allclose(plans["More"].figures.p10, 3.0 * plans["Some"].figures.p10, rtol=1e-12)


def test_the_first_plan_is_the_baseline() -> None:
    comparison = compared("customers", "More", "Some")
    assert comparison.baseline == "More"
    assert comparison.plans["Some"].verdict == "worse in every possible world"


def test_less_is_better_where_the_metric_says_so() -> None:
    more = compared("marketing_cost", "Some", "More").plans["More"]
    assert (more.probability_better, more.probability_best) == (0.0, 0.0)
    assert more.regret.mean == 12_000.0


def test_where_neither_direction_is_better_nobody_wins() -> None:
    more = compared("spend", "Some", "More").plans["More"]
    assert math.isnan(more.probability_better)
    assert math.isnan(more.regret.mean)
    assert "neither more nor less" in more.verdict
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
    assert rate.verdict == f"{NO_DIFFERENCE}; both give the same in every possible world"


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
    ("metric", "differences", "sentence"),
    [
        ("profit", [5.0] * 10, "better in every possible world"),
        ("profit", [-5.0] * 10, "worse in every possible world"),
        ("cac", [-5.0] * 10, "better in every possible world"),
        ("cac", [5.0] * 10, "worse in every possible world"),
        ("profit", [0.0] * 10, f"{NO_DIFFERENCE}; both give the same in every possible world"),
        ("profit", [5.0] * 5 + [-4.0] * 5, NO_DIFFERENCE),
        ("profit", [5.0] * 7 + [-4.0] * 3, "better in 70 of 100 possible worlds"),
        ("profit", [5.0] * 3 + [-4.0] * 7, "worse in 70 of 100 possible worlds"),
        ("profit", [5.0] * 7 + [-40.0] * 3, "better in 70 of 100 possible worlds, but worse on average"),
        ("payback_months", [-INF] * 7 + [INF] * 3, "better in 70 of 100 possible worlds"),
        ("payback_months", [0.0] * 4 + [INF] * 6, "worse in 80 of 100 possible worlds, counting ties as half"),
        (
            "profit",
            [NAN] + [1.0] * 9,
            "cannot be compared: there is no such figure in some possible worlds (Profit after marketing)",
        ),
        (
            "roi",
            [NAN] * 10,
            "cannot be compared: there is no such figure of one or both of these plans (ROI on gross profit)",
        ),
    ],
)
def test_the_verdict_says_in_one_sentence_what_the_figures_say(
    metric: str, differences: list[float], sentence: str
) -> None:
    draws = np.tile(np.array(differences), 8)
    assert said(metric, *draws, copies=1) == sentence


def test_almost_every_world_is_not_every_world() -> None:
    assert said("profit", *([5.0] * 199 + [-1.0]) * 8, copies=1) == "better in almost every possible world"


def test_a_difference_within_its_own_error_does_not_hide_what_every_world_says() -> None:
    # A few worlds gain so much that the average could be anything, but nothing below zero.
    replicates = [[1.0] * 9 + [gain] for gain in (1e6, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0)]
    assert said("customers", *np.ravel(replicates), copies=1) == (
        f"{NO_DIFFERENCE}; better in every possible world, but by how much is not known"
    )


def test_a_difference_within_its_own_error_is_none() -> None:
    # Most worlds gain a little, but a few replicates lose so much that the average could be anything.
    replicates = [[1.0] * 9 + [loss] for loss in (-9.0, -30.0, 12.0, -9.0, -11.0, 11.0, -8.0, -2.0)]
    assert said("profit", *np.ravel(replicates), copies=1) == NO_DIFFERENCE


# -- verdicts, to the letter ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaining", "sentence"),
    [(39, "worse in 61 of 100"), (40, NO_DIFFERENCE), (50, NO_DIFFERENCE), (60, NO_DIFFERENCE), (61, "better in 61")],
)
def test_from_40_to_60_worlds_of_100_a_plan_is_not_worth_the_change(gaining: int, sentence: str) -> None:
    # A gain that is as large as it is frequent, so that only the chance decides.
    gain, loss = (9.0, -1.0) if gaining >= 50 else (1.0, -9.0)
    replicate = [gain] * gaining + [loss] * (100 - gaining)
    assert said("profit", *replicate * 8, copies=1).startswith(sentence)


def test_ties_up_to_60_worlds_of_100_are_no_difference_either() -> None:
    assert said("profit", *([5.0] * 11 + [-0.1] * 7 + [0.0] * 2) * 8, copies=1) == NO_DIFFERENCE


def test_two_of_its_own_errors_are_the_edge_of_a_difference() -> None:
    metric, draws = METRICS["profit"], np.array([1.0] * 9 + [-0.5])
    for mean, sentence in ((1.999, NO_DIFFERENCE), (-1.999, NO_DIFFERENCE), (2.001, "better in 90 of 100")):
        change = Summary(mean, 0.0, 0.0, 0.0, Figures(1.0, 0.0, 0.0, 0.0))
        assert verdict(metric, change, draws, 0.9).startswith(sentence)


def test_where_neither_direction_is_better_the_same_is_still_the_same() -> None:
    assert compared("spend", "Some", "Same").plans["Same"].verdict.startswith(NO_DIFFERENCE)


# -- every metric at once, and several files -----------------------------------------------------------


@given(scenario=scenarios())
@settings(max_examples=10, deadline=None)
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
@settings(max_examples=15, deadline=None)
def test_a_plan_against_its_copy_in_another_file_differs_by_exactly_nothing(scenario: Scenario[Belief]) -> None:
    text = write(replace(scenario, name="A copy", client="Another"))
    plans = {"Plan": simulated(scenario), "Copy": simulated(parse(text))}
    for key, comparison in compare_all(plans).items():
        drawn = paired(plans, metric=key)
        if not np.isnan(drawn).any():
            assert not drawn.any()
            assert comparison.plans["Copy"].verdict.startswith(NO_DIFFERENCE)


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
        "Over the first 3 months": simulate(replace(scenario, horizon_months=3), "More", draws=64),
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
