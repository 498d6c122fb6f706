"""The section "What if" of the page Plan: what is supposed of the selected plan, and the ways to keep it."""

from datetime import date

import streamlit as st

from simulator.presentation.what_if import plan_name_with, what_if_sentence, written_notice
from simulator.text.formats import Formats
from simulator.ui.frame.what_if import reset_button, what_if_choice
from simulator.ui.session import session, state, what_if
from simulator.ui.session.workspaces import Workspace

WAS = "\u201cWas\u201d and the dashed line are this plan without that"
WITH_CHANGES = ", with your unsaved changes"


def what_if_section(now: Workspace, formats: Formats) -> None:
    """Everything that can be supposed, and what to do with it; always in the same place."""
    with st.container(key="what-if", gap="small"):
        if state.problems():
            return
        if what_if_choice(now.draft, now.plan, formats):
            with st.container(horizontal=True, gap="xsmall", key="what-if-actions"):
                reset_button()
                _keep_buttons()


def supposed_sentence(now: Workspace, formats: Formats) -> str:
    """Suppositions, and what the results are set against; empty where nothing is supposed."""
    said = what_if_sentence(now.draft, what_if.supposed(), formats)
    return f"{said} {WAS}{WITH_CHANGES if now.is_changed else ''}." if said else ""


def _keep_buttons() -> None:
    supposed = what_if.supposed()
    if what_if.decisions(supposed):
        st.button(
            "Keep it as a plan",
            icon=":material/add:",
            key="what-if-keep",
            help="A further plan that stops the channel as supposed here.",
            on_click=_keep_as_plan,
        )
    if what_if.writable(supposed):
        st.button(
            "Write it into the assumptions",
            icon=":material/edit_note:",
            key="what-if-write",
            help="Your figures are changed to what is supposed here, and say so. Undo takes it back.",
            on_click=_write,
        )


def _keep_as_plan() -> None:
    now = state.workspace()
    supposed = what_if.decisions(what_if.supposed())
    what_if.keep_as_plan(plan_name_with(now.plan, supposed, now.draft, state.formats()))
    session.tell(f"Kept as the plan \u201c{state.workspace().plan}\u201d.")


def _write() -> None:
    written = what_if.writable(what_if.supposed())
    draft, formats = state.workspace().draft, state.formats()
    what_if.write_into_assumptions(date.today())
    session.tell(written_notice(draft, written, formats))
