"""The foot of every page: the way to the glossary."""

import streamlit as st

from simulator.ui.frame.navigation import glossary_page


def page_foot() -> None:
    """The last line of the page."""
    with st.container(key="foot"):
        st.page_link(glossary_page(), label="What the words mean: the glossary", icon=":material/menu_book:")
