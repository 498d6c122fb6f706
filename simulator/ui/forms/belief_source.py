"""The source of a belief, and the limits that it states for itself: one line, and the boxes behind it."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

import streamlit as st

from simulator import edits
from simulator.edits.learning import taken_back
from simulator.presentation import beliefs
from simulator.presentation.learning_text import learned_line
from simulator.scenario.beliefs import Belief
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form, change, complain, current, declared, exists, put
from simulator.ui.forms.former import former_figure, replaced_figure
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state, state
from simulator.units import Quantity, Role, Unit

SHORT = 120
SOURCE_MOST = 5_000

_CHANGE = Quantity(label="Price changes by", unit=Unit.RATE, role=Role.NUMBER)
_LIMITS = {"at_least": "Never below", "at_most": "Never above"}


def source_line(form: Form, path: str, belief: Belief) -> None:
    """The source of a belief on a line, and a way to change it."""
    line = beliefs.source_line(belief, form.formats)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.caption(escape_markdown(_shortened(line)), width="stretch")
        part = st.popover("Details", icon=":material/edit:", key=f"source {path}", type="tertiary", on_change="rerun")
    _way_back(form, path, belief)
    _stated_before(form, path, belief)
    if part.open:
        with part:
            if declared(form.scenario, path).unit is Unit.MONEY:
                _change_box(form, path, belief)
            _source_boxes(path, belief)
            if not belief.is_certain:
                _limit_boxes(form, path, belief)


def _way_back(form: Form, path: str, belief: Belief) -> None:
    """The figure that one's own stands in place of, and a button that puts it back."""
    former = replaced_figure(path, belief)
    if former is None:
        return
    was = beliefs.spoken(former, declared(form.scenario, path), form.formats)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        words = f"Was {was}. {beliefs.source_line(former, form.formats)}"
        st.caption(escape_markdown(_shortened(words)), width="stretch")
        st.button(
            "Put back", icon=":material/undo:", type="tertiary", key=f"former {path}", on_click=_put_back, args=(path,)
        )


def _put_back(path: str) -> None:
    former = former_figure(path)
    if exists(path) and former is not None:
        put(path, former)


def _stated_before(form: Form, path: str, belief: Belief) -> None:
    """The range that a person stated before it learned from real figures, and a button that takes that back."""
    if belief.learned is None:
        return
    line = learned_line(belief, declared(form.scenario, path), form.formats, date.today())
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.caption(escape_markdown(line), width="stretch")
        st.button(
            "Take back",
            icon=":material/undo:",
            type="tertiary",
            key=f"learned {path}",
            help="Puts the former range back. Its months can be learned from again.",
            on_click=_take_back,
            args=(path,),
        )


def _take_back(path: str) -> None:
    if exists(path):
        change(lambda scenario: taken_back(scenario, path))


def _source_boxes(path: str, belief: Belief) -> None:
    input_state.fill(f"{path} source", belief.source)
    st.text_area(
        "Where the figures come from",
        key=f"{path} source",
        on_change=_source_typed,
        args=(path,),
        placeholder="Last year's accounts, a quote, a study; or: assumption",
        max_chars=SOURCE_MOST,
    )
    input_state.fill(f"{path} as of", belief.as_of)
    st.date_input(
        "As of",
        value=None,
        key=f"{path} as of",
        on_change=_date_chosen,
        args=(path,),
        format="YYYY-MM-DD",
        min_value=date(1900, 1, 1),
        max_value=date(2200, 12, 31),
    )


def change_key(path: str) -> str:
    """The key of the box that says how a price changes from year to year."""
    return f"{path} yearly change"


def _change_box(form: Form, path: str, belief: Belief) -> None:
    key = change_key(path)
    input_state.fill(key, form.write(belief.yearly_change, Unit.RATE) if belief.yearly_change else "")
    st.text_input(
        "Price changes by, % a year",
        key=key,
        placeholder="stays the same",
        help="The figures hold for the first month; from then on they change by so much a year. -3 for 3 % less.",
        on_change=_change_typed,
        args=(path,),
    )
    typed = input_state.unread(key)
    stated = form.problems.get(f"{path}.yearly_change", ())
    complain(stated if typed is None else [beliefs.not_a_number(typed, _CHANGE, form.formats)])
    doubts([key], _change_typed, (path,))


def _change_typed(path: str) -> None:
    if not exists(path):
        return
    key = change_key(path)
    if not input_state.text(key).strip():
        input_state.accept(key)
        _put_part(path, yearly_change=0.0)
    elif (change := take_one(current(), key, Unit.RATE)) is not None:
        _put_part(path, yearly_change=change)


def _limit_boxes(form: Form, path: str, belief: Belief) -> None:
    quantity = declared(form.scenario, path)
    unit = quantity.unit
    for column, (part, label) in zip(st.columns(2, gap="xsmall"), _LIMITS.items(), strict=True):
        value, key = cast("float | None", getattr(belief, part)), f"{path} {part}"
        input_state.fill(key, "" if value is None else form.write(value, unit))
        with column:
            st.text_input(label, key=key, placeholder="not stated", on_change=_limit_typed, args=(path, part))
            typed = input_state.unread(key)
            complain([] if typed is None else [beliefs.not_a_number(typed, quantity, form.formats)])
            doubts([key], _limit_typed, (path, part))


def _shortened(line: str) -> str:
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"


def _source_typed(path: str) -> None:
    _put_part(path, source=input_state.text(f"{path} source").strip())


def _date_chosen(path: str) -> None:
    found = input_state.held(f"{path} as of")
    _put_part(path, as_of=found if isinstance(found, date) else None)


def _limit_typed(path: str, part: str) -> None:
    if not exists(path):
        return
    key, form = f"{path} {part}", current()
    if not input_state.text(key).strip():
        input_state.accept(key)
        _put_part(path, **{part: None})
    elif (value := take_one(form, key, declared(form.scenario, path).unit)) is not None:
        _put_part(path, **{part: value})


def _put_part(path: str, **parts: Any) -> None:
    if exists(path):
        belief = cast("Belief | None", edits.value_at(state.workspace().draft, path))
        if belief is not None:
            put(path, replace(belief, **parts))
