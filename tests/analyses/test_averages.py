"""Averages: of sums the mean over worlds, of ratios the ratio of averages, each with its error from the replicates."""

import math
from statistics import fmean, stdev
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from simulator.analyses.summary import Summary, averages, channel_summary, month_summary, plan_summary, summarise
from simulator.engine.simulation import Simulation, preview, simulate
from simulator.metrics.kpis import METRICS, Metric, PathMetric
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.laws import examples
from tests.plain import beliefs
from tests.variations import scenarios, simulated

UNSURE: dict[str, Any] = {
    "name": "Unsure of the close rate",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 12,
    "business": {"revenue_per_sale": [300, 600, 1500], "gross_margin_rate": [0.3, 0.45, 0.6]},
    "funnel": {"lead_to_customer_rate": [0.001, 0.05, 0.5]},
    "channels": [
        {"name": "Ads", "type": "pay_per_click", "cost_per_click": [2, 5, 12], "visit_to_lead_rate": [0.01, 0.04, 0.12]}
    ],
    "plans": [{"name": "P", "monthly_spend": {"Ads": 1000}}],
}

RATIOS = {
    "roi": ("profit", "marketing_cost"),
    "roas": ("revenue", "spend"),
    "cost_per_visit": ("marketing_cost", "visits"),
    "cost_per_lead": ("marketing_cost", "leads"),
    "cac": ("marketing_cost", "customers"),
}
"""Ratios of one channel whose deals close at once, and what is above and below the line."""


def test_averages_agree_with_the_full_summary() -> None:
    draws = np.random.default_rng(3).lognormal(size=(4, 512))
    means, errors = averages(draws)
    full = summarise(draws)
    assert means == pytest.approx([row.mean for row in full], rel=1e-12)
    assert errors == pytest.approx([row.standard_error.mean for row in full], rel=1e-9)


def test_a_certainty_has_no_error() -> None:
    means, errors = averages(np.array([[7.0], [np.nan]]))
    assert means[0] == 7.0
    assert errors[0] == 0.0
    assert np.isnan(means[1])
    assert np.isnan(errors[1])


def test_an_endless_average_has_no_known_error() -> None:
    draws = np.ones((1, 64))
    draws[0, 5] = np.inf
    means, errors = averages(draws)
    assert means[0] == np.inf
    assert np.isnan(errors[0])


# -- of ratios -----------------------------------------------------------------------------------------


def by_hand(simulation: Simulation, key: str) -> tuple[float, float]:
    """The ratio of averages and its error, added up world by world."""
    above, below = (worlds(simulation, each) for each in RATIOS[key])
    size = len(above) // 8
    parts = [
        fmean(above[start : start + size]) / fmean(below[start : start + size]) for start in range(0, size * 8, size)
    ]
    return fmean(above) / fmean(below), stdev(parts) / math.sqrt(8)


def worlds(simulation: Simulation, key: str) -> list[float]:
    values = METRICS[key].of_plan(simulation.funnel)[0, 0]
    return [float(value) for value in np.broadcast_to(values, simulation.funnel.draws)]


@pytest.mark.parametrize("key", RATIOS)
def test_the_average_of_a_ratio_is_the_ratio_of_averages(key: str) -> None:
    simulation = simulate(beliefs(UNSURE), "P", draws=1024)
    mean, error = by_hand(simulation, key)
    for found in (plan_summary(simulation)[key], channel_summary(simulation)["Ads"][key]):
        assert found.mean == pytest.approx(mean, rel=1e-12)
        assert found.standard_error.mean == pytest.approx(error, rel=1e-9)


def test_the_average_cost_of_a_customer_is_the_same_for_every_seed_to_its_error() -> None:
    found = [plan_summary(simulate(beliefs(UNSURE), "P", seed=seed))["cac"] for seed in range(1, 6)]
    # A mean of ratios was next to nothing with one seed, and three million with the next.
    middle = fmean(each.mean for each in found)
    assert all(abs(each.mean - middle) < 5.0 * each.standard_error.mean for each in found)
    assert all(0.0 < each.standard_error.mean < 0.2 * each.mean for each in found)


def test_a_world_without_customers_leaves_an_average_cost_of_a_customer() -> None:
    never = {**UNSURE, "funnel": {"lead_to_customer_rate": [1e-9, 1e-8, 0.5]}}
    found = plan_summary(simulate(beliefs(never), "P", draws=1024))["cac"]
    assert math.isfinite(found.mean)
    assert found.p90 > 1e6 * found.mean


def is_the_formula_of_the_means(metric: Metric, figures: dict[str, Summary]) -> bool:
    above, below = (figures[key].mean for key in RATIOS[metric.key])
    if below == 0.0 or math.isnan(below):
        return not math.isfinite(figures[metric.key].mean)
    return figures[metric.key].mean == pytest.approx(above / below, rel=1e-9)


@given(scenario=scenarios())
@examples(10)
def test_averages_of_a_plan_a_row_and_a_month_divide_into_each_other(scenario: Scenario[Belief]) -> None:
    simulation, divided = simulated(scenario), [METRICS["roi"], METRICS["roas"]]
    months = month_summary(simulation)
    each_month = [{key: column[row] for key, column in months.items()} for row in range(scenario.horizon_months)]
    for figures in (plan_summary(simulation), *channel_summary(simulation).values(), *each_month):
        assert all(is_the_formula_of_the_means(metric, figures) for metric in divided if isinstance(metric, Metric))


def test_what_needs_all_months_is_a_mean_over_worlds() -> None:
    simulation = simulate(beliefs(UNSURE), "P", draws=512)
    found = plan_summary(simulation)
    for key, metric in METRICS.items():
        if isinstance(metric, PathMetric) and math.isfinite(found[key].mean):
            assert found[key].mean == pytest.approx(fmean(worlds(simulation, key)), rel=1e-12)


def test_the_lifetime_value_of_a_channel_weighs_every_world_alike() -> None:
    simulation = simulate(beliefs(UNSURE), "P", draws=512)
    by_world = fmean(worlds(simulation, "ltv"))
    weighed = plan_summary(simulation)["ltv"].mean
    assert channel_summary(simulation)["Ads"]["ltv"].mean == pytest.approx(by_world, rel=1e-12)
    # Customers and what they are worth are drawn apart, so that the weights change little.
    assert weighed == pytest.approx(by_world, rel=0.1)
    assert weighed != by_world


def test_a_preview_has_averages_of_ratios_too() -> None:
    found = plan_summary(preview(beliefs(UNSURE), "P", draws=1024))["cac"]
    assert found.standard_error.mean > 0.0
