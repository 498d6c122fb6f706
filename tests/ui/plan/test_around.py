"""Surroundings of the answer: what a move of a slider leaves as drawn, and what makes the whole page run again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.edits.knobs import AverageSale
from simulator.ui.components.budget_sliders.panel import Drag, ToggleLock, apply
from simulator.ui.session import presses, session, state, what_if

Change = Callable[[], object]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def moved_to(amount: float, channel: str = "Radio", phase: str = "release") -> Change:
    def move() -> None:
        state.set_panel(apply(state.panel(), Drag(channel, amount, f"{amount}", phase)))

    return move


def lock() -> None:
    state.set_panel(apply(state.panel(), ToggleLock("Radio")))


def rename() -> None:
    state.set_draft(replace(state.workspace().draft, name="Another name"))


def suppose() -> None:
    what_if.suppose(AverageSale(-0.1))


def outdated_by(change: Change, *before: Change) -> bool:
    """Whether the page has to run again after a change, where all these were made before it was drawn."""

    def script(before, change):
        import streamlit as st

        from simulator.ui.plan import around
        from simulator.ui.session import state

        for each in before:
            each()
        around.note_drawn(state.workspace())
        assert not around.is_outdated(state.workspace()), "it was drawn in this run"
        around.go_on()
        change()
        st.session_state["found"] = around.is_outdated(state.workspace()), around.is_outdated(state.workspace())

    page = AppTest.from_function(script, args=(before, change), default_timeout=60)
    page.query_params["scenario"] = "example/plumber"
    page.run()
    assert not page.exception
    first, again = page.session_state["found"]
    assert first == again
    return bool(first)


def test_the_first_move_makes_work_unsaved_and_the_next_ones_change_nothing_around():
    assert outdated_by(moved_to(100.0))
    assert not outdated_by(moved_to(150.0), moved_to(100.0))
    assert not outdated_by(moved_to(150.0, phase="drag"), moved_to(100.0))


def test_a_move_back_to_what_was_saved_is_no_change_any_more():
    as_saved: list[float] = []
    remember = lambda: as_saved.append(state.panel().spend["Radio"])  # noqa: E731
    assert outdated_by(lambda: moved_to(as_saved[0])(), remember, moved_to(100.0))


def test_a_lock_stands_on_the_sliders_alone():
    assert not outdated_by(lock)


@pytest.mark.parametrize(
    "change",
    [
        rename,
        suppose,
        state.undo,
        lambda: session.tell("Something is done."),
        lambda: presses.note("somewhere"),
        lambda: state.select_plan("Add radio"),
    ],
)
def test_whatever_else_changes_is_drawn(change):
    assert outdated_by(change, moved_to(100.0))


def test_what_is_supposed_is_told_with_its_effect_on_each_plan():
    assert outdated_by(moved_to(150.0), moved_to(100.0), suppose)


def test_the_largest_channel_stands_on_a_chip():
    others = [moved_to(0.0, channel) for channel in ("Google Ads search", "Local SEO")]
    assert outdated_by(moved_to(5_000.0, "Postcards"), moved_to(100.0), *others)
