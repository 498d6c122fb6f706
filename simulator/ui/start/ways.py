"""The other ways to begin: one's own saved work, an example, or a file."""

import streamlit as st

from simulator.library.catalogue import SOMETHING_ELSE, TRADES
from simulator.library.folder import library_folder, paths, shipped_folder
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.navigation import scenarios_page
from simulator.ui.frame.open_file import open_or_refuse, upload
from simulator.ui.session import state
from simulator.ui.session.file_summary import summaries

MOST_WORKS = 3


def ways() -> None:
    """All of them, one's own work first where there is any."""
    _own_work()
    st.header("Look at an example", anchor=False)
    _examples()
    st.header("Open a file", anchor=False)
    upload()


def _own_work() -> None:
    unsaved = state.unsaved_work()[:MOST_WORKS]
    saved = sorted(summaries(library_folder()), key=lambda each: each.changed, reverse=True)[:MOST_WORKS]
    if not unsaved and not saved:
        return
    st.header("Go on with your own", anchor=False)
    with st.container(horizontal=True, gap="xsmall"):
        for entry in unsaved:
            label = f"{escape_markdown(entry.name)} (not saved)"
            if st.button(label, icon=":material/edit:", key=f"start-draft-{entry.id}"):
                open_or_refuse(state.open_draft, entry.id)
        for each in saved:
            if st.button(escape_markdown(each.name), icon=":material/folder_open:", key=f"start-saved-{each.stem}"):
                open_or_refuse(state.open_saved, each.stem)
    st.page_link(scenarios_page(), label="All of it", icon=":material/folder_open:")


def _examples() -> None:
    files = {path.stem for path in paths(shipped_folder())}
    with st.container(horizontal=True, gap="xsmall", key="start-examples"):
        for trade in (each for each in TRADES if each.key != SOMETHING_ELSE and each.scenario in files):
            if st.button(trade.label, key=f"start-example-{trade.key}"):
                open_or_refuse(state.open_shipped, trade.scenario)
