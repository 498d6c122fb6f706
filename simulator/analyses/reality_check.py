"""A check of a result against reality: what a business has now beside what its figures say.

Whoever counts new customers today knows something that no range of the scenario tells. Where the two are apart, some
belief is wrong, and the result of every plan with it.
"""

import math
from dataclasses import dataclass

import numpy as np

from simulator.analyses.summary import quantiles
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

_BETWEEN = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, kw_only=True)
class RealityCheck:
    """New customers a month as a person counts them, and as the plan's figures say for an average month.

    ``low`` to ``high`` is what eight in ten worlds say, ``lower`` to ``upper`` the middle half of them, ``middle`` what
    half of them exceed; to as many digits as people count in. ``fewest`` and ``most`` are the middles with the lowest
    and the highest close rates within reason. ``room`` is how many the business can take on in an average month, if
    that is limited.
    """

    stated: float
    low: float
    lower: float
    middle: float
    upper: float
    high: float
    fewest: float
    most: float
    room: float | None = None

    @property
    def agrees(self) -> bool:
        """Whether what was counted lies where the middle half of the worlds does."""
        return self.lower <= self.stated <= self.upper

    @property
    def is_possible(self) -> bool:
        """Whether what was counted lies where eight in ten worlds do."""
        return self.low <= self.stated <= self.high

    @property
    def may_be_close_rates(self) -> bool:
        """Whether other close rates within reason bring what was counted."""
        return self.fewest < self.stated < self.most

    @property
    def has_no_room(self) -> bool:
        """Whether more were counted than the business can take on by its own figures."""
        return self.room is not None and self.stated > self.room

    @property
    def says_fewer(self) -> bool:
        """Whether the figures say fewer than were counted."""
        return self.middle < self.stated


def reality_check(simulation: Simulation, stated: float) -> RealityCheck:
    """Comparison of the plan with ``stated`` new customers a month."""
    found = quantiles(_a_month(simulation), _BETWEEN)
    middle = float(found[_BETWEEN.index(0.5)])
    decimals = 0 if middle >= IN_WHOLE_FROM else 1 if middle >= IN_WHOLE_FROM / 10 else 2
    low, lower, middle, upper, high = (round(float(customers), decimals) for customers in found)
    room = simulation.scenario.room_by_month
    fewest, most = (
        _middle(simulation.scenario, simulation.plan, factor) for factor in (1.0 / MOST_FACTOR, MOST_FACTOR)
    )
    return RealityCheck(
        stated=stated,
        low=low,
        lower=lower,
        middle=middle,
        upper=upper,
        high=high,
        fewest=fewest,
        most=most,
        room=None if room is None else float(np.mean(room)),
    )


def closing_factor(scenario: Scenario[Belief], plan: str, stated: float) -> float | None:
    """The factor on the odds of all close rates with which half of the worlds lie above ``stated`` customers a month.

    None where no factor within reason does it: without customers or spend, or where other limits hold.
    """
    low, high = 1.0 / MOST_FACTOR, MOST_FACTOR
    if not _middle(scenario, plan, low) < stated < _middle(scenario, plan, high):
        return None
    for _ in range(_STEPS):
        factor = math.sqrt(low * high)
        found = _middle(scenario, plan, factor)
        if abs(found - stated) <= NEAR * stated:
            break
        low, high = (factor, high) if found < stated else (low, factor)
    return factor


def _middle(scenario: Scenario[Belief], plan: str, factor: float) -> float:
    return float(np.median(_a_month(preview(with_close_rates(scenario, factor), plan))))


def _a_month(simulation: Simulation) -> FloatArray:
    return draws_of(simulation, "customers") / simulation.scenario.horizon_months
