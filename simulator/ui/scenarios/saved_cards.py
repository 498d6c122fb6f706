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
from simulator.ui.frame.problem_list import show_problems
from simulator.ui.scenarios.cards import CARD_WIDTH, open_or_refuse
from simulator.ui.scenarios.figures import figures
from simulator.ui.scenarios.file_summary import Glimpse
from simulator.ui.session import results, state

NO_CLIENT = "Without a client"


class Action(StrEnum):
    """What the menu of a card offers."""

    DUPLICATE = "Duplicate"
    RENAME = "Rename"
    VERSIONS = "Versions"
    DISCARD = "Move to trash"


class Chosen(NamedTuple):
    """What was chosen in the menu of which file."""

    action: Action
    glimpse: Glimpse


def cards(glimpses: Sequence[Glimpse], open_stem: str | None, formats: Formats, *, by_client: bool) -> Chosen | None:
    """Files as cards, under their clients' names if wanted; what was chosen in one of their menus, if anything."""
    if not by_client:
        return _grid(glimpses, open_stem, formats)
    chosen: Chosen | None = None
    for client, theirs in groupby(glimpses, key=lambda glimpse: glimpse.client):
        st.subheader(escape_markdown(client or NO_CLIENT), anchor=False)
        chosen = _grid(list(theirs), open_stem, formats) or chosen
    return chosen


def _grid(glimpses: Sequence[Glimpse], open_stem: str | None, formats: Formats) -> Chosen | None:
    chosen: Chosen | None = None
    with st.grid(3, min_column_width=CARD_WIDTH):
        for glimpse in glimpses:
            with st.container(border=True, height="stretch"):
                chosen = _card(glimpse, glimpse.stem == open_stem, formats) or chosen
    return chosen


def _card(glimpse: Glimpse, is_open: bool, formats: Formats) -> Chosen | None:
    client = f"{escape_markdown(glimpse.client)} · " if glimpse.client else ""
    when = ago(glimpse.changed, datetime.now().astimezone(), formats)
    st.markdown(f"**{escape_markdown(glimpse.name)}**  \n:small[{client}changed {when}]")
    readable = _about(glimpse)
    st.space("stretch")
    with st.container(horizontal=True, gap="xsmall"):
        if readable:
            _open_button(glimpse, is_open=is_open)
        return _menu(glimpse, readable=readable)


def _about(glimpse: Glimpse) -> bool:
    """What a file brings and holds, or why it cannot be read; whether it can."""
    entry = results.entry(glimpse.path)
    if entry.scenario is None:
        st.caption("This file cannot be read. It is left as it is.")
        with st.expander("What is wrong with it"):
            show_problems(entry.trouble.problems if entry.trouble else (), "To be mended in the file")
        return False
    st.markdown(figures(glimpse.path, state.locale()))
    st.caption(f"{facts(entry.scenario)} · {escape_markdown(entry.scenario.currency)}")
    return True


def _open_button(glimpse: Glimpse, *, is_open: bool) -> None:
    label = "Open now" if is_open else "Open"
    if st.button(label, disabled=is_open, width="stretch", key=f"open-open_saved-{glimpse.stem}"):
        open_or_refuse(state.open_saved, glimpse.stem)


def _menu(glimpse: Glimpse, *, readable: bool) -> Chosen | None:
    offered = list(Action) if readable else [Action.VERSIONS, Action.DISCARD]
    action = st.menu_button("More", offered, key=f"more-{glimpse.stem}")
    return None if action is None else Chosen(Action(action), glimpse)
