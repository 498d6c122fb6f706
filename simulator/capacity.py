"""Capacity: how many of the customers who want to buy in a month can be served, and what becomes of the rest."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from simulator.units import FloatArray

FEW = 0.05
"""Picking out draws costs about twenty times as much for each as going through all of them."""


class Door(Protocol):
    """Lets customers in, month after month; ``lost`` and ``waiting`` (channel, draw) is whom it has kept out."""

    lost: FloatArray
    waiting: FloatArray

    def admit(self, arrivals: FloatArray) -> FloatArray:
        """Turn a month's arrivals (channel, draw) into those who are served, in place; gives the lost, (draw,)."""
        ...


@dataclass
class OpenDoor:
    """No limit: everyone is served."""

    lost: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))
    waiting: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))

    def admit(self, arrivals: FloatArray) -> FloatArray:
        """Serve all."""
        return np.zeros(1)


@dataclass
class LosingDoor:
    """At most so many in a month; the rest go elsewhere. Channels share the room in proportion to their arrivals."""

    at_most: float
    lost: FloatArray
    waiting: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))

    def admit(self, arrivals: FloatArray) -> FloatArray:
        """Turn a month's arrivals (channel, draw) into those who are served, in place; gives the lost, (draw,)."""
        wanting = arrivals.sum(axis=0)
        lost: FloatArray = np.maximum(0.0, wanting - self.at_most)
        full = np.flatnonzero(lost)
        if len(full) > FEW * len(lost):
            # Where there is room for all, the divisor is their number: a share of one.
            share = self.at_most / np.maximum(wanting, self.at_most)
            self.lost += arrivals * (1.0 - share)
            arrivals *= share
        elif len(full):
            crowd, share = arrivals[:, full], self.at_most / wanting[full]
            self.lost[:, full] += crowd * (1.0 - share)
            arrivals[:, full] = crowd * share
        return lost


@dataclass
class QueueingDoor:
    """At most so many in a month; the rest wait. Channels share the room in proportion to what they have waiting."""

    at_most: float
    waiting: FloatArray
    lost: FloatArray = field(default_factory=lambda: np.zeros((1, 1)))

    def admit(self, arrivals: FloatArray) -> FloatArray:
        """Turn a month's arrivals (channel, draw) into those who are served, in place; nobody is lost."""
        self.waiting += arrivals
        # Where fewer wait than there is room for, the divisor is the room itself.
        share = self.at_most / np.maximum(self.waiting.sum(axis=0), self.at_most)
        np.multiply(self.waiting, share, out=arrivals)
        self.waiting -= arrivals
        return np.zeros(1)


def door(at_most: float | None, overflow: str, shape: tuple[int, int]) -> Door:
    """The door of a business that has room for so many new customers a month; shape (channel, draw)."""
    if at_most is None:
        return OpenDoor()
    return LosingDoor(at_most, np.zeros(shape)) if overflow == "lose" else QueueingDoor(at_most, np.zeros(shape))
