"""The effect of a change of a scenario on its headline figures, in one sentence for a list of versions."""

import math
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.summary import Summary, plan_summary, quantiles
from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.sampling import REPLICATES
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import AnyMetric, draws_of, placed
from simulator.presentation.changes.phrasing import moved
from simulator.presentation.figures import Written, written_change
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.grammar import counted, listed, within
from simulator.text.rounding import NO_DOUBT
from simulator.units import FloatArray, Unit
from simulator.validation import one_line

UNCHANGED = "The headline figures are unchanged"
TOO_LITTLE = "The headline figures changed by less than their own error"

CHANCE_ERRORS = 3.5
"""A difference of fewer standard errors is chance: with an error from 8 replicates, chance alone gives more one time in
a hundred (Student's t, 7 degrees of freedom). Five figures are looked at, so that 2 would often be too few."""

NO_CHANGE = Formats().change(0.0, Unit.COUNT)


def headline_change(before: Simulation, after: Simulation, formats: Formats) -> str:
    """The middle headline figures that moved by more than their own error, old to new; plain text.

    Amounts are written in the scenarios' currency, whatever that of ``formats``. Results over other months or in other
    money are not compared, and it says so.
    """
    if obstacle := _obstacle(before, after):
        return obstacle
    written = replace(formats, currency=after.scenario.currency)
    metrics = placed("tiles")
    former, present = (plan_summary(each, metrics) for each in (before, after))
    shifts = [_shift(metric, former[metric.key], present[metric.key], before, after) for metric in metrics]
    horizon = after.scenario.horizon_months
    if told := [words for shift in shifts if (words := shift.told(written, horizon))]:
        return f"{_plans(before, after)}In {formats.months(horizon)}: {'; '.join(told)}"
    return _plans(before, after) + (TOO_LITTLE if any(shift.differs for shift in shifts) else UNCHANGED)


def _obstacle(before: Simulation, after: Simulation) -> str:
    old, new = before.scenario, after.scenario
    if old.currency != new.currency:
        return f"Now in {one_line(new.currency)}, before in {one_line(old.currency)}: the results are not compared"
    if old.horizon_months != new.horizon_months:
        now = counted(new.horizon_months, "month")
        return f"Now over {now}, before over {old.horizon_months}: the results are not compared"
    return ""


def model_change(before: str, after: str) -> str:
    """A sentence where one of two states was saved under another version of the model; plain text.

    Both are worked out by the present one: what is compared is comparable, but it is not what was seen then. Empty
    where a version is not known.
    """
    older = list(dict.fromkeys(version for version in (before, after) if version not in ("", MODEL_VERSION)))
    if not older:
        return ""
    return (
        f"Saved under model version {listed(older)}: the figures seen then are not comparable with these, because the"
        f" model changed. All figures here are worked out by version {MODEL_VERSION}"
    )


def _plans(before: Simulation, after: Simulation) -> str:
    same = before.plan == after.plan
    return "" if same else f"Plan {moved(one_line(before.plan), one_line(after.plan))}. "


@dataclass(frozen=True, kw_only=True)
class _Shift:
    """A metric's figures before and after.

    ``by`` is the difference of their middle values [the metric's unit], ``by_error`` its standard error, nan where that
    cannot be said. ``differs`` is whether any possible world differs.
    """

    metric: AnyMetric
    old: Summary
    new: Summary
    by: float
    by_error: float
    differs: bool

    @property
    def _is_beyond_error(self) -> bool:
        """Whether the middle value moved by more than chance alone would move it."""
        if not self.differs:
            return False
        if math.isfinite(self.by) and math.isfinite(self.by_error):
            return abs(self.by) > CHANCE_ERRORS * self.by_error + NO_DOUBT * abs(self.old.p50)
        return not _is_same(self.old.p50, self.new.p50)

    def told(self, formats: Formats, horizon: int) -> str:
        """``profit after marketing $12,000 is now $14,500``; empty where nothing moved that can be seen."""
        if not self._is_beyond_error:
            return ""
        old, new = (self._written(figures, formats, horizon) for figures in (self.old, self.new))
        if old != new:
            return f"{within(self.metric.label)} {moved(old, new)}"
        by = written_change(self.metric, self.by, self.by_error, formats)
        return "" if by == NO_CHANGE else f"{within(self.metric.label)} still {new} ({by})"

    def _written(self, figures: Summary, formats: Formats, horizon: int) -> str:
        if math.isinf(figures.p50) and self.metric.unit is not Unit.MONTHS:
            return "without limit"
        written = Written(self.metric, figures, formats, horizon).middle
        return "undefined" if written == UNDEFINED else written


def _shift(metric: AnyMetric, first: Summary, second: Summary, before: Simulation, after: Simulation) -> _Shift:
    old, new = (np.array(draws_of(each, metric.key)) for each in (before, after))
    return _Shift(
        metric=metric,
        old=first,
        new=second,
        by=0.0 if first.p50 == second.p50 else second.p50 - first.p50,
        by_error=_error_of_shift(old, new),
        differs=_differ(old, new),
    )


def _differ(old: FloatArray, new: FloatArray) -> bool:
    """Whether two rows of draws differ in any world, by more than rounding; rows of another number of worlds do."""
    if 1 not in (len(old), len(new)) and len(old) != len(new):
        return True
    first, second = np.broadcast_arrays(old, new)
    return not np.allclose(first, second, rtol=NO_DOUBT, atol=0.0, equal_nan=True)


def _error_of_shift(old: FloatArray, new: FloatArray) -> float:
    """Standard error of the difference of the medians: what draws have in common cancels, replicate by replicate."""
    replicates = math.gcd(REPLICATES, *(len(draws) for draws in (old, new) if len(draws) > 1))
    former, present = (_medians(draws, replicates) for draws in (old, new))
    if replicates == 1 or not np.isfinite([former, present]).all():
        return math.nan
    return float((present - former).std(ddof=1) / math.sqrt(replicates))


def _medians(draws: FloatArray, replicates: int) -> FloatArray:
    """The median of each replicate; shape (replicate,). A certain figure is the same in all."""
    rows = np.broadcast_to(draws, (replicates, 1)) if len(draws) == 1 else draws.reshape(replicates, -1)
    return np.asarray(quantiles(rows, [0.5])[0])


def _is_same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
