"""Luck: draws are expected numbers; six expected customers are in truth three to nine.

Given the draw, every unit that money bought (a click, a piece, a lead) becomes a customer or not, each by itself. Units
that are bought at a price are as many as were bought, so that luck begins at the first rate after them: n units with
the chance p each are a binomial count. Visits that work brings, unpaid ones too, come by themselves: a Poisson count.
Over channels, the count is taken as the binomial of the same mean and variance: with ``mu`` = sum of n p and ``nu`` =
sum of n p^2 over what was bought, and mu of the rest beside it, p = nu / mu and n = mu^2 / nu; without nu it is
Poisson. Over all draws that is a mixture.

Where deals take an exact time to close, the units that can become customers within the horizon are those whose deals
close before its end: n is their number, and the rest have no chance. Where the time is uncertain, a unit of month t
closes in time with the chance W[t], beside the chance p to close at all: the sums run over the months of leads, with
n[t] p W[t] and n[t] (p W[t])^2.

P(N >= k) = I_p(k, n - k + 1), the regularised incomplete beta function (Abramowitz & Stegun, "Handbook of Mathematical
Functions", 26.5.24), 0 above n; for Poisson P(k, mu), the incomplete gamma function (26.4.21).
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.special import betainc, betaincc, gammainc, gammaincc

from simulator.analyses.summary import quantiles
from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.units import BoolArray, FloatArray

AS_GOOD_AS_POISSON = 1e-9
"""With a chance this small for each unit, nobody can tell how many were bought."""

ROUNDING = 1e-9
"""A count that exceeds what was bought, or misses a whole number, by so small a part of it, is rounded."""


class Count(Protocol):
    """A whole number of people or things with its luck, over all possible worlds."""

    def chance_at_least(self, count: float) -> float:
        """Probability of ``count`` or more."""
        ...

    def chance_at_most(self, count: float) -> float:
        """Probability of ``count`` or fewer."""
        ...

    def not_exceeded(self, probability: float) -> int:
        """The smallest count that is not exceeded with this probability."""
        ...


@dataclass(frozen=True)
class ExpectedCount:
    """A count of which the expectation is known in every draw: ``mean`` is mu, ``bought`` is nu; (draw,) each."""

    mean: FloatArray
    bought: FloatArray

    def chance_at_least(self, count: float) -> float:
        """Probability of ``count`` or more."""
        return float(np.mean(self.chances_at_least(count)))

    def chances_at_least(self, count: float) -> FloatArray:
        """Probability of ``count`` or more in each world; (draw,)."""
        least = _whole_from(count)
        return self._at_least(least) if least > 0 else np.ones(len(self.mean))

    def chance_at_most(self, count: float) -> float:
        """Probability of ``count`` or fewer."""
        most = _whole_up_to(count)
        return float(np.mean(self._at_most(most))) if most >= 0 else 0.0

    def not_exceeded(self, probability: float) -> int:
        """The smallest count that is not exceeded with this probability."""
        low = high = self._guess(probability)
        step = 1
        while high >= 0 and self.chance_at_most(high) < probability:
            low, high, step = high, high + step, 2 * step
        while low >= 0 and self.chance_at_most(low) >= probability:
            low, high, step = max(-1, low - step), low, 2 * step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.chance_at_most(middle) >= probability else (middle, high)
        return high

    def _guess(self, probability: float) -> int:
        """A count near the sought one, as if luck were normally distributed: every chance takes its time."""
        luck = np.random.default_rng(0).standard_normal(len(self.mean))
        near = quantiles(self.mean + np.sqrt(np.maximum(self.mean - self.bought, 0.0)) * luck, [probability])
        return max(0, math.floor(float(near[0])))

    def _at_least(self, least: int) -> FloatArray:
        units, chance, binomial = self._units_and_chance
        possible = binomial & (least <= units * (1.0 + ROUNDING))
        chances = np.zeros(len(units))
        chances[~binomial] = gammainc(least, self.mean[~binomial])
        failing = np.maximum(units[possible] - least + 1.0, 1.0)
        chances[possible] = betainc(least, failing, chance[possible])
        return chances

    def _at_most(self, most: int) -> FloatArray:
        units, chance, binomial = self._units_and_chance
        open_ended = binomial & (most + 1 <= units * (1.0 + ROUNDING))
        chances = np.ones(len(units))
        chances[~binomial] = gammaincc(most + 1, self.mean[~binomial])
        failing = np.maximum(units[open_ended] - most, 1.0)
        chances[open_ended] = betaincc(most + 1, failing, chance[open_ended])
        return chances

    @cached_property
    def _units_and_chance(self) -> tuple[FloatArray, FloatArray, BoolArray]:
        """The n and p of the binomial count, and in which draws it is one."""
        binomial = self.bought > AS_GOOD_AS_POISSON * self.mean
        units = np.divide(self.mean**2, self.bought, out=np.zeros(len(self.mean)), where=binomial)
        chance = np.divide(self.bought, self.mean, out=np.zeros(len(self.mean)), where=binomial)
        return units, np.minimum(chance, 1.0), binomial


def expected_count(simulation: Simulation, key: str) -> ExpectedCount:
    """The count of a metric over the whole plan, where no capacity has its say; nan where it is undefined."""
    metric, funnel = METRICS[key], simulation.funnel
    mean = np.nan_to_num(metric.of_rows(funnel)[:-1, 0], nan=0.0)
    chance = chance_in_time(simulation, key, mean)
    total, bought = np.broadcast_arrays(metric.of_plan(funnel)[0, 0], (mean * chance).sum(axis=0))
    return ExpectedCount(total, bought)


def chance_of_each(simulation: Simulation, counts: FloatArray) -> FloatArray:
    """The chance of a bought unit to be among the counts (channel, draw); 0 where units come by themselves."""
    units = units_bought(simulation)
    return np.minimum(np.divide(counts, units, out=np.zeros(np.broadcast(counts, units).shape), where=units > 0.0), 1.0)


def chance_in_time(simulation: Simulation, key: str, counts: FloatArray) -> FloatArray:
    """The chance, nu / mu, of a bought unit to be among the counts of a metric (channel, draw); without a capacity.

    Of customers, and of those still to close, that is the chance of a unit that can still be one of them.
    """
    if key not in _TIMED:
        return chance_of_each(simulation, counts)
    totals = simulation.funnel.by_channel
    sooner_or_later = np.nan_to_num((totals.customers + totals.open_pipeline)[:-1, 0], nan=0.0)
    timely = [_timely(simulation, key, row) for row in range(len(simulation.scenario.channels))]
    return np.asarray(chance_of_each(simulation, sooner_or_later) * np.stack(np.broadcast_arrays(*timely)))


_TIMED = frozenset({"customers", "open_pipeline"})
"""The counts that the end of the horizon cuts in two."""


def _timely(simulation: Simulation, key: str, row: int) -> FloatArray:
    """The chance of a deal that may close on the side of the horizon's end that the count asks for; (draw,)."""
    cycle = simulation.scenario.sales_cycle(simulation.scenario.channels[row])
    matrix = closing_matrix(cycle, simulation.scenario.horizon_months)
    if cycle is None or matrix is None or cycle.is_certain:
        # An exact time leaves nothing to chance: it is known which deals close before the end.
        return np.ones(1)
    within = np.minimum(matrix.sum(axis=0), 1.0)
    shares = (within if key == "customers" else 1.0 - within)[:, np.newaxis]
    counts = simulation.funnel.won_by_month(row) * shares
    together = counts.sum(axis=0)
    weighed = (counts * shares).sum(axis=0)
    return np.asarray(np.divide(weighed, together, out=np.ones(len(together)), where=together > 0.0))


def units_bought(simulation: Simulation) -> FloatArray:
    """Units that each channel's money bought at a price; (channel, draw), 0 where units come by themselves."""
    stages = simulation.funnel.by_channel.stages
    rows = [
        stages[channel.buys][row, 0] if channel.buys_at_a_price else np.zeros(1)
        for row, channel in enumerate(simulation.scenario.channels)
    ]
    return np.stack(np.broadcast_arrays(*rows))


def _whole_from(count: float) -> int:
    return math.ceil(count - ROUNDING * abs(count))


def _whole_up_to(count: float) -> int:
    return math.floor(count + ROUNDING * abs(count))
