"""Time to close: which share of a month's leads closes how many months later."""

import math
from functools import lru_cache

import numpy as np

from simulator.scenario.beliefs import Belief
from simulator.units import FloatArray, Quantity, Role, Unit

TIME = Quantity(label="Time from lead to sale", unit=Unit.MONTHS, role=Role.SPREAD)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)
_SPLITS = np.linspace(-8.0, 8.0, 33)
"""Where the integrals are split, as standard normals: the distribution of a lopsided cycle bends sharply somewhere."""


def closing_matrix(cycle: Belief | None, horizon_months: int) -> FloatArray | None:
    """Weights (month of closing, month of lead); None where every deal closes at once.

    Customers by month are this matrix times customers by the month of their lead.
    """
    if cycle is None or (cycle.is_certain and cycle.likely == 0.0):
        return None
    return _matrix(cycle.low, cycle.likely, cycle.high, cycle.at_least, cycle.at_most, horizon_months)


@lru_cache(maxsize=256)
def closing_shares(cycle: Belief, months: int) -> FloatArray:
    """Share of a month's leads that closes 0, 1, ... months later; shape (month,).

    Leads come in evenly through a month, so the share of lag k is the integral over u in (0, 1) of
    ``F(k + 1 - u) - F(k - u)``, F the distribution of the time to close. With ``G(k)`` the integral of F from k - 1 to
    k, that is ``G(k + 1) - G(k)``.
    """
    if cycle.is_certain:
        ages = np.arange(-1, months + 1, dtype=float)
        # An exact time c closes by the age k for leads that came in before k + 1 - c of the month.
        closed = np.clip(ages[1:] - cycle.likely + 1.0, 0.0, 1.0)
        shares = np.diff(np.concatenate([[0.0], closed]))[:months]
    else:
        shares = np.diff(np.array([_mean_closed(cycle, age) for age in range(months + 1)]))
    shares.flags.writeable = False
    return shares


def _mean_closed(cycle: Belief, age: int) -> float:
    """Mean of F over the month that ends at ``age``: the share closed among leads of evenly spread arrival."""
    if age == 0:
        return 0.0
    distribution = cycle.distribution(TIME)
    splits = distribution.of_normal(_SPLITS)
    edges = np.array([age - 1.0, *splits[(splits > age - 1.0) & (splits < age)], float(age)])
    half = np.diff(edges)[:, np.newaxis] / 2.0
    times = edges[:-1, np.newaxis] + half * (_NODES + 1.0)
    return math.fsum((half * _WEIGHTS * distribution.cdf(times)).ravel().tolist())


@lru_cache(maxsize=256)
def _matrix(
    low: float, likely: float, high: float, at_least: float | None, at_most: float | None, horizon_months: int
) -> FloatArray:
    cycle = Belief(low=low, likely=likely, high=high, at_least=at_least, at_most=at_most)
    shares = closing_shares(cycle, horizon_months)
    lag = np.arange(horizon_months)[:, np.newaxis] - np.arange(horizon_months)
    matrix = np.where(lag >= 0, shares[np.maximum(lag, 0)], 0.0)
    matrix.flags.writeable = False
    return matrix
