"""Capacity: how many of the customers who want to buy in a month can be served, and what becomes of the rest."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.units import FloatArray


@dataclass(frozen=True)
class Admission:
    """What came through the door: all shapes (channel, month, draw), ``waiting`` (channel, 1, draw)."""

    customers: FloatArray
    lost: FloatArray | None
    waiting: FloatArray | None


def admit(arrivals: FloatArray, at_most: float | None, overflow: Literal["lose", "queue"]) -> Admission:
    """Customers by channel and month when only so many can be served in a month.

    ``arrivals`` (channel, month, draw). Channels share the room in proportion to what they have waiting. Without a
    limit everyone is served.
    """
    if at_most is None:
        return Admission(arrivals, None, None)
    return _lose(arrivals, at_most) if overflow == "lose" else _queue(arrivals, at_most)


def _lose(arrivals: FloatArray, at_most: float) -> Admission:
    served = arrivals * _share_served(arrivals.sum(axis=0), at_most)
    return Admission(served, arrivals - served, None)


def _queue(arrivals: FloatArray, at_most: float) -> Admission:
    served = np.empty_like(arrivals)
    waiting = np.zeros_like(arrivals[:, 0])
    for month in range(arrivals.shape[1]):
        waiting = waiting + arrivals[:, month]
        served[:, month] = waiting * _share_served(waiting.sum(axis=0), at_most)
        waiting = waiting - served[:, month]
    return Admission(served, None, waiting[:, np.newaxis])


def _share_served(wanting: FloatArray, at_most: float) -> FloatArray:
    """The share of those who want to buy that there is room for, from 0 to 1."""
    # Where nobody wants to buy there is room for everyone.
    share: FloatArray = at_most / np.maximum(wanting, at_most)
    return share
