"""Learning: a belief after real figures, by Bayes' rule.

The prior is the belief itself: in its own normal score (see ``scenario.beliefs``) it is the standard normal. Evidence
weighs every point of a grid of that score, and the 10th, 50th and 90th percentile of what comes out are the belief's
new low, likely and high. A weight below 1 counts the evidence for less, where the past is like the future only in part
(the power prior of Ibrahim & Chen 2000, "Power Prior Distributions for Regression Models", Statistical Science 15(1)).

What is assumed of luck: those who go on to the next stage are binomial, each of them for itself. Units of a price come
one by one as the money is spent (Poisson), and what single sales bring differs as much as exponential amounts do, by
their own size on average: both give the same likelihood. Where months differ by more than such luck explains, counts
are divided by as much (see ``dispersion``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, Protocol, TypeVar

import numpy as np
from scipy.special import betainc, chdtrc, gammainc, gammaincc, xlog1py, xlogy

from simulator.scenario.beliefs import P10, P50, P90, Belief, Distribution
from simulator.units import FloatArray, Quantity

POINTS = 4_097
"""Points of the grid."""

NEARLY_IMPOSSIBLE = 0.01
"""Evidence that the belief gave a smaller chance than this is said to contradict it."""

MORE_THAN_LUCK = 0.01
"""Months that would differ so much by luck less often than this are taken to differ."""

ENOUGH_EXPECTED = 5.0
"""The least count by whose luck months are compared."""

_WIDEST = 40.0
"""The normal score up to which the posterior is looked for: further than any evidence that can be counted leads."""
_DEEPEST = 50.0
"""The fall of the logarithm of the density below its top, beyond which nothing of it is left."""
_ENOUGH = 400
"""So many points of the grid within what is left of the density make its percentiles exact."""
_NARROWEST = 1e-9
"""Points of the grid that are nearer to each other are the same to the last digit of what they stand for."""


class Evidence(Protocol):
    """Real figures that bear on one number."""

    @property
    def size(self) -> float:
        """As many as were counted."""
        ...

    @property
    def telling(self) -> float:
        """The count that tells something of the number: of those who could go on, as many as had the time to."""
        ...

    @property
    def measured(self) -> float:
        """The number that the figures alone speak for, with half a count more so that none is none of nothing."""
        ...

    def log_likelihood(self, values: FloatArray) -> FloatArray:
        """The logarithm of the chance of these figures, but for a constant, if the number is so; shape of values."""
        ...

    def chances(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The chance of a count as low as this or lower, and of one as high or higher, if the number is so."""
        ...

    def worth(self, values: FloatArray, weights: FloatArray) -> float:
        """The count that would leave as much doubt as there is where the number has these values with these weights."""
        ...

    def expected(self, value: float) -> float:
        """The count that is expected if the number is so."""
        ...

    def deviation(self, value: float) -> float:
        """The squared distance of the count from the one expected if the number is so, over its variance."""
        ...

    def with_more(self, other: Any) -> Any:
        """Both together."""
        ...

    def scaled(self, factor: float) -> Any:
        """The same figures as of a count so many times as large."""
        ...


Kind = TypeVar("Kind", bound=Evidence)


@dataclass(frozen=True)
class Tries:
    """So many who could go on to the next stage, and those who did.

    ``share`` is the share of them that had the time to, or, where a season moves the rate, the season's multiplier: the
    rate of those who did is the number times the share, at most 1.
    """

    tries: float
    hits: float
    share: float = 1.0

    @property
    def size(self) -> float:
        """Those who could go on."""
        return self.tries

    @property
    def telling(self) -> float:
        """Those who could go on and had the time to."""
        return self.tries * min(self.share, 1.0)

    @property
    def measured(self) -> float:
        """Those who went on, of those who could."""
        return (self.hits + 0.5) / (self.tries * self.share + 1.0)

    def log_likelihood(self, values: FloatArray) -> FloatArray:
        """Binomial."""
        rates = np.minimum(values * self.share, 1.0)
        return np.asarray(xlogy(self.hits, rates) + xlog1py(self.tries - self.hits, -rates))

    def chances(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Binomial, by the incomplete beta function."""
        rates = np.minimum(values * self.share, 1.0)
        more, fewer = self.tries - self.hits, self.hits
        at_most = 1.0 - betainc(fewer + 1.0, more, rates) if more > 0.0 else np.ones_like(rates)
        at_least = betainc(fewer, more + 1.0, rates) if fewer > 0.0 else np.ones_like(rates)
        return at_most, at_least

    def worth(self, values: FloatArray, weights: FloatArray) -> float:
        """The two numbers of the beta distribution with the same average and spread, added up."""
        mean = weights @ values
        return float(weights @ (values * (1.0 - values)) / (weights @ (values - mean) ** 2))

    def expected(self, value: float) -> float:
        """The share of those who could go on."""
        return self.tries * min(value * self.share, 1.0)

    def deviation(self, value: float) -> float:
        """Pearson's, of a binomial."""
        expected = self.expected(value)
        variance = expected * (1.0 - expected / self.tries) if self.tries else 0.0
        return (self.hits - expected) ** 2 / variance if variance > 0.0 else 0.0

    def scaled(self, factor: float) -> "Tries":
        """So many times as many who could go on."""
        return Tries(self.tries * factor, self.hits * factor, self.share)

    def with_more(self, other: "Tries") -> "Tries":
        """Both together, with the share of all of them."""
        tries = self.tries + other.tries
        share = (self.tries * self.share + other.tries * other.share) / tries if tries else 1.0
        return Tries(tries, self.hits + other.hits, share)


@dataclass(frozen=True)
class Paid:
    """Money, and how many units it was paid for: spend and clicks, or revenue and sales; ``amount / count`` is one."""

    amount: float
    count: float

    @property
    def size(self) -> float:
        """The units."""
        return self.count

    @property
    def telling(self) -> float:
        """All of them."""
        return self.count

    @property
    def measured(self) -> float:
        """The money for each unit."""
        return self.amount / (self.count + 0.5)

    def log_likelihood(self, values: FloatArray) -> FloatArray:
        """Poisson in the units, and exponential in the amounts: these are the same."""
        with np.errstate(divide="ignore"):
            return np.asarray(xlogy(-self.count, values) - self.amount / values)

    def chances(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Poisson, of the units that the money pays for."""
        with np.errstate(divide="ignore"):
            return _poisson(self.count, self.amount / values)

    def worth(self, values: FloatArray, weights: FloatArray) -> float:
        """The shape of the gamma distribution of units for money with the same average and spread."""
        with np.errstate(divide="ignore"):
            return _gamma_shape(1.0 / values, weights)

    def expected(self, value: float) -> float:
        """As many as the money pays for."""
        return self.amount / value

    def deviation(self, value: float) -> float:
        """Pearson's, of a Poisson distribution."""
        return _poisson_deviation(self.count, self.expected(value))

    def scaled(self, factor: float) -> "Paid":
        """So many times as much, for so many times as many."""
        return Paid(self.amount * factor, self.count * factor)

    def with_more(self, other: "Paid") -> "Paid":
        """Both together."""
        return Paid(self.amount + other.amount, self.count + other.count)


@dataclass(frozen=True)
class Arrivals:
    """As many as came by themselves, in so many months."""

    count: float
    months: float

    @property
    def size(self) -> float:
        """Those who came."""
        return self.count

    @property
    def telling(self) -> float:
        """All of them."""
        return self.count

    @property
    def measured(self) -> float:
        """Those who came in a month."""
        return (self.count + 0.5) / self.months

    def log_likelihood(self, values: FloatArray) -> FloatArray:
        """Poisson."""
        return np.asarray(xlogy(self.count, values) - values * self.months)

    def chances(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Poisson."""
        return _poisson(self.count, values * self.months)

    def worth(self, values: FloatArray, weights: FloatArray) -> float:
        """The shape of the gamma distribution with the same average and spread."""
        return _gamma_shape(values, weights)

    def expected(self, value: float) -> float:
        """As many as come in so many months."""
        return value * self.months

    def deviation(self, value: float) -> float:
        """Pearson's, of a Poisson distribution."""
        return _poisson_deviation(self.count, self.expected(value))

    def scaled(self, factor: float) -> "Arrivals":
        """So many times as many, in so many times as many months."""
        return Arrivals(self.count * factor, self.months * factor)

    def with_more(self, other: "Arrivals") -> "Arrivals":
        """Both together."""
        return Arrivals(self.count + other.count, self.months + other.months)


@dataclass(frozen=True, kw_only=True)
class Posterior:
    """A belief about a quantity after evidence; ``before`` is the former one.

    What only words tell of it is worked out when it is asked for: to learn takes less time than that.
    """

    low: float
    likely: float
    high: float
    before: Belief
    quantity: Quantity
    evidence: Evidence

    @cached_property
    def belief_worth(self) -> float:
        """The count of the kind that the evidence has that the former belief was worth.

        "Your guess was worth 99 clicks; you now have 1,200".
        """
        return self.evidence.worth(*self._grid)

    @cached_property
    def chance(self) -> float:
        """The chance that the former belief gave to evidence so far out."""
        values, believed = self._grid
        at_most, at_least = (float(believed @ chances) for chances in self.evidence.chances(values))
        return min(1.0, 2.0 * min(at_most, at_least))

    @cached_property
    def _grid(self) -> tuple[FloatArray, FloatArray]:
        return grid_of_belief(self.before, self.quantity)

    @property
    def contradicts(self) -> bool:
        """Whether the belief held what happened to be nearly impossible."""
        return self.chance < NEARLY_IMPOSSIBLE


def posterior(belief: Belief, quantity: Quantity, evidence: Evidence, *, weight: float = 1.0) -> Posterior:
    """The belief about a quantity after evidence, which counts with a weight from 0 to 1.

    A certain number is not learned about: whoever is certain has no use for evidence.
    """
    assert not belief.is_certain, "asked before: is_certain"
    distribution = belief.distribution(quantity)
    scores, weights = _grid(distribution, evidence, weight)
    low, likely, high = (
        distribution.of_normal(_percentiles(scores, weights)).tolist() if weight > 0.0 else _three(belief)
    )
    return Posterior(low=low, likely=likely, high=high, before=belief, quantity=quantity, evidence=evidence)


def pooled(parts: Sequence[Kind]) -> Kind:
    """All evidence of one kind about one number together."""
    return reduce(lambda one, other: one.with_more(other), parts)


def _grid(distribution: Distribution, evidence: Evidence, weight: float) -> tuple[FloatArray, FloatArray]:
    """Normal scores, evenly apart, where the posterior is, and its density there, whose top is 1."""
    bottom, top, left = -_WIDEST, _WIDEST, 0
    while left < _ENOUGH and top - bottom > _NARROWEST:
        scores = np.linspace(bottom, top, POINTS)
        inside = np.flatnonzero(_log_density(distribution, evidence, weight, scores) > -_DEEPEST)
        left = len(inside)
        bottom, top = float(scores[max(inside[0] - 1, 0)]), float(scores[min(inside[-1] + 1, POINTS - 1)])
    scores = np.linspace(bottom, top, POINTS)
    return scores, np.exp(_log_density(distribution, evidence, weight, scores))


def _percentiles(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """The scores below which a tenth, a half and nine tenths of the weight lie."""
    from scipy.integrate import cumulative_simpson

    cumulative = cumulative_simpson(weights, initial=0.0)
    wanted = np.array([P10, P50, P90]) * cumulative[-1]
    place = np.searchsorted(cumulative, wanted, side="right") - 1
    missing, here, slope = wanted - cumulative[place], weights[place], weights[place + 1] - weights[place]
    within = 2.0 * missing / (here + np.sqrt(here**2 + 2.0 * slope * missing))
    return np.asarray(scores[place] + within * (scores[1] - scores[0]))


def _log_density(distribution: Distribution, evidence: Evidence, weight: float, scores: FloatArray) -> FloatArray:
    """The logarithm of the posterior's density at normal scores; 0 at its top."""
    with np.errstate(over="ignore", invalid="ignore"):
        values = distribution.of_normal(scores)
        logs = weight * evidence.log_likelihood(values) - scores**2 / 2.0
    # Where a value runs to its bound, as the far scores do, there is no chance of anything, and nothing minus nothing.
    known = np.where(np.isnan(logs), -np.inf, logs)
    return np.asarray(known - known.max())


def dispersion(parts: Sequence[Evidence]) -> float:
    """How many times more months and channels differ from each other than luck explains; 1 where it may explain it.

    Pearson's chi-square over its degrees of freedom, by which counts are divided so that ranges are no narrower than
    the figures are steady. Source: McCullagh & Nelder (1989), "Generalized Linear Models", section 4.5.2. Parts of
    which fewer than five are expected are left out: their luck is not that of a chi-square.
    """
    value = pooled(parts).measured if parts else 0.0
    found = [each.deviation(value) for each in parts if each.expected(value) >= ENOUGH_EXPECTED]
    freedom = len(found) - 1
    if freedom < 1 or chdtrc(freedom, sum(found)) >= MORE_THAN_LUCK:
        return 1.0
    return max(1.0, sum(found) / freedom)


def grid_of_belief(belief: Belief, quantity: Quantity) -> tuple[FloatArray, FloatArray]:
    """Values of a quantity on a fine grid, and how much the belief gives to each, which adds up to 1."""
    scores = np.linspace(-8.0, 8.0, POINTS)
    weights = np.exp(-(scores**2) / 2.0)
    return belief.distribution(quantity).of_normal(scores), weights / weights.sum()


def _poisson(count: float, expected: FloatArray) -> tuple[FloatArray, FloatArray]:
    at_least = gammainc(count, expected) if count > 0.0 else np.ones_like(expected)
    return np.asarray(gammaincc(count + 1.0, expected)), np.asarray(at_least)


def _poisson_deviation(count: float, expected: float) -> float:
    return (count - expected) ** 2 / expected if expected > 0.0 else 0.0


def _gamma_shape(values: FloatArray, weights: FloatArray) -> float:
    mean = weights @ values
    return float(mean**2 / (weights @ (values - mean) ** 2))


def _three(belief: Belief) -> tuple[float, float, float]:
    return belief.low, belief.likely, belief.high
