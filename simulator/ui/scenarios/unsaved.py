"""Unsaved work: one row for each scenario that somebody has worked on, with what was changed and the way back to it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import streamlit as st

from simulator import library
from simulator.errors import FunnelcastError, ScenarioFileError
from simulator.library import drafts
from simulator.library.drafts import MOST_DRAFTS, DraftEntry
from simulator.library.folder import SUFFIX
from simulator.presentation.changes import changes
from simulator.presentation.files import IN_TRASH, ago
from simulator.scenario_files import parse
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.open_file import open_or_refuse
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.session import state
from simulator.ui.session.cache import kept
from simulator.ui.session.session import tell

MOST_CHANGES = 3
"""So many changes of a piece of work are told; of the rest, how many they are."""


def unsaved_work(entries: Sequence[DraftEntry], formats: Formats) -> None:
    """The rows, the work that was changed last first; nothing if there is none."""
    if not entries:
        return
    st.header("Unsaved work", anchor=False)
    if len(entries) >= MOST_DRAFTS:
        st.caption(f"The last {MOST_DRAFTS} stay here. What is older moves to the trash when new work begins.")
    for newest, *older in by_scenario(entries):
        with st.container(border=True, key=f"unsaved {newest.id}"):
            _row(newest, formats)
            if older:
                with st.expander(f"{len(older)} older", key=f"unsaved older {newest.id}"):
                    for entry in older:
                        _row(entry, formats)
    if len(entries) > 1:
        _discard_all(entries)


def by_scenario(entries: Sequence[DraftEntry]) -> list[list[DraftEntry]]:
    """The work on each scenario together, the newest first in each and among them; new work is by itself."""
    newest_first = sorted(entries, key=lambda entry: entry.changed, reverse=True)
    places = {key: place for place, key in reversed(list(enumerate(map(_scenario, newest_first))))}
    together = sorted(newest_first, key=lambda entry: places[_scenario(entry)])
    return [list(group) for _, group in groupby(together, key=_scenario)]


def what_changed(entry: DraftEntry, formats: Formats) -> list[str]:
    """Changes that the work made to what it began from, a sentence each; plain text."""
    return kept(("draft changes", entry.id, entry.changed, formats.locale), lambda: _changes(entry, formats))


def _scenario(entry: DraftEntry) -> tuple[str, str]:
    if entry.file is not None:
        return "file", entry.file
    return ("new", entry.id) if entry.shipped is None else ("example", entry.shipped)


def _row(entry: DraftEntry, formats: Formats) -> None:
    client = f"{escape_markdown(entry.client)} · " if entry.client else ""
    when = f"changed {ago(entry.changed, datetime.now().astimezone(), formats)}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(
            f"**{escape_markdown(entry.name)}**  \n:small[{client}{_began_from(entry)} · {when}]", width="content"
        )
        with st.container(horizontal=True, gap="xsmall", width="content"):
            if st.button("Continue", icon=":material/edit:", key=f"continue-{entry.id}"):
                open_or_refuse(state.open_draft, entry.id)
            if st.button("Discard", icon=":material/delete:", key=f"discard-{entry.id}"):
                _discard([entry])
    if lines := what_changed(entry, formats):
        st.caption(as_list(lines))


def _began_from(entry: DraftEntry) -> str:
    if entry.file is not None:
        return f"{escape_markdown(entry.file)}{SUFFIX}"
    return "new, not saved to a file yet" if entry.shipped is None else "from an example"


def as_list(lines: Sequence[str]) -> str:
    """A few changes as a list in Markdown, and how many more there are."""
    more = len(lines) - MOST_CHANGES
    told = [*lines[:MOST_CHANGES], f"and {counted(more, 'more change')}"] if more > 1 else lines
    return "\n".join(f"- {escape_markdown(line)}" for line in told)


def _changes(entry: DraftEntry, formats: Formats) -> list[str]:
    found = drafts.read_draft(library.library_folder(), entry.id)
    if found is None:
        return []
    try:
        return changes(parse(found[0].content), found[0].scenario, formats)
    except ScenarioFileError:
        return []


def _discard_all(entries: Sequence[DraftEntry]) -> None:
    with st.popover("Discard all", icon=":material/delete_sweep:", key="discard-all"):
        pieces = counted(len(entries), "piece")
        st.markdown(f"{pieces} of unsaved work would move to the trash, from where they can be put back.")
        if st.button("Discard all of it", type="primary", key="discard-all-confirm"):
            _discard(entries)


def _discard(entries: Sequence[DraftEntry]) -> None:
    try:
        for entry in entries:
            state.discard_draft(entry.id)
    except FunnelcastError as error:
        show_refusal(error, "Not all was discarded" if len(entries) > 1 else "Not discarded")
    else:
        tell(IN_TRASH)
        st.rerun()
