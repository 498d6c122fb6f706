"""The open scenario: its name, client and notes, and saving, downloading and discarding it."""

from dataclasses import replace

import streamlit as st

from simulator.errors import FunnelcastError
from simulator.presentation.changes import changes
from simulator.presentation.files import IN_TRASH, facts
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.frame.status_bar import download_button, save_as_dialog
from simulator.ui.scenarios.next_year import next_year_button
from simulator.ui.scenarios.unsaved import as_list
from simulator.ui.scenarios.versions import versions_dialog
from simulator.ui.session import input_state, state
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace
from simulator.validation import name_problem

MOST_NOTES = 5_000
_NAME, _CLIENT, _NOTES = "scenario-name", "scenario-client", "scenario-notes"


def open_scenario(now: Workspace) -> None:
    """A card with what describes the open scenario and what can be done with it."""
    with st.container(border=True, key="open-scenario"):
        words, actions = st.columns([3, 2], gap="medium")
        with words:
            _words(now)
        with actions:
            _about(now)
            _actions(now)
            # Last, so that no button moves away as what was typed beside it becomes a change.
            _unsaved(now)


def _words(now: Workspace) -> None:
    input_state.begin(now.id)
    name, client = st.columns(2)
    shown = {_NAME: now.draft.name, _CLIENT: now.draft.client, _NOTES: now.draft.notes}
    for key, text in shown.items():
        input_state.fill(key, text)
    with name:
        st.text_input("Name", key=_NAME, max_chars=input_state.MOST_TYPED, on_change=_typed)
        typed = input_state.text(_NAME).strip()
        if refused := name_problem(typed):
            st.error(f"The name {escape_markdown(refused)}." if typed else "A scenario needs a name.")
    with client:
        st.text_input("Client", key=_CLIENT, max_chars=input_state.MOST_TYPED, on_change=_typed)
    st.text_area("Notes", key=_NOTES, height=100, max_chars=MOST_NOTES, on_change=_typed)


def _typed() -> None:
    # In a callback, so that a press of Save that leaves a box saves what was typed there too.
    draft = state.workspace().draft
    name, client, notes = (
        _unless_same(input_state.text(key), former)
        for key, former in ((_NAME, draft.name), (_CLIENT, draft.client), (_NOTES, draft.notes))
    )
    state.set_draft(replace(draft, name=name or draft.name, client=client, notes=notes))


def _unless_same(typed: str, former: str) -> str:
    # A file's block of text ends with a line end that no box gives back.
    return former if typed.strip() == former.strip() else typed.strip()


def _about(now: Workspace) -> None:
    st.markdown(_origin(now))
    st.caption(facts(now.draft))


def _origin(now: Workspace) -> str:
    if now.file is not None:
        return f"Saved as **{escape_markdown(now.file.name)}**"
    if now.version is not None:
        return f"An older version of **{escape_markdown(now.version.stem)}**. It stays as it is."
    if now.shipped is not None:
        return "An example. Save it under a name to make it yours."
    return "New, and not saved to a file yet. Your work is kept meanwhile."


def _actions(now: Workspace) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        if st.button("Save as", icon=":material/save_as:", key="save-as"):
            save_as_dialog()
        download_button(now, "Download", key="download")
        next_year_button(now)
        if now.file is not None and st.button("Versions", icon=":material/history:", key="versions"):
            versions_dialog(now.file.stem)
        if now.is_changed:
            _discard(now)


def _unsaved(now: Workspace) -> None:
    if now.is_changed and (lines := changes(now.saved, now.draft, state.formats())):
        st.caption(f"Not saved yet:\n{as_list(lines)}")


def _discard(now: Workspace) -> None:
    with st.popover("Discard changes", icon=":material/delete:", key="discard"):
        if now.is_new:
            st.markdown("This scenario was never saved. It moves to the trash, from where it can be put back.")
        else:
            st.markdown("Return to what was saved. Undo brings your changes back.")
        if not st.button("Discard them", type="primary", key="discard-confirm"):
            return
        try:
            state.discard()
        except FunnelcastError as error:
            show_refusal(error, "Not discarded")
        else:
            if now.is_new:
                tell(IN_TRASH)
            st.rerun()
