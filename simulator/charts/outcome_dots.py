"""The outcome as 20 dots: each stands for one possible world in twenty, and those that lose money are coloured.

Columns of the frame, one row per dot, worst first: those of ``dots``, in money, and ``outcome`` (MAKES or LOSES) and
``says``.
"""

import math
from collections.abc import Sequence
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
from simulator.charts.theme import GAIN, LOSS, Spec, framed, zero_line
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import draws_of
from simulator.text.formats import Formats
from simulator.units import Unit

ABOUT = "Profit after marketing in twenty possible worlds, one dot each; those that lose money are coloured"

MAKES, LOSES = "Breaks even or better", "Loses money"
HEIGHT = 260


def frame_of(simulation: Simulation, formats: Formats) -> pd.DataFrame:
    """The profit of a simulated plan in twenty worlds."""
    return frame(quantiles(draws_of(simulation, "profit"), PROBABILITIES).tolist(), formats)


def frame(profits: Sequence[float], formats: Formats) -> pd.DataFrame:
    """The dots laid out; ``profits`` are the quantiles of profit at PROBABILITIES [money], all finite."""
    values = np.sort(np.asarray(profits, dtype=float))
    reach = reach_without_outliers(values)
    return pd.DataFrame(
        {
            **laid_out(np.clip(values, *reach), reach=reach),
            "value": values,
            "edge": [edge(value, reach, formats.money(value, math.nan)) for value in values.tolist()],
            "outcome": np.where(values < 0, LOSES, MAKES),
            "says": [_sentence(dot, value, formats) for dot, value in enumerate(values.tolist(), 1)],
        }
    )


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: how many worlds lose money, and the best and the worst."""
    losing = int((frame["outcome"] == LOSES).sum())
    verb = "loses" if losing == 1 else "lose"
    return f"{losing} of {DOTS} worlds {verb} money. {frame['says'].iloc[0]}. {frame['says'].iloc[-1]}."


def _sentence(dot: int, value: float, formats: Formats) -> str:
    result = "loses" if value < 0 else "makes"
    return f"World {dot} of {DOTS}, from worst to best: {result} about {formats.money(abs(value), math.nan)}"


@lru_cache(maxsize=16)
def spec(formats: Formats) -> Spec:
    """The chart."""
    color = {
        "field": "outcome",
        "type": "nominal",
        "scale": {"domain": [MAKES, LOSES], "range": [GAIN, LOSS]},
        "legend": {"symbolType": "circle"},
    }
    layers = [
        ground(formats.axis_format(Unit.MONEY)),
        zero_line("x", FIRST),
        zero_named("break even"),
        circles(color),
        outliers(),
    ]
    return framed(formats, about=ABOUT, height=HEIGHT, layers=layers)
