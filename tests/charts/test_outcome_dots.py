"""Twenty dots for the outcome."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.charts import dots, outcome_dots
from simulator.metrics.kpis import METRICS
from tests.charts.figures import DOLLARS

"""A busy machine is no fault of the chart."""

profits = st.lists(st.floats(min_value=-1e9, max_value=1e9), min_size=20, max_size=20)


def test_dots_are_the_quantiles_in_the_middle_of_twenty_equal_shares():
    assert pytest.approx([0.025, 0.075, 0.125, 0.175]) == dots.PROBABILITIES[:4]
    assert len(dots.PROBABILITIES) == 20
    assert dots.PROBABILITIES[-1] == pytest.approx(0.975)


def test_worlds_that_lose_money_are_coloured():
    frame = outcome_dots.frame([-3_000.0, *range(0, 19_000, 1_000)], DOLLARS)
    assert list(frame["outcome"][:3]) == ["Loses money", "Breaks even or better", "Breaks even or better"]
    assert frame["says"][0] == "World 1 of 20, from worst to best: loses about $3,000"


@given(profits)
def test_no_column_holds_both_gains_and_losses(values):
    frame = outcome_dots.frame(values, DOLLARS)
    assert ((frame["place"] < 0) == (frame["outcome"] == "Loses money")).all()


@given(profits)
def test_a_dot_stands_within_half_a_column_of_its_value(values):
    frame = outcome_dots.frame(values, DOLLARS)
    width = (frame["axis_high"][0] - frame["axis_low"][0]) / dots.COLUMNS
    drawn = np.clip(frame["value"], *dots.reach_without_outliers(np.sort(np.asarray(values, dtype=float))))
    assert (np.abs(frame["place"] - drawn) <= width * 0.5001).all()
    assert list(frame["value"]) == sorted(values)


@given(profits)
def test_all_dots_and_zero_are_on_the_axis(values):
    frame = outcome_dots.frame(values, DOLLARS)
    assert (frame["place"] > frame["axis_low"]).all()
    assert (frame["place"] < frame["axis_high"]).all()
    assert frame["axis_low"][0] < 0 < frame["axis_high"][0]


@given(profits)
def test_no_two_dots_stand_in_the_same_place(values):
    frame = outcome_dots.frame(values, DOLLARS)
    assert not frame.duplicated(["place", "level"]).any()
    assert (frame["level"] <= frame["levels"]).all()


def test_a_single_world_far_out_does_not_flatten_the_others_and_says_what_it_is_worth():
    usual = outcome_dots.frame([*range(-2_000, 18_000, 1_000)], DOLLARS)
    frame = outcome_dots.frame([*range(-2_000, 17_000, 1_000), 900_000.0], DOLLARS)
    assert frame["axis_high"][0] < 2 * usual["axis_high"][0]
    assert list(frame["edge"][-2:]) == ["", "$900,000 →"]
    assert set(usual["edge"]) == {""}
    assert frame["says"].iloc[-1].endswith("makes about $900,000")


def test_a_certain_outcome_is_one_column():
    frame = outcome_dots.frame([500.0] * 20, DOLLARS)
    assert list(frame["level"]) == list(range(1, 21))
    assert frame["levels"][0] == 20


def test_nothing_happening_is_drawn_at_zero():
    frame = outcome_dots.frame([0.0] * 20, DOLLARS)
    assert frame["place"].nunique() == 1
    assert frame["axis_low"][0] < 0 < frame["axis_high"][0]


def test_the_coloured_dots_are_the_worlds_in_twenty_that_lose_money(plumber):
    dots = outcome_dots.frame_of(plumber, DOLLARS)
    share = float(np.mean(METRICS["profit"].of_plan(plumber.funnel) < 0))
    assert len(dots) == 20
    assert abs((dots.outcome == outcome_dots.LOSES).sum() - 20 * share) <= 1


@pytest.mark.parametrize(
    ("losing", "said"), [(0, "0 of 20 worlds lose"), (1, "1 of 20 worlds loses"), (2, "2 of 20 worlds lose")]
)
def test_one_world_is_one(losing, said):
    values = [-1_000.0] * losing + [1_000.0] * (20 - losing)
    assert outcome_dots.spoken(outcome_dots.frame(values, DOLLARS)).startswith(f"{said} money. ")
