"""The state of a part of a page, unfolded or not: an expander or a popover, by its key."""

import streamlit as st


def open_expander(key: str) -> None:
    """Unfold a part of the page; in a callback, or before it is drawn."""
    st.session_state[key] = True


def close_expander(key: str) -> None:
    """Fold a part of the page; in a callback, or before it is drawn."""
    st.session_state[key] = False
