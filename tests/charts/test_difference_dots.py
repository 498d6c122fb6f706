"""Twenty dots for what another plan changes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.comparison import paired
from simulator.charts import difference_dots, dots
from simulator.charts.difference_dots import GOOD, NEITHER, WORSE
from simulator.metrics.kpis import METRICS
from simulator.units import Unit
from tests.charts.figures import DOLLARS, differences

values = st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=20, max_size=20)
wider = st.tuples(st.floats(min_value=-2e6, max_value=-1e6), st.floats(min_value=1e6, max_value=2e6))
directions = st.sampled_from(["higher", "lower", ""])


def test_worlds_in_which_less_profit_comes_are_worse():
    frame = differences()
    assert list(frame["outcome"]) == [WORSE] * 4 + [GOOD] * 16
    assert frame["says"][0] == "World 1 of 20, from less to more: -$4,000"


def test_worlds_in_which_a_customer_costs_more_are_worse():
    frame = differences(better="lower")
    assert list(frame["outcome"]) == [GOOD] * 5 + [WORSE] * 15


def test_where_neither_is_better_no_world_is_worse():
    assert set(differences(better="")["outcome"]) == {NEITHER}


def test_rates_differ_by_points_of_percent():
    frame = differences(unit=Unit.RATE, values=[0.05] * 20, reach=(0.0, 0.1))
    assert list(frame["value"]) == [5.0] * 20
    assert frame["says"][0].endswith("+5.00 points")


def test_a_plan_against_its_own_copy_is_one_column_of_no_change():
    frame = differences(values=[0.0] * 20, reach=(0.0, 0.0))
    assert list(frame["level"]) == list(range(1, 21))
    assert set(frame["outcome"]) == {GOOD}
    assert frame["says"][0].endswith("no change")


@given(values, directions)
def test_no_column_holds_both_better_and_worse(drawn, better):
    frame = differences(values=drawn, better=better, reach=(min(drawn), max(drawn)))
    assert (frame.groupby("place")["outcome"].nunique() == 1).all()


@given(values, directions, wider)
def test_all_dots_and_zero_are_on_the_shared_axis(drawn, better, reach):
    frame = differences(values=drawn, better=better, reach=reach)
    width = (frame["axis_high"][0] - frame["axis_low"][0]) / dots.COLUMNS
    assert (frame["place"] > frame["axis_low"]).all()
    assert (frame["place"] < frame["axis_high"]).all()
    assert frame["axis_low"][0] < 0 < frame["axis_high"][0]
    assert (np.abs(frame["place"] - frame["value"]) <= width * 0.5001).all()


@given(values, directions)
def test_no_two_dots_stand_in_the_same_place(drawn, better):
    frame = differences(values=drawn, better=better, reach=(min(drawn), max(drawn)))
    assert not frame.duplicated(["place", "level"]).any()


def test_plans_that_share_an_axis_have_the_same_ends():
    ends = [
        (frame["axis_low"][0], frame["axis_high"][0])
        for frame in (differences(values=[10.0] * 20), differences(values=[-3_000.0] * 20))
    ]
    assert ends[0] == pytest.approx(ends[1])


def test_the_dots_are_counted_from_paired_worlds(plumber_plans):
    dots = difference_dots.dots_of(paired(plumber_plans, metric="profit"))
    baseline, seo, _ = dots
    assert set(baseline.places) == {0.0}
    draws = np.sort(paired(plumber_plans, metric="profit")[1])
    assert seo.places[9] == draws[math.ceil(256 * 0.475) - 1]


def test_an_undefined_world_leaves_no_picture():
    dots = difference_dots.dots_of(np.array([[0.0] * 40, [math.nan, *[1.0] * 39]]))
    assert [drawn.can_be_drawn for drawn in dots] == [True, False]


def test_endless_differences_stand_at_the_ends_of_the_axis():
    draws = np.array([[-math.inf] * 10 + [0.0] * 10 + [10.0] * 10 + [math.inf] * 10])
    (dots,) = difference_dots.dots_of(draws)
    reach = difference_dots.reach_of([dots])
    assert dots.is_endless
    assert reach == pytest.approx((-1.5, 11.5))
    frame = difference_dots.frame_of(dots, DOLLARS, METRICS["payback_months"], reach=reach)
    assert not frame.select_dtypes("number").isin([math.inf, -math.inf]).to_numpy().any()
    assert list(frame["outcome"]) == [difference_dots.GOOD] * 10 + [difference_dots.WORSE] * 10


def test_plans_that_never_differ_have_an_axis_all_the_same():
    assert difference_dots.reach_of(difference_dots.dots_of(np.zeros((2, 40)))) == (0.0, 0.0)


def test_a_world_far_out_stands_at_the_edge_with_its_figure():
    drawn = difference_dots.Dots((*(100.0 * dot for dot in range(19)), 90_000.0))
    reach = difference_dots.reach_of([drawn])
    assert reach == (0.0, 1_800.0 + dots.FAR * 1_700.0)
    frame = difference_dots.frame_of(drawn, DOLLARS, METRICS["profit"], reach=reach)
    assert list(frame["edge"]) == [""] * 19 + ["+$90,000 →"]
    assert frame["place"].iloc[-1] < frame["axis_high"].iloc[0] < 5_000.0


def test_what_lies_far_out_in_one_picture_is_not_cut_off_in_that_of_a_wider_plan():
    narrow = difference_dots.Dots((*(100.0 * dot for dot in range(19)), 9_000.0))
    wide = difference_dots.Dots(tuple(1_000.0 * dot for dot in range(20)))
    reach = difference_dots.reach_of([narrow, wide])
    assert reach == (0.0, 19_000.0)
    for each in (narrow, wide):
        frame = difference_dots.frame_of(each, DOLLARS, METRICS["profit"], reach=reach)
        assert set(frame["edge"]) == {""}


def test_the_picture_is_a_sentence_too():
    assert difference_dots.spoken(differences()) == (
        "4 of 20 worlds are worse. World 1 of 20, from less to more: -$4,000. "
        "World 20 of 20, from less to more: +$15,000."
    )
    assert difference_dots.spoken(differences(better="")).startswith("World 1 of 20")


def test_one_world_is_one():
    values = [-500.0, *(100.0 * dot for dot in range(1, 20))]
    assert difference_dots.spoken(differences(values=values)).startswith("1 of 20 worlds is worse. ")
