import tracemalloc
from dataclasses import replace

import pytest

from simulator.engine.cost import (
    MOST_MEMORY,
    MOST_SECONDS,
    Cost,
    cost_of,
    fewer_draws,
    one_after_the_other,
    side_by_side,
)
from simulator.engine.simulation import simulate
from simulator.scenario.plans import Monthly, Plan
from tests.benchmarks.eight_channels import LIMITS, REPEATS, scenario
from tests.plain import beliefs

SIZES = [(8, 24, 8_192), (40, 24, 1_024), (20, 120, 256), (3, 120, 2_048), (100, 12, 512)]
BUSINESSES = {"plain": {}, "full": {**REPEATS, **LIMITS}}


def held_by(stated, draws: int) -> int:
    """The most memory that a simulation and a look at its months hold at once."""
    # What the first run of all leaves behind is no part of it.
    simulate(stated, "Plan", draws=8)
    tracemalloc.start()
    simulation = simulate(stated, "Plan", draws=draws)
    assert simulation.funnel.by_month.customers.shape[1] == stated.horizon_months
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def uneven(stated):
    """The scenario with other spend in every month."""
    spend = {name: Monthly(amounts=tuple(1_000.0 + month for month in range(120))) for name in stated.channel_names}
    return replace(stated, plans=(Plan(name="Plan", monthly_spend=spend),))


@pytest.mark.thorough
@pytest.mark.parametrize("business", BUSINESSES)
@pytest.mark.parametrize(("channels", "months", "draws"), SIZES)
def test_memory_is_told_to_within_a_third(channels, months, draws, business):
    for stated in (made := scenario(BUSINESSES[business], channels=channels, months=months), uneven(made)):
        assert cost_of(stated, "Plan", draws).memory == pytest.approx(held_by(stated, draws), rel=0.34)


def test_time_and_memory_grow_with_the_draws():
    stated = scenario()
    few, many = (cost_of(stated, "Plan", draws) for draws in (1_024, 8_192))
    assert many.memory == pytest.approx(8 * few.memory)
    assert many.seconds == pytest.approx(8 * few.seconds)


def test_the_shipped_kind_of_scenario_is_not_large():
    assert not cost_of(scenario({**REPEATS, **LIMITS}), "Plan", 8_192).is_large


def test_two_hundred_channels_over_ten_years_are_large():
    assert cost_of(uneven(scenario({**REPEATS, **LIMITS}, channels=200, months=120)), "Plan", 8_192).is_large


def test_what_is_certain_is_never_large():
    channels = [
        {"name": f"Channel {place}", "type": "pay_per_lead", "cost_per_lead": 50, "ramp_up_months": 3,
         "reference_spend": 1000} for place in range(400)
    ]  # fmt: skip
    stated = beliefs(
        {
            "name": "Sure",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 120,
            "business": {"revenue_per_sale": 100, "gross_margin_rate": 0.5},
            "funnel": {"lead_to_customer_rate": 0.5},
            "channels": channels,
            "plans": [{"name": "Plan", "monthly_spend": {each["name"]: 100 for each in channels}}],
        }
    )
    assert cost_of(stated, "Plan", 8_192).memory < 1e7


def test_runs_one_after_the_other_take_their_time_together_and_their_memory_in_turns():
    both = one_after_the_other([Cost(memory=3.0, seconds=1.0), Cost(memory=2.0, seconds=5.0)])
    assert both == Cost(memory=3.0, seconds=6.0)


def test_runs_that_are_looked_at_together_take_their_memory_together_too():
    both = side_by_side([Cost(memory=3.0, seconds=1.0), Cost(memory=2.0, seconds=5.0)])
    assert both == Cost(memory=5.0, seconds=6.0)


def test_no_runs_cost_nothing():
    assert one_after_the_other([]) == Cost(memory=0.0, seconds=0.0)


def test_fewer_draws_are_halves_that_are_not_large_any_more():
    def cost(draws):
        return Cost(memory=MOST_MEMORY * draws / 2_000, seconds=MOST_SECONDS * draws / 1_000)

    assert fewer_draws(cost, 8_192) == [512, 256, 128, 64]


def test_many_runs_that_are_small_alone_are_large_together():
    runs = [Cost(memory=1.0, seconds=MOST_SECONDS / 3)] * 4
    assert one_after_the_other(runs).is_large
    assert not one_after_the_other(runs[:2]).is_large
