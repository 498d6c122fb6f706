"""Figures as text: the one writer for tiles, tables, charts, differences and the command line.

How a figure is written follows from what its metric declares: the unit, whether it is counted in whole months, and
whether it is sought within the horizon.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.analyses.summary import Summary
from simulator.analyses.verdict import MATTERS_SHARE
from simulator.metrics.kpis import AnyMetric
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.rounding import in_supported_digits
from simulator.units import Unit

NOW_NEVER, NO_LONGER_NEVER = "now never", "no longer never"
"""The two infinite changes of a number of months."""

NEARLY_CERTAIN = 1e-4
"""An amount of money with a smaller relative error, such as a budget that is nearly always spent, is no estimate."""


def is_worth_saying(metric: AnyMetric, value: float, figures: Mapping[str, float]) -> bool:
    """Whether a figure is more than nothing and, beside the one that its metric is set against, enough to matter."""
    if not math.isfinite(value) or not value:
        return math.isinf(value)
    whole = figures.get(metric.beside, 0.0)
    return not math.isfinite(whole) or abs(value) > MATTERS_SHARE * abs(whole)


def written(metric: AnyMetric, value: float, error: float, formats: Formats, horizon_months: int | None = None) -> str:
    """A value of a metric, with its standard error; without ``horizon_months`` what is not found in them is never."""
    horizon = _horizon(metric, horizon_months)
    return formats.number(value, metric.unit, error_of(metric, error), horizon_months=horizon)


def written_average(metric: AnyMetric, mean: float, error: float, formats: Formats) -> str:
    """A mean over possible worlds; where it takes for ever in some of them there is no average time."""
    if metric.unit is Unit.MONTHS and math.isinf(mean):
        return UNDEFINED
    if metric.unit is Unit.MONEY and 0.0 < error <= NEARLY_CERTAIN * abs(mean):
        # It stands beside amounts that are certain, and adds up from them: $106,080, and $105,995 on average.
        return formats.money(in_supported_digits(mean, error))
    return formats.number(mean, metric.unit, error)


def written_change(metric: AnyMetric, change: float, error: float, formats: Formats) -> str:
    """A difference of two values of a metric, with its sign and its standard error."""
    if metric.unit is Unit.MONTHS and math.isinf(change):
        return NOW_NEVER if change > 0 else NO_LONGER_NEVER
    return formats.change(change, metric.unit, error_of(metric, error))


@dataclass(frozen=True)
class Written:
    """The figures of a metric as text."""

    metric: AnyMetric
    figures: Summary
    formats: Formats
    horizon_months: int | None = None

    @property
    def low(self) -> str:
        """The figure that 1 in 10 worlds lie below."""
        return self._one(self.figures.p10, self.figures.standard_error.p10)

    @property
    def middle(self) -> str:
        """The figure that half of the worlds lie below."""
        return self._one(self.figures.p50, self.figures.standard_error.p50)

    @property
    def high(self) -> str:
        """The figure that 1 in 10 worlds lie above."""
        return self._one(self.figures.p90, self.figures.standard_error.p90)

    @property
    def range(self) -> str:
        """The range that 8 in 10 worlds lie within."""
        metric, figures, horizon = self.metric, self.figures, _horizon(self.metric, self.horizon_months)
        errors = (error_of(metric, figures.standard_error.p10), error_of(metric, figures.standard_error.p90))
        return self.formats.range(figures.p10, figures.p90, metric.unit, errors, horizon_months=horizon)

    @property
    def spread(self) -> str:
        """The same, empty where it says no more than the middle."""
        spread = self.range
        return "" if spread in {self.middle, UNDEFINED} else spread

    @property
    def middle_and_spread(self) -> str:
        """``$5,200, 8 in 10 between $1,200 and $9,000``; the middle alone where there is no spread."""
        if self.low == self.high:
            return self.middle
        return f"{self.middle}, 8 in 10 between {self.low} and {self.high}"

    @property
    def average(self) -> str:
        """The mean."""
        return written_average(self.metric, self.figures.mean, self.figures.standard_error.mean, self.formats)

    def _one(self, value: float, error: float) -> str:
        return written(self.metric, value, error, self.formats, self.horizon_months)


@dataclass(frozen=True)
class WrittenChange:
    """The difference of a metric between two plans as text: quantiles of differences, not differences of quantiles."""

    metric: AnyMetric
    difference: Summary
    formats: Formats

    @property
    def middle(self) -> str:
        """The figure that half of the worlds lie below."""
        return self._one(self.difference.p50, self.difference.standard_error.p50)

    @property
    def range(self) -> str:
        """The range that 8 in 10 worlds lie within."""
        low, high, errors = self.difference.p10, self.difference.p90, self.difference.standard_error
        if math.isfinite(low) and math.isfinite(high):
            own = (error_of(self.metric, errors.p10), error_of(self.metric, errors.p90))
            return self.formats.change_range(low, high, self.metric.unit, own)
        first, last = self._one(low, errors.p10), self._one(high, errors.p90)
        return first if first == last else f"{first} to {last}"

    @property
    def average(self) -> str:
        """The mean, its error counted although the values are whole months."""
        return self.formats.change(self.difference.mean, self.metric.unit, self.difference.standard_error.mean)

    def _one(self, change: float, error: float) -> str:
        return written_change(self.metric, change, error, self.formats)


def error_of(metric: AnyMetric, error: float) -> float:
    """The standard error with which a figure of a metric is written."""
    # What is counted in whole months has no decimals to round.
    return 0.0 if metric.whole_months else error


def _horizon(metric: AnyMetric, horizon_months: int | None) -> int | None:
    return horizon_months if metric.within_horizon else None
