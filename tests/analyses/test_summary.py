"""Draws to figures: quantiles by rank, standard errors from replicates, nothing ever dropped."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from simulator.analyses.summary import (
    channel_summary,
    error_of_share,
    month_summary,
    plan_summary,
    quantiles,
    summarise,
)
from simulator.engine.funnel import OVERHEAD
from simulator.metrics.kpis import METRICS, PathMetric
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.laws import examples
from tests.variations import scenarios, simulated


def test_quantiles_are_draws_of_a_rank_and_lie_between_none() -> None:
    draws = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert quantiles(draws, [0.1, 0.2, 0.21, 0.5, 0.9]).tolist() == [1.0, 1.0, 2.0, 3.0, 5.0]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60), st.floats(0.001, 1.0))
def test_quantiles_agree_with_those_of_numpy(draws: list[float], probability: float) -> None:
    expected = np.quantile(np.array(draws), round(probability, 6), method="inverted_cdf")
    assert quantiles(np.array(draws), [round(probability, 6)])[0] == expected


def test_infinite_draws_keep_their_rank() -> None:
    (summary,) = summarise(np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, math.inf, math.inf] * 8]))
    assert (summary.p10, summary.p50, summary.p90, summary.mean) == (1.0, 4.0, math.inf, math.inf)


def test_a_figure_that_is_not_finite_has_no_standard_error() -> None:
    (summary,) = summarise(np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, math.inf, math.inf] * 8]))
    assert math.isnan(summary.standard_error.mean)
    assert math.isnan(summary.standard_error.p90)
    assert summary.standard_error.p50 == 0.0


def test_one_undefined_draw_makes_every_figure_undefined() -> None:
    draws = np.arange(64.0)
    draws[17] = math.nan
    (summary,) = summarise(draws[np.newaxis])
    assert all(math.isnan(figure) for figure in (summary.mean, summary.p10, summary.p50, summary.p90))


def test_infinite_draws_of_both_signs_have_ranks_but_no_mean() -> None:
    (summary,) = summarise(np.array([[-math.inf] * 4 + [0.0] * 56 + [math.inf] * 4]))
    assert math.isnan(summary.mean)
    assert (summary.p50, summary.p10) == (0.0, 0.0)


def test_the_standard_error_is_the_spread_of_the_replicates_over_the_root_of_eight() -> None:
    replicates = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0])
    (summary,) = summarise(np.repeat(replicates, 10)[np.newaxis])
    assert_allclose(summary.standard_error.mean, np.std(replicates, ddof=1) / math.sqrt(8), rtol=1e-14)


def test_a_certain_figure_is_exact() -> None:
    (summary,) = summarise(np.array([[7.0]]))
    assert (summary.mean, summary.p10, summary.p50, summary.p90) == (7.0, 7.0, 7.0, 7.0)
    assert summary.standard_error.mean == 0.0


def test_standard_errors_cover_the_truth_as_often_as_they_should() -> None:
    generator = np.random.default_rng(5)
    summaries = summarise(generator.exponential(size=(400, 800)))
    # Two standard errors of eight replicates: Student's t with 7 degrees of freedom holds the truth in 91 %.
    inside = [abs(summary.mean - 1.0) <= 2.0 * summary.standard_error.mean for summary in summaries]
    assert 0.87 <= np.mean(inside) <= 0.95


@given(scenario=scenarios())
@examples(15)
def test_averages_of_channels_and_months_add_up_to_the_plan(scenario: Scenario[Belief]) -> None:
    simulation = simulated(scenario)
    plan, rows, months = plan_summary(simulation), channel_summary(simulation), month_summary(simulation)
    for key in ("spend", "marketing_cost", "revenue", "gross_profit", "customers_lost", "open_pipeline"):
        assert_allclose(sum(row[key].mean for row in rows.values()), plan[key].mean, rtol=1e-9)
        assert_allclose(sum(month.mean for month in months[key]), plan[key].mean, rtol=1e-9)


@given(scenario=scenarios())
@examples(10)
def test_every_metric_has_figures_for_the_plan_and_every_row(scenario: Scenario[Belief]) -> None:
    simulation = simulated(scenario)
    rows = channel_summary(simulation)
    assert set(plan_summary(simulation)) == set(METRICS)
    assert list(rows) == [*simulation.scenario.channel_names, OVERHEAD]
    assert all(set(figures) == set(METRICS) for figures in rows.values())


@pytest.mark.parametrize("key", ["payback_months", "npv", "peak_cash_need", "cac_payback_months"])
def test_what_needs_all_months_has_no_value_for_one(key: str) -> None:
    assert isinstance(METRICS[key], PathMetric)


@pytest.mark.parametrize(("share", "worlds"), [(0.5, 1_024), (0.1, 8_192), (0.81, 400)])
def test_the_error_of_a_share_is_that_of_a_binomial_count(share, worlds):
    assert error_of_share(share, worlds) == pytest.approx(math.sqrt(share * (1.0 - share) / worlds), rel=0.01)


def test_what_happened_in_none_of_a_few_worlds_is_not_known_to_happen_in_none():
    assert 0.02 < error_of_share(0.0, 16) < 0.1
    assert error_of_share(0.0, 1) == 0.0
    assert math.isnan(error_of_share(math.nan, 16))
