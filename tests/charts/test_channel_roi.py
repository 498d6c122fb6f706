"""Return by channel, on all spend and on the next money."""

import math
from dataclasses import replace

from simulator.analyses.marginal_roi import marginal_returns
from simulator.charts import channel_roi
from tests.charts.figures import CHANNELS, DOLLARS, UNKNOWN, returns


def test_each_channel_has_both_returns_side_by_side():
    frame = channel_roi.frame(returns(), DOLLARS)
    assert list(frame["channel"]) == [name for name in CHANNELS for _ in range(2)]
    assert list(frame["series"][:2]) == ["On all spend", "On the next $100 a month"]
    assert tuple(frame.loc[0, ["low", "middle", "high"]]) == (0.1, 0.8, 1.6)


def test_a_return_is_a_sentence():
    says = channel_roi.frame(returns(), DOLLARS)["says"]
    assert says[0] == "Google Ads, ROI on all spend: 80%, 8 in 10 between 10% and 160%"
    assert says[1] == "Google Ads, ROI on the next $100 a month: 30%, 8 in 10 between -40% and 100%"


def test_both_middles_stand_beside_the_name():
    assert channel_roi.frame(returns(), DOLLARS)["note"][0] == "80%, next 30%"


def test_a_channel_without_spend_shows_the_next_money_alone():
    frame = channel_roi.frame(returns(), DOLLARS)
    assert math.isnan(frame["middle"][2])
    assert frame["note"][2] == "no spend, next 30%"
    assert frame["says"][2] == "Direct mail, ROI on all spend: nothing is spent"


def test_what_is_infinite_is_said_but_not_drawn():
    frame = channel_roi.frame(returns(), DOLLARS)
    assert math.isnan(frame["high"][4])
    assert frame["says"][4].endswith("between 100% and ∞")


def test_a_next_return_that_is_not_yet_known_is_left_out():
    known = returns()[0]
    frame = channel_roi.frame([replace(known, next=UNKNOWN, months=0)], DOLLARS)
    assert frame["note"][0] == "80%"
    assert math.isnan(frame["middle"][1])
    assert frame["says"][1] == "Google Ads, ROI on the next $100 a month: not yet known"


def test_until_the_next_return_is_known_only_it_is_missing(plumber):
    early, late = channel_roi.returns_so_far(plumber), marginal_returns(plumber)
    assert [entry.average for entry in early[:5]] == [entry.average for entry in late[:5]]
    assert {entry.step for entry in early} == {entry.step for entry in late}
    frame = channel_roi.frame(early, DOLLARS)
    assert frame[frame.part == "whole"].middle.notna().sum() == 5
    assert frame[frame.part == "next"].middle.isna().all()


def test_a_channel_that_is_tried_at_its_reference_spend_says_so():
    idle = replace(returns()[1], tried=1500.0)
    frame = channel_roi.frame([idle], DOLLARS)
    assert frame["note"][0] == "no spend, at $1,500: 30%"
    assert frame["says"][1] == "Direct mail, ROI at $1,500 a month: 30%, 8 in 10 between -40% and 100%"


def test_where_there_is_no_more_to_buy_that_is_said():
    full = replace(returns()[0], next=UNKNOWN, spent_share=0.0)
    frame = channel_roi.frame([full], DOLLARS)
    assert frame["note"][0] == "80%, no more to buy"
    assert frame["says"][1] == "Google Ads, ROI on the next $100 a month: there is no more to buy"


def test_where_only_a_part_can_be_spent_that_part_is_said():
    part = replace(returns()[0], spent_share=0.4)
    frame = channel_roi.frame([part], DOLLARS)
    assert frame["note"][0] == "80%, next 30%, 40% spent"
    assert frame["says"][1].endswith("between -40% and 100%, on the 40% of it that can be spent on average")


def test_where_some_worlds_have_no_more_to_buy_the_next_money_has_an_average_and_no_middle():
    in_some_worlds = replace(UNKNOWN, mean=0.25, standard_error=replace(UNKNOWN.standard_error, mean=0.004))
    frame = channel_roi.frame([replace(returns()[0], next=in_some_worlds, spent_share=0.4)], DOLLARS)
    assert frame["note"][0] == "80%, next: 40% spent"
    assert frame["says"][1].endswith("a month: 25% on average, on the 40% of it that can be spent on average")
    assert math.isnan(frame["middle"][1])
