"""Comparing plans: paired, draw by draw, with a verdict that claims no more than the figures do."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.comparison import Verdict, compare, compare_all, paired, plan_draws, verdict
from simulator.analyses.pairing import paired_differences, probability_best, probability_better, regret
from simulator.analyses.summary import Figures, Summary
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
        ("profit", [5.0] * 5 + [-4.0] * 5, Verdict.NO_DIFFERENCE),
        ("profit", [5.0] * 7 + [-4.0] * 3, Verdict.BETTER),
        ("profit", [5.0] * 3 + [-4.0] * 7, Verdict.WORSE),
        ("profit", [5.0] * 7 + [-40.0] * 3, Verdict.BETTER),
        ("payback_months", [-INF] * 7 + [INF] * 3, Verdict.BETTER),
        ("payback_months", [0.0] * 4 + [INF] * 6, Verdict.WORSE),
        ("profit", [NAN] + [1.0] * 9, Verdict.UNDEFINED),
        ("roi", [NAN] * 10, Verdict.UNDEFINED),
    ],
)
def test_the_verdict_is_what_the_worlds_say(metric: str, differences: list[float], kind: Verdict) -> None:
    worlds = np.tile(np.array(differences), 8)
    assert differing(metric, *worlds, copies=1).verdict is kind


def test_worlds_without_a_difference_and_without_a_figure_are_counted() -> None:
    found = differing("roi", 0.0, 0.0, 1.0, NAN)
    assert (found.tied, found.undefined) == (0.5, 0.25)


def test_a_difference_within_its_own_error_is_none_even_where_every_world_gains() -> None:
    # A few worlds gain so much that the average could be anything, but nothing below zero.
    replicates = [[1.0] * 9 + [gain] for gain in (1e6, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0)]
    found = differing("customers", *np.ravel(replicates), copies=1)
    assert (found.verdict, found.probability_better) == (Verdict.NO_DIFFERENCE, 1.0)


def test_a_difference_within_its_own_error_is_none() -> None:
    # Most worlds gain a little, but a few replicates lose so much that the average could be anything.
    replicates = [[1.0] * 9 + [loss] for loss in (-9.0, -30.0, 12.0, -9.0, -11.0, 11.0, -8.0, -2.0)]
    assert differing("profit", *np.ravel(replicates), copies=1).verdict is Verdict.NO_DIFFERENCE


# -- the edges of a verdict ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaining", "kind"),
    [
        (39, Verdict.WORSE),
        (40, Verdict.NO_DIFFERENCE),
        (50, Verdict.NO_DIFFERENCE),
        (60, Verdict.NO_DIFFERENCE),
        (61, Verdict.BETTER),
    ],
)
def test_from_40_to_60_worlds_of_100_a_plan_is_not_worth_the_change(gaining: int, kind: Verdict) -> None:
    # A gain that is as large as it is frequent, so that only the chance decides.
    gain, loss = (9.0, -1.0) if gaining >= 50 else (1.0, -9.0)
    replicate = [gain] * gaining + [loss] * (100 - gaining)
    assert differing("profit", *replicate * 8, copies=1).verdict is kind


def test_ties_up_to_60_worlds_of_100_are_no_difference_either() -> None:
    worlds = ([5.0] * 11 + [-0.1] * 7 + [0.0] * 2) * 8
    assert differing("profit", *worlds, copies=1).verdict is Verdict.NO_DIFFERENCE


def test_two_of_its_own_errors_are_the_edge_of_a_difference() -> None:
    for mean, kind in ((1.999, Verdict.NO_DIFFERENCE), (-1.999, Verdict.NO_DIFFERENCE), (2.001, Verdict.BETTER)):
        change = Summary(mean, 0.0, 0.0, 0.0, Figures(1.0, 0.0, 0.0, 0.0))
        assert verdict(change, tied=0.0, better=0.9) is kind


def test_where_neither_direction_is_better_the_same_is_still_the_same() -> None:
    assert compared("spend", "Some", "Same").plans["Same"].verdict is Verdict.NO_DIFFERENCE


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
            assert comparison.plans["Copy"].verdict is Verdict.NO_DIFFERENCE


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
