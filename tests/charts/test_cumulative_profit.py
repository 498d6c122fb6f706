"""The fan of cumulative profit."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from simulator.analyses.summary import summarise
from simulator.charts import cumulative_profit
from simulator.charts.cumulative_profit import middle_by_month
from simulator.charts.months import months_of
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import cumulative_profit as accumulated
from tests.charts.figures import DOLLARS, EUROS, MONTHS, profit_frame, profit_quantiles, shipped, summary


def test_a_frame_has_a_row_per_month_with_its_quantiles():
    frame = profit_frame()
    assert list(frame["month"]) == list(range(1, 25))
    assert list(frame["date"].dt.date) == list(MONTHS)
    assert list(frame["p90"]) == list(profit_quantiles()["p90"])
    assert frame["saved"].isna().all()


def test_a_saved_plan_is_a_column():
    saved = profit_quantiles()["p50"] / 2
    assert list(profit_frame(saved=saved)["saved"]) == list(saved)


def test_payback_in_month_7_is_marked_at_the_seventh_month():
    first = profit_frame(payback=(5.0, 7.0, 11.0)).iloc[0]
    assert first["payback"] == pd.Timestamp(2027, 7, 1)
    assert first["payback_low"] == pd.Timestamp(2027, 5, 1)
    assert first["payback_high"] == pd.Timestamp(2027, 11, 1)
    assert not first["payback_open"]
    assert first["label"] == "Paid back: Jul 2027"
    assert first["payback_says"] == "Payback: middle 7 months, 8 in 10: 5 to 11 months"


def test_a_range_beyond_the_horizon_is_drawn_to_its_end_and_goes_on():
    first = profit_frame(payback=(5.0, 7.0, math.inf)).iloc[0]
    assert first["payback_high"] == pd.Timestamp(MONTHS[-1])
    assert first["payback_open"]
    assert first["payback_says"].endswith("5 months to beyond 24 months")


def test_no_payback_is_said_and_not_marked():
    first = profit_frame(payback=(math.inf, math.inf, math.inf)).iloc[0]
    assert pd.isna(first["payback"])
    assert pd.isna(first["payback_low"])
    assert pd.isna(first["payback_high"])
    assert first["label"] == "Middle: not paid back within 24 months"


def test_a_horizon_of_one_month_is_one_month():
    figures = summary(math.inf, math.inf, math.inf)
    frame = cumulative_profit.frame(MONTHS[:1], [summary(1.0, 2.0, 3.0)], np.array([[1.5], [2.5]]), figures, DOLLARS)
    assert frame["label"][0] == "Middle: not paid back within 1 month"


def test_without_cost_there_is_no_payback():
    assert profit_frame(payback=(math.nan, math.nan, math.nan)).iloc[0]["label"] == "No payback to show"


def test_the_words_stand_where_there_is_room():
    early, late = (profit_frame(payback=(2.0, month, 24.0)).iloc[0] for month in (4.0, 20.0))
    assert not early["label_on_left"]
    assert late["label_on_left"]


def test_a_month_is_a_sentence_with_honest_digits():
    # p10, p50 and p90 of month 1 are -8,240, -7,600 and -6,960.
    fine, coarse = (profit_frame(error=error)["says"][0] for error in (60.0, 600.0))
    assert fine == "Jan 2027: -$7,600, 8 in 10 between -$8,200 and -$7,000"
    assert coarse == "Jan 2027: -$8,000, 8 in 10 between -$8,000 and -$7,000"


def test_sentences_are_in_the_readers_numbers():
    assert profit_frame(formats=EUROS)["says"][0].startswith("Jan. 2027: -7.600\u00a0€")


def test_only_one_of_the_charts_shows_a_saved_plan():
    plain, saved = (str(make(EUROS)["layer"]) for make in (cumulative_profit.spec, cumulative_profit.spec_with_saved))
    assert "'saved'" not in plain
    assert "'saved'" in saved


def test_the_fan_ends_where_the_profit_tile_stands(plumber):
    last = cumulative_profit.frame_of(plumber, DOLLARS).iloc[-1]
    whole = summarise(METRICS["profit"].of_plan(plumber.funnel)[0])[0]
    assert (last.p10, last.p50, last.p90) == pytest.approx((whole.p10, whole.p50, whole.p90), rel=1e-9)


def test_the_fan_never_crosses_itself(manufacturer):
    fan = cumulative_profit.frame_of(manufacturer, DOLLARS)
    steps = np.diff(fan[["p10", "p25", "p50", "p75", "p90"]].to_numpy(), axis=1)
    assert (steps >= 0).all()


def test_the_saved_line_is_the_middle_of_the_saved_plan(plumber):
    saved = shipped("plumber", 1)
    fan = cumulative_profit.frame_of(plumber, DOLLARS, saved=middle_by_month(saved))
    middle = np.sort(accumulated(saved.funnel.plan_profit)[0], axis=1)[:, 127]
    assert fan.saved.to_numpy() == pytest.approx(middle)


def test_a_saved_plan_of_another_length_is_drawn_as_far_as_it_goes(manufacturer, plumber):
    longer = cumulative_profit.frame_of(manufacturer, DOLLARS, saved=middle_by_month(plumber))
    assert longer.saved.notna().sum() == 24
    assert cumulative_profit.frame_of(plumber, DOLLARS, saved=middle_by_month(manufacturer)).saved.notna().all()


def test_the_months_are_those_of_the_horizon(plumber):
    months = months_of(plumber.scenario)
    assert (months[0], months[-1], len(months)) == (date(2027, 1, 1), date(2028, 12, 1), 24)


def test_a_month_and_a_payback_without_spread_are_one_figure():
    figures = summary(1.0, 1.0, 1.0)
    certain = np.array([[5000.0], [5000.0]])
    frame = cumulative_profit.frame(MONTHS[:1], [summary(5000.0, 5000.0, 5000.0)], certain, figures, DOLLARS)
    assert cumulative_profit.spoken(frame) == "After 1 month, Jan 2027: $5,000. Payback: 1 month."
