"""Spend by channel, plans side by side."""

import pytest

from simulator.analyses.summary import plan_summary
from simulator.charts import spend_of_plans
from tests.charts.figures import DOLLARS, PLANS, spends


def test_every_channel_of_any_plan_has_a_bar_for_each_plan():
    frame = spend_of_plans.frame(spends(), DOLLARS)
    assert list(frame["channel"].unique()) == ["A", "B", "C"]
    assert (frame.groupby("channel")["plan"].count() == 3).all()
    assert list(frame[frame["channel"] == "B"]["spend"]) == [90.0, 0.0, 0.0]


def test_a_bar_says_its_plan_channel_and_amount():
    frame = spend_of_plans.frame(spends(), DOLLARS)
    assert frame["says"][1] == "<b>More</b>, A: $60"
    assert frame["amount"][0] == "$30"


def test_more_plans_make_higher_rows():
    two, three = (spend_of_plans.spec(DOLLARS, plans)["height"]["step"] for plans in (PLANS[:2], PLANS))
    assert three > two


def test_bars_of_a_channel_do_not_touch():
    assert spend_of_plans.BAR < spend_of_plans.APART


def test_a_channel_into_which_no_plan_puts_money_is_left_out():
    frame = spend_of_plans.frame({"Today": {"A": 30.0, "B": 0.0}, "More": {"A": 40.0}}, DOLLARS)
    assert set(frame["channel"]) == {"A"}
    assert spend_of_plans.frame({"Nothing": {"A": 0.0}}, DOLLARS).empty


def test_the_spend_of_each_plan_is_what_it_spends(plumber_plans):
    frame = spend_of_plans.frame_of(
        {name: (simulation.scenario, name) for name, simulation in plumber_plans.items()}, DOLLARS
    )
    spent = frame.groupby("plan")["spend"].sum()
    for name, simulation in plumber_plans.items():
        assert spent[name] == pytest.approx(plan_summary(simulation)["budget"].mean)


def test_the_picture_is_a_sentence_too_plan_by_plan():
    frame = spend_of_plans.frame({"Today": {"A": 30.0, "B": 90.0}, "More": {"A": 60.0}}, DOLLARS)
    assert spend_of_plans.spoken(frame) == "Today, A: $30; Today, B: $90; More, A: $60; More, B: $0."
