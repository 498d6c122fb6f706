"""The budget by month and channel: every amount is drawn, and what has no colour of its own is taken together."""

import numpy as np
import pytest

from simulator.charts import spend_by_month
from simulator.charts.spend_by_month import OTHERS
from simulator.charts.theme import CHANNELS, NEUTRAL, enlarged
from tests.charts.figures import DOLLARS, shipped
from tests.examples import PLUMBER


@pytest.mark.parametrize("plan", [plan.name for plan in PLUMBER.plans])
def test_the_bars_add_up_to_the_budget_of_each_month(plan):
    frame = spend_by_month.frame_of(PLUMBER, plan, DOLLARS)
    assert frame.groupby("month")["spend"].sum().to_list() == pytest.approx(PLUMBER.spend(plan).sum(axis=0).tolist())


def test_channels_beyond_the_colours_are_those_with_least_money_and_taken_together():
    spend = {f"Channel {number}": np.full(3, float(number)) for number in range(1, 10)}
    drawn = spend_by_month.drawn(spend)
    assert list(drawn) == [f"Channel {number}" for number in range(4, 10)] + [OTHERS]
    assert drawn[OTHERS].tolist() == [6.0, 6.0, 6.0]
    colours = spend_by_month.spec(DOLLARS, tuple(drawn))["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert colours == [*CHANNELS, NEUTRAL]


def test_channels_without_money_are_left_out():
    assert list(spend_by_month.drawn({"A": np.zeros(3), "B": np.ones(3)})) == ["B"]


def test_the_chart_is_told_in_a_sentence():
    simulation = shipped("plumber")
    said = spend_by_month.spoken(spend_by_month.frame_of(simulation.scenario, simulation.plan, DOLLARS), DOLLARS)
    assert said.startswith("Altogether: Google Ads search $48,000; ")
    assert said.endswith(".")


def test_nothing_spent_is_told_too():
    assert spend_by_month.spoken(spend_by_month.frame([], {}, DOLLARS), DOLLARS) == "Nothing is spent."


def test_a_chart_for_the_back_row_has_larger_words_and_the_same_data():
    spec = spend_by_month.spec(DOLLARS, ("A",))
    grown = enlarged(spec, 2.0, height=500)
    assert grown["height"] == 500
    assert grown["config"]["axis"]["labelFontSize"] == 22.0
    (drawn,), (former,) = grown["layer"], spec["layer"]
    assert {name: each["field"] for name, each in drawn["encoding"].items() if "field" in each} == {
        name: each["field"] for name, each in former["encoding"].items() if "field" in each
    }
    assert spec["height"] != 500
