"""The outcome as 20 dots: each stands for one possible world in twenty, and those that lose money are coloured.

People judge chances better from dots that they can count than from areas. Source: Kay, Kola, Hullman & Munson (2016),
"When (ish) is My Bus? User-centered Visualizations of Uncertainty in Everyday, Mobile Predictive Systems", CHI 2016.

Columns of the frame, one row per dot, worst first: ``dot`` (1 to 20), ``value`` (the dot's quantile [money]), ``place``
(where it stands: the middle of its column [money]), ``level`` (its place in the column, from 1), ``levels`` (the height
of the chart in dots), ``outcome`` (MAKES or LOSES), ``says``; ``axis_low`` and ``axis_high`` (its ends [money]).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.charts.theme import (
    GAIN,
    INK,
    LOSS,
    SPOKEN,
    Spec,
    as_many_as_fit,
    figure_axis,
    framed,
    once,
    silent,
    words,
    zero_line,
)
from simulator.formatting import Formats
from simulator.units import FloatArray, Unit

ABOUT = "Profit after marketing in twenty possible worlds, one dot each; those that lose money are coloured"

MAKES, LOSES = "Breaks even or better", "Loses money"
DOTS = 20
PROBABILITIES = tuple((dot - 0.5) / DOTS for dot in range(1, DOTS + 1))
"""The quantiles that the dots stand for: the middles of twenty equal shares."""

COLUMNS = 18
"""How many columns of dots fit across."""

LEAST_LEVELS = 5
HEIGHT = 260
FIRST = "datum.dot === 1"


def frame(profits: Sequence[float], formats: Formats) -> pd.DataFrame:
    """The dots laid out; ``profits`` are the quantiles of profit at PROBABILITIES [money], all finite."""
    values = np.sort(np.asarray(profits, dtype=float))
    width = _column_width(values)
    # Counted from zero, so that no column holds both gains and losses, be they ever so small.
    column = np.where(values < 0, np.minimum(np.floor(values / width), -1.0), np.floor(values / width))
    level = _levels(column)
    low = min(-1.0, column[0]) * width
    return pd.DataFrame(
        {
            "dot": range(1, DOTS + 1),
            "value": values,
            "place": (column + 0.5) * width,
            "level": level,
            "levels": max(LEAST_LEVELS, int(level.max())),
            "outcome": np.where(values < 0, LOSES, MAKES),
            "says": [_sentence(dot, value, formats) for dot, value in enumerate(values.tolist(), 1)],
            "axis_low": low,
            "axis_high": low + COLUMNS * width,
        }
    )


def _column_width(values: FloatArray) -> float:
    """The width of a column [money] at which zero, all values and a column to spare fit across."""
    spread = max(0.0, float(values[-1])) - min(0.0, float(values[0]))
    return spread / (COLUMNS - 2) or 1.0


def _levels(column: FloatArray) -> NDArray[np.intp]:
    """The place of each dot in its column, from 1; ``column`` is sorted."""
    return np.arange(1, len(column) + 1) - np.searchsorted(column, column)


def _sentence(dot: int, value: float, formats: Formats) -> str:
    result = "loses" if value < 0 else "makes"
    return f"World {dot} of {DOTS}, from worst to best: {result} about {formats.money(abs(value), math.nan)}"


@lru_cache(maxsize=16)
def spec(formats: Formats) -> Spec:
    """The chart; one dot is as wide as a column, or lower where a column is too high for that."""
    return framed(
        formats, about=ABOUT, height=HEIGHT, layers=[_baseline(formats), zero_line("x", FIRST), _break_even(), _dots()]
    )


def _baseline(formats: Formats) -> Spec:
    axis = figure_axis(formats.axis_format(Unit.MONEY), ticks=as_many_as_fit(110))
    x = {
        "field": "axis_low",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {**axis, "grid": False, "description": "Profit"},
    }
    mark = silent("rule", color=INK, opacity=0.35)
    return {
        "transform": once(FIRST),
        "mark": mark,
        "encoding": {"x": x, "x2": {"field": "axis_high"}, "y": {"value": "height"}},
    }


def _break_even() -> Spec:
    on_right = "scale('x', 0) > width / 2"
    side, aside = f"{on_right} ? 'right' : 'left'", f"{on_right} ? -5 : 5"
    encoding = {"x": {"datum": 0}, "y": {"value": 6}, "text": {"value": "break even"}}
    return {
        "transform": once(FIRST),
        "mark": words(fontSize=12, align={"expr": side}, dx={"expr": aside}),
        "encoding": encoding,
    }


def _dots() -> Spec:
    # A dot is as high as it is wide whatever the width of the chart, so its place is reckoned in pixels.
    pitch = f"min(width / {COLUMNS}, height / datum.levels)"
    color = {
        "field": "outcome",
        "type": "nominal",
        "scale": {"domain": [MAKES, LOSES], "range": [GAIN, LOSS]},
        "legend": {"symbolType": "circle"},
    }
    return {
        "mark": {
            "type": "circle",
            "opacity": 1,
            "size": {"expr": f"pow(0.9 * {pitch}, 2)"},
            "y": {"expr": f"height - (datum.level - 0.5) * {pitch}"},
        },
        "encoding": {"x": {"field": "place", "type": "quantitative"}, "color": color, **SPOKEN},
    }
