"""Choices about a page last as long as the piece of work that they were made for."""

import pytest

from simulator.ui.session import page_choices, state
from tests.ui.sessions import Session


@pytest.fixture(autouse=True)
def library(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))


def test_a_choice_is_remembered_and_another_key_has_none():
    session = Session()
    session.do(lambda: page_choices.choose("channel", "TV"))
    assert session.do(lambda: page_choices.chosen("channel")) == "TV"
    assert session.do(lambda: page_choices.chosen("section", "business")) == "business"


def test_a_choice_stays_when_the_draft_changes_and_goes_with_another_scenario():
    session = Session()
    session.do(lambda: page_choices.choose("channel", "TV"))
    session.do(lambda: state.select_plan("Add radio"))
    assert session.do(lambda: page_choices.chosen("channel")) == "TV"
    session.do(lambda: state.open_shipped("dentist"))
    assert session.do(lambda: page_choices.chosen("channel")) == ""
