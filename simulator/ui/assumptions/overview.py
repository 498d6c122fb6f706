"""The top of the page: its sections, and all that needs fixing, each with a way to its place."""

from collections.abc import Sequence
from typing import cast

import streamlit as st

from simulator.presentation import beliefs
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form
from simulator.ui.forms.places import SECTION, section_of, show_place
from simulator.ui.session import input_state, page_choices

MOST_SHOWN = 6

_KEY = "pick section"


def picked_section() -> str:
    """The section that is looked at."""
    return page_choices.chosen(SECTION, "business")


def section_control(form: Form) -> None:
    """The sections of the page to pick from."""
    input_state.fill(_KEY, picked_section())
    st.segmented_control(
        "Section",
        list(beliefs.SECTIONS),
        format_func=lambda key: _section_label(form, key),
        required=True,
        key=_KEY,
        label_visibility="collapsed",
        on_change=_section_picked,
        width="stretch",
    )
    input_state.settle()


def problem_overview(form: Form) -> None:
    """All that keeps the scenario from being computed, each as a button that leads there."""
    found = [(path, message) for path, messages in form.problems.items() for message in messages]
    # Always there, filled or not: if it came and went, the boxes below would be drawn anew and lose the keyboard.
    with st.container(key="problems"):
        if found:
            _listed(form, found)


def _listed(form: Form, found: Sequence[tuple[str, str]]) -> None:
    places = beliefs.places(form.scenario)
    title = "One thing to fix" if len(found) == 1 else f"{len(found)} things to fix"
    with st.container(border=True, key="problem overview", gap="xxsmall"):
        st.markdown(f":red[:material/error: **{title} before results can be shown**]")
        for number, (path, message) in enumerate(found[:MOST_SHOWN]):
            _way_to(number, path, places.get(path, path), message)
        if len(found) > MOST_SHOWN:
            st.caption(f"and {len(found) - MOST_SHOWN} more")


def _way_to(number: int, path: str, place: str, message: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        label = f"**{escape_markdown(place)}**"
        icon = ":material/arrow_forward:"
        st.button(label, icon=icon, key=f"go {number}", type="tertiary", on_click=show_place, args=(path,))
        st.markdown(escape_markdown(sentence(message)), width="content")


def _section_label(form: Form, key: str) -> str:
    mark = ":material/error: " if any(section_of(path) == key for path in form.problems) else ""
    return f"{mark}{beliefs.SECTIONS[key]}"


def _section_picked() -> None:
    found = input_state.held(_KEY)
    if found is not None:
        page_choices.choose(SECTION, cast(str, found))
