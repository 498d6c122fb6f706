"""Choices before a presentation: plans, parts, words, colour and logo; all of them are kept in the scenario."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import streamlit as st

from simulator.edits.logo import with_logo, without_logo
from simulator.errors import PictureError
from simulator.scenario.beliefs import Belief
from simulator.scenario.presentation import LONGEST_STEPS, LONGEST_TITLE, SECTIONS, Section
from simulator.scenario.scenario import Scenario
from simulator.story.telling import ACCENT
from simulator.story.titles import TITLES
from simulator.story.told import plans_told
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.uploads import let_go
from simulator.ui.session import input_state, state

STYLE = Path(__file__).with_name("choices.css")

NOTHING = "(no other plan)"
LARGEST_MB = 1
_KEY = "present-{}"
_LOGO, _LOGO_NUMBER, _REFUSED = "present-logo", "present-logo-number", "present-logo-refused"


def choices(scenario: Scenario[Belief]) -> None:
    """The boxes, each with what the scenario says now."""
    shown = scenario.presentation
    _plans(scenario)
    _box("title", shown.title, lambda key: st.text_input(
        "Title", key=key, max_chars=LONGEST_TITLE, placeholder=scenario.name, on_change=_taken, args=("title",)
    ))  # fmt: skip
    with st.container(gap="xsmall"):
        key = _KEY.format("client")
        input_state.fill(key, scenario.client)
        st.text_input("Client", key=key, max_chars=LONGEST_TITLE, on_change=_client_taken)
    _box("sections", list(shown.sections), lambda key: st.multiselect(
        "Parts",
        SECTIONS,
        format_func=TITLES.__getitem__,
        key=key,
        wrap=True,
        on_change=_sections_taken,
        help="One idea a slide, always told in the same order.",
    ))  # fmt: skip
    _box("next_steps", shown.next_steps, lambda key: st.text_area(
        "Next steps", key=key, max_chars=LONGEST_STEPS, help="A line for each.", on_change=_taken, args=("next_steps",)
    ))  # fmt: skip
    colour, picture = st.columns([1, 3])
    with colour:
        _box("colour", shown.colour or ACCENT, lambda key: st.color_picker(
            "Colour", key=key, on_change=_taken, args=("colour",)
        ))  # fmt: skip
    with picture:
        _logo(scenario)


def _plans(scenario: Scenario[Belief]) -> None:
    names = [plan.name for plan in scenario.plans]
    plan, against = plans_told(scenario)
    proposed, present = st.columns(2)
    with proposed:
        _box("plan", plan, lambda key: st.selectbox(
            "Plan that is proposed", names, key=key, on_change=_taken, args=("plan",)
        ))  # fmt: skip
    with present:
        _box("against", against or NOTHING, lambda key: st.selectbox(
            "Set against", [NOTHING, *names], key=key, on_change=_against_taken
        ))  # fmt: skip


def _box(field: str, value: object, draw: Callable[[str], object]) -> None:
    key = _KEY.format(field)
    input_state.fill(key, value)
    draw(key)


def _put(**changes: Any) -> None:
    draft = state.workspace().draft
    state.set_draft(replace(draft, presentation=replace(draft.presentation, **changes)))


def _taken(field: str) -> None:
    key = _KEY.format(field)
    input_state.accept(key)
    _put(**{field: input_state.text(key).strip()})


def _client_taken() -> None:
    key = _KEY.format("client")
    input_state.accept(key)
    state.set_draft(replace(state.workspace().draft, client=input_state.text(key).strip()))


def _sections_taken() -> None:
    key = _KEY.format("sections")
    chosen = cast("list[Section]", input_state.held(key) or [])
    input_state.accept(key)
    _put(sections=tuple(section for section in SECTIONS if section in chosen))


def _against_taken() -> None:
    """To set a plan against itself is to set it against none."""
    key = _KEY.format("against")
    chosen = input_state.text(key)
    input_state.accept(key)
    _put(against=plans_told(state.workspace().draft)[0] if chosen == NOTHING else chosen)


def _logo(scenario: Scenario[Belief]) -> None:
    # Another picture has a box of its own: none is taken in a second time.
    number = st.session_state.get(_LOGO_NUMBER, 0)
    st.html(STYLE)
    file = st.file_uploader(
        "Logo (PNG or SVG, at most 200 KB)", type=["png", "svg"], max_upload_size=LARGEST_MB, key=f"{_LOGO}-{number}"
    )
    if file is not None:
        _take_logo(file.getvalue())
        let_go([file])
        st.session_state[_LOGO_NUMBER] = number + 1
        st.rerun()
    if refused := st.session_state.pop(_REFUSED, ""):
        st.error(escape_markdown(refused))
    if scenario.presentation.logo:
        st.button("Remove the logo", icon=":material/delete:", key="present-no-logo", on_click=_no_logo)


def _take_logo(content: bytes) -> None:
    try:
        state.set_draft(with_logo(state.workspace().draft, content))
    except PictureError as error:
        st.session_state[_REFUSED] = str(error)


def _no_logo() -> None:
    state.set_draft(without_logo(state.workspace().draft))
