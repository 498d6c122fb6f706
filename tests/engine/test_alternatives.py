import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

from simulator.engine.alternatives import gross_profits
from simulator.engine.funnel import run
from simulator.engine.sampling import picked, sample
from simulator.scenario.plans import Plan, Steady
from tests.benchmarks.eight_channels import FULL, PLAIN, WITH_REPEATS, scenario
from tests.variations import scenarios

DRAWS = 64


def more_in_each(stated, extra=500.0):
    """The first plan, and plans that give one channel in turn a steady spend of its own."""
    first = stated.plans[0]
    yield first
    for name in stated.channel_names:
        yield Plan(name=name, monthly_spend={**first.monthly_spend, name: Steady(amount=extra)})


def one_by_one(stated, drawn, plans):
    profits = [run(stated, (drawn,), plan).plan.gross_profit[0, 0] for plan in plans]
    return np.array([np.broadcast_to(each, drawn.draws) for each in profits])


@pytest.mark.parametrize("stated", [PLAIN, WITH_REPEATS, FULL], ids=["plain", "repeats", "capacity"])
def test_plans_side_by_side_earn_what_each_earns_alone(stated):
    drawn, plans = sample(stated, draws=DRAWS), [*more_in_each(stated)]
    assert_allclose(gross_profits(stated, drawn, plans), one_by_one(stated, drawn, plans), rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(scenarios())
def test_plans_of_any_scenario_earn_what_each_earns_alone(stated):
    drawn, plans = sample(stated, draws=8), [*more_in_each(stated)]
    assert_allclose(gross_profits(stated, drawn, plans), one_by_one(stated, drawn, plans), rtol=1e-9, atol=1e-6)


def test_more_plans_than_fit_side_by_side_are_run_in_turns():
    drawn, plans = sample(FULL, draws=2_048), [*more_in_each(FULL)]
    assert_allclose(gross_profits(FULL, drawn, plans), one_by_one(FULL, drawn, plans), rtol=1e-12)


def test_picked_draws_earn_what_they_earn_among_all():
    stated = scenario({"new_customers_per_month_at_most": 60.0})
    drawn, plans = sample(stated, draws=DRAWS), [*more_in_each(stated)]
    some = np.array([3, 4, 5, 40, 63])
    alone = gross_profits(stated, picked(drawn, some), plans)
    assert_allclose(alone, gross_profits(stated, drawn, plans)[:, some], rtol=1e-12)
