"""The page "Glossary": what each figure, each number and each word means, with its formula and an example."""

from pathlib import Path

import streamlit as st

from simulator.presentation.glossary import Entry, found, glossary, named
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.glossary.html import NOT_FOUND, entry_html, glossary_html
from simulator.ui.session import input_state, state
from simulator.ui.session.page_entries import TERM

STYLES = (Path(__file__).parents[1] / "frame" / "tiles.css", Path(__file__).parents[1] / "glossary" / "glossary.css")

ABOUT = "Every example is one small business in round numbers, worked out by the same model as yours."


def page() -> None:
    """The whole page."""
    status_bar()
    for style in STYLES:
        st.html(style)
    st.title("Glossary", anchor=False)
    st.caption(ABOUT)
    asked = named(glossary(state.formats()), st.query_params.get(TERM, ""))
    sought = st.text_input(
        "Look for a word",
        placeholder="CAC, payback, churn ...",
        max_chars=input_state.MOST_TYPED,
        key="glossary-search",
        type="search",
        live=True,
    )
    entries = found(glossary(state.formats()), sought or "")
    if asked and not sought:
        st.html(f'<div class="fc-asked">{entry_html(asked)}</div>')
        entries.remove(asked)
    show(entries)


def show(entries: list[Entry]) -> None:
    """The entries that were found, or advice where none were."""
    if entries:
        st.html(glossary_html(entries))
    else:
        st.info(NOT_FOUND, icon=":material/search:")


page()
