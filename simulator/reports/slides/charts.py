"""Native charts, which whoever gets the slides can edit: the figures of the app's own charts."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.slide import Slide as Page
from pptx.util import Inches, Pt
from xlsxwriter import Workbook

from simulator.charts.outcome_dots import LOSES, MAKES
from simulator.charts.spend_by_month import OTHERS
from simulator.charts.theme import CHANNELS, GAIN, LOSS, NEUTRAL, Spec
from simulator.reports.slides.page import INK, describe, rgb
from simulator.story import Picture

MOST_LABELS = 12
"""Names of months that fit along an axis."""

WORLDS = "Twenty possible worlds, from the worst to the best"

LEGEND, SMALLEST = {250: 13, 450: 11}, 8
"""The letters of a legend that has so many of them in all, and of any that has more [points]."""

BETWEEN_LINES = "#d5dae1"

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


@dataclass(frozen=True)
class Series:
    """Figures with a name and a colour; a line may be ``dashed`` or ``thin``."""

    name: str
    values: Sequence[float | None]
    colour: str
    dashed: bool = False
    thin: bool = False


@dataclass(frozen=True)
class Plotted:
    """Data of a native chart: a series for each colour over the same categories, which ``along`` names."""

    kind: XL_CHART_TYPE
    categories: Sequence[str]
    series: Sequence[Series]
    along: str = ""


def add_chart(page: Page, picture: Picture, *, left: float, top: float, wide: float, high: float) -> None:
    """The chart of a picture as a native one [inches]."""
    plotted = PLOTTED[picture.key](picture)
    number_format = _money_format(picture.spec)
    given = _figures(plotted, number_format)
    frame: Any = page.shapes.add_chart(plotted.kind, Inches(left), Inches(top), Inches(wide), Inches(high), given)
    describe(frame, picture.says)
    chart = frame.chart
    # The library's own workbook would run a name that begins as a formula does.
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(plotted, number_format))
    _dress(chart, plotted, number_format)


def _figures(plotted: Plotted, number_format: str) -> Any:
    kind: Any = CategoryChartData
    given = kind(number_format=number_format)
    given.categories = plotted.categories
    for series in plotted.series:
        given.add_series(series.name, series.values)
    return given


def _spend_by_month(picture: Picture) -> Plotted:
    frame = picture.frame
    channels = [rows for _, rows in frame.groupby("place")]
    colours = (*CHANNELS, NEUTRAL)
    series = [
        Series(
            rows["channel"].iloc[0],
            _values(rows["spend"]),
            NEUTRAL if rows["channel"].iloc[0] == OTHERS else colours[place],
        )
        for place, rows in enumerate(channels)
    ]
    return Plotted(XL_CHART_TYPE.COLUMN_STACKED, _months(channels[0], picture.spec), series)


def _twenty_worlds(picture: Picture) -> Plotted:
    frame = picture.frame
    series = [
        Series(outcome, _values(frame["value"].where(frame["outcome"] == outcome)), colour)
        for outcome, colour in ((MAKES, GAIN), (LOSES, LOSS))
        if (frame["outcome"] == outcome).any()
    ]
    return Plotted(XL_CHART_TYPE.COLUMN_STACKED, [str(dot) for dot in frame["dot"]], series, WORLDS)


def _profit_so_far(picture: Picture) -> Plotted:
    frame = picture.frame
    series = [
        Series("Middle", _values(frame["p50"]), GAIN),
        Series("1 in 10 worlds below", _values(frame["p10"]), NEUTRAL, thin=True),
        Series("1 in 10 worlds above", _values(frame["p90"]), NEUTRAL, dashed=True, thin=True),
    ]
    return Plotted(XL_CHART_TYPE.LINE, _months(frame, picture.spec), series)


def _profit_of_plans(picture: Picture) -> Plotted:
    plans = [rows for _, rows in picture.frame.groupby("number")]
    series = [
        Series(rows["plan"].iloc[0], _values(rows["p50"]), CHANNELS[number], dashed=number > 0)
        for number, rows in enumerate(plans)
    ]
    return Plotted(XL_CHART_TYPE.LINE, _months(plans[0], picture.spec), series)


PLOTTED: Mapping[str, Callable[[Picture], Plotted]] = {
    "spend-by-month": _spend_by_month,
    "twenty-worlds": _twenty_worlds,
    "profit-so-far": _profit_so_far,
    "profit-of-plans": _profit_of_plans,
}
"""What is shown of each picture of the story, by its key."""


def _values(column: "pd.Series[float]") -> list[float | None]:
    return [value if math.isfinite(value) else None for value in column.tolist()]


def _months(rows: pd.DataFrame, spec: Spec) -> list[str]:
    time = spec["config"]["locale"]["time"]
    return [_month(day, time) for day in rows["date"]]


def _month(day: date, time: Mapping[str, Any]) -> str:
    """A month and its year, as the axis of a chart in the app writes it."""
    names = {"%b": time["shortMonths"][day.month - 1], "%B": time["months"][day.month - 1]}
    parts = {**names, "%Y": str(day.year), "%-m": str(day.month), "%m": f"{day.month:02d}"}
    return re.sub("|".join(parts), lambda part: parts[part[0]], time["date"])


def _money_format(spec: Spec) -> str:
    """Whole money in the scenario's currency, as spreadsheets write formats."""
    before, after = (mark.replace('"', "") for mark in spec["config"]["locale"]["number"]["currency"])
    amount = f"{_quoted(before)}#,##0{_quoted(after)}"
    return f"{amount};-{amount}"


def _quoted(mark: str) -> str:
    return f'"{mark}"' if mark else ""


def _workbook(plotted: Plotted, number_format: str) -> bytes:
    """The figures behind the chart, where the chart looks for them; names are text whatever they begin with."""
    written = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, {"in_memory": True, **as_text}) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        money = workbook.add_format({"num_format": number_format})
        sheet.write_column(1, 0, plotted.categories)
        for column, series in enumerate(plotted.series, start=1):
            sheet.write_string(0, column, series.name)
            for row, value in enumerate(series.values, start=1):
                sheet.write(row, column, value, money)
    return written.getvalue()


def _dress(chart: Any, plotted: Plotted, number_format: str) -> None:
    chart.font.size, chart.font.color.rgb = Pt(13), rgb(INK)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    named = sum(len(series.name) for series in plotted.series)
    chart.legend.font.size = Pt(next((size for room, size in LEGEND.items() if named <= room), SMALLEST))
    values, categories = chart.value_axis, chart.category_axis
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format, False
    values.major_gridlines.format.line.color.rgb = rgb(BETWEEN_LINES)
    values.format.line.fill.background()
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    categories.format.line.color.rgb = rgb(INK)
    if plotted.along:
        categories.axis_title.text_frame.text = plotted.along
        categories.axis_title.text_frame.paragraphs[0].font.bold = False
    _thin_out(chart, -(-len(plotted.categories) // MOST_LABELS))
    is_line = plotted.kind == XL_CHART_TYPE.LINE
    for drawn, series in zip(chart.plots[0].series, plotted.series, strict=True):
        if is_line:
            drawn.smooth = False
            drawn.format.line.color.rgb, drawn.format.line.width = rgb(series.colour), Pt(1.75 if series.thin else 3.5)
            drawn.format.line.dash_style = MSO_LINE.DASH if series.dashed else MSO_LINE.SOLID
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = rgb(series.colour)
            drawn.invert_if_negative = False
    if not is_line:
        chart.plots[0].gap_width = 35


def _thin_out(chart: Any, every: int) -> None:
    """Names only of every so many categories, where there is no room for all."""
    for axis in chart.element.xpath(".//c:catAx"):
        [before] = axis.xpath("./c:noMultiLvlLbl")
        before.addprevious(parse_xml(f'<c:tickLblSkip xmlns:c="{C}" val="{every}"/>'))
