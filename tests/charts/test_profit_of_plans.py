"""Cumulative profit of several plans."""

import math

import pandas as pd
import pytest

from simulator.analyses.comparison import plan_draws
from simulator.analyses.summary import plan_summary
from simulator.charts import profit_of_plans
from simulator.charts.plan_colours import COLOURS, DASHES, MOST_PLANS
from simulator.charts.profit_of_plans import PlanProfit
from tests.charts.figures import DOLLARS, MONTHS, PLANS, profits, summary


def frame(**settings):
    return profit_of_plans.frame(MONTHS, profits(), DOLLARS, **settings)


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
    says = profit_of_plans.payback_sentence("B", summary(5.0, 9.0, math.inf), DOLLARS, horizon_months=24)
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


def test_a_line_ends_at_the_profit_of_the_plan(plumber_plans):
    for simulation in plumber_plans.values():
        drawn = PlanProfit.of(plan_draws(simulation))
        figures = plan_summary(simulation)
        assert drawn.months[-1].p50 == pytest.approx(figures["profit"].p50, rel=1e-9)
        assert drawn.payback.p50 == figures["payback_months"].p50


def test_charts_beside_each_other_share_the_widest_reach(plumber_plans):
    drawn = {name: PlanProfit.of(plan_draws(each)) for name, each in plumber_plans.items()}
    whole = profit_of_plans.reach_of(drawn)
    one = profit_of_plans.reach_of({"Today": drawn["Today"]}, drawn)
    assert one == whole
    laid_out = profit_of_plans.frame_of(plumber_plans["Today"].scenario, drawn, DOLLARS, reach=whole)
    assert laid_out["p10"].min() >= whole[0]
    assert laid_out["p90"].max() <= whole[1]
    assert len(laid_out) == 24 * len(drawn)


def test_the_picture_is_a_sentence_too():
    said = profit_of_plans.spoken(frame())
    assert said.startswith("At the end: Today, Dec 2028: $14,100, 8 in 10: $13,200 to $15,000; <b>More</b>, Dec 2028: ")
