"""A simulation: what it was made from, and what is read off it."""

from typing import Any

import pytest
from numpy.testing import assert_allclose, assert_array_equal

from simulator.engine.simulation import simulate
from simulator.errors import UnknownNameError
from simulator.metrics.kpis import draws_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.plain import beliefs

DRAWS = 64


def scenario(cost_per_lead: Any) -> Scenario[Belief]:
    channel = {"type": "pay_per_lead", "cost_per_lead": cost_per_lead}
    return beliefs(
        {
            "name": "Two sources",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 3,
            "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4},
            "funnel": {"lead_to_customer_rate": 0.5},
            "channels": [{"name": "Fairs", **channel}, {"name": "Mail", **channel}],
            "plans": [{"name": "Plan", "monthly_spend": {"Mail": [100, 0, 300]}}],
        }
    )


def test_spend_has_a_row_for_every_channel_and_a_column_for_every_month() -> None:
    stated = scenario(20)
    expected = [[0.0, 0.0, 0.0], [100.0, 0.0, 300.0]]
    assert_array_equal(stated.spend("Plan"), expected)
    assert_array_equal(simulate(stated, "Plan", draws=DRAWS).spend, expected)


def test_there_is_no_spend_of_a_plan_that_does_not_exist() -> None:
    with pytest.raises(UnknownNameError, match="did you mean Plan"):
        scenario(20).spend("Plann")


def test_a_metric_has_a_draw_for_every_world() -> None:
    simulation = simulate(scenario([10, 20, 40]), "Plan", draws=DRAWS)
    customers = draws_of(simulation, "customers")
    assert customers.shape == (DRAWS,)
    assert_allclose(customers, 0.5 * 400 / simulation.chunks[0].channels[1].cost_per_lead, rtol=1e-12)


def test_where_all_is_certain_a_metric_has_one_draw() -> None:
    assert_allclose(draws_of(simulate(scenario(20), "Plan", draws=DRAWS), "customers"), [10.0], rtol=1e-12)
