"""A saved file as a card: what it is, what it brings, and what can be done with it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

import streamlit as st

from simulator.presentation.files import ago, facts
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.open_file import open_or_refuse
from simulator.ui.frame.problem_list import show_problems
from simulator.ui.scenarios.cards import CARD_WIDTH
from simulator.ui.scenarios.figures import figures
from simulator.ui.session import results, state
from simulator.ui.session.file_summary import FileSummary

NO_CLIENT = "Without a client"


class Action(StrEnum):
    """Actions that the menu of a card offers."""

    DUPLICATE = "Duplicate"
    RENAME = "Rename"
    VERSIONS = "Versions"
    DISCARD = "Move to trash"


class Chosen(NamedTuple):
    """Actions chosen in the menus, by file."""

    action: Action
    summary: FileSummary


def cards(
    summaries: Sequence[FileSummary], open_stem: str | None, formats: Formats, *, by_client: bool
) -> Chosen | None:
    """Files as cards, under their clients' names if wanted; what was chosen in one of their menus, if anything."""
    if not by_client:
        return _grid(summaries, open_stem, formats)
    chosen: Chosen | None = None
    for client, theirs in groupby(summaries, key=lambda summary: summary.client):
        st.subheader(escape_markdown(client or NO_CLIENT), anchor=False)
        chosen = _grid(list(theirs), open_stem, formats) or chosen
    return chosen


def _grid(summaries: Sequence[FileSummary], open_stem: str | None, formats: Formats) -> Chosen | None:
    chosen: Chosen | None = None
    with st.grid(3, min_column_width=CARD_WIDTH):
        for summary in summaries:
            with st.container(border=True, height="stretch"):
                chosen = _card(summary, summary.stem == open_stem, formats) or chosen
    return chosen


def _card(summary: FileSummary, is_open: bool, formats: Formats) -> Chosen | None:
    client = f"{escape_markdown(summary.client)} · " if summary.client else ""
    when = ago(summary.changed, datetime.now().astimezone(), formats)
    st.markdown(f"**{escape_markdown(summary.name)}**  \n:small[{client}changed {when}]")
    readable = _about(summary)
    st.space("stretch")
    with st.container(horizontal=True, gap="xsmall"):
        if readable:
            _open_button(summary, is_open=is_open)
        return _menu(summary, readable=readable)


def _about(summary: FileSummary) -> bool:
    """A file's figures and content, or why it cannot be read; whether it can."""
    entry = results.entry(summary.path)
    if entry.scenario is None:
        st.caption("This file cannot be read. It is left as it is.")
        with st.expander("What is wrong with it"):
            show_problems(entry.trouble.problems if entry.trouble else (), "To fix in the file")
        return False
    st.markdown(figures(summary.path, state.locale()))
    st.caption(f"{facts(entry.scenario)} · {escape_markdown(entry.scenario.currency)}")
    return True


def _open_button(summary: FileSummary, *, is_open: bool) -> None:
    label = "Open now" if is_open else "Open"
    if st.button(label, disabled=is_open, width="stretch", key=f"open-open_saved-{summary.stem}"):
        open_or_refuse(state.open_saved, summary.stem)


def _menu(summary: FileSummary, *, readable: bool) -> Chosen | None:
    offered = list(Action) if readable else [Action.VERSIONS, Action.DISCARD]
    action = st.menu_button("More", offered, key=f"more-{summary.stem}")
    return None if action is None else Chosen(Action(action), summary)
