"""Twenty dots in columns: each stands for one possible world in twenty, and can be counted.

People judge chances better from dots that they can count than from areas. Source: Kay, Kola, Hullman & Munson (2016),
"When (ish) is My Bus? User-centered Visualizations of Uncertainty in Everyday, Mobile Predictive Systems", CHI 2016.

Columns of a frame, one row per dot: ``dot`` (1 to 20), ``value`` (the dot's quantile), ``place`` (where it stands: the
middle of its column), ``level`` (its place in the column, from 1), ``levels`` (the height of the chart in dots),
``axis_low`` and ``axis_high`` (the ends of the axis). A chart whose outliers stand at the edge has ``edge`` too: what
such a dot is worth, in words.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.charts.theme import INK, SAYS, Spec, as_many_as_fit, figure_axis, once, silent, words
from simulator.units import FloatArray

DOTS = 20
PROBABILITIES = tuple((dot - 0.5) / DOTS for dot in range(1, DOTS + 1))
"""The quantiles that the dots stand for: the middles of twenty equal shares."""

COLUMNS = 18
"""How many columns of dots fit across."""

LEAST_LEVELS = 5
HEAD = 16
"""Space above the dots for the word at the line [pixels]."""

FAR = 0.5
"""How far out the last dot may stand, beyond the one before it, as a share of what all others take."""

NEXT_TO_NOTHING = 1e-6

FIRST = "datum.dot === 1"


def reach_without_outliers(values: FloatArray) -> tuple[float, float]:
    """From where to where an axis reaches on which a single dot far out does not flatten the others.

    ``values`` are sorted; the first and the last may lie outside, on the same side of zero as before.
    """
    low, high = float(values[1]), float(values[-2])
    room = FAR * (high - low)
    if not room:
        return float(values[0]), float(values[-1])
    lowest, highest = low - room, high + room
    nearest = room * NEXT_TO_NOTHING
    lowest = min(lowest, -nearest) if values[0] < 0.0 else max(lowest, 0.0)
    highest = min(highest, -nearest) if values[-1] < 0.0 else max(highest, 0.0)
    return max(float(values[0]), lowest), min(float(values[-1]), highest)


def laid_out(values: FloatArray, *, reach: tuple[float, float], zero_with_less: bool = False) -> Mapping[str, object]:
    """The columns of a frame; ``values`` are sorted and finite, and lie within ``reach``, the lowest and highest drawn.

    No column holds both more and less than zero, be they ever so small; zero itself stands on the side of more, or on
    that of less.
    """
    width = column_width(reach)
    turn = -1.0 if zero_with_less else 1.0
    column = turn * _column(turn * values, width)
    level = _levels(column)
    lowest = turn * float(_column(np.array([turn * min(0.0, reach[0])]), width)[0])
    low = min(-1.0, lowest - 1.0 if zero_with_less else lowest) * width
    return {
        "dot": range(1, DOTS + 1),
        "value": values,
        "place": (column + turn * 0.5) * width,
        "level": level,
        "levels": max(LEAST_LEVELS, int(level.max())),
        "axis_low": low,
        "axis_high": low + COLUMNS * width,
    }


def column_width(reach: tuple[float, float]) -> float:
    """The width of a column at which zero, all values and a column to spare fit across."""
    return (max(0.0, reach[1]) - min(0.0, reach[0])) / (COLUMNS - 2) or 1.0


def _column(values: FloatArray, width: float) -> FloatArray:
    return np.where(values < 0, np.minimum(np.floor(values / width), -1.0), np.floor(values / width))


def _levels(column: FloatArray) -> NDArray[np.intp]:
    """The place of each dot in its column, from 1; ``column`` is sorted."""
    return np.arange(1, len(column) + 1) - np.searchsorted(column, column)


HALF_A_LABEL = 30
"""Half the width of an amount below the axis [pixels]."""


def ground(axis_format: str) -> Spec:
    """The line that the dots stand on, with its axis."""
    axis = figure_axis(axis_format, ticks=as_many_as_fit(110))
    x = {
        "field": "axis_low",
        "type": "quantitative",
        "scale": {"nice": False},
        # What stands at an end would be cut there.
        "axis": {**axis, "grid": False, "labelFlush": HALF_A_LABEL},
    }
    mark = silent("rule", color=INK, opacity=0.35)
    return {
        "transform": once(FIRST),
        "mark": mark,
        "encoding": {"x": x, "x2": {"field": "axis_high"}, "y": {"value": "height"}},
    }


def zero_named(name: str) -> Spec:
    """The word at the line at zero."""
    on_right = "scale('x', 0) > width / 2"
    side, aside = f"{on_right} ? 'right' : 'left'", f"{on_right} ? -5 : 5"
    encoding = {"x": {"datum": 0}, "y": {"value": 6}, "text": {"value": name}}
    return {
        "transform": once(FIRST),
        "mark": words(fontSize=12, align={"expr": side}, dx={"expr": aside}),
        "encoding": encoding,
    }


def edge(value: float, reach: tuple[float, float], written: str) -> str:
    """Label of a dot that lies further out than is drawn: ``written`` with an arrow; empty at any other."""
    if reach[0] <= value <= reach[1]:
        return ""
    return f"{written} →" if value > reach[1] else f"← {written}"


def outliers() -> Spec:
    """Values of the dots at the edge, above them: they stand further out than the chart goes."""
    pitch = f"min(width / {COLUMNS}, (height - {HEAD}) / datum.levels)"
    mark = words(
        fontSize=12,
        align={"expr": "datum.place > 0 ? 'right' : 'left'"},
        dx={"expr": "datum.place > 0 ? 10 : -10"},
        baseline="bottom",
        y={"expr": f"height - datum.level * {pitch} - 3"},
    )
    return {
        "transform": [{"filter": "datum.edge !== ''"}],
        "mark": mark,
        "encoding": {"x": {"field": "place", "type": "quantitative"}, "text": {"field": "edge"}},
    }


def circles(color: Spec) -> Spec:
    """The dots; one is as wide as a column, or lower where a column is too high for that."""
    # A dot is as high as it is wide whatever the width of the chart, so its place is reckoned in pixels.
    pitch = f"min(width / {COLUMNS}, (height - {HEAD}) / datum.levels)"
    return {
        "mark": {
            "type": "circle",
            "opacity": 1,
            "size": {"expr": f"pow(0.9 * {pitch}, 2)"},
            "y": {"expr": f"height - (datum.level - 0.5) * {pitch}"},
        },
        "encoding": {"x": {"field": "place", "type": "quantitative"}, "color": color, **SAYS},
    }
