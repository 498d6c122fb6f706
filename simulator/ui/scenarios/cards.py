"""The examples, to open."""

from collections.abc import Callable, Sequence

import streamlit as st

from simulator.library.catalogue import TRADES
from simulator.library.folder import Entry
from simulator.presentation.files import facts
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.open_file import open_or_refuse
from simulator.ui.frame.problem_list import show_problems
from simulator.ui.session import state

OTHER_LABELS = {"first-worksheet": "The smallest example", "something-else": "Any other business"}
"""Examples that stand for no trade."""

CARD_WIDTH = 290
"""The least width of a card [px]: one on a phone, three on a desk."""


def examples(entries: Sequence[Entry], open_stem: str | None) -> None:
    """The shipped scenarios as cards, in the order of the trades."""
    labels = {trade.scenario: trade.label for trade in TRADES} | OTHER_LABELS
    order = list(labels)
    with st.grid(3, min_column_width=CARD_WIDTH):
        for entry in sorted(entries, key=lambda entry: order.index(entry.stem) if entry.stem in order else len(order)):
            with st.container(border=True, height="stretch"):
                _example_card(entry, labels.get(entry.stem, ""), is_open=entry.stem == open_stem)


def _unreadable(entry: Entry, changed: str) -> None:
    st.markdown(f"**{escape_markdown(entry.path.name)}**  \n:small[{changed}]")
    st.caption("This file cannot be read. It is left as it is.")
    if entry.trouble is not None:
        with st.expander("What is wrong with it"):
            show_problems(entry.trouble.problems, "To fix in the file")


def _example_card(entry: Entry, label: str, *, is_open: bool) -> None:
    scenario = entry.scenario
    if scenario is None:
        _unreadable(entry, label)
        return
    st.markdown(f"**{escape_markdown(label)}**  \n:small[{escape_markdown(scenario.name)}]")
    if scenario.notes:
        st.caption(escape_markdown(scenario.notes))
    st.caption(facts(scenario))
    _open_button(entry, state.open_shipped, is_open=is_open)


def _open_button(entry: Entry, opening: Callable[[str], None], *, is_open: bool) -> None:
    st.space("stretch")
    label = "Open now" if is_open else "Open"
    if st.button(label, disabled=is_open, width="stretch", key=f"open-{opening.__name__}-{entry.stem}"):
        open_or_refuse(opening, entry.stem)
