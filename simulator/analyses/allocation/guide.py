"""A guide: a sum over channels that stands for an objective near a plan, so that one period after the other is solved.

Worlds are weighed as the objective weighs them there: all alike for an average; for the worst tenth the worst ones; for
the middle world, or the chance of a number, those that lie next to it. Where channels meet at a capacity whoever is
served pays what one more place would bring there (see ``scarce_room``). A guide proves nothing of the middle or of a
chance; what it leads to is judged by whole plans.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.monthly_outcomes import MonthlyOutcomes
from simulator.analyses.allocation.objectives import Kind, Objective, worst_weights
from simulator.analyses.allocation.scarce_room import gains_at, prices_of_room
from simulator.units import FloatArray

BANDWIDTH, POWER = 1.06, -0.2
"""How widely worlds next to one are weighed. Source: Silverman (1986), "Density Estimation", section 3.4.2."""


@dataclass(frozen=True)
class Guide:
    """Outcomes of channels by themselves, by ``weights`` of the worlds, (draw,).

    ``prices`` are those of a place for a customer, (month, draw); None where channels meet nowhere.
    """

    outcomes: MonthlyOutcomes
    weights: FloatArray
    prices: FloatArray | None = None

    def values(self, row: int, months: Sequence[FloatArray]) -> FloatArray:
        """Outcome of a channel with each of several rows of months."""
        known = self.outcomes.alone(row, months)
        brings: FloatArray = np.array([float(each.brings @ self.weights) for each in known])
        if self.prices is None:
            return brings
        # Not by the linear algebra library, whose threads wait for each other in a busy loop.
        customers = [each.wants for each in known if each.wants is not None]
        served = np.array([float(np.einsum("md,md->", each, self._gains[row])) for each in customers])
        return np.asarray(brings + served)

    def value(self, plan: FloatArray) -> float:
        """Outcome of a plan by the guide, but for what no split changes."""
        return float(sum(self.values(row, [months])[0] for row, months in enumerate(plan)))

    @property
    def paid(self) -> float:
        """Cost of all of the room at these prices."""
        if self.prices is None:
            return 0.0
        room = _room(self.outcomes)
        limited = np.isfinite(room)
        return float((room[limited] @ self.prices[limited]) @ self.weights)

    @cached_property
    def _gains(self) -> list[FloatArray]:
        """What a customer of each channel brings beyond the price, weighed; (month, draw)."""
        assert self.prices is not None, "there is a capacity"
        waits = _waits(self.outcomes)
        return [gains_at(own, self.prices, waits=waits) * self.weights for own in self.outcomes.worths]


def guide_at(outcomes: MonthlyOutcomes, objective: Objective, plan: FloatArray) -> Guide:
    """The guide near a plan."""
    return Guide(outcomes, weights_at(objective, outcomes.of([plan])[0]), prices_at(outcomes, plan))


def prices_at(outcomes: MonthlyOutcomes, plan: FloatArray) -> FloatArray | None:
    """Worth of one more place, month by month and world by world; None where channels meet nowhere."""
    if not outcomes.meets_capacity:
        return None
    alone = [outcomes.alone(row, [months])[0] for row, months in enumerate(plan)]
    wanted = np.stack([each.wants for each in alone if each.wants is not None])
    return prices_of_room(wanted, outcomes.worths, _room(outcomes), waits=_waits(outcomes))


def weights_at(objective: Objective, brought: FloatArray) -> FloatArray:
    """How an objective weighs worlds that bring so much; (draw,)."""
    match objective.kind:
        case Kind.WORST:
            return worst_weights(brought)
        case Kind.MEDIAN:
            return _next_to(brought, objective.score(brought))
        case Kind.CHANCE:
            return _next_to(brought, objective.at_least)
    return np.full(len(brought), 1.0 / len(brought))


def _next_to(brought: FloatArray, place: float) -> FloatArray:
    width = BANDWIDTH * float(brought.std()) * len(brought) ** POWER
    if width <= 0.0 or not math.isfinite(width):
        return np.full(len(brought), 1.0 / len(brought))
    away = ((brought - place) / width) ** 2
    # Where none lies next to it, the nearest ones count.
    weights = np.exp((away.min() - away) / 2.0)
    return np.asarray(weights / weights.sum())


def _room(outcomes: MonthlyOutcomes) -> FloatArray:
    room = outcomes.worlds.scenario.room_by_month
    assert room is not None, "there is a capacity"
    return room


def _waits(outcomes: MonthlyOutcomes) -> bool:
    return outcomes.worlds.scenario.business.overflow == "queue"
