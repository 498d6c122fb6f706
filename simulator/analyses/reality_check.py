"""A check of a result against reality: what a business has now beside what its figures say.

Whoever counts new customers today knows something that no range of the scenario tells. Where the two are apart, some
belief is wrong, and the result of every plan with it.
"""

import math
from dataclasses import dataclass

import numpy as np

from simulator.analyses.summary import QUANTILES, quantiles
from simulator.edits.close_rates import with_close_rates
from simulator.engine.simulation import Simulation, preview
from simulator.metrics.kpis import draws_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

MOST_FACTOR = 6.0
"""Close rates with odds more than so many times as high, or as low, are another business's."""

NEAR = 0.005
"""The search ends within this part of the number that was stated."""

IN_WHOLE_FROM = 3.0
"""From so many on, customers a month are told in whole ones."""

_STEPS = 40


@dataclass(frozen=True, kw_only=True)
class RealityCheck:
    """New customers a month as a person counts them, and as the plan's figures say for an average month.

    ``low`` to ``high`` is what eight in ten worlds say, ``middle`` what half of them exceed; to as many digits as
    people count in.
    """

    stated: float
    low: float
    middle: float
    high: float

    @property
    def agrees(self) -> bool:
        """Whether what was counted lies where eight in ten worlds do."""
        return self.low <= self.stated <= self.high

    @property
    def may_be_close_rates(self) -> bool:
        """Whether other close rates within reason could bring what was counted."""
        return self.middle / MOST_FACTOR < self.stated < self.middle * MOST_FACTOR

    @property
    def says_fewer(self) -> bool:
        """Whether the figures say fewer than were counted."""
        return self.middle < self.stated


def reality_check(simulation: Simulation, stated: float) -> RealityCheck:
    """What the plan says beside ``stated`` new customers a month."""
    low, middle, high = quantiles(_a_month(simulation), QUANTILES.values())
    decimals = 0 if middle >= IN_WHOLE_FROM else 1 if middle >= IN_WHOLE_FROM / 10 else 2
    low, middle, high = (round(float(customers), decimals) for customers in (low, middle, high))
    return RealityCheck(stated=stated, low=low, middle=middle, high=high)


def closing_factor(scenario: Scenario[Belief], plan: str, stated: float) -> float | None:
    """The factor on the odds of all close rates with which half of the worlds lie above ``stated`` customers a month.

    None where no factor within reason does it: without customers or spend, or where other limits hold.
    """
    if stated <= 0.0:
        return None

    def middle(factor: float) -> float:
        return float(np.median(_a_month(preview(with_close_rates(scenario, factor), plan))))

    low, high = 1.0 / MOST_FACTOR, MOST_FACTOR
    if not middle(low) < stated < middle(high):
        return None
    for _ in range(_STEPS):
        factor = math.sqrt(low * high)
        found = middle(factor)
        if abs(found - stated) <= NEAR * stated:
            break
        low, high = (factor, high) if found < stated else (low, factor)
    return factor


def _a_month(simulation: Simulation) -> FloatArray:
    return draws_of(simulation, "customers") / simulation.scenario.horizon_months
