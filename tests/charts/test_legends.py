"""Legends and axes as they are drawn: no name in them is cut, and none is of a month that is not looked at."""

import re

import pytest
import vl_convert

from simulator.charts import channel_roi, funnel, spend_by_month
from simulator.reports.chart_images import FONT_FAMILY, FONT_FOLDER, vega_lite_version
from tests.charts.figures import EUROS, returns, shipped

PHONE, COLUMN = 310, 378
"""The widths of a chart on a phone, and in a column of a desk [pixels]."""

LETTERS = 14
"""The letters that Streamlit gives to a legend [pixels]."""


def words(spec, frame, width):
    """The words of a chart as it is drawn."""
    rows = frame.assign(**{name: frame[name].astype(str) for name in frame.select_dtypes("datetime")})
    legend = {**spec["config"]["legend"], "labelFontSize": LETTERS}
    config = {**spec["config"], "font": FONT_FAMILY, "legend": legend}
    drawn = {**spec, "width": width, "data": {"values": rows.to_dict("records")}, "config": config}
    vl_convert.register_font_directory(FONT_FOLDER)
    svg = vl_convert.vegalite_to_svg(drawn, vl_version=vega_lite_version(spec["$schema"]))
    return set(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


@pytest.mark.parametrize("width", [PHONE, COLUMN])
def test_the_names_of_channels_are_whole(width):
    dentist = shipped("dentist")
    names = dentist.scenario.channel_names
    assert max(map(len, names)) > 25
    stages = words(funnel.spec(EUROS, names), funnel.frame_of(dentist, EUROS), width)
    assert set(names) <= stages
    budget = spend_by_month.frame_of(dentist.scenario, "More of everything", EUROS)
    assert set(names) <= words(spend_by_month.spec(EUROS, names), budget, width)


@pytest.mark.parametrize("width", [PHONE, COLUMN])
def test_what_the_next_money_is_is_whole(width):
    names = channel_roi.series_names(EUROS, 100.0)
    frame = channel_roi.frame(returns(), EUROS)
    assert set(names) <= words(channel_roi.spec(EUROS, 100.0), frame, width)


def test_the_axis_ends_with_a_month_that_is_looked_at():
    dentist = shipped("dentist")
    budget = spend_by_month.frame_of(dentist.scenario, "Today", EUROS)
    names = tuple(dict.fromkeys(budget["channel"]))
    drawn = words(spend_by_month.spec(EUROS, names), budget, 1_000)
    assert "Jan. 2027" in drawn
    assert "Jan. 2029" not in drawn
