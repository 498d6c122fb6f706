"""A channel by itself: what its customers bring, month by month, against the engine's own run of it."""

from dataclasses import replace

import numpy as np
import pytest

from simulator import read
from simulator.analyses.allocation.tables import SUMS_OF_CUSTOMERS, Worlds, brought, side_by_side
from simulator.edits.spend import slider_spend
from simulator.engine.funnel import run
from simulator.engine.sampling import sample
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from tests.analyses.allocation.problems import problem
from tests.plain import beliefs

DRAWS = 64


def worlds_of(scenario) -> Worlds:
    return Worlds(scenario, scenario.plans[0].name, [sample(scenario, draws=DRAWS, seed=1)])


def check(worlds: Worlds) -> None:
    now = slider_spend(worlds.scenario, worlds.shapes)
    for row, name in enumerate(worlds.scenario.channel_names):
        amounts = [0.0, 0.7 * now[name] + 10.0, 2.5 * now[name] + 300.0]
        funnel = run(*side_by_side(worlds, row, amounts))
        for key in SUMS_OF_CUSTOMERS:
            found, expected = brought(worlds, row, amounts, METRICS[key]), METRICS[key].formula(funnel.by_channel)
            expected = np.broadcast_to(np.nan_to_num(expected[:-1, 0]), found.shape)
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-6), (name, key)


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_a_channel_of_a_shipped_scenario_brings_what_the_engine_says(path):
    check(worlds_of(read(path)))


@pytest.mark.parametrize("seed", range(8))
def test_a_random_channel_brings_what_the_engine_says(seed):
    check(worlds_of(problem(seed).scenario))


@pytest.mark.parametrize("repeats", [
    {"repeat_every_months": 3, "yearly_retention_rate": [0.5, 0.7, 0.9]},
    {"repeat_sales_per_year": [1, 2, 4], "monthly_retention_rate": 0.9, "revenue_per_repeat_sale": [100, 150, 200]},
])  # fmt: skip
@pytest.mark.parametrize("change", [0.0, 0.08])
def test_customers_who_come_back_bring_what_the_engine_says(repeats, change):
    scenario = beliefs(
        {
            "name": "Again",
            "currency": "USD",
            "start": "2027-04",
            "horizon_months": 14,
            "business": {
                "revenue_per_sale": {"value": [300, 400, 600], "yearly_change": change},
                "gross_margin_rate": [0.4, 0.5, 0.6],
                "cost_per_sale": 20,
                "sales_cycle_months": [0.5, 2, 5],
                **repeats,
            },
            "funnel": {"visit_to_lead_rate": 0.1, "lead_to_customer_rate": [0.2, 0.3, 0.4]},
            "channels": [
                {"name": "Own", "type": "pay_per_lead", "cost_per_lead": [20, 30, 40], "repeat_every_months": 5,
                 "yearly_retention_rate": 0.8, "reference_spend": 500, "carry_over": [0.2, 0.3, 0.4]},
                {"name": "Shared", "type": "pay_per_lead", "cost_per_lead": [20, 30, 40], "fee_rate": 0.2},
            ],
            "plans": [{"name": "Today", "monthly_spend": {"Own": {"amount": 400, "from": 3}, "Shared": [5, 0, 900]}}],
        }
    )  # fmt: skip
    check(worlds_of(scenario))
    check(worlds_of(replace(scenario, channels=scenario.channels[::-1])))
