"""Capacity: how many of the customers who want to buy in a month can be served, and what becomes of the rest."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from simulator.engine.arena import Arena
from simulator.units import FloatArray

FEW = 0.05
"""Picking out draws costs about twenty times as much for each as going through all of them."""


class CapacityRule(Protocol):
    """Lets customers in, month after month; ``lost`` and ``waiting`` (channel, draw) is whom it has kept out."""

    lost: FloatArray
    waiting: FloatArray

    def admit(self, arrivals: FloatArray, month: int) -> FloatArray | None:
        """Turn a month's arrivals (channel, draw) into those who are served, in place; gives the lost, (draw,).

        Months are counted from 0.
        """
        ...


@dataclass
class Unlimited:
    """No limit: everyone is served."""

    lost: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))
    waiting: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))

    def admit(self, arrivals: FloatArray, month: int) -> None:
        """Serve all."""


@dataclass
class LoseExcess:
    """At most so many in each month; the rest go elsewhere. Channels share the room in proportion to their arrivals.

    ``at_most`` (month,) may be infinite; ``leaving`` is room for those who leave in a month.
    """

    at_most: FloatArray
    lost: FloatArray
    leaving: FloatArray
    waiting: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))

    def admit(self, arrivals: FloatArray, month: int) -> FloatArray:
        """Turn a month's arrivals (channel, draw) into those who are served, in place; gives the lost, (draw,)."""
        wanting, at_most = arrivals.sum(axis=0), self.at_most[month]
        lost: FloatArray = np.maximum(wanting - at_most, 0.0)
        crowded = np.count_nonzero(lost)
        if crowded > FEW * len(lost):
            # Where there is room for all, nobody is lost, whatever the divisor.
            np.multiply(arrivals, lost / np.maximum(wanting, at_most), out=self.leaving)
            self.lost += self.leaving
            arrivals -= self.leaving
        elif crowded:
            full = np.flatnonzero(lost)
            leaving = arrivals[:, full] * (lost[full] / wanting[full])
            self.lost[:, full] += leaving
            arrivals[:, full] -= leaving
        return lost


@dataclass
class QueueExcess:
    """At most so many in each month; the rest wait. Channels share the room in proportion to what they have waiting.

    ``at_most`` (month,) may be infinite.
    """

    at_most: FloatArray
    waiting: FloatArray
    lost: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))

    def admit(self, arrivals: FloatArray, month: int) -> None:
        """Turn a month's arrivals (channel, draw) into those who are served, in place; nobody is lost."""
        self.waiting += arrivals
        at_most = self.at_most[month]
        if np.isinf(at_most):
            arrivals[:] = self.waiting
            self.waiting.fill(0.0)
            return
        # Where fewer wait than there is room for, the divisor is the room itself.
        share = at_most / np.maximum(self.waiting.sum(axis=0), at_most)
        np.multiply(self.waiting, share, out=arrivals)
        self.waiting -= arrivals


def capacity_rule(at_most: FloatArray | None, overflow: str, arena: Arena, shape: tuple[int, int]) -> CapacityRule:
    """The rule of a business that has room for so many new customers in each month, (month,); shape (channel, draw)."""
    if at_most is None:
        return Unlimited()
    if overflow == "lose":
        return LoseExcess(at_most, arena.zeros(*shape), arena.empty(*shape))
    return QueueExcess(at_most, arena.zeros(*shape))
