"""The difference to another plan, as 20 dots: each stands for one possible world in twenty, coloured where it is worse.

Columns of the frame, one row per dot, from less to more: those of ``dots``, in the metric's unit (a rate in points of
percent), and ``edge`` (the worth of a dot further out than is drawn, else empty), ``outcome`` (GOOD or WORSE, or
NEITHER where neither more nor less is better) and ``says``. Frames of one page share their axis, so that plans can be
compared by eye.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from simulator.analyses.summary import quantiles
from simulator.charts.dots import (
    DOTS,
    FIRST,
    PROBABILITIES,
    circles,
    edge,
    ground,
    laid_out,
    outliers,
    reach_without_outliers,
    zero_named,
)
from simulator.charts.theme import GAIN, LOSS, NEUTRAL, Spec, framed, zero_line
from simulator.metrics.kpis import AnyMetric
from simulator.text.formats import Formats
from simulator.units import FloatArray, Unit

ABOUT = "The difference to the baseline in twenty possible worlds, one dot each; those that are worse are coloured"

GOOD, WORSE = "Same or better", "Worse"
NEITHER = "Neither is better by itself"
HEIGHT = 220
POINTS = 100.0
"""Points of percent in one."""


UNDEFINED = "In some worlds this figure does not exist, so there is no picture of the difference."
ENDLESS = (
    "Dots at the very end are worlds in which only one of the two has a figure at all, as when one never pays back."
)
BEYOND = 0.15
"""How far beyond the others such dots stand, as a share of what is drawn."""


@dataclass(frozen=True)
class Dots:
    """The difference of one plan to the baseline at the twenty quantiles of ``dots`` [the metric's unit]."""

    places: tuple[float, ...]

    @property
    def can_be_drawn(self) -> bool:
        """Whether there is a difference in every world, be it endless."""
        return not any(math.isnan(place) for place in self.places)

    @property
    def is_endless(self) -> bool:
        """Whether it is endless in some worlds."""
        return any(math.isinf(place) for place in self.places)


def dots_of(differences: FloatArray) -> list[Dots]:
    """Each plan's difference in twenty worlds; ``differences`` (plan, draw) as ``comparison.paired`` gives them."""
    return [Dots(tuple(row)) for row in quantiles(differences, PROBABILITIES).T.tolist()]


def reach_of(dots: Sequence[Dots]) -> tuple[float, float]:
    """From where to where the axis reaches that all of these share; endless ones and outliers stand at its ends."""
    drawn = [each for each in dots if each.can_be_drawn]
    if drawn and not any(each.is_endless for each in drawn):
        ends = [reach_without_outliers(np.sort(each.places)) for each in drawn]
        return min(low for low, _ in ends), max(high for _, high in ends)
    places = [place for each in drawn for place in each.places]
    finite = [place for place in places if math.isfinite(place)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    room = BEYOND * (max(high, 0.0) - min(low, 0.0)) or 1.0
    return (
        min(low, 0.0) - room if -math.inf in places else low,
        max(high, 0.0) + room if math.inf in places else high,
    )


def frame_of(dots: Dots, formats: Formats, metric: AnyMetric, *, reach: tuple[float, float]) -> pd.DataFrame:
    """The twenty dots of one plan."""
    return frame(dots.places, formats, unit=metric.unit, better=metric.better, reach=reach)


def frame(
    differences: Sequence[float], formats: Formats, *, unit: Unit, better: str, reach: tuple[float, float]
) -> pd.DataFrame:
    """The dots laid out.

    ``differences`` are the quantiles of the difference at PROBABILITIES in the metric's unit, none of them nan;
    ``better`` is "higher", "lower" or empty; ``reach`` is the lowest and the highest place of all frames that share the
    axis, both finite: what lies beyond stands there.
    """
    exact = np.sort(np.asarray(differences, dtype=float))
    scale = POINTS if unit is Unit.RATE else 1.0
    shared = scale * reach[0], scale * reach[1]
    return pd.DataFrame(
        {
            **laid_out(scale * np.clip(exact, *reach), reach=shared, zero_with_less=better == "lower"),
            "edge": [_edge(value, reach, formats, unit) for value in exact.tolist()],
            "outcome": _outcomes(exact, better),
            "says": [_sentence(dot, value, formats, unit) for dot, value in enumerate(exact.tolist(), 1)],
        }
    )


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: how many worlds are worse, and both ends."""
    worse = int((frame["outcome"] == WORSE).sum())
    verb = "is" if worse == 1 else "are"
    count = "" if (frame["outcome"] == NEITHER).any() else f"{worse} of {DOTS} worlds {verb} worse. "
    return f"{count}{frame['says'].iloc[0]}. {frame['says'].iloc[-1]}."


def _edge(value: float, reach: tuple[float, float], formats: Formats, unit: Unit) -> str:
    """The worth of a dot at the edge; that of an endless one is said below the chart."""
    return edge(value, reach, formats.change(value, unit)) if math.isfinite(value) else ""


def _outcomes(differences: FloatArray, better: str) -> list[str]:
    if not better:
        return [NEITHER] * DOTS
    gains = differences if better == "higher" else -differences
    return [WORSE if gain < 0 else GOOD for gain in gains.tolist()]


def _sentence(dot: int, value: float, formats: Formats, unit: Unit) -> str:
    error = math.nan if math.isfinite(value) else None
    return f"World {dot} of {DOTS}, from less to more: {formats.change(value, unit, error)}"


@lru_cache(maxsize=32)
def spec(formats: Formats, unit: Unit, better: str) -> Spec:
    """The chart for metrics of a unit; ``better`` as for the frame."""
    domain, colours = ([GOOD, WORSE], [GAIN, LOSS]) if better else ([NEITHER], [NEUTRAL])
    color = {
        "field": "outcome",
        "type": "nominal",
        "scale": {"domain": domain, "range": colours},
        "legend": {"symbolType": "circle"},
    }
    drawn_unit = Unit.COUNT if unit is Unit.RATE else unit
    layers = [
        ground(formats.axis_format(drawn_unit)),
        zero_line("x", FIRST),
        zero_named("no difference"),
        circles(color),
        outliers(),
    ]
    return framed(formats, about=ABOUT, height=HEIGHT, layers=layers)
