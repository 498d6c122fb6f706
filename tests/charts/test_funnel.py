"""The funnel by stage and channel."""

import math

import pytest

from simulator.charts import funnel
from simulator.scenario.stages import Stage
from tests.charts.figures import CHANNELS, DOLLARS, shipped, stages


def test_the_parts_of_a_stage_fill_its_bar():
    frame = funnel.frame(stages(), CHANNELS, DOLLARS)
    leads = frame[frame["row"] == 1]
    assert list(leads["channel"]) == ["Google Ads", "Direct mail"]
    assert list(leads["start"]) == [0.0, 0.75]
    assert list(leads["end"]) == [0.75, 1.0]


def test_a_stage_says_how_many_and_what_share_came_through():
    frame = funnel.frame(stages(), CHANNELS, DOLLARS)
    leads = frame[frame["row"] == 1].iloc[0]
    assert leads["stage"] == "Leads: 240"
    assert leads["rate"] == "7.8% of visits"
    assert leads["says"] == "Leads from Google Ads: about 180, 75% of all"


def test_a_channel_without_the_stage_has_no_part_in_it():
    frame = funnel.frame(stages(), CHANNELS, DOLLARS)
    visits = frame[frame["row"] == 0]
    assert list(visits["channel"]) == ["Google Ads"]
    assert visits["rate"].iloc[0] == ""


def test_each_stage_is_narrower_than_the_one_above_and_keeps_its_proportions():
    frame = funnel.frame(stages(), CHANNELS, DOLLARS)
    width = (frame["right"] - frame["left"]).groupby(frame["row"]).sum()
    assert width[0] == pytest.approx(1.0)
    assert width[1] == pytest.approx((1.0 + funnel.NARROWEST) / 2)
    leads = frame[frame["row"] == 1]
    assert list((leads["right"] - leads["left"]) / width[1]) == pytest.approx([0.75, 0.25])
    assert list(leads["name"]) == ["Google Ads 75%", "Direct mail 25%"]


def test_no_share_stands_beside_a_stage_that_most_did_not_come_through(plumber_plans):
    with_radio = plumber_plans["Add radio"]
    leads = next(flow for flow in funnel.stage_flows(with_radio) if flow.label == "Leads")
    visited = sum(leads.people[name] for name in ("Google Ads search", "Local SEO"))
    assert visited < 0.5 * sum(leads.people.values())
    assert math.isnan(leads.rate)


def test_an_empty_stage_keeps_its_row():
    last = funnel.frame(stages(), CHANNELS, DOLLARS).iloc[-1]
    assert (last["row"], last["stage"], last["says"]) == (2, "New customers: 0", "New customers: none")
    assert last["start"] == last["end"] == 0.0


def test_every_stage_has_one_first_part():
    frame = funnel.frame(stages(), CHANNELS, DOLLARS)
    assert (frame["part"] == 0).sum() == len(stages())


def test_up_to_seven_channels_have_colours_of_their_own():
    seven = [f"channel {number}" for number in range(7)]
    assert funnel.drawn_names(seven) == seven


def test_of_more_channels_the_first_six_have_colours_and_the_rest_one():
    names = [f"channel {number}" for number in range(40)]
    assert funnel.drawn_names(names) == [*names[:6], funnel.OTHERS]
    stage = funnel.StageFlow(label="Leads", people=dict.fromkeys(names, 1.0))
    frame = funnel.frame([stage], names, DOLLARS)
    assert frame["channel"].iloc[-1] == funnel.OTHERS
    assert frame["end"].iloc[-1] - frame["start"].iloc[-1] == pytest.approx(34 / 40)


def test_nothing_but_the_channels_changes_the_specification():
    assert funnel.spec(DOLLARS, CHANNELS) is funnel.spec(DOLLARS, CHANNELS)
    assert funnel.spec(DOLLARS, CHANNELS) != funnel.spec(DOLLARS, CHANNELS[:2])


def test_a_channel_called_as_the_others_together_stays_apart_from_them():
    names = [funnel.OTHERS, *(f"channel {number}" for number in range(9))]
    frame = funnel.frame([funnel.StageFlow(label="Leads", people=dict.fromkeys(names, 1.0))], names, DOLLARS)
    assert list(frame["key"]) == [f"{place}: {name}" for place, name in enumerate(funnel.drawn_names(names), 1)]
    assert list((frame["end"] - frame["start"]).round(6)) == [0.1] * 6 + [0.4]


def test_every_stage_is_the_sum_of_its_channels(manufacturer):
    flows = {flow.label: flow for flow in funnel.stage_flows(manufacturer)}
    assert len(flows) == 7
    for stage in Stage:
        if stage.label in flows:
            total = float(manufacturer.funnel.plan.stages[stage].mean())
            assert math.fsum(flows[stage.label].people.values()) == pytest.approx(total, rel=1e-9)


def test_each_rate_names_the_stage_that_it_is_a_share_of(manufacturer):
    assert [flow.rate_of for flow in funnel.stage_flows(manufacturer)] == [
        "",
        "",
        "visits",
        "leads",
        "MQLs",
        "SQLs",
        "opportunities",
    ]


def test_a_rate_is_the_average_of_those_who_go_on_over_that_of_those_who_were_there(plumber):
    customers = funnel.stage_flows(plumber)[-1]
    before, after = plumber.funnel.plan.passed["lead_to_customer_rate"]
    assert customers.rate == pytest.approx(float(after.mean()) / float(before.mean()))


def test_a_stage_that_no_money_reaches_is_left_out(plumber):
    assert "Pieces mailed" not in {flow.label for flow in funnel.stage_flows(plumber)}
    assert "Pieces mailed" in {flow.label for flow in funnel.stage_flows(shipped("plumber", 2))}
