from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.analyses.judgement import judgement
from simulator.analyses.marginal_roi import marginal_returns
from simulator.analyses.next_move import next_move
from simulator.edits.knobs import Stops
from simulator.engine.simulation import simulate
from simulator.presentation.judgement import judgement_text
from simulator.presentation.next_move import move_text, next_returns, next_title
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan, Steady
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.ui.components.budget_sliders.panel import Drag, ToggleKeepTotal, ToggleLock, apply, open_panel, placed
from simulator.ui.plan.outcome import MOVE_MADE, MOVED_SINCE
from simulator.ui.session import state, what_if
from tests.examples import PLUMBER
from tests.html_reader import Reader
from tests.ui.plan.visits import after, checked, visited

FORMATS = Formats("USD")
SEARCH = "Google Ads search"
SESSION = "funnelcast"
"""The entry of the session state that holds what a session knows."""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def html(app: AppTest) -> str:
    return "\n".join(element.value for element in app.get("html"))


def words(app: AppTest) -> str:
    return Reader(html(app)).text


def move_button(app: AppTest):
    return next((button for button in app.button if button.key == "make-move"), None)


@pytest.mark.all_worlds
def test_the_page_begins_with_the_judgement_and_says_the_next_move():
    page, simulation = visited(), simulate(PLUMBER, "Today")
    returns = marginal_returns(simulation)
    found = next_move(simulation, returns)
    assert words(page).index(judgement_text(judgement(simulation), FORMATS, 24)) < words(page).index("Profit after")
    assert next_title(found.step, FORMATS) in words(page)
    assert move_text(found, returns, FORMATS, 24) in words(page)
    for row in next_returns(returns, found, FORMATS):
        assert f"{row.figure} {row.back} {row.spread}".strip() in words(page)


def test_the_button_makes_the_move_undo_takes_it_back_and_redo_makes_it_again():
    page = visited()
    before = words(page)
    checked(move_button(page).click().run())
    assert MOVE_MADE in words(page)
    moved = draft(page)
    assert words(page) != before
    assert "Spending $4,040 a month for 24 months" in words(page)
    checked(page.button(key="undo").click().run())
    assert words(page) == before
    checked(page.button(key="redo").click().run())
    assert draft(page) == moved
    assert MOVE_MADE not in words(page)


def draft(page: AppTest) -> Scenario[Belief]:
    return page.session_state[SESSION].workspace.draft


def test_a_move_of_a_budget_that_was_left_behind_is_not_made():
    page = visited()
    known = page.session_state[SESSION]
    first, *others = known.workspace.draft.plans
    halved = replace(first, monthly_spend={**first.monthly_spend, "Radio": Steady(amount=1.0)})
    left = replace(known.workspace, draft=replace(known.workspace.draft, plans=(halved, *others)))
    page.session_state[SESSION] = replace(known, workspace=left)
    checked(move_button(page).click().run())
    assert MOVED_SINCE in words(page)
    assert page.session_state[SESSION].workspace.draft == left.draft


def with_panel(page: AppTest, *actions) -> AppTest:
    """The page after these actions on its sliders."""
    known = page.session_state[SESSION]
    panel = known.panel
    for action in actions:
        panel = apply(panel, action)
    page.session_state[SESSION] = replace(known, panel=panel)
    return checked(page.run())


def test_a_locked_channel_is_not_moved_and_says_that_it_is_locked():
    page = visited()
    assert f"Move $1,000 a month from {SEARCH}" in words(page)
    with_panel(page, ToggleLock(SEARCH))
    assert f"a month from {SEARCH}" not in words(page)
    assert "stays as it is" in words(page)


def test_while_a_slider_is_held_the_move_stays_pale_and_cannot_be_made():
    page = visited()
    with_panel(page, Drag("Radio", 0.0, "g", "drag"))
    assert f"Move $1,000 a month from {SEARCH}" in words(page)
    assert "fc-move fc-pale" in html(page)
    assert move_button(page).disabled
    with_panel(page, Drag("Radio", 0.0, "g", "release"))
    assert "fc-move fc-pale" not in html(page)
    assert not move_button(page).disabled


def test_a_plan_without_spend_says_so_and_has_no_button():
    def stop() -> None:
        now = state.workspace().draft
        state.set_draft(replace(now, plans=(Plan(name="Nothing", monthly_spend={}),)))

    page = after(stop)
    assert "Nothing is spent, so there is nothing to judge" in words(page)
    assert "Nothing is spent, so there is nothing to move." in words(page)
    assert move_button(page) is None


def test_amounts_are_placed_on_sliders_with_a_locked_one_as_it_is():
    panel = open_panel({"A": 100.0, "B": 50.0}, token="t")
    moved = placed(panel, {"A": 60.0, "B": 90.0})
    assert dict(moved.spend) == {"A": 60.0, "B": 90.0}
    locked = apply(panel, ToggleLock("B"))
    assert placed(locked, {"A": 60.0, "B": 90.0}) == locked


def test_placed_amounts_stay_as_they_are_where_the_total_is_kept():
    panel = apply(open_panel({"A": 100.0, "B": 50.0, "C": 30.0}, token="t"), ToggleKeepTotal())
    assert dict(placed(panel, {"A": 60.0, "B": 90.0}).spend) == {"A": 60.0, "B": 90.0, "C": 30.0}


def test_a_slider_grows_with_what_is_placed_on_it():
    panel = open_panel({"A": 100.0, "B": 5000.0}, token="t", references={"A": 50.0})
    assert placed(panel, {"A": 5100.0, "B": 0.0}).maximum["A"] >= 5100.0


def test_nothing_is_moved_into_or_out_of_a_channel_that_is_supposed_to_stop():
    page = after(lambda: what_if.suppose(Stops(SEARCH, 4)))
    advice = html(page).split('class="fc-move')[1].split("</p>")[0]
    assert SEARCH not in advice
    if (button := move_button(page)) is not None:
        checked(button.click().run())
        moved = page.session_state[SESSION].workspace.draft.plans[0].monthly_spend
        assert moved[SEARCH] == PLUMBER.plans[0].monthly_spend[SEARCH]
