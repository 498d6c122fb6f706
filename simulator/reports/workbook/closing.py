"""Closing: which share of a month's buyers signs how many months later.

Leads come in evenly through a month, so the share closed by an age is the mean of F, the distribution of the time to
close, over a month. For a range that is an integral. By parts it becomes ``t F(t)`` less the mean time of those who
have closed, which is smooth in the scores of a normal distribution: Gauss's rule gives it to the last digits.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.engine.sales_cycle import TIME
from simulator.reports.workbook.formulas import (
    Cells,
    Formula,
    as_formula,
    asinh,
    either,
    least,
    log,
    most,
    normal_share,
    root,
    sign,
    sinh,
    size,
)
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.sheets import COLUMN, HEADING, LABEL, Line, Look, MonthSheet, Sheet
from simulator.scenario.beliefs import NARROWEST, Z90, Belief
from simulator.scenario.channels import Channel
from simulator.units import Unit

FURTHEST = 9.0
"""Beyond so many standard deviations nothing is left of a normal distribution."""

PANELS, NODES = 24, 16
"""The parts of each integral, and the points of each part."""

_SYMMETRIC = 1e-14
_HARDLY_BENT = 1e-6
"""Stands for a bend of 0: the inverse of sinh undoes sinh, whatever the bend."""

_FINE = Look(unit=Unit.RATIO, fine=True)


@dataclass
class ClosingSheet:
    """The sheet on which ranges of the time to close become shares; empty where all times are exact."""

    sheet: Sheet
    months: MonthSheet
    inputs: Inputs
    lines: dict[str, Line] = field(default_factory=dict)
    _rule: "tuple[Cells, Cells] | None" = None

    def shares(self, channel: Channel[Belief]) -> Line | None:
        """The share that signs so many months later, in reverse: at once in the last column; None for all at once."""
        cycle = self.inputs.cycle(channel)
        if cycle is None:
            return None
        section, belief, numbers = cycle
        if section not in self.lines:
            closed = self._exact(numbers["likely"]) if belief.is_certain else self._spread(belief, numbers)
            self.lines[section] = self._reversed(closed)
        return self.lines[section]

    def _reversed(self, closed: Callable[[int], Formula]) -> Line:
        horizon = self.months.horizon
        label = "Share signing: last column at once, each before it a month later"
        return self.months.line(
            label, Unit.RATE, lambda t, _: closed(horizon - t) - closed(horizon - t - 1), adds_up=False, fine=True
        )

    def _exact(self, time: Formula) -> Callable[[int], Formula]:
        """Where every deal takes the same time, the share closed by an age."""
        return lambda age: as_formula(0) if age == 0 else most(0.0, least(1.0, as_formula(age) - time))

    def _spread(self, belief: Belief, numbers: Mapping[str, Formula]) -> Callable[[int], Formula]:
        sheet = self.sheet
        owner = "Time to close" if not sheet.cells else "Another time to close"
        sheet.skip(1 if sheet.cells else 0)
        sheet.add_row(owner, look=HEADING)
        times = _Times.of(sheet, belief, numbers)
        closed = self._table(times)
        return lambda age: closed[age]

    def _table(self, times: "_Times") -> list[Formula]:
        """The share closed by each age, among leads of evenly spread arrival."""
        sheet, (nodes, weights) = self.sheet, self._gauss()
        sheet.add_row(
            "Age in months", "Score of a normal distribution", "Share closed by then of those of one moment",
            "Mean time of those, since the age before", "Share closed by then of a month's", look=COLUMN,
        )  # fmt: skip
        closed: list[Formula] = []
        score, share = as_formula(-FURTHEST), as_formula(0)
        for age in range(self.months.horizon + 1):
            row = sheet.add_row(age)
            before, before_share = score, share
            score = sheet.put(row, 1, times.score(age), _FINE)
            share = sheet.put(row, 2, normal_share(score) if age else as_formula(0), _FINE)
            if not age:
                closed.append(sheet.put(row, 4, as_formula(0), _FINE))
                continue
            moment = sheet.put(row, 3, times.mean_between(before, score, nodes, weights), _FINE)
            mean = age * share - (age - 1) * before_share - moment
            closed.append(sheet.put(row, 4, mean, _FINE))
        return closed

    def _gauss(self) -> tuple[Cells, Cells]:
        """Points from 0 to 1 and their weights, in columns of their own."""
        if self._rule is None:
            points, weights = np.polynomial.legendre.leggauss(NODES)
            ends = np.arange(PANELS)[:, np.newaxis]
            at = ((ends + (points + 1.0) / 2.0) / PANELS).ravel().tolist()
            weigh = np.tile(weights / 2.0 / PANELS, PANELS).tolist()
            self._rule = (self._column(7, "Points", at), self._column(8, "Weights", weigh))
        return self._rule

    def _column(self, column: int, heading: str, values: list[float]) -> Cells:
        self.sheet.put(0, column, heading, COLUMN)
        cells = tuple(self.sheet.put(row, column, value, _FINE) for row, value in enumerate(values, 1))
        return Cells(self.sheet.span((1, column), (len(values), column)), cells)


@dataclass(frozen=True)
class _Times:
    """The distribution of times to close (J-QPD-S) by its numbers, which are cells.

    ``bound + theta * exp(lambda * sinh(asinh(delta * z) + shift))``; with a longest time ``top`` that of the odds.
    """

    theta: Formula
    scale: Formula
    delta: Formula
    shift: Formula
    bottom: float
    top: float

    @classmethod
    def of(cls, sheet: Sheet, belief: Belief, numbers: Mapping[str, Formula]) -> "_Times":
        """Write the numbers of the distribution that has the three quantiles."""
        bottom, top = belief.support(TIME)

        def cell(label: str, formula: Formula) -> Formula:
            return sheet.put(sheet.add_row(label, look=LABEL), 1, formula, _FINE)

        low, likely, high = (
            cell(f"{label}, from the shortest possible", _from_bottom(numbers[name], bottom, top))
            for name, label in (("low", "1 in 10 within"), ("likely", "Half within"), ("high", "9 in 10 within"))
        )
        below = cell("Half of the range below, in logarithms", most(NARROWEST, log(likely / low)))
        above = cell("Half of the range above, in logarithms", most(NARROWEST, log(high / likely)))
        excess = cell("How much one is wider", size(above - below) / (2.0 * least(below, above)))
        bent = excess > _SYMMETRIC
        side = cell("Which one: 1 above, -1 below, 0 neither", either(bent, sign(above - below), 0.0))
        bend = root(excess * (excess + 2.0)) / Z90
        delta = cell("Delta", either(bent, bend, _HARDLY_BENT))
        return cls(
            theta=cell("Theta", either(side > 0.0, low, either(side < 0.0, high, likely))),
            scale=cell("Lambda", either(bent, least(below, above), (below + above) / 2.0) / (delta * Z90)),
            delta=delta,
            shift=cell("Shift", asinh(side * Z90 * delta)),
            bottom=bottom,
            top=top,
        )

    def score(self, age: int) -> Formula:
        """Where an age stands among the scores of a normal distribution."""
        if age <= self.bottom:
            return as_formula(-FURTHEST)
        if age >= self.top:
            return as_formula(FURTHEST)
        stretched = asinh(log(_from_bottom(as_formula(age), self.bottom, self.top) / self.theta) / self.scale)
        return most(-FURTHEST, least(FURTHEST, sinh(stretched - self.shift) / self.delta))

    def mean_between(self, start: Formula, end: Formula, nodes: Cells, weights: Cells) -> Formula:
        """The mean time of those whose scores lie between two, times their share."""
        at = f"({start.text}+({end.text}-{start.text})*{nodes.text})"
        inner = f"{self.theta.text}*EXP({self.scale.text}*SINH(ASINH({self.delta.text}*{at})+{self.shift.text}))"
        time = _to_time(inner, self.bottom, self.top)
        text = f"({end.text}-{start.text})*SUMPRODUCT({weights.text},{time},EXP(-{at}*{at}/2))/SQRT(2*PI())"
        return Formula(text, self._mean_between(start.number, end.number, nodes, weights))

    def _mean_between(self, start: float, end: float, nodes: Cells, weights: Cells) -> float:
        scores = start + (end - start) * np.array(nodes.numbers)
        theta, scale, delta, shift = (each.number for each in (self.theta, self.scale, self.delta, self.shift))
        with np.errstate(over="ignore"):
            odds = theta * np.exp(scale * np.sinh(np.arcsinh(delta * scores) + shift))
            times = self.bottom + (odds if math.isinf(self.top) else (self.top - self.bottom) / (1.0 + 1.0 / odds))
        heights = np.exp(-scores * scores / 2.0)
        return float((end - start) * math.fsum(np.array(weights.numbers) * times * heights) / math.sqrt(2.0 * math.pi))


def _from_bottom(time: Formula, bottom: float, top: float) -> Formula:
    """A time less the shortest possible; as odds where there is a longest possible."""
    above = time - bottom if bottom else time
    return above if math.isinf(top) else above / (top - time)


def _to_time(inner: str, bottom: float, top: float) -> str:
    if math.isinf(top):
        return f"{bottom!r}+{inner}" if bottom else inner
    return f"{bottom!r}+{top - bottom!r}/(1+1/({inner}))"
