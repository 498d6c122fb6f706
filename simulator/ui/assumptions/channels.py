"""The channels: a list to pick from, ways to add, copy, move and remove one, and the form of the one picked."""

from collections.abc import Callable
from typing import cast

import streamlit as st

from simulator import edits
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.markdown import escape_markdown
from simulator.ui.assumptions.adding import add_button
from simulator.ui.assumptions.channel import channel_form
from simulator.ui.forms.form import Form, change
from simulator.ui.session import input_state, page_choices, state, what_if
from simulator.ui.session.session import tell

NOT_MODELLED = (
    "Offers and reminders to customers you already have are not modelled: “Email to prospects” means people who have "
    "not bought from you yet. What your customers buy again is stated under Business."
)

_PICKED = "channel"
_KEY = "pick channel"


def channels_form(form: Form) -> None:
    """The list of channels, and the one that is looked at."""
    names = form.scenario.channel_names
    if names:
        _list(form, names, picked_channel(form.scenario))
    else:
        st.info("There is no channel yet. Add the first one: from the catalogue, or blank.", icon=":material/add:")
    picked = picked_channel(form.scenario)
    _actions(form.scenario, picked)
    if picked:
        channel_form(form, form.scenario.channel(picked))
    st.caption(NOT_MODELLED)


def picked_channel(scenario: Scenario[Belief]) -> str:
    """The channel that is looked at: the one picked last, else the first; empty if there is none."""
    names = scenario.channel_names
    picked = page_choices.chosen(_PICKED)
    return picked if picked in names else next(iter(names), "")


def _list(form: Form, names: tuple[str, ...], picked: str) -> None:
    input_state.fill(_KEY, picked)
    st.pills(
        "Channel to look at",
        names,
        format_func=lambda name: _label(form, name),
        required=True,
        key=_KEY,
        label_visibility="collapsed",
        on_change=_picked,
    )
    input_state.settle()


def _label(form: Form, name: str) -> str:
    mark = ":material/error: " if form.problems_under(f"channels.{name}") else ""
    return f"{mark}{escape_markdown(name)}"


def _actions(scenario: Scenario[Belief], picked: str) -> None:
    names = scenario.channel_names
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="channel actions"):
        add_button()
        if not picked:
            return
        first, last = picked == names[0], picked == names[-1]
        _action("Copy", ":material/content_copy:", _copied, picked)
        _action("Move left", ":material/arrow_back:", _moved_left, picked, disabled=first)
        _action("Move right", ":material/arrow_forward:", _moved_right, picked, disabled=last)
        _action("Remove", ":material/delete:", _removed, picked)


def _action(label: str, icon: str, act: Callable[[str], None], name: str, *, disabled: bool = False) -> None:
    st.button(label, icon=icon, key=f"channel {label}", on_click=act, args=(name,), disabled=disabled)


def _picked() -> None:
    found = input_state.held(_KEY)
    if found is not None:
        page_choices.choose(_PICKED, cast(str, found))


def _copied(name: str) -> None:
    if name not in state.workspace().draft.channel_names:
        return
    change(lambda scenario: edits.duplicate_channel(scenario, name))
    names = state.workspace().draft.channel_names
    page_choices.choose(_PICKED, names[names.index(name) + 1])
    tell("The copy has no spend yet: give it some on the page Plan.")


def _moved_left(name: str) -> None:
    _moved(name, -1)


def _moved_right(name: str) -> None:
    _moved(name, 1)


def _moved(name: str, by: int) -> None:
    if name in state.workspace().draft.channel_names:
        change(lambda scenario: edits.move_channel(scenario, name, by))


def _removed(name: str) -> None:
    names = state.workspace().draft.channel_names
    if name not in names:
        return
    at, supposed = names.index(name), len(what_if.held())
    change(lambda scenario: edits.remove_channel(scenario, name))
    left = state.workspace().draft.channel_names
    page_choices.choose(_PICKED, left[min(at, len(left) - 1)] if left else "")
    if len(what_if.held()) < supposed:
        tell(f"{name} is removed, from all plans too, and so is what was supposed of it. Undo brings back the channel.")
    else:
        tell(f"{name} is removed, from all plans too. Undo brings it back.")
