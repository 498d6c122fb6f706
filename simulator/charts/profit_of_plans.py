"""Cumulative profit of several plans over the months: each plan's middle line, its band, and its month of payback.

Columns of the frame, one row per plan and month: ``number`` (of the plan, from 0), ``plan`` and ``key`` (its
``theme.key_of``), ``month`` (from 1), ``date`` (first day of the month), ``p10`` ``p50`` ``p90`` (cumulative profit at
the month's end [money]), ``says`` (the row in words). The same in every row of a plan: ``payback`` (as a date; NaT if
not within the horizon), ``payback_profit`` (the middle there [money]) and ``payback_says``. The same in every row:
``axis_low`` and ``axis_high`` (what the axis of money reaches to at least, for charts that stand beside each other).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from simulator.analyses.summary import Figures, Summary
from simulator.charts.plan_colours import colour, dash
from simulator.charts.theme import (
    INK,
    SPOKEN,
    Spec,
    as_many_as_fit,
    figure_axis,
    framed,
    key_of,
    once,
    silent,
    zero_line,
)
from simulator.text.formats import Formats
from simulator.units import Unit

ABOUT = "Cumulative profit after marketing of all plans, month by month, with their ranges and months of payback"

HEIGHT = 420
BAND = 0.13
"""How dense a band is; several lie on each other."""

FIRST = "datum.month === 1 && datum.number === 0"
"""True for one row of the frame."""


@dataclass(frozen=True)
class Course:
    """A plan's cumulative profit at the end of each month [money], and its payback [months]."""

    months: Sequence[Summary]
    payback: Figures


def frame(
    months: Sequence[date],
    courses: Mapping[str, Course],
    formats: Formats,
    *,
    reach: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """The plans laid out, in their order; ``reach`` is shared by charts that stand beside each other."""
    plans = [_plan_rows(number, name, course, months, formats) for number, (name, course) in enumerate(courses.items())]
    low, high = reach_of(courses) if reach is None else reach
    return pd.concat(plans, ignore_index=True).assign(axis_low=low, axis_high=high)


def reach_of(courses: Mapping[str, Course]) -> tuple[float, float]:
    """The lowest and the highest profit that is drawn."""
    ends = [end for course in courses.values() for month in course.months for end in (month.p10, month.p90)]
    return min(0.0, *ends), max(0.0, *ends)


def _plan_rows(number: int, name: str, course: Course, months: Sequence[date], formats: Formats) -> pd.DataFrame:
    middle = np.array([month.p50 for month in course.months])
    payback = course.payback.p50
    paid = math.isfinite(payback)
    return pd.DataFrame(
        {
            "number": number,
            "plan": name,
            "key": key_of(number, name),
            "month": range(1, len(months) + 1),
            "date": pd.to_datetime(list(months)),
            "p10": [month.p10 for month in course.months],
            "p50": middle,
            "p90": [month.p90 for month in course.months],
            "says": [_sentence(name, day, month, formats) for day, month in zip(months, course.months, strict=True)],
            "payback": pd.Timestamp(months[math.ceil(payback) - 1] if paid else math.nan),
            "payback_profit": middle[math.ceil(payback) - 1] if paid else math.nan,
            "payback_says": payback_sentence(name, course.payback, formats, horizon_months=len(months)),
        }
    )


def _sentence(name: str, day: date, month: Summary, formats: Formats) -> str:
    errors = month.standard_error
    middle = formats.money(month.p50, errors.p50)
    spread = formats.range(month.p10, month.p90, Unit.MONEY, (errors.p10, errors.p90))
    return f"{name}, {formats.month_name(day)}: {middle}, 8 in 10: {spread}"


def payback_sentence(name: str, payback: Figures, formats: Formats, *, horizon_months: int) -> str:
    """When a plan has paid for itself, in words."""
    if math.isnan(payback.p50):
        return f"{name}: nothing is spent, so there is nothing to pay back"
    middle = formats.months(payback.p50, horizon_months=horizon_months)
    spread = formats.range(payback.p10, payback.p90, Unit.MONTHS, horizon_months=horizon_months)
    return f"{name}: payback {middle}" + ("" if spread == middle else f", 8 in 10: {spread}")


@lru_cache(maxsize=16)
def spec(formats: Formats, plans: tuple[str, ...]) -> Spec:
    """The chart."""
    layers = [
        _axis_reach(formats),
        _bands(plans),
        zero_line("y", FIRST),
        _edge("p10", plans),
        _edge("p90", plans),
        _lines(plans),
        _hidden_points(),
        _paybacks(plans),
    ]
    return framed(formats, about=ABOUT, height=HEIGHT, layers=layers)


def _axis_reach(formats: Formats) -> Spec:
    axis = {**figure_axis(formats.axis_format(Unit.MONEY), ticks=6), "description": "Cumulative profit"}
    y: Spec = {"field": "axis_low", "type": "quantitative", "axis": axis}
    encoding = {"x": _DATE, "y": y, "y2": {"field": "axis_high"}}
    return {"transform": once(FIRST), "mark": silent("rule", opacity=0), "encoding": encoding}


def _bands(plans: Sequence[str]) -> Spec:
    encoding = {"x": _DATE, "y": _money("p10"), "y2": {"field": "p90"}, "color": _unexplained(colour(plans))}
    return {"mark": silent("area", opacity=BAND), "encoding": encoding}


def _edge(end: str, plans: Sequence[str]) -> Spec:
    """The end of a plan's band, which would be lost where several lie on each other."""
    mark = silent("line", strokeWidth=1, opacity=0.7)
    color, dashes = _unexplained(colour(plans)), _unexplained(dash(plans))
    return {"mark": mark, "encoding": {"x": _DATE, "y": _money(end), "color": color, "strokeDash": dashes}}


def _lines(plans: Sequence[str]) -> Spec:
    mark = silent("line", strokeWidth=3)
    color, dashes = _unexplained(colour(plans)), _unexplained(dash(plans))
    return {"mark": mark, "encoding": {"x": _DATE, "y": _money("p50"), "color": color, "strokeDash": dashes}}


def _unexplained(encoding: Spec) -> Spec:
    """Without a legend: beside the chart each plan's payback is said in its colour."""
    return {**encoding, "legend": None}


def _hidden_points() -> Spec:
    """What a pointer meets along the lines, and a screen reader reads."""
    mark = {"type": "point", "opacity": 0, "size": 220, "filled": True}
    return {"mark": mark, "encoding": {"x": _DATE, "y": _money("p50"), **SPOKEN}}


def _paybacks(plans: Sequence[str]) -> Spec:
    """Where each plan has paid for itself for good: a diamond on its line."""
    mark = {
        "type": "point",
        "shape": "diamond",
        "filled": True,
        "size": 150,
        "opacity": 1,
        "stroke": INK,
        "strokeWidth": 1,
    }
    place = {"x": {"field": "payback", "type": "temporal"}, "y": _money("payback_profit")}
    says = {"tooltip": {"field": "payback_says"}, "description": {"field": "payback_says"}}
    kept = once("datum.month === 1 && isValid(datum.payback)")
    return {"transform": kept, "mark": mark, "encoding": {**place, "color": _unexplained(colour(plans)), **says}}


def _money(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


_DATE: Spec = {
    "field": "date",
    "type": "temporal",
    "axis": {
        "title": None,
        "grid": False,
        "labelAngle": 0,
        "description": "Months",
        "tickCount": as_many_as_fit(75),
        # Over a short horizon ticks fall within months; only the first of a month carries its name.
        "labelExpr": "date(datum.value) === 1 ? timeFormat(datum.value, '%b %Y') : ''",
    },
}
