"""The worlds that browsers may ask for: named by what is believed, and nobody's who was not given the name."""

import gzip
import json
from dataclasses import replace

import pytest

from simulator.analyses.stress import Condition
from simulator.edits.spend import with_slider_spend
from simulator.ui.session.offered_worlds import MOST_NUMBERS, MOST_WORLDS, offer, offered
from simulator.ui.session.results import PlanResult
from tests.examples import PLUMBER


def digest_of(scenario=PLUMBER, **changes) -> str:
    worlds = offer(PlanResult(scenario, "Today", **changes))
    assert worlds is not None
    return worlds.digest


def test_a_moved_slider_leaves_the_name_of_the_worlds_as_it_is():
    moved = with_slider_spend(PLUMBER, PLUMBER.plan("Today"), {"Radio": 1_234.0})
    assert digest_of(moved) == digest_of()


def test_a_belief_a_condition_and_fewer_worlds_are_other_worlds():
    belief = replace(PLUMBER.business.revenue_per_sale, high=99_999.0)
    believed = replace(PLUMBER, business=replace(PLUMBER.business, revenue_per_sale=belief))
    supposed = digest_of(conditions=(Condition("market", "low"),))
    assert len({digest_of(), digest_of(believed), supposed, digest_of(draws=1_024)}) == 4


def test_what_is_packed_has_the_worlds_and_no_money_of_a_plan():
    worlds = offered(digest_of())
    assert worlds is not None
    read = json.loads(gzip.decompress(worlds.packed()))
    assert read["worlds"] == MOST_WORLDS
    assert {channel["amount"] for channel in read["channels"]} == {0.0}


def test_a_digest_that_was_not_offered_has_nothing():
    assert offered("0" * 64) is None


@pytest.mark.parametrize(("months", "channels", "count"), [(24, 7, 2_048), (120, 14, 1_024), (120, 60, None)])
def test_a_large_plan_has_fewer_worlds_or_none(months, channels, count):
    several = tuple(replace(PLUMBER.channels[0], name=f"Channel {number}") for number in range(channels))
    large = replace(PLUMBER, horizon_months=months, channels=several)
    worlds = offer(PlanResult(large, "Today"))
    assert (worlds and worlds.count) == count
    assert worlds is None or worlds.count * months * channels <= MOST_NUMBERS
