"""Profit of the best split of every monthly total: its average, its range, the best total and the plan as it is.

Columns of the frame, one row per total: ``total`` [money per month], ``mean`` ``p10`` ``p50`` ``p90`` (profit over the
horizon [money]), ``says`` (the row in words). The same in every row: ``best`` and ``best_profit`` (the most profitable
total and its average profit), ``best_says``; ``present`` and ``present_profit`` (the plan as it is), ``present_says``;
``until`` (the total from which the next money brings back less than itself, nan where it never does), ``until_says``,
``until_label`` and ``until_on_left`` (the words in the chart, and on which side of it they stand). ``row`` counts from
0.
"""

import math
from functools import lru_cache

import pandas as pd

from simulator.analyses.allocation.right_total import RightTotal
from simulator.charts.theme import (
    GAIN,
    INK,
    NEUTRAL,
    SAYS,
    Spec,
    as_many_as_fit,
    figure_axis,
    framed,
    once,
    silent,
    words,
    zero_line,
)
from simulator.presentation.right_total_text import (
    most_profitable_text,
    next_text,
    pays_until_text,
    profit_text,
)
from simulator.text.formats import Formats
from simulator.text.grammar import sentence
from simulator.units import Unit

ABOUT = "Profit of the best split of every monthly total, with its range, and from where more money no longer pays"

AVERAGE, OUTER, MIDDLE = "Average", "8 in 10 worlds", "Middle"
FAINT = "rgba(47, 127, 214, 0.22)"
HEIGHT = 380
PIXELS_OF_A_TICK = 90
FIRST = "datum.row === 0"
"""True for one row of the frame."""


def frame_of(found: RightTotal, formats: Formats) -> pd.DataFrame:
    """The totals laid out."""
    points, until = found.points, found.pays_until
    return pd.DataFrame(
        {
            "row": range(len(points)),
            "total": [point.total for point in points],
            "mean": [point.profit.mean for point in points],
            "p10": [point.profit.p10 for point in points],
            "p50": [point.profit.p50 for point in points],
            "p90": [point.profit.p90 for point in points],
            "says": [_sentence(found, place, formats) for place in range(len(points))],
            "best": found.most_profitable.total,
            "best_profit": found.most_profitable.profit.mean,
            "best_says": most_profitable_text(found, formats),
            "present": found.present.total,
            "present_profit": found.present.profit.mean,
            "present_says": f"The plan as it is, {formats.money(found.present.total)} a month:"
            f" {profit_text(found.present, formats)}",
            "until": math.nan if until is None else until,
            "until_says": pays_until_text(found, formats),
            "until_label": "" if until is None else f"From {formats.money(until)} on, more does not pay",
            "until_on_left": until is not None and until >= points[-1].total / 2.0,
        }
    )


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence or two, for those who hear the page."""
    first = frame.iloc[0]
    return f"{first['best_says']} {first['until_says']}"


def _sentence(found: RightTotal, place: int, formats: Formats) -> str:
    point = found.points[place]
    following = next_text(point, found.next_money, formats)
    profit = sentence(f"{formats.money(point.total)} a month: {profit_text(point, formats)}").rstrip(".")
    return f"{profit}; {following}" if following else profit


@lru_cache(maxsize=16)
def spec(formats: Formats) -> Spec:
    """The chart."""
    scale = {"domain": [OUTER, AVERAGE, MIDDLE], "range": [FAINT, GAIN, NEUTRAL]}
    color: Spec = {**_SERIES, "scale": scale, "legend": {"symbolType": "square"}}
    layers = [
        _band(color, formats),
        zero_line("y", FIRST),
        _line("mean", AVERAGE, formats, strokeWidth=3),
        _line("p50", MIDDLE, formats, strokeWidth=2, strokeDash=[6, 4]),
        {"mark": {"type": "rule", "opacity": 0, "strokeWidth": 10}, "encoding": {"x": _total(formats), **SAYS}},
        *_until(formats),
        _ring("present", formats, shape="diamond", filled=True),
        _ring("best", formats, shape="circle", filled=True),
    ]
    return framed(formats, about=ABOUT, height=HEIGHT, layers=layers)


_SERIES: Spec = {"field": "series", "type": "nominal"}


def _total(formats: Formats, field: str = "total") -> Spec:
    axis = {
        **figure_axis(formats.axis_format(Unit.MONEY), ticks=as_many_as_fit(PIXELS_OF_A_TICK)),
        "grid": False,
    }
    return {"field": field, "type": "quantitative", "axis": axis}


def _band(color: Spec, formats: Formats) -> Spec:
    axis = figure_axis(formats.axis_format(Unit.MONEY), ticks=6)
    y: Spec = {"field": "p10", "type": "quantitative", "axis": axis}
    encoding = {"x": _total(formats), "y": y, "y2": {"field": "p90"}, "color": color}
    return {"transform": _named(OUTER), "mark": silent("area"), "encoding": encoding}


def _line(field: str, name: str, formats: Formats, **settings: object) -> Spec:
    encoding = {"x": _total(formats), "y": {"field": field, "type": "quantitative"}, "color": _SERIES}
    return {"transform": _named(name), "mark": silent("line", **settings), "encoding": encoding}


def _named(series: str) -> list[Spec]:
    """The transform that gives a whole layer its name in the legend."""
    return [{"calculate": f"'{series}'", "as": "series"}]


def _ring(name: str, formats: Formats, **settings: object) -> Spec:
    """A mark at a total with its average profit, which says itself."""
    mark = {"type": "point", "size": 130, "opacity": 1, "color": INK, **settings}
    y = {"field": f"{name}_profit", "type": "quantitative"}
    encoding = {"x": _total(formats, name), "y": y, "tooltip": {"field": f"{name}_says"}}
    return {"transform": once(FIRST), "mark": mark, "encoding": encoding}


def _until(formats: Formats) -> list[Spec]:
    """A line from where more does not pay, and the words beside it, on the side that has room."""
    reached = f"{FIRST} && isValid(datum.until)"
    x = _total(formats, "until")

    def label(align: str, side: str, dx: int) -> Spec:
        mark = words(align=align, dx=dx, fontWeight="bold")
        encoding = {"x": x, "y": {"value": 8}, "text": {"field": "until_label"}}
        return {"transform": once(f"{reached} && {side}datum.until_on_left"), "mark": mark, "encoding": encoding}

    rule = {"transform": once(reached), "mark": silent("rule", color=INK, strokeDash=[2, 3]), "encoding": {"x": x}}
    return [rule, label("left", "!", 7), label("right", "", -7)]
