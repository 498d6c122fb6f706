"""Plans that real figures are held against, in words: since when, and what they did not foresee."""

from dataclasses import replace
from datetime import date

from simulator.edits.actuals import with_actuals
from simulator.edits.adoption import adopt, held_to
from simulator.edits.channels import add_channel
from simulator.engine.funnel import MODEL_VERSION
from simulator.presentation.adoption_text import held_to_lines
from simulator.text.formats import Formats
from tests.examples import PLUMBER

FORMATS = Formats("USD", "en_US")
ADOPTED = adopt(PLUMBER, "Today", date(2027, 1, 5))


def told(scenario, plan=None):
    return list(held_to_lines(scenario, held_to(scenario, plan), FORMATS))


def test_a_plan_that_was_adopted_in_time_needs_no_more_words():
    assert told(ADOPTED) == ["“Today” as it was adopted on Jan 5, 2027."]


def test_a_plan_adopted_in_hindsight_says_so():
    late = adopt(PLUMBER, "Today", date(2027, 4, 2))
    assert told(late)[1:] == ["It was adopted when 3 months of it were over already."]


def test_a_plan_adopted_when_all_was_over_has_no_more_months_than_it_has():
    late = adopt(replace(PLUMBER, horizon_months=12), "Today", date(2031, 4, 2))
    assert told(late)[1:] == ["It was adopted when 12 months of it were over already."]


def test_a_plan_of_another_model_says_so():
    assert ADOPTED.adopted is not None
    old = replace(ADOPTED, adopted=replace(ADOPTED.adopted, model_version="0"))
    assert told(old)[1:] == [
        f"It was adopted under version 0 of the model; what was planned is worked out by version {MODEL_VERSION} here, "
        "and may differ from what was seen that day."
    ]


def test_a_channel_that_came_later_is_left_out_and_named():
    later = add_channel(ADOPTED, replace(ADOPTED.channels[0], name="Fair"))
    known = with_actuals(later, {"Fair": {date(2027, 1, 1): {"spend": 5.0}}})
    assert told(known)[1:] == ["Not in this plan, and left out: the real figures of Fair."]
    assert len(told(known, "Shift to SEO")) == 2


def test_without_an_adoption_the_first_plan_is_taken_as_it_stands():
    (line,) = told(PLUMBER)
    assert line.startswith("“Today” as it stands now.")
