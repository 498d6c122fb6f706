"""Spend by channel."""

from simulator.charts import spend_by_channel
from tests.charts.figures import DOLLARS


def test_each_channel_has_its_amount_and_share():
    frame = spend_by_channel.frame({"Google Ads": 3_000.0, "Direct mail": 1_000.0}, DOLLARS)
    assert list(frame["spend"]) == [3_000.0, 1_000.0]
    assert list(frame["note"]) == ["$3,000, 75%", "$1,000, 25%"]
    assert frame["says"][1] == "Direct mail: $1,000, 25%"


def test_a_plan_without_spend_can_be_drawn():
    assert list(spend_by_channel.frame({"Google Ads": 0.0}, DOLLARS)["note"]) == ["$0, 0%"]
