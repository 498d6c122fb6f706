"""The form of the improvements: what money can make better, by how much, and what that costs."""

from typing import cast

import streamlit as st

from simulator.edits.improvements import (
    free_improvement_name,
    improvement_refusal,
    improving,
    offer_improvement,
    remove_improvement,
    rename_improvement,
)
from simulator.presentation.improvement_text import ABOUT_IMPROVEMENTS, belief_label
from simulator.scenario.beliefs import Belief
from simulator.scenario.improvements import Improvement
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.belief_card import belief_card
from simulator.ui.forms.expanders import BOX_WIDTH
from simulator.ui.forms.form import Form, change, complain
from simulator.ui.forms.number_input import number_box
from simulator.ui.session import input_state, state
from simulator.ui.session.session import tell
from simulator.validation.improving import improvable

FIRST_NAME = "New landing page"
NOTHING_YET = "State a rate first: then it can be said what money makes of it."


def improvements_form(form: Form) -> None:
    """All improvements that are offered, and a button for one more."""
    st.header("Money that makes a rate better", anchor=False)
    st.markdown(f"{ABOUT_IMPROVEMENTS} A plan buys it on the page Plan.")
    paths = improvable(form.scenario)
    for improvement in form.scenario.improvements:
        _card(form, improvement, paths)
    st.button(
        "Add an improvement",
        icon=":material/add:",
        key="add-improvement",
        on_click=_added,
        disabled=not paths,
        help=None if paths else NOTHING_YET,
    )


def _card(form: Form, improvement: Improvement[Belief], paths: list[str]) -> None:
    name = improvement.name
    path = f"improvements.{name}"
    with st.container(border=True, key=f"card {path}"):
        with st.grid(4, min_column_width=BOX_WIDTH, gap="small"):
            _name_box(form, name)
            _belief_box(form, improvement, paths)
            number_box(form, f"{path}.cost")
            number_box(form, f"{path}.monthly_cost")
        belief_card(form, f"{path}.becomes")
        st.button(
            f"Remove {escape_markdown(name)}",
            icon=":material/delete:",
            key=f"{path} remove",
            on_click=_removed,
            args=(name,),
        )


def _name_box(form: Form, name: str) -> None:
    key = f"improvements.{name}.name"
    with st.container(gap="xsmall"):
        input_state.fill(key, name)
        st.text_input("Name", key=key, max_chars=input_state.MOST_TYPED, on_change=_renamed, args=(name,))
        typed = input_state.unread(key)
        refused = "" if typed is None else improvement_refusal(form.scenario, name, typed)
        complain([refused] if refused else form.problems.get(key, ()))


def _belief_box(form: Form, improvement: Improvement[Belief], paths: list[str]) -> None:
    key = f"improvements.{improvement.name}.belief"
    offered = paths if improvement.belief in paths else [*paths, improvement.belief]
    with st.container(gap="xsmall"):
        input_state.fill(key, improvement.belief)
        st.selectbox(
            "What it improves",
            offered,
            format_func=lambda path: belief_label(form.scenario, path),
            key=key,
            on_change=_belief_chosen,
            args=(improvement.name,),
        )
        complain(form.problems.get(key, ()))


def _is_offered(name: str) -> bool:
    return any(each.name == name for each in state.workspace().draft.improvements)


def _renamed(name: str) -> None:
    key = f"improvements.{name}.name"
    wanted = input_state.text(key)
    if not _is_offered(name):
        return
    if improvement_refusal(state.workspace().draft, name, wanted):
        input_state.leave(key)
        return
    input_state.accept(key)
    change(lambda scenario: rename_improvement(scenario, name, wanted))


def _belief_chosen(name: str) -> None:
    found = input_state.held(f"improvements.{name}.belief")
    if found is not None and _is_offered(name):
        change(lambda scenario: improving(scenario, name, cast(str, found)))


def _added() -> None:
    draft = state.workspace().draft
    paths = improvable(draft)
    if paths:
        name = free_improvement_name(draft, FIRST_NAME)
        # What a landing page improves, where there are visits.
        belief = next((path for path in paths if path.endswith(".visit_to_lead_rate")), paths[0])
        change(lambda scenario: offer_improvement(scenario, belief, name))
        tell(f"{name} is added. Say what it improves and what it costs, then buy it on the page Plan.")


def _removed(name: str) -> None:
    if _is_offered(name):
        change(lambda scenario: remove_improvement(scenario, name))
        tell(f"{name} is removed, from all plans too. Undo brings it back.")
