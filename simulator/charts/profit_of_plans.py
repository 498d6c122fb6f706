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

from simulator.analyses.comparison import PlanDraws
from simulator.analyses.summary import Summary, summarise
from simulator.charts.months import MONTHS, months_of
from simulator.charts.plan_colours import colour, dash
from simulator.charts.theme import (
    INK,
    SAYS,
    Spec,
    figure_axis,
    framed,
    key_of,
    once,
    silent,
    zero_line,
)
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import cumulative_profit
from simulator.presentation.figures import Written
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.units import Unit

ABOUT = "Cumulative profit after marketing of all plans, month by month, with their ranges and months of payback"

HEIGHT = 420
BAND = 0.13
"""How dense a band is; several lie on each other."""

FIRST = "datum.month === 1 && datum.number === 0"
"""True for one row of the frame."""


@dataclass(frozen=True)
class PlanProfit:
    """A plan's cumulative profit at the end of each month [money], and its payback [months].

    Payback is counted from ``first_cost``, the first month in which the plan costs something, itself counted from 0.
    """

    months: Sequence[Summary]
    payback: Summary
    first_cost: int = 0

    @classmethod
    def of(cls, plan: PlanDraws) -> "PlanProfit":
        """The lines that are drawn of a simulated plan."""
        drawn = plan.values["payback_months"]  # noqa: PD011 - a mapping, no pandas
        payback = np.broadcast_to(drawn, (1, plan.plan_profit.shape[-1]))
        return cls(summarise(cumulative_profit(plan.plan_profit)[0]), summarise(payback)[0], plan.first_cost)


def frame_of(
    scenario: Scenario[Belief], plans: Mapping[str, PlanProfit], formats: Formats, *, reach: tuple[float, float]
) -> pd.DataFrame:
    """The plans laid out; the months are called as those of the scenario."""
    return frame(months_of(scenario), plans, formats, reach=reach)


def frame(
    months: Sequence[date],
    plans: Mapping[str, PlanProfit],
    formats: Formats,
    *,
    reach: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """The plans laid out, in their order; ``reach`` is shared by charts that stand beside each other."""
    rows = [_plan_rows(number, name, plan, months, formats) for number, (name, plan) in enumerate(plans.items())]
    low, high = reach_of(plans) if reach is None else reach
    return pd.concat(rows, ignore_index=True).assign(axis_low=low, axis_high=high)


def reach_of(*sides: Mapping[str, PlanProfit]) -> tuple[float, float]:
    """The lowest and the highest profit that is drawn in charts that stand beside each other."""
    plans = [plan for side in sides for plan in side.values()]
    ends = [end for plan in plans for month in plan.months for end in (month.p10, month.p90)]
    return min(0.0, *ends), max(0.0, *ends)


def _plan_rows(number: int, name: str, plan: PlanProfit, months: Sequence[date], formats: Formats) -> pd.DataFrame:
    middle = np.array([month.p50 for month in plan.months])
    paid = math.isfinite(plan.payback.p50)
    place = plan.first_cost + math.ceil(plan.payback.p50) - 1 if paid else 0
    return pd.DataFrame(
        {
            "number": number,
            "plan": name,
            "key": key_of(number, name),
            "month": range(1, len(months) + 1),
            "date": pd.to_datetime(list(months)),
            "p10": [month.p10 for month in plan.months],
            "p50": middle,
            "p90": [month.p90 for month in plan.months],
            "says": [_sentence(name, day, month, formats) for day, month in zip(months, plan.months, strict=True)],
            "payback": pd.Timestamp(months[place] if paid else math.nan),
            "payback_profit": middle[place] if paid else math.nan,
            "payback_says": payback_sentence(name, plan.payback, formats, horizon_months=len(months)),
        }
    )


def _sentence(name: str, day: date, month: Summary, formats: Formats) -> str:
    profit = Written(METRICS["profit"], month, formats)
    spread = f", 8 in 10: {profit.spread}" if profit.spread else ""
    return f"{name}, {formats.month_name(day)}: {profit.middle}{spread}"


def payback_sentence(name: str, payback: Summary, formats: Formats, *, horizon_months: int) -> str:
    """When a plan has paid for itself, in words."""
    if math.isnan(payback.p50):
        return f"{name}: nothing is spent, so there is nothing to pay back"
    written = Written(METRICS["payback_months"], payback, formats, horizon_months)
    return f"{name}: payback {written.middle}" + (f", 8 in 10: {written.spread}" if written.spread else "")


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: where each plan ends. Payback is written beside it."""
    ends = frame[frame["month"] == frame["month"].max()]["says"]
    return f"At the end: {'; '.join(ends)}."


@lru_cache(maxsize=16)
def spec(formats: Formats, plans: tuple[str, ...]) -> Spec:
    """The chart without a legend: beside it each plan's payback is said in its colour."""
    return _framed(formats, {**colour(plans), "legend": None}, {**dash(plans), "legend": None})


@lru_cache(maxsize=16)
def spec_with_legend(formats: Formats, plans: tuple[str, ...]) -> Spec:
    """The chart where nothing beside it says whose the lines are."""
    return _framed(formats, _shown_as_line(colour(plans)), _shown_as_line(dash(plans)))


def _shown_as_line(look: Spec) -> Spec:
    """With a piece of each line in the legend, for those to whom dashes say more than colours."""
    return {**look, "legend": {**look["legend"], "symbolType": "stroke", "symbolStrokeWidth": 3, "symbolSize": 500}}


def _framed(formats: Formats, color: Spec, dashes: Spec) -> Spec:
    """The chart; ``color`` and ``dashes`` are what tells the plans apart."""
    layers = [
        _axis_reach(formats),
        _bands(color),
        zero_line("y", FIRST),
        _edge("p10", color, dashes),
        _edge("p90", color, dashes),
        _lines(color, dashes),
        _hidden_points(),
        _paybacks(color),
    ]
    return framed(formats, about=ABOUT, height=HEIGHT, layers=layers)


def _axis_reach(formats: Formats) -> Spec:
    axis = figure_axis(formats.axis_format(Unit.MONEY), ticks=6)
    y: Spec = {"field": "axis_low", "type": "quantitative", "axis": axis}
    encoding = {"x": MONTHS, "y": y, "y2": {"field": "axis_high"}}
    return {"transform": once(FIRST), "mark": silent("rule", opacity=0), "encoding": encoding}


def _bands(color: Spec) -> Spec:
    encoding = {"x": MONTHS, "y": _money("p10"), "y2": {"field": "p90"}, "color": color}
    return {"mark": silent("area", opacity=BAND), "encoding": encoding}


def _edge(end: str, color: Spec, dashes: Spec) -> Spec:
    """The end of a plan's band, which would be lost where several lie on each other."""
    mark = silent("line", strokeWidth=1, opacity=0.7)
    return {"mark": mark, "encoding": {"x": MONTHS, "y": _money(end), "color": color, "strokeDash": dashes}}


def _lines(color: Spec, dashes: Spec) -> Spec:
    mark = silent("line", strokeWidth=3)
    return {"mark": mark, "encoding": {"x": MONTHS, "y": _money("p50"), "color": color, "strokeDash": dashes}}


def _hidden_points() -> Spec:
    """The points that a pointer meets along the lines."""
    mark = {"type": "point", "opacity": 0, "size": 220, "filled": True}
    return {"mark": mark, "encoding": {"x": MONTHS, "y": _money("p50"), **SAYS}}


def _paybacks(color: Spec) -> Spec:
    """Where each plan has paid for itself for good: a diamond on its line.

    Beside the chart the same is said in words.
    """
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
    says = {"tooltip": {"field": "payback_says"}}
    kept = once("datum.month === 1 && isValid(datum.payback)")
    return {"transform": kept, "mark": mark, "encoding": {**place, "color": color, **says}}


def _money(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}
