"""Return by channel, on all spend and on the next money."""

import math
from dataclasses import replace

from simulator.analyses.marginal_roi import marginal_returns
from simulator.charts import channel_roi
from tests.charts.figures import CHANNELS, DOLLARS, UNKNOWN, returns


def test_each_channel_has_both_returns_side_by_side():
    frame = channel_roi.frame(returns(), DOLLARS)
    assert list(frame["channel"]) == [name for name in CHANNELS for _ in range(2)]
    assert list(frame["series"][:2]) == ["On all spend", "On the next $100"]
    assert tuple(frame.loc[0, ["low", "middle", "high"]]) == (0.1, 0.8, 1.6)


def test_a_return_is_a_sentence():
    says = channel_roi.frame(returns(), DOLLARS)["says"]
    assert says[0] == "Google Ads, ROI on all spend: 80%, 8 in 10 between 10% and 160%"
    assert says[1] == "Google Ads, ROI on the next $100: 30%, 8 in 10 between -40% and 100%"


def test_both_middles_stand_beside_the_name():
    assert channel_roi.frame(returns(), DOLLARS)["note"][0] == "80%, next 30%"


def test_a_channel_without_spend_shows_the_next_money_alone():
    frame = channel_roi.frame(returns(), DOLLARS)
    assert math.isnan(frame["middle"][2])
    assert frame["note"][2] == "no spend, next 30%"
    assert frame["says"][2] == "Direct mail, ROI on all spend: –"


def test_what_is_infinite_is_said_but_not_drawn():
    frame = channel_roi.frame(returns(), DOLLARS)
    assert math.isnan(frame["high"][4])
    assert frame["says"][4].endswith("between 100% and ∞")


def test_a_next_return_that_is_not_yet_known_is_left_out():
    known = returns()[0]
    frame = channel_roi.frame([replace(known, next=UNKNOWN)], DOLLARS)
    assert frame["note"][0] == "80%"
    assert math.isnan(frame["middle"][1])
    assert frame["says"][1] == "Google Ads, ROI on the next $100: –"


def test_until_the_next_return_is_known_only_it_is_missing(plumber):
    early, late = channel_roi.returns_so_far(plumber), marginal_returns(plumber)
    assert [entry.average for entry in early[:5]] == [entry.average for entry in late[:5]]
    assert {entry.step for entry in early} == {entry.step for entry in late}
    frame = channel_roi.frame(early, DOLLARS)
    assert frame[frame.part == "whole"].middle.notna().sum() == 5
    assert frame[frame.part == "next"].middle.isna().all()
