"""How it goes, told to a client: beside the plan that was adopted, by quarter, and only where anything is known."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.edits.adoption import adopt
from simulator.scenario.actuals import Actuals
from simulator.story import Slide, story
from simulator.story.told import Told
from tests.analyses.tracked import SCENARIO
from tests.told import told

ADS = Actuals(
    channel="Ads",
    first=date(2027, 1, 1),
    spend=(2_000.0,) * 6,
    leads=(9.0, 11.0, 10.0, 2.0, 1.0, 3.0),
    customers=(3.0, 5.0, 6.0, 5.0, 5.0, 4.0),
)
TODAY = date(2027, 7, 5)


def slide(scenario, on: date = TODAY) -> Slide | None:
    asked = replace(told(scenario, "Today"), on=on)
    assert isinstance(asked, Told)
    return next((each for each in story(asked).slides if each.key == "progress"), None)


@pytest.mark.parametrize(
    ("scenario", "on"),
    [(SCENARIO, TODAY), (replace(SCENARIO, actuals=(ADS,)), date(2027, 1, 20))],
    ids=["nothing known", "no month over"],
)
def test_nothing_is_told_where_nothing_is_known(scenario, on):
    assert slide(scenario, on) is None


def test_quarters_stand_beside_each_other_and_the_lead_says_how_it_goes():
    found = slide(replace(SCENARIO, actuals=(ADS,)))
    assert found is not None
    assert found.table is not None
    assert found.table.heads[1:3] == ("Jan 2027 to Mar 2027", "Apr 2027 to Jun 2027")
    leads = next(row for row in found.table.rows if row[0] == "Leads")
    assert leads[1].startswith("30 / ")
    assert leads[2].startswith("6 / ")
    assert leads[-1] == "Worse"
    assert "leads lower than luck explains" in found.lead
    assert "no plan was adopted" in found.sentences[0]


def test_it_is_held_against_what_was_adopted_whatever_is_believed_since():
    adopted = adopt(replace(SCENARIO, actuals=(ADS,)), "Today", date(2027, 1, 1))
    before = slide(adopted)
    dearer = replace(adopted.channels[0], cost_per_click=replace(adopted.channels[0].cost_per_click, likely=12.0))
    after = slide(replace(adopted, channels=(dearer, *adopted.channels[1:])))
    assert before is not None
    assert after is not None
    assert after.table == before.table
    assert "adopted on Jan 1, 2027" in " ".join(after.sentences)
