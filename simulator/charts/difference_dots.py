"""What another plan changes, as 20 dots: each stands for one possible world in twenty, coloured where it is worse.

Columns of the frame, one row per dot, from less to more: those of ``dots``, in the metric's unit (a rate in points of
percent), and ``outcome`` (GOOD or WORSE, or NEITHER where neither more nor less is better) and ``says``. Frames of one
page share their axis, so that plans can be compared by eye.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from simulator.charts.dots import DOTS, FIRST, circles, ground, laid_out, zero_named
from simulator.charts.theme import GAIN, LOSS, NEUTRAL, Spec, framed, zero_line
from simulator.text.formats import Formats
from simulator.units import FloatArray, Unit

ABOUT = "The difference to the baseline in twenty possible worlds, one dot each; those that are worse are coloured"

GOOD, WORSE = "Same or better", "Worse"
NEITHER = "Neither is better by itself"
HEIGHT = 220
POINTS = 100.0
"""Points of percent in one."""


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
            "outcome": _outcomes(exact, better),
            "says": [_sentence(dot, value, formats, unit) for dot, value in enumerate(exact.tolist(), 1)],
        }
    )


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
        ground(formats.axis_format(drawn_unit), "Difference"),
        zero_line("x", FIRST),
        zero_named("no difference"),
        circles(color),
    ]
    return framed(formats, about=ABOUT, height=HEIGHT, layers=layers)
