from dataclasses import replace

import pytest

from simulator.edits.limits import (
    group_name_refusal,
    with_channel_limit,
    with_group,
    with_new_group,
    with_step,
    without_channel_limit,
    without_group,
)
from simulator.edits.spend import plan_with_split, slider_spend, with_split
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario_files import parse, write
from simulator.validation import problems
from tests.examples import PLUMBER

ADS = PLUMBER.channel_names[0]


def test_a_limit_of_a_channel_is_added_to_those_it_has():
    limited = with_channel_limit(with_channel_limit(PLUMBER, ADS, at_least=200.0), ADS, at_most=900.0)
    assert limited.limits.channels == (ChannelLimits(channel=ADS, at_least=200.0, at_most=900.0),)


@pytest.mark.parametrize("left", [{"at_least": None}, {"at_least": None, "or_nothing": True}])
def test_a_channel_of_which_nothing_is_limited_any_more_is_left_out(left):
    assert with_channel_limit(with_channel_limit(PLUMBER, ADS, at_least=200.0), ADS, **left).limits == Limits()


def test_all_limits_of_a_channel_go_at_once_and_those_of_others_stay():
    other = with_channel_limit(PLUMBER, PLUMBER.channel_names[1], locked=True)
    assert without_channel_limit(with_channel_limit(other, ADS, at_most=1.0), ADS) == other


def test_a_group_is_added_under_a_free_name_changed_by_its_place_and_removed():
    two = with_new_group(with_group(with_new_group(PLUMBER), 0, name="group 2"))
    assert [group.name for group in two.limits.groups] == ["group 2", "Group 1"]
    assert two.limits.groups[1].channels == PLUMBER.channel_names
    changed = with_group(two, 1, share_at_most=0.2)
    assert (changed.limits.groups[0], changed.limits.groups[1].share_at_most) == (two.limits.groups[0], 0.2)
    assert without_group(two, 1).limits.groups == two.limits.groups[:1]
    assert with_group(two, 7, name="Nobody") == without_group(two, 7) == two


def test_a_group_needs_a_name_that_no_other_has():
    two = with_new_group(with_new_group(PLUMBER))
    assert group_name_refusal(two, 0, " ") == "a group needs a name"
    assert group_name_refusal(two, 0, "group 2") == "there is already a group called group 2"
    assert group_name_refusal(two, 0, "Group 1") == ""


def test_limits_that_were_made_are_kept_in_a_file():
    made = with_step(with_group(with_new_group(with_channel_limit(PLUMBER, ADS, locked=True)), 0, at_most=5e3), 50.0)
    assert not problems(made)
    assert parse(write(made)).limits == made.limits


def test_a_split_becomes_a_plan_behind_its_model_with_the_months_of_the_model():
    model = PLUMBER.plans[0].name
    spend = {name: 2.0 * amount for name, amount in slider_spend(PLUMBER, PLUMBER.plans[0]).items()}
    made = with_split(PLUMBER, model, spend, "Twice", "All of it twice")
    assert [plan.name for plan in made.plans][:2] == [model, "Twice"]
    assert made.plans[0] == PLUMBER.plans[0]
    assert slider_spend(made, made.plan("Twice")) == spend
    assert plan_with_split(made, model, spend) == "Twice"


def test_a_split_that_no_plan_has_is_not_found():
    model = PLUMBER.plans[0]
    assert plan_with_split(PLUMBER, model.name, slider_spend(PLUMBER, model)) == ""
    alike = replace(PLUMBER, plans=(model, replace(model, name="Alike")))
    assert plan_with_split(alike, model.name, slider_spend(alike, model)) == "Alike"
