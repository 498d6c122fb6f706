"""Return by channel: on all of the plan's spend, with its range, next to the return on the next bit of money.

A channel can pay well as a whole and badly on the next hundred, or the other way round; what a plan should change is
told by the latter. A channel without spend stands there at its reference spend, and says so.

Columns of the frame, two rows per channel: ``row`` (0 for the first channel), ``channel``, ``part`` (WHOLE or NEXT),
``series`` (the part's name in the legend), ``low`` ``middle`` ``high`` (P10, P50 and P90 of the ROI, fractions; nan if
there is none, as without spend), ``says`` and ``note`` (the middles in words, the next one once it is known).
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from simulator.analyses.marginal_roi import MarginalReturn, average_roi, step_of
from simulator.analyses.summary import Figures, Summary
from simulator.charts.rows import MARKS_DOWN, ROW, STEP, heading
from simulator.charts.theme import (
    GAIN,
    INK,
    SAYS,
    SECOND,
    Spec,
    as_many_as_fit,
    drawable,
    entry_for,
    figure_axis,
    framed,
    once,
    silent,
)
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.presentation.figures import Written
from simulator.text.formats import UNDEFINED, Formats
from simulator.units import Unit

ABOUT = "Return on marketing by channel, on all spend and on the next bit of money, with ranges"

WHOLE, NEXT = "whole", "next"
ALL = 0.995
"""A greater part than this is all of it, in whole percent."""
APART = 14
"""How far the two marks of a channel stand apart [pixels]."""

UNKNOWN = Summary(math.nan, math.nan, math.nan, math.nan, Figures(math.nan, math.nan, math.nan, math.nan))
"""The figures of what has not been computed yet, or does not exist."""

_ZERO = silent("tick", color=INK, size=STEP - 22, thickness=1, yOffset=MARKS_DOWN, opacity=0.6)
"""The line at zero, in each row on its own, so that it does not run through the names."""


def returns_so_far(simulation: Simulation) -> list[MarginalReturn]:
    """The return of every channel on all of its spend, the one on the next bit of money still unknown."""
    names, step = simulation.scenario.channel_names, step_of(simulation.scenario, simulation.plan)
    wholes = average_roi(simulation) if names else []
    return [
        MarginalReturn(channel=name, step=step, tried=step, months=0, average=whole, next=UNKNOWN, spent_share=math.nan)
        for name, whole in zip(names, wholes, strict=True)
    ]


def frame(returns: Sequence[MarginalReturn], formats: Formats) -> pd.DataFrame:
    """The channels laid out, in their order."""
    rows = [row for number, entry in enumerate(returns) for row in _rows(number, entry, formats)]
    columns = ["row", "channel", "part", "series", "low", "middle", "high", "says", "note"]
    return pd.DataFrame(rows, columns=columns)


def _rows(number: int, entry: MarginalReturn, formats: Formats) -> list[tuple[object, ...]]:
    whole, further = series_names(formats, entry.step)
    note = _note(entry, formats)
    return [
        (number, entry.channel, WHOLE, whole, *_spread(entry.average), _sentence_of_all(entry, formats), note),
        (number, entry.channel, NEXT, further, *_spread(entry.next), _sentence_of_next(entry, formats), note),
    ]


def series_names(formats: Formats, step: float) -> tuple[str, str]:
    """Names of the two parts in the legend; ``step`` is the next bit of money [per month]."""
    return "On all spend", f"On the next {formats.money(step)} a month"


def _spread(roi: Summary) -> tuple[float, float, float]:
    return drawable(roi.p10), drawable(roi.p50), drawable(roi.p90)


def _sentence_of_all(entry: MarginalReturn, formats: Formats) -> str:
    start = f"{entry.channel}, ROI on all spend"
    return f"{start}: nothing is spent" if _idle(entry) else f"{start}: {_in_words(entry.average, formats)}"


def _sentence_of_next(entry: MarginalReturn, formats: Formats) -> str:
    start = f"{entry.channel}, ROI {_on_what(entry, formats)}"
    if not entry.months:
        return f"{start}: not yet known"
    if entry.spent_share == 0.0:
        return f"{start}: there is no more to buy"
    words = _in_words(entry.next, formats)
    if entry.spent_share < ALL:
        return f"{start}: {words}, on the {_spent(entry, formats)} of it that can be spent on average"
    return f"{start}: {words}"


def _on_what(entry: MarginalReturn, formats: Formats) -> str:
    amount = formats.money(entry.tried)
    return f"at {amount} a month" if entry.tried != entry.step else f"on the next {amount} a month"


def _in_words(roi: Summary, formats: Formats) -> str:
    """The middle and its range; the average where some worlds, in which nothing can be spent, have no return."""
    written = Written(METRICS["roi"], roi, formats)
    if not math.isnan(roi.p50):
        return written.middle_and_spread
    return UNDEFINED if math.isnan(roi.mean) else f"{written.average} on average"


def _idle(entry: MarginalReturn) -> bool:
    return math.isnan(entry.average.p50)


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: the return of every channel."""
    whole = frame[frame["part"] == WHOLE]
    said = [f"{channel}: {note}" for channel, note in zip(whole["channel"], whole["note"], strict=True)]
    return f"{'; '.join(said)}." if said else "There are no channels."


def _note(entry: MarginalReturn, formats: Formats) -> str:
    """Both returns in few words; the next one once it is known."""
    whole = "no spend" if _idle(entry) else Written(METRICS["roi"], entry.average, formats).middle
    further = _next_in_short(entry, formats)
    return f"{whole}, {further}" if further else whole


def _next_in_short(entry: MarginalReturn, formats: Formats) -> str:
    if not entry.months:
        return ""
    if entry.spent_share == 0.0:
        return "no more to buy"
    middle = Written(METRICS["roi"], entry.next, formats).middle
    if entry.tried != entry.step:
        return f"at {formats.money(entry.tried)}: {middle}"
    if entry.spent_share >= ALL:
        return f"next {middle}"
    # Beside the middle of all spend an average would compare what cannot be compared.
    figure = "" if math.isnan(entry.next.p50) else f" {middle},"
    return f"next{figure or ':'} {_spent(entry, formats)} spent"


def _spent(entry: MarginalReturn, formats: Formats) -> str:
    return formats.percent(entry.spent_share, 0.005)


@lru_cache(maxsize=16)
def spec(formats: Formats, step: float) -> Spec:
    """The chart; ``step`` as in ``MarginalReturn.step`` [money per month]."""
    names = series_names(formats, step)
    scale = {"domain": list(names), "range": [GAIN, SECOND]}
    shape = {"field": "series", "type": "nominal", "scale": {**scale, "range": ["circle", "diamond"]}}
    look: Spec = {"color": {"field": "series", "type": "nominal", "scale": scale}, "shape": shape}
    kept_rows = once(f"datum.part === '{WHOLE}'")
    layers = [
        {"transform": kept_rows, "mark": _ZERO, "encoding": {"x": {"datum": 0}, "y": ROW}},
        *_marks(WHOLE, MARKS_DOWN - APART / 2, look, formats),
        *_marks(NEXT, MARKS_DOWN + APART / 2, look, formats),
        heading("channel", f"datum.part === '{WHOLE}'", fontWeight="bold", limit={"expr": "width - 170"}),
        heading("note", f"datum.part === '{WHOLE}'", align="right"),
    ]
    return framed(formats, about=ABOUT, height={"step": STEP}, layers=layers, legend_entry=entry_for(names))


def _marks(part: str, down: float, look: Spec, formats: Formats) -> list[Spec]:
    axis = {**figure_axis(formats.axis_format(Unit.RATE), ticks=as_many_as_fit(90)), "grid": False}
    kept = once(f"datum.part === '{part}' && isValid(datum.middle)")
    low = {"field": "low", "type": "quantitative", "axis": axis}
    middle = {"field": "middle", "type": "quantitative"}
    color = {"color": look["color"]}
    line = {"type": "rule", "strokeWidth": 4, "strokeCap": "round", "opacity": 0.55, "yOffset": down}
    point = {
        "type": "point",
        "filled": True,
        "size": 150,
        "opacity": 1,
        "yOffset": down,
        "stroke": INK,
        "strokeWidth": 0,
    }
    return [
        {"transform": kept, "mark": line, "encoding": {"x": low, "x2": {"field": "high"}, "y": ROW, **color, **SAYS}},
        {"transform": kept, "mark": point, "encoding": {"x": middle, "y": ROW, **look, **SAYS}},
    ]
