"""Chances: of making money, of paying back, and of reaching the scenario's targets.

A draw is an expected number: six expected customers are in truth three to nine. So the chance of a target on a count
is the mean, over draws, of its probability with that luck; of customers who meet at a capacity, whole numbers are
drawn, and it is the share of worlds. On any other metric it is the share of draws that meet the target.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analyses.luck import Count, expected_count
from simulator.analyses.summary import error_of_share, quantiles
from simulator.analyses.whole_customers import AT_THE_CAPACITY, through_the_door
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, draws_of
from simulator.scenario.scenario import Target
from simulator.units import BoolArray, FloatArray, Unit

RELATIVE_TOLERANCE = 1e-9
"""A figure that misses its target by less is on target: rounding is not a miss."""

FEW = 30
"""With fewer customers than this, one time in ten, luck may be much of the result."""

CLEARLY = 0.1
"""A range that luck makes wider by less than this part says the same as without."""


@dataclass(frozen=True, kw_only=True)
class Chances:
    """Chances of a plan between 0 and 1; nan where the question means nothing, as payback without cost.

    ``targets`` are by the target's label, as ``customers >= 240``.
    """

    of_profit: float
    of_payback: float
    targets: Mapping[str, float]


def chances(simulation: Simulation) -> Chances:
    """The chances of a simulated plan over its whole horizon."""
    profit, payback = draws_of(simulation, "profit"), draws_of(simulation, "payback_months")
    return Chances(
        of_profit=_share(profit, profit > 0.0),
        of_payback=_share(payback, np.isfinite(payback)),
        targets={target.label: target_chance(simulation, target) for target in simulation.scenario.targets},
    )


def target_chance(simulation: Simulation, target: Target) -> float:
    """The chance that the plan reaches a target; nan if the metric is undefined in any draw."""
    values = draws_of(simulation, target.metric)
    if METRICS[target.metric].unit is not Unit.COUNT:
        return _share(values, _meets(values, target))
    return math.nan if np.isnan(values).any() else _count_chance(count_with_luck(simulation, target.metric), target)


def chance_error(simulation: Simulation, chance: float, target: Target | None = None) -> float:
    """The standard error of a chance of this plan, or of a target's; 0 where it is known in the one world there is."""
    drawn = target is not None and _meets_at_the_door(simulation, target.metric)
    return error_of_share(chance, simulation.draws if drawn else simulation.funnel.draws)


def count_with_luck(simulation: Simulation, key: str) -> Count:
    """A metric that counts people or things, over the whole plan, with the luck that comes on top."""
    if _meets_at_the_door(simulation, key):
        return through_the_door(simulation).count(key)
    return expected_count(simulation, key)


def luck_decides(simulation: Simulation) -> bool:
    """Whether luck is much of how many customers come: there may be few, and luck makes their range clearly wider."""
    expected = draws_of(simulation, "customers")
    low, high = quantiles(expected, [0.1, 0.9])
    if not (expected.max() > 0.0 and low < FEW):
        return False
    lucky = count_with_luck(simulation, "customers")
    return bool(lucky.not_exceeded(0.9) - lucky.not_exceeded(0.1) > (1.0 + CLEARLY) * (high - low))


def _meets_at_the_door(simulation: Simulation, key: str) -> bool:
    """Whether whole numbers are drawn of what a metric counts, because it meets at a capacity."""
    return simulation.scenario.business.new_customers_per_month_at_most is not None and key in AT_THE_CAPACITY


def _count_chance(count: Count, target: Target) -> float:
    if target.at_least is not None:
        return count.chance_at_least(target.at_least)
    assert target.at_most is not None
    return count.chance_at_most(target.at_most)


def _meets(values: FloatArray, target: Target) -> BoolArray:
    if target.at_least is not None:
        return np.asarray(values >= target.at_least - RELATIVE_TOLERANCE * abs(target.at_least))
    assert target.at_most is not None
    return np.asarray(values <= target.at_most + RELATIVE_TOLERANCE * abs(target.at_most))


def _share(values: FloatArray, meeting: BoolArray) -> float:
    return math.nan if np.isnan(values).any() else float(np.mean(meeting))
