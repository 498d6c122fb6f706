"""Problems of a draft are said in the words of the forms, on every page that says them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import simulator
from simulator import edits, validation
from simulator.edits.schedules import with_schedule
from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.plans import Spans, Steady
from simulator.scenario.scenario import Scenario, Target
from simulator.scenario.steps import Step, Steps
from simulator.text import grammar
from simulator.text.formats import Formats
from simulator.ui.session import state
from tests.examples import PLUMBER
from tests.ui.sessions import Session

PLAN_PAGE = Path(simulator.__file__).parents[1] / "app.py"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))


def with_spend(name: str, schedule: Steady) -> Scenario[Belief]:
    first, *rest = PLUMBER.plans
    return replace(PLUMBER, plans=(replace(first, monthly_spend={**first.monthly_spend, name: schedule}), *rest))


BROKEN = {
    "a rate in percent": (
        edits.with_value(PLUMBER, "channels.Radio.carry_over", between(0.05, 0.15, 0.99)),
        "Radio: Effect carried into the next month: 99% cannot be: it must be at most 95%",
    ),
    "a number of the business": (
        edits.with_value(PLUMBER, "business.revenue_per_sale", certain(-5.0)),
        "Business: Average sale: -$5 cannot be: it must be above $0",
    ),
    "a word of the scenario": (
        replace(PLUMBER, name=""),
        "Name: Is empty; give it a name",
    ),
    "a season of a channel": (
        edits.with_value(PLUMBER, "channels.Radio.seasonality", (2.0,) * 12),
        "Radio: Season: The twelve numbers average 2; they must average 1: divide each by 2",
    ),
    "a channel without a name": (
        edits.with_value(PLUMBER, "channels.Radio.name", " "),
        "Channel 7: Name: Is empty; give it a name",
    ),
    "a spend in a plan": (
        with_spend("Radio", Steady(amount=-3.0)),
        "Plan Today: Radio: Is -3; a spend is at least 0",
    ),
    "a plan of a name twice": (
        replace(PLUMBER, plans=(*PLUMBER.plans, PLUMBER.plans[0])),
        'Plan Today: Name: Is "Today", like an earlier plan; every plan needs a name of its own',
    ),
    "a step": (
        edits.with_value(PLUMBER, "business.monthly_overhead", Steps(steps=(Step(amount=1.0), Step(amount=2.0)))),
        "Business: Marketing overhead per month, step 2: Is 1, like that of an earlier step;"
        " state one amount for a month",
    ),
    "a price of another year": (
        edits.with_value(
            PLUMBER,
            "business.revenue_per_sale",
            replace(PLUMBER.business.revenue_per_sale or certain(1.0), yearly_change=8.0),
        ),
        "Business: Average sale: change a year: 800% cannot be: it must be between -90% and 100%",
    ),
    "spend that grows": (
        with_schedule(PLUMBER, PLUMBER.plans[0].name, PLUMBER.channel_names[0], Steady(amount=5.0, grows=5.0)),
        f"Plan {PLUMBER.plans[0].name}: {PLUMBER.channel_names[0]}, growth: 500% cannot be:"
        " it must be between -90% and 100%",
    ),
    "one of several amounts": (
        with_schedule(
            PLUMBER,
            PLUMBER.plans[0].name,
            PLUMBER.channel_names[0],
            Spans(spans=(Steady(amount=5.0), Steady(amount=-5.0, first=99, grows=5.0))),
        ),
        f"Plan {PLUMBER.plans[0].name}: {PLUMBER.channel_names[0]}, amount 2: Is -5; a spend is at least 0",
    ),
    "a target": (
        replace(PLUMBER, targets=(Target(metric="profit", at_least=0.0, probability=1.5),)),
        "Target 1: 150% cannot be: it must be at most 100%",
    ),
}


def plain(markdown: str) -> str:
    """A message as it is read: without the marks that keep people's own words from being Markdown."""
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", markdown).replace("**", "").replace("\u2060", "")


@pytest.mark.parametrize("kind", BROKEN)
def test_a_problem_of_a_draft_is_told_as_it_was_typed(kind):
    draft, sentence = BROKEN[kind]
    places = beliefs.places(draft)
    found = beliefs.problems_by_path(draft, validation.problems(draft), Formats("USD"))
    lines = [f"{places[path]}: {grammar.sentence(each)}" for path, messages in found.items() for each in messages]
    assert sentence in lines


def test_no_place_of_a_problem_is_a_path_of_the_file():
    broken = replace(PLUMBER, **dict.fromkeys(("channels", "plans"), ()))
    drafts = [broken, *(draft for draft, _ in BROKEN.values())]
    for draft in drafts:
        assert {problem.path for problem in validation.problems(draft)} <= beliefs.places(draft).keys()


def shown(draft: Scenario[Belief]) -> AppTest:
    session = Session()
    session.do(lambda: state.set_draft(draft))
    app = AppTest.from_file(str(PLAN_PAGE), default_timeout=60)
    app.query_params.update(session.address)
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("kind", ["a rate in percent", "a spend in a plan"])
def test_the_page_plan_lists_what_is_wrong_in_plain_words(kind):
    draft, sentence = BROKEN[kind]
    (error,) = shown(draft).error
    assert sentence in plain(error.value)
    assert "channels." not in error.value


def test_a_refused_save_says_it_in_the_same_words():
    draft, sentence = BROKEN["a rate in percent"]
    app = shown(draft)
    app.button(key="save").click()
    app.run()
    assert not app.exception
    assert [sentence in plain(error.value) for error in app.error] == [True, True]


def test_names_that_a_person_typed_are_not_read_as_markdown():
    hostile = "<script>alert(1)</script> **b** $a$"
    draft = edits.rename_channel(BROKEN["a rate in percent"][0], "Radio", hostile)
    (error,) = shown(draft).error
    assert "<script>" not in error.value
    assert hostile.replace("**", "") in plain(error.value)
