"""Improvements on the page "Assumptions": offered, changed and taken back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import simulator
from simulator.scenario_files import parse, write

PAGE = Path(simulator.__file__).parent / "ui" / "pages" / "assumptions.py"


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))
    opened = AppTest.from_file(str(PAGE), default_timeout=60).run()
    return run(run(opened.button_group(key="pick section").set_value("funnel")).button(key="add-improvement").click())


def run(widget):
    after = widget.run()
    assert not after.exception
    return after


def draft(page):
    return page.session_state["funnelcast"].workspace.draft


def test_an_improvement_is_offered_that_is_better_than_what_is_and_can_be_saved(page):
    [offered] = draft(page).improvements
    assert offered.name == "New landing page"
    assert offered.belief == "channels.Google Ads search.visit_to_lead_rate"
    assert offered.becomes.likely > draft(page).channels[0].visit_to_lead_rate.likely
    assert parse(write(draft(page))) == draft(page)
    assert "New landing page is added" in page.success[0].value


def test_what_it_is_of_what_it_becomes_and_its_cost_are_typed(page):
    path = "improvements.New landing page"
    rate = "channels.Google Ads search.visit_to_lead_rate"
    run(page.selectbox(key=f"{path}.belief").set_value(rate))
    for part, typed in (("low", "9"), ("likely", "13"), ("high", "18")):
        run(page.text_input(key=f"{path}.becomes {part}").set_value(typed))
    run(page.text_input(key=f"{path}.cost").set_value("6,000"))
    [offered] = draft(page).improvements
    assert (offered.belief, offered.cost) == (rate, 6_000.0)
    assert (offered.becomes.low, offered.becomes.likely, offered.becomes.high) == (0.09, 0.13, 0.18)


def test_a_rate_above_all_is_refused_where_it_stands(page):
    run(page.text_input(key="improvements.New landing page.becomes high").set_value("180"))
    assert any("it must be at most 100" in each.value for each in page.markdown)


def test_it_is_renamed_and_removed(page):
    run(page.text_input(key="improvements.New landing page.name").set_value("Sales training"))
    assert [each.name for each in draft(page).improvements] == ["Sales training"]
    run(page.button(key="improvements.Sales training remove").click())
    assert draft(page).improvements == ()
