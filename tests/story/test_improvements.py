"""A plan that buys improvements, told to a client who has never seen the app."""

import pytest

from simulator.story import Slide
from simulator.story import story as story_of
from tests.improved_examples import PAGE, TRAINING, buying, offering
from tests.told import told


@pytest.fixture(scope="module")
def story():
    return story_of(told(buying(offering(), "Today", page=2, training=1), "Today"))


def slide(story, key: str) -> Slide:
    return next(each for each in story.slides if each.key == key)


def test_it_is_said_what_is_bought_when_for_how_much_and_to_what_end(story):
    assert slide(story, "spend").sentences == (
        f"It buys “{PAGE}” from Feb 2027 on, for $6,000 once: “Visits that become leads” of Google Ads search is then"
        " 9% to 18%, half below 13%.",
        f"It buys “{TRAINING}” from Jan 2027 on, for $3,000 once and $100 a month: “Leads that become customers” of all"
        " channels is then 30% to 55%, half below 42%.",
    )


def test_the_budget_of_channels_is_not_taken_for_all_that_is_paid(story):
    assert " a month on channels for 24 months: " in slide(story, "spend").lead
    assert " on channels" not in slide(story_of(told(offering(), "Today")), "spend").lead


def test_a_number_that_becomes_another_is_called_after_it(story):
    named = {(each.owner, each.name): each.between for each in story.numbers}
    assert named[PAGE, "Visits that become leads, with it"] == "9% to 18%"
    assert named[TRAINING, "Leads that become customers, with it"] == "30% to 55%"
    assert "What it becomes" not in {name for _, name in named}
