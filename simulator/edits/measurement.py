"""Ranges measured from counts and from what was paid, where nothing else is known: as wide as the figures are thin.

Each month is a sample of one rate. Where months differ by more than the luck of counts explains, the range is wider by
as much: the counts are divided by the dispersion, Pearson's chi-square over its degrees of freedom (McCullagh & Nelder
1989, "Generalized Linear Models", section 4.5.2), which is never taken to be below 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy.special import betaincinv, gammaincinv

from simulator.edits.currency import rounded
from simulator.scenario.beliefs import P10, P50, P90, Belief

_JEFFREYS = 0.5
"""What is added to counts that nothing was known about: the prior of Jeffreys (Brown, Cai & DasGupta 2001, "Interval
Estimation for a Binomial Proportion", Statistical Science 16(2), section 4)."""

FEW, WIDE = 3, 1.5

_QUANTILES = (P10, P50, P90)
_LEAST_RATE, _MOST_RATE = 1e-6, 1.0 - 1e-6


@dataclass(frozen=True)
class Counted:
    """A month in which so many of a whole went on, or so many things came of an amount."""

    whole: float
    part: float


def measured_rate(months: Sequence[Counted]) -> Belief | None:
    """The share of a whole that goes on, from its months; None where there was none, or more went on than there were.

    The quantiles of a beta distribution.
    """
    whole, part = _sums(months)
    if whole <= 0.0 or part > whole:
        return None
    share = part / whole
    dispersion = _dispersion(months, share, lambda each: each.whole * share * (1.0 - share))
    some, others = (count / dispersion + _JEFFREYS for count in (part, whole - part))
    return _belief([min(max(value, _LEAST_RATE), _MOST_RATE) for value in betaincinv(some, others, _QUANTILES)])


def measured_cost(months: Sequence[Counted]) -> Belief | None:
    """Cost of one of a kind, from what was paid (``whole``) and how many came of it (``part``); None without either.

    The amount paid over the quantiles of a gamma distribution of their number.
    """
    paid, number = _sums(months)
    if paid <= 0.0 or number <= 0.0:
        return None
    a_unit = number / paid
    dispersion = _dispersion(months, a_unit, lambda each: each.whole * a_unit)
    found = gammaincinv(number / dispersion + _JEFFREYS, _QUANTILES)
    return _belief(sorted(paid / dispersion / value for value in found))


def measured_value(months: Sequence[Counted]) -> Belief | None:
    """Value of one of a kind on average, from how many there were (``whole``) and what all brought (``part``).

    What single ones bring is not known; it is taken to differ as an exponential distribution does, whose standard
    deviation is its mean, or by more where the months' averages do. None without either.
    """
    number, brought = _sums(months)
    if number <= 0.0 or brought <= 0.0:
        return None
    average = brought / number
    dispersion = _dispersion(months, average, lambda each: each.whole * average**2)
    shape = number / dispersion
    return _belief([average * value / shape for value in gammaincinv(shape, _QUANTILES)])


def measured_count(numbers: Sequence[float]) -> Belief | None:
    """How many there are in an average month, from the numbers of months; None without any.

    The quantiles of a gamma distribution. Fewer months than ``FEW`` do not tell how much months differ; each then
    stands for ``WIDE`` times more or fewer.
    """
    total = sum(numbers)
    if total <= 0.0:
        return None
    average = total / len(numbers)
    if len(numbers) < FEW:
        return _belief([average / WIDE, average, average * WIDE])
    dispersion = _dispersion([Counted(1.0, number) for number in numbers], average, lambda _: average)
    shape = total / dispersion + _JEFFREYS
    return _belief([average * value / (total / dispersion) for value in gammaincinv(shape, _QUANTILES)])


def _sums(months: Sequence[Counted]) -> tuple[float, float]:
    return sum(each.whole for each in months), sum(each.part for each in months)


def _dispersion(months: Sequence[Counted], ratio: float, variance: Callable[[Counted], float]) -> float:
    found = [each for each in months if each.whole > 0.0 and variance(each) > 0.0]
    if len(found) < 2:
        return 1.0
    chi_square = sum((each.part - each.whole * ratio) ** 2 / variance(each) for each in found)
    return max(1.0, chi_square / (len(found) - 1))


def _belief(quantiles: Sequence[float]) -> Belief:
    low, likely, high = (rounded(value) for value in quantiles)
    return Belief(low=low, likely=likely, high=high)
