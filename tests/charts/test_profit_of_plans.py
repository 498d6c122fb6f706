"""Cumulative profit of several plans."""

import math

import pandas as pd

from simulator.analyses.summary import Figures
from simulator.charts import profit_of_plans
from simulator.charts.plan_colours import COLOURS, DASHES, MOST_PLANS
from tests.charts.figures import DOLLARS, MONTHS, PLANS, courses


def frame(**settings):
    return profit_of_plans.frame(MONTHS, courses(), DOLLARS, **settings)


def test_each_plan_has_a_row_per_month_in_its_own_order():
    found = frame()
    assert list(found["plan"].unique()) == list(PLANS)
    assert (found.groupby("plan")["month"].count() == 24).all()
    assert found["says"][0] == "Today, Jan 2027: -$2,000, 8 in 10: -$2,900 to -$1,100"


def test_payback_is_marked_on_the_line_of_its_plan():
    first = frame().iloc[0]
    assert first["payback"] == pd.Timestamp(2027, 7, 1)
    assert first["payback_profit"] == -2_000.0 + 700.0 * 6
    assert first["payback_says"] == "Today: payback 7 months, 8 in 10: 5 to 11 months"


def test_no_payback_is_said_and_not_marked():
    found = frame().drop_duplicates("plan")
    assert list(found["payback"].isna()) == [False, True, True]
    assert found["payback_says"].iloc[1] == "<b>More</b>: payback not within 24 months"
    assert found["payback_says"].iloc[2] == "Nothing: nothing is spent, so there is nothing to pay back"


def test_a_payback_range_beyond_the_horizon_is_said():
    says = profit_of_plans.payback_sentence("B", Figures(math.nan, 5.0, 9.0, math.inf), DOLLARS, horizon_months=24)
    assert says == "B: payback 9 months, 8 in 10: 5 months to beyond 24 months"


def test_the_axis_reaches_to_zero_and_to_every_band():
    found = frame()
    assert set(found["axis_low"]) == {-2_900.0}
    assert set(found["axis_high"]) == {found["p90"].max()}


def test_charts_beside_each_other_share_an_axis():
    assert set(frame(reach=(-9e3, 9e4))["axis_high"]) == {9e4}


def test_lines_are_told_apart_without_colour_too():
    assert len({tuple(pattern) for pattern in DASHES}) == len(COLOURS) == MOST_PLANS
    assert DASHES[0][1] == 0
