"""Laws that hold in every scenario: for every channel type, curve, schedule and metric, draw by draw."""

from dataclasses import fields, replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from simulator.analyses.stress import Condition, simulate_under, uncertain_beliefs
from simulator.engine.funnel import Funnel
from simulator.engine.simulation import Simulation
from simulator.engine.totals import OnDemand, Totals
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.fields import quantities
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage, StageRates
from simulator.units import FloatArray, Unit
from tests.laws import examples
from tests.plain import beliefs
from tests.variations import (
    DRAWS,
    always_the_same,
    certain_scenarios,
    in_other_money,
    later,
    limited,
    scenarios,
    simulated,
    split_in_halves,
    steadily,
    with_channels,
    with_number,
    with_repeats,
    with_spend,
    without_seasons,
)

law = examples(40)

BOUGHT = {
    "pay_per_impression": {"cost_per_mille": [6, 9, 15], "click_through_rate": [0.005, 0.01, 0.02]},
    "pay_per_click": {"cost_per_click": [2, 3, 5]},
    "retainer": {"cost_per_visit": [1, 2, 4]},
    "direct_mail": {"cost_per_piece": [0.5, 0.7, 1], "response_rate": [0.004, 0.01, 0.02]},
    "broadcast": {"cost_per_mille": [6, 9, 15], "response_rate": [0.0001, 0.0002, 0.0004]},
    "pay_per_lead": {"cost_per_lead": [20, 40, 90]},
}
SHAPES: dict[str, dict[str, Any]] = {
    "linear": {},
    "saturating": {"gain_from_doubling": [0.4, 0.6, 0.8]},
    "s_shaped": {"gain_from_doubling": [0.4, 0.8, 1.5], "slope": 2.0},
    "capped": {"most_per_month": [50, 80, 200]},
}


def scenario_of(kind: str, curve: str, **entries: Any) -> Scenario[Belief]:
    """One channel of a type and a curve."""
    channel = {"name": "Channel", "type": kind, "reference_spend": 1000, **BOUGHT[kind]}
    return beliefs(
        {
            "name": "One channel",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 12,
            "business": {"revenue_per_sale": [300, 500, 900], "gross_margin_rate": [0.3, 0.4, 0.5]},
            "funnel": {"visit_to_lead_rate": [0.04, 0.08, 0.12], "lead_to_customer_rate": [0.2, 0.3, 0.4]},
            "channels": [{**channel, "curve": {"type": curve, **SHAPES[curve]}, **entries}],
            "plans": [{"name": "Plan", "monthly_spend": {"Channel": 1000}}],
        }
    )


def every_type_and_curve() -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("kind", "curve"), list(product(BOUGHT, CURVES)))


def people(funnel: Funnel) -> FloatArray:
    """Everyone whom marketing made buy, then or later; shape (draw,)."""
    return np.asarray(funnel.plan.customers + funnel.plan.open_pipeline)[0, 0]


def wide(values: FloatArray) -> FloatArray:
    return np.broadcast_to(values, (*values.shape[:2], DRAWS))


def assert_same(found: FloatArray, expected: FloatArray, scale: float = 0.0) -> None:
    assert_allclose(wide(found), wide(expected), rtol=1e-9, atol=1e-9 * scale)


def test_the_tables_of_this_file_name_every_type_and_every_curve() -> None:
    assert set(BOUGHT) == {kind for kind, declared in CHANNEL_TYPES.items() if declared.is_paid}
    assert set(SHAPES) == set(CURVES)


@every_type_and_curve()
def test_no_spend_nothing_happens(kind: str, curve: str) -> None:
    funnel = simulated(with_spend(scenario_of(kind, curve, ramp_up_months=[2, 3, 5]), lambda amount: 0.0)).funnel
    for stage in CHANNEL_TYPES[kind].stages(()):
        assert_array_equal(funnel.plan.stages[stage], 0.0)
    assert_array_equal(funnel.profit, 0.0)


@given(scenario=scenarios(), data=st.data())
@law
def test_more_spend_never_means_fewer_customers_in_any_draw(scenario: Scenario[Belief], data: Any) -> None:
    factor = data.draw(st.floats(1.0, 5.0))
    less = simulated(scenario).funnel.plan.customers
    more = simulated(with_spend(scenario, lambda amount: factor * amount)).funnel.plan.customers
    assert (wide(more) >= wide(less) * (1.0 - 1e-12)).all()


@given(scenario=scenarios())
@law
def test_money_in_other_units_changes_money_and_nothing_else(scenario: Scenario[Belief]) -> None:
    funnel, exchanged = (simulated(each).funnel for each in (scenario, in_other_money(scenario, 7.0)))
    scale = float(np.nanmax(wide(funnel.plan.marketing_cost + funnel.plan.revenue)))
    for metric in METRICS.values():
        factor = 7.0 if metric.unit is Unit.MONEY else 1.0
        tolerance = 7.0 * scale if metric.key in ("profit", "npv", "peak_cash_need") else 0.0
        assert_same(metric.of_plan(exchanged), factor * metric.of_plan(funnel), tolerance)
        assert_same(metric.of_rows(exchanged), factor * metric.of_rows(funnel), tolerance)


@given(scenario=scenarios(), data=st.data())
@law
def test_the_order_of_channels_is_of_no_consequence(scenario: Scenario[Belief], data: Any) -> None:
    shuffled = replace(scenario, channels=tuple(data.draw(st.permutations(scenario.channels))))
    first, second = simulated(scenario).funnel, simulated(shuffled).funnel
    rows = [second.rows.index(name) for name in first.rows]
    for key in ("revenue", "spend", "marketing_cost", "open_pipeline", "carried_out"):
        assert_same(getattr(second.by_channel, key)[rows], getattr(first.by_channel, key))
    for stage in Stage:
        assert_same(second.by_channel.stages[stage][rows], first.by_channel.stages[stage])


@given(scenario=scenarios())
@law
def test_a_channel_is_the_same_alone_and_among_others_unless_room_is_short(scenario: Scenario[Belief]) -> None:
    roomy = replace(scenario, business=replace(scenario.business, new_customers_per_month_at_most=None))
    together = simulated(roomy).funnel
    alone = simulated(replace(roomy, channels=roomy.channels[:1])).funnel
    for stage in Stage:
        assert_same(alone.by_channel.stages[stage][:1], together.by_channel.stages[stage][:1])
    assert_same(alone.by_channel.revenue[:1], together.by_channel.revenue[:1])


@given(scenario=certain_scenarios())
@law
def test_splitting_every_channel_in_two_halves_changes_no_total(scenario: Scenario[Belief]) -> None:
    whole, halves = simulated(scenario).funnel, simulated(split_in_halves(scenario)).funnel
    scale = float(np.nanmax(whole.plan.marketing_cost + whole.plan.revenue))
    for metric in METRICS.values():
        tolerance = scale if metric.key in ("profit", "npv", "peak_cash_need") else 0.0
        assert_same(metric.of_plan(halves), metric.of_plan(whole), tolerance)


@given(scenario=scenarios(), more=st.integers(1, 14))
@law
def test_a_longer_horizon_begins_with_the_shorter_one(scenario: Scenario[Belief], more: int) -> None:
    months = scenario.horizon_months
    short = simulated(scenario).funnel
    long = simulated(replace(scenario, horizon_months=months + more)).funnel
    scale = float(np.abs(short.profit).max())
    assert_same(long.profit[:, :months], short.profit, scale)
    for stage in Stage:
        first = np.broadcast_to(long.by_month.stages[stage], (1, months + more, DRAWS))[:, :months]
        assert_same(first, np.broadcast_to(short.by_month.stages[stage], (1, months, DRAWS)))


@given(scenario=scenarios())
@law
def test_metrics_of_the_plan_are_those_of_its_rows_together_and_of_its_months_together(
    scenario: Scenario[Belief],
) -> None:
    funnel = simulated(scenario).funnel
    for parts, axis in ((funnel.by_channel, 0), (funnel.by_month, 1)):
        together = summed(parts, axis)
        for metric in METRICS.values():
            if isinstance(metric, Metric):
                scale = float(np.nanmax(funnel.plan.revenue)) if metric.key == "profit" else 0.0
                assert_same(metric.formula(together), metric.of_plan(funnel), scale)


def summed(totals: Totals, axis: int) -> Totals:
    """The totals of all groups along an axis; what no group has is still undefined."""

    def total(values: FloatArray) -> FloatArray:
        missing = np.isnan(values).all(axis=axis, keepdims=True)
        return np.where(missing, np.nan, np.nansum(values, axis=axis, keepdims=True))

    sums = {
        item.name: total(held)
        for item in fields(totals)
        if item.name != "worth_of_one" and isinstance(held := getattr(totals, item.name), np.ndarray)
    }
    return Totals(
        stages=OnDemand(lambda stage: total(totals.stages[stage])),
        stage_cost=OnDemand(lambda stage: total(totals.stage_cost[stage])),
        paid_stages=OnDemand(lambda stage: total(totals.paid_stages[stage])),
        passed=OnDemand(lambda name: (total(totals.passed[name][0]), total(totals.passed[name][1]))),
        **sums,
    )


@given(scenario=scenarios())
@law
def test_what_leaves_the_engine_cannot_be_changed(scenario: Scenario[Belief]) -> None:
    funnel = simulated(scenario).funnel
    arrays = [funnel.profit, *(array for totals in (funnel.plan, funnel.by_channel, funnel.by_month)
                               for array in arrays_of(totals))]  # fmt: skip
    assert not any(array.flags.writeable for array in arrays)


def arrays_of(totals: Totals) -> list[FloatArray]:
    sums = [held for item in fields(totals) if isinstance(held := getattr(totals, item.name), np.ndarray)]
    counts = [held[stage] for held in (totals.stages, totals.stage_cost, totals.paid_stages) for stage in Stage]
    return [*sums, *counts, *(each for name in quantities(StageRates) for each in totals.passed[name])]


@given(scenario=scenarios())
@law
def test_simulating_leaves_the_scenario_as_it_was_and_does_not_depend_on_what_ran_before(
    scenario: Scenario[Belief],
) -> None:
    before = repr(scenario)
    first: Simulation = simulated(scenario)
    simulated(with_spend(scenario, lambda amount: 2.0 * amount))
    assert_array_equal(simulated(scenario).funnel.profit, first.funnel.profit)
    assert repr(scenario) == before


# -- of money and months -------------------------------------------------------------------------------


def assert_same_figures(found: Funnel, expected: Funnel, *, but: tuple[str, ...] = ()) -> None:
    """Every figure of the plan and of each channel is the same to the last bit."""
    for key in METRICS.keys() - set(but):
        assert_array_equal(METRICS[key].of_plan(found), METRICS[key].of_plan(expected), key)
        assert_array_equal(METRICS[key].of_rows(found), METRICS[key].of_rows(expected), key)


@given(scenario=scenarios())
@law
def test_a_budget_above_what_there_is_to_buy_changes_nothing(scenario: Scenario[Belief]) -> None:
    ample = limited(scenario)
    enough = simulated(with_spend(ample, lambda amount: 1e10 * amount)).funnel
    more = simulated(with_spend(ample, lambda amount: 2e10 * amount)).funnel
    assert_same_figures(more, enough, but=("budget",))


@given(scenario=scenarios(), months=st.integers(1, 12))
@law
def test_a_plan_that_begins_later_pays_back_in_the_same_time(scenario: Scenario[Belief], months: int) -> None:
    now = with_channels(always_the_same(scenario), monthly_spend_before=0.0)
    first, second = (simulated(each).funnel for each in (now, later(now, months)))
    payback = METRICS["payback_months"]
    assert_array_equal(payback.of_plan(second), payback.of_plan(first))
    assert_array_equal(payback.of_rows(second), payback.of_rows(first))


@given(scenario=scenarios())
@law
def test_a_season_of_ones_is_no_season(scenario: Scenario[Belief]) -> None:
    without = without_seasons(scenario)
    ones = with_channels(replace(without, seasonality=(1.0,) * 12), seasonality=(1.0,) * 12)
    assert_same_figures(simulated(ones).funnel, simulated(without).funnel)


@given(scenario=scenarios(), amount=st.sampled_from([80.0, 900.0, 7000.0]))
@law
def test_what_was_spent_before_and_goes_on_brings_the_same_each_month(
    scenario: Scenario[Belief], amount: float
) -> None:
    months = simulated(steadily(always_the_same(scenario), amount)).funnel.by_month
    for stage in (Stage.IMPRESSIONS, Stage.PIECES, Stage.VISITS, Stage.LEADS):
        by_month = months.stages[stage]
        assert_allclose(by_month, np.broadcast_to(by_month[:, :1], by_month.shape), rtol=1e-9)


@given(scenario=scenarios())
@law
def test_a_repeat_every_month_is_twelve_a_year(scenario: Scenario[Belief]) -> None:
    every, yearly = (
        simulated(with_repeats(scenario, **often)).funnel
        for often in ({"repeat_every_months": 1}, {"repeat_sales_per_year": certain(12.0)})
    )
    scale = float(np.nanmax(wide(yearly.plan.marketing_cost + yearly.plan.revenue)))
    for metric in METRICS.values():
        tolerance = scale if metric.unit is Unit.MONEY else 0.0
        assert_same(metric.of_plan(every), metric.of_plan(yearly), tolerance)
        assert_same(metric.of_rows(every), metric.of_rows(yearly), tolerance)


@given(scenario=scenarios(), picked=st.integers(0, 100), side=st.sampled_from(["low", "high"]))
@law
def test_supposing_what_is_tied_to_nothing_is_stating_it_as_a_number(
    scenario: Scenario[Belief], picked: int, side: Any
) -> None:
    alone = [
        place
        for place in uncertain_beliefs(scenario)
        if scenario.market_correlation == 0.0 or place.quantity.market == 0
    ]
    assume(alone)
    place = alone[picked % len(alone)]
    supposed = simulate_under(scenario, "Plan", [Condition(place.path, side)], draws=DRAWS, seed=1)
    stated = simulated(with_number(scenario, place.path, getattr(place.value, side)))
    assert_same_figures(supposed.funnel, stated.funnel)
