"""Beliefs: what a person holds likely of a number, and the distribution that says exactly that.

A belief is ``low, likely, high``: one time in ten the truth is below ``low``, half the time below ``likely``, one
time in ten above ``high`` (P10, P50, P90). A single number is a certainty.

One family of distributions reproduces all three numbers exactly: J-QPD-S (Hadlock & Bickel 2017,
"Johnson Quantile-Parameterized Distributions", Decision Analysis 14(1), section 3.2), which has closed forms and
exists for any low < likely < high above its lower bound. A number that is bounded above is J-QPD-S in its odds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from simulator.units import FloatArray, Quantity, Unit

P10, P50, P90 = 0.1, 0.5, 0.9
Z90 = 1.2815515655446004
"""The standard normal quantile of 0.9."""

LOPSIDED_BELOW, LOPSIDED_ABOVE = 0.17, 0.83
LOPSIDED_REACH = 0.1
"""On the log or log-odds scale: a far tail that ends nearer to the middle than this (some 10 %) runs nowhere."""
RARE = 0.01


class Distribution(Protocol):
    """Anything with a quantile function; ``of_normal`` is the quantile function after the normal's cdf."""

    def ppf(self, probability: FloatArray) -> FloatArray:
        """Quantiles, in the number's own unit; the shape of ``probability``."""
        ...

    def cdf(self, value: FloatArray) -> FloatArray:
        """Probability of at most ``value``; the shape of ``value``."""
        ...

    def of_normal(self, normal: FloatArray) -> FloatArray:
        """The value that stands where a standard normal stands at ``normal``; its shape."""
        ...


@dataclass(frozen=True)
class Certain:
    """The distribution of a number that is known."""

    value: float

    def ppf(self, probability: FloatArray) -> FloatArray:
        """The value itself at every probability."""
        return np.full_like(probability, self.value)

    def of_normal(self, normal: FloatArray) -> FloatArray:
        """The value itself, whatever the normal."""
        return np.full_like(normal, self.value)

    def cdf(self, value: FloatArray) -> FloatArray:
        """0 below the value, 1 from there on."""
        return np.where(value >= self.value, 1.0, 0.0)


NARROWEST = 1e-12
"""The least distance of likely from low or high, on the log scale."""


@dataclass(frozen=True)
class JohnsonSemiBounded:
    """J-QPD-S: the semi-bounded Johnson distribution with given P10, P50 and P90 above a lower bound.

    ``bound + theta * exp(lambda * sinh(asinh(delta z) + asinh(n c delta)))`` for a standard normal z, c its P90;
    in the symmetric case, n = 0, the lognormal ``bound + theta * exp(sigma z)``.
    Source: Hadlock & Bickel (2017), equation 11.
    """

    low: float
    likely: float
    high: float
    bound: float = 0.0

    @cached_property
    def _halves(self) -> tuple[float, float]:
        low, likely, high = (math.log(value - self.bound) for value in (self.low, self.likely, self.high))
        # Two numbers that differ in their last digits only may have the same logarithm.
        return max(likely - low, NARROWEST), max(high - likely, NARROWEST)

    @cached_property
    def _side(self) -> float:
        """n: the sign of the lopsidedness on the log scale."""
        below, above = self._halves
        return math.copysign(1.0, above - below) if self._delta > 0.0 else 0.0

    @cached_property
    def _delta(self) -> float:
        # sinh(arccosh(y)) = sqrt((y - 1)(y + 1)), free of the cancellation that arccosh has near y = 1.
        below, above = self._halves
        excess = abs(above - below) / (2.0 * min(below, above))
        return math.sqrt(excess * (excess + 2.0)) / Z90 if excess > 1e-14 else 0.0

    @cached_property
    def _theta(self) -> float:
        return {1.0: self.low, 0.0: self.likely, -1.0: self.high}[self._side] - self.bound

    @cached_property
    def _lambda(self) -> float:
        return min(self._halves) / (self._delta * Z90)

    def of_normal(self, normal: FloatArray) -> FloatArray:
        """The value that stands where a standard normal stands at ``normal``; its shape."""
        if self._side == 0.0:
            return self.bound + self._theta * np.exp(sum(self._halves) / (2.0 * Z90) * normal)
        shift = math.asinh(self._side * Z90 * self._delta)
        stretched = np.sinh(np.arcsinh(self._delta * normal) + shift)
        return self.bound + self._theta * np.exp(self._lambda * stretched)

    def _to_normal(self, value: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(value - self.bound, 0.0) / self._theta)
        if self._side == 0.0:
            return logs * (2.0 * Z90 / sum(self._halves))
        shift = math.asinh(self._side * Z90 * self._delta)
        return np.sinh(np.arcsinh(logs / self._lambda) - shift) / self._delta

    def ppf(self, probability: FloatArray) -> FloatArray:
        """Quantiles, in the number's own unit."""
        return self.of_normal(ndtri(probability))

    def cdf(self, value: FloatArray) -> FloatArray:
        """Probability of at most ``value``; 0 at and below the bound."""
        return ndtr(self._to_normal(value))


@dataclass(frozen=True)
class JohnsonOdds:
    """J-QPD-S of the odds ``(x - bottom) / (top - x)``: bounded on both sides, without mass at the bounds."""

    low: float
    likely: float
    high: float
    bottom: float = 0.0
    top: float = 1.0

    @cached_property
    def _odds(self) -> JohnsonSemiBounded:
        low, likely, high = ((value - self.bottom) / (self.top - value) for value in (self.low, self.likely, self.high))
        return JohnsonSemiBounded(low, likely, high)

    def of_normal(self, normal: FloatArray) -> FloatArray:
        """The value that stands where a standard normal stands at ``normal``; its shape."""
        # 1 / (1 + 1/odds) keeps odds that overflow to infinity at the top instead of turning them into nan.
        with np.errstate(divide="ignore", over="ignore"):
            share = 1.0 / (1.0 + 1.0 / self._odds.of_normal(normal))
        return self.bottom + (self.top - self.bottom) * share

    def ppf(self, probability: FloatArray) -> FloatArray:
        """Quantiles, in the number's own unit."""
        return self.of_normal(ndtri(probability))

    def cdf(self, value: FloatArray) -> FloatArray:
        """Probability of at most ``value``."""
        inside = np.clip(value, self.bottom, self.top)
        with np.errstate(divide="ignore"):
            return self._odds.cdf((inside - self.bottom) / (self.top - inside))


@dataclass(frozen=True, kw_only=True)
class Learned:
    """Evidence that a belief has learned from: ``count`` of what was counted, from the ``first`` month to the ``last``.

    Months between these are not learned from again. ``weight`` says how like the future they were taken to be, from 0
    to 1. ``before`` is the range as a person stated it, with where it came from.
    """

    first: date
    last: date
    count: float
    before: tuple[float, float, float]
    weight: float = 1.0
    before_source: str = ""
    before_as_of: date | None = None

    def with_money(self, change: Callable[[float], float]) -> "Learned":
        """The same with the former range changed, as where it is in another currency."""
        low, likely, high = self.before
        return replace(self, before=(change(low), change(likely), change(high)))


@dataclass(frozen=True, kw_only=True)
class Belief:
    """Low, likely and high (P10, P50, P90) of one number, with where that comes from.

    All three are equal for a certainty. ``at_least`` and ``at_most`` narrow the support of the quantity.
    ``yearly_change`` is the fraction by which an amount of money grows from year to year: the three hold for the first
    month of the plan. ``learned`` is there where real figures have changed the range.
    """

    low: float
    likely: float
    high: float
    at_least: float | None = None
    at_most: float | None = None
    source: str = ""
    as_of: date | None = None
    yearly_change: float = 0.0
    learned: Learned | None = None

    @property
    def is_certain(self) -> bool:
        """Whether the number is held to be known."""
        return self.low == self.likely == self.high

    @property
    def stated(self) -> "Belief":
        """The belief as a person stated it, before anything was learned from real figures."""
        if self.learned is None:
            return self
        low, likely, high = self.learned.before
        source, as_of = self.learned.before_source, self.learned.before_as_of
        return replace(self, low=low, likely=likely, high=high, source=source, as_of=as_of, learned=None)

    def support(self, quantity: Quantity) -> tuple[float, float]:
        """The lowest and highest value that the number can have."""
        bottom = quantity.at_least if self.at_least is None else max(self.at_least, quantity.at_least)
        top = quantity.at_most if self.at_most is None else min(self.at_most, quantity.at_most)
        return bottom, top

    def distribution(self, quantity: Quantity) -> Distribution:
        """The distribution that has exactly the three quantiles, within the quantity's support."""
        return _distribution(self.low, self.likely, self.high, *self.support(quantity))

    def lopsidedness(self, quantity: Quantity) -> float:
        """Where ``likely`` lies between low (0) and high (1), on the log or log-odds scale; 0.5 when certain."""
        if self.is_certain:
            return 0.5
        bottom, top = self.support(quantity)
        low, likely, high = (_stretched(value, bottom, top) for value in (self.low, self.likely, self.high))
        return (likely - low) / (high - low)

    def is_lopsided(self, quantity: Quantity) -> bool:
        """Whether ``likely`` stands so near an end that the far tail runs away."""
        if LOPSIDED_BELOW <= self.lopsidedness(quantity) <= LOPSIDED_ABOVE:
            return False
        bottom, top = self.support(quantity)
        far = self.far_value(quantity)
        if not bottom < far < top:
            return True
        return abs(_stretched(far, bottom, top) - _stretched(self.likely, bottom, top)) > LOPSIDED_REACH

    def far_value(self, quantity: Quantity) -> float:
        """The value beyond which the truth lies one time in a hundred, at the end further away from ``likely``."""
        runs_up = self.lopsidedness(quantity) <= 0.5
        with np.errstate(over="ignore"):
            return float(self.distribution(quantity).ppf(np.array([1.0 - RARE if runs_up else RARE]))[0])

    def problems(self, quantity: Quantity) -> list[str]:
        """All that is wrong with the three numbers for this quantity, in words; empty when it can be drawn."""
        numbers = (self.low,) if self.is_certain else (self.low, self.likely, self.high)
        found = [_limit_problem(value, quantity) for value in dict.fromkeys(numbers)]
        if any(found):
            return [problem for problem in found if problem]
        return self._support_problems(quantity) or ([] if self.is_certain else self._range_problems(quantity))

    def _support_problems(self, quantity: Quantity) -> list[str]:
        bottom, top = self.support(quantity)
        if bottom >= top:
            return [f"at_least {bottom:g} must be below at_most {top:g}"]
        if self.is_certain and not bottom <= self.likely <= top:
            return [f"is {self.likely:g}, outside its own at_least and at_most ({bottom:g} to {top:g})"]
        return []

    def _range_problems(self, quantity: Quantity) -> list[str]:
        if not self.low < self.likely < self.high:
            order = f"{self.low:g}, {self.likely:g}, {self.high:g}"
            return [f"is [{order}]; a range is low < likely < high (write one number if it is certain)"]
        bottom, top = self.support(quantity)
        found = []
        if self.low <= bottom:
            found.append(f"low is {self.low:g}; one time in ten the truth is below low, so it must be above {bottom:g}")
        if self.high >= top:
            found.append(f"high is {self.high:g}; one time in ten the truth is above high, so it must be below {top:g}")
        return found


def certain(value: float, *, source: str = "") -> Belief:
    """A number that is held to be known."""
    return Belief(low=value, likely=value, high=value, source=source)


def between(low: float, likely: float, high: float, *, source: str = "") -> Belief:
    """A range: P10, P50 and P90 of a number."""
    return Belief(low=low, likely=likely, high=high, source=source)


def _limit_problem(value: float, quantity: Quantity) -> str:
    if quantity.allows(value):
        return ""
    if not math.isfinite(value):
        return f"is {value}; it must be a finite number"
    if quantity.unit is Unit.RATE and 1.0 < value < 2.0 and quantity.at_most <= 1.0:
        return f"is {value:g}, which is {100 * value:g} %; a rate lies {quantity.limits}"
    if quantity.unit is Unit.RATE and 2.0 <= value <= 100.0 and quantity.at_most <= 1.0:
        return f"is {value:g}; a rate lies {quantity.limits}: write {value / 100:g}, or {value:g} %"
    return f"is {value:g}; it must be {quantity.limits}"


def _stretched(value: float, bottom: float, top: float) -> float:
    return math.log(value - bottom) - (0.0 if math.isinf(top) else math.log(top - value))


@lru_cache(maxsize=4096)
def _distribution(low: float, likely: float, high: float, bottom: float, top: float) -> Distribution:
    if low == likely == high:
        return Certain(likely)
    if math.isinf(top):
        return JohnsonSemiBounded(low, likely, high, bottom)
    return JohnsonOdds(low, likely, high, bottom, top)
