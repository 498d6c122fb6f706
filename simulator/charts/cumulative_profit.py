"""Cumulative profit over the months: a fan of possible worlds, and the month in which marketing has paid for itself.

Columns of the frame, one row per month: ``month`` (from 1), ``date`` (first day of the month), ``p10`` ``p25`` ``p50``
``p75`` ``p90`` (cumulative profit at the month's end [money]), ``saved`` (the same of the saved plan's middle, nan
without one), ``says`` (the row in words). The same in every row: ``payback`` ``payback_low`` ``payback_high`` (months
as dates; NaT if not within the horizon, the high end then being the last month), ``payback_open`` (whether the high end
is not within the horizon), ``payback_says`` (in words), and ``label``, ``label_date`` and ``label_on_left`` (the words
in the chart, where they stand, and on which side of it).
"""

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from simulator.analyses.comparison import AnyPlan, profit_by_month
from simulator.analyses.summary import Summary, at_ranks, quantiles, summarise
from simulator.charts.months import MONTHS, months_of
from simulator.charts.theme import (
    GAIN,
    INK,
    NEUTRAL,
    SAYS,
    Spec,
    figure_axis,
    framed,
    once,
    silent,
    words,
    zero_line,
)
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, draws_of
from simulator.metrics.payback import cumulative_profit
from simulator.presentation.figures import Written
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.units import FloatArray, Unit

ABOUT = "Cumulative profit after marketing, month by month, with its range and the month of payback"

MIDDLE, INNER, OUTER, SAVED = "Middle", "5 in 10 worlds", "8 in 10 worlds", "Saved plan"
BELIEVED = "As you believe"
AS_BEGUN = "The example"
"""The name of the dashed line where something is supposed."""
HEIGHT = 380
FIRST = "datum.month === 1"
"""True for one row of the frame."""

QUARTILES = (0.25, 0.75)
"""The ends of the inner band."""

FAINT, MEDIUM = "rgba(47, 127, 214, 0.22)", "rgba(47, 127, 214, 0.38)"
"""GAIN, thinned for the two bands."""


def frame_of(simulation: Simulation, formats: Formats, *, saved: FloatArray | None = None) -> pd.DataFrame:
    """A simulated plan laid out; ``saved`` is the ``middle_by_month`` of the saved one, of as many months as it has."""
    total = cumulative_profit(simulation.funnel.plan_profit)[0]
    ordered = np.sort(total, axis=1)
    return frame(
        months_of(simulation.scenario),
        summarise(total, ordered=ordered),
        at_ranks(ordered, QUARTILES),
        summarise(draws_of(simulation, "payback_months")[np.newaxis])[0],
        formats,
        saved=None if saved is None else _over(saved, len(total)),
        first_cost=simulation.funnel.first_cost_of_plan,
    )


def middle_by_month(plan: AnyPlan) -> FloatArray:
    """The middle of a plan's profit so far, month by month [money]; (month,)."""
    return np.asarray(quantiles(cumulative_profit(profit_by_month(plan))[0], (0.5,))[0])


def _over(middle: FloatArray, months: int) -> FloatArray:
    """As many months of it as there are, and nan for further ones."""
    shown = np.full(months, math.nan)
    shared = min(months, len(middle))
    shown[:shared] = middle[:shared]
    return shown


def frame(
    months: Sequence[date],
    profit: Sequence[Summary],
    quartiles: FloatArray,
    payback: Summary,
    formats: Formats,
    *,
    saved: FloatArray | None = None,
    first_cost: int = 0,
) -> pd.DataFrame:
    """The figures laid out for ``spec`` or ``spec_with_saved``.

    ``profit`` is cumulative profit by month, ``quartiles`` (2, month) its first and third quartile, ``saved`` (month,)
    the middle of the saved plan [money]. ``payback`` is counted from the first month in which the plan costs something,
    ``first_cost``, itself counted from 0.
    """
    count = len(months)
    return pd.DataFrame(
        {
            "month": range(1, count + 1),
            "date": pd.to_datetime(list(months)),
            "p10": [month.p10 for month in profit],
            "p25": quartiles[0],
            "p50": [month.p50 for month in profit],
            "p75": quartiles[1],
            "p90": [month.p90 for month in profit],
            "saved": np.full(count, math.nan) if saved is None else np.asarray(saved, dtype=float),
            "says": [_sentence(day, month, formats) for day, month in zip(months, profit, strict=True)],
            **_payback(months, payback, first_cost, formats),
        }
    )


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: where it ends, and when it is paid back."""
    return f"After {counted(len(frame), 'month')}, {frame['says'].iloc[-1]}. {frame['payback_says'].iloc[0]}."


def _sentence(day: date, month: Summary, formats: Formats) -> str:
    profit = Written(METRICS["profit"], month, formats)
    return f"{formats.month_name(day)}: {profit.middle_and_spread}"


def _payback(months: Sequence[date], payback: Summary, first_cost: int, formats: Formats) -> dict[str, object]:
    low, middle, high = (_month(months[first_cost:], value) for value in (payback.p10, payback.p50, payback.p90))
    horizon = len(months)
    written = Written(METRICS["payback_months"], payback, formats, horizon)
    unpaid = f"Middle: not paid back within {counted(horizon, 'month')}"
    label = "No payback to show" if math.isnan(payback.p50) else unpaid
    return {
        "payback": _instant(middle),
        "payback_low": _instant(low),
        "payback_high": _instant(high or (months[-1] if low else None)),
        "payback_open": low is not None and high is None,
        "payback_says": _payback_sentence(written),
        "label": f"Paid back: {formats.month_name(middle)}" if middle else label,
        "label_date": _instant(middle or months[0]),
        "label_on_left": middle is not None and months.index(middle) >= horizon / 2,
    }


def _payback_sentence(written: Written) -> str:
    if not written.spread:
        return f"Payback: {written.middle}"
    return f"Payback: middle {written.middle}, 8 in 10: {written.spread}"


def _instant(month: date | None) -> pd.Timestamp:
    return pd.Timestamp(math.nan if month is None else month)


def _month(months: Sequence[date], number: float) -> date | None:
    return months[math.ceil(number) - 1] if math.isfinite(number) else None


@lru_cache(maxsize=16)
def spec(formats: Formats) -> Spec:
    """The chart of the present plan alone."""
    return framed(
        formats, about=ABOUT, height=HEIGHT, layers=[*_fan(formats, (OUTER, INNER, MIDDLE)), *_payback_marks()]
    )


@lru_cache(maxsize=16)
def spec_with_saved(formats: Formats, dashed: str = SAVED) -> Spec:
    """The chart of the present plan, with the saved plan's middle, or another one, as a dashed line of this name."""
    fan = _fan(formats, (OUTER, INNER, MIDDLE, dashed))
    saved = _line("saved", dashed, strokeWidth=2, strokeDash=[6, 4])
    return framed(formats, about=ABOUT, height=HEIGHT, layers=[*fan, saved, *_payback_marks()])


def _fan(formats: Formats, shown: tuple[str, ...]) -> list[Spec]:
    colors = {OUTER: FAINT, INNER: MEDIUM, MIDDLE: GAIN, SAVED: NEUTRAL, BELIEVED: NEUTRAL, AS_BEGUN: NEUTRAL}
    scale = {"domain": list(shown), "range": [colors[name] for name in shown]}
    color = {**_SERIES, "scale": scale, "legend": {"symbolType": "square"}}
    return [
        _band("p10", "p90", OUTER, color, formats),
        _band("p25", "p75", INNER, _SERIES, formats),
        zero_line("y", FIRST),
        _line("p50", MIDDLE, strokeWidth=3, point={"size": 14, "filled": True}),
        {"mark": {"type": "rule", "opacity": 0, "strokeWidth": 14}, "encoding": {"x": MONTHS, **SAYS}},
    ]


_SERIES: Spec = {"field": "series", "type": "nominal"}


def _named(series: str) -> list[Spec]:
    """The transform that gives a whole layer its name in the legend."""
    return [{"calculate": f"'{series}'", "as": "series"}]


def _band(low: str, high: str, name: str, color: Spec, formats: Formats) -> Spec:
    axis = figure_axis(formats.axis_format(Unit.MONEY), ticks=6)
    y: Spec = {"field": low, "type": "quantitative", "axis": axis}
    encoding = {"x": MONTHS, "y": y, "y2": {"field": high}, "color": color}
    return {"transform": _named(name), "mark": silent("area"), "encoding": encoding}


def _line(field: str, name: str, **settings: object) -> Spec:
    encoding = {"x": MONTHS, "y": {"field": field, "type": "quantitative"}, "color": _SERIES}
    return {"transform": _named(name), "mark": silent("line", **settings), "encoding": encoding}


def _payback_marks() -> list[Spec]:
    """The range along the zero line, the middle as a ring on it, and the words above."""
    reached = once(f"{FIRST} && isValid(datum.payback)")
    span = {"x": {"field": "payback_low", "type": "temporal"}, "x2": {"field": "payback_high"}, "y": {"datum": 0}}
    middle = {"x": {"field": "payback", "type": "temporal"}}
    return [
        {
            "transform": once(f"{FIRST} && isValid(datum.payback_low)"),
            "mark": {"color": INK, "type": "rule", "strokeWidth": 5, "strokeCap": "round", "opacity": 0.75},
            "encoding": {**span, "tooltip": {"field": "payback_says"}},
        },
        _goes_on(),
        {"transform": reached, "mark": silent("rule", color=INK, strokeDash=[2, 3]), "encoding": middle},
        {
            "transform": reached,
            "mark": {"color": INK, "type": "point", "filled": True, "size": 110, "opacity": 1},
            "encoding": {**middle, "y": {"datum": 0}, "tooltip": {"field": "payback_says"}},
        },
        _label("left", once(f"{FIRST} && !datum.label_on_left"), dx=7),
        _label("right", once(f"{FIRST} && datum.label_on_left"), dx=-7),
    ]


def _goes_on() -> Spec:
    """An arrow where the range does not end within the horizon."""
    mark = silent("point", shape="triangle-right", filled=True, size=180, color=INK, opacity=1, xOffset=-6)
    encoding = {"x": {"field": "payback_high", "type": "temporal"}, "y": {"datum": 0}}
    return {"transform": once(f"{FIRST} && datum.payback_open"), "mark": mark, "encoding": encoding}


def _label(align: str, transform: list[Spec], dx: int) -> Spec:
    x = {"field": "label_date", "type": "temporal"}
    encoding = {"x": x, "y": {"value": 8}, "text": {"field": "label"}}
    return {"transform": transform, "mark": words(align=align, dx=dx, fontWeight="bold"), "encoding": encoding}
