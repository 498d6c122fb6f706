"""Requests of a press to the next run: one that is interrupted forgets which button was pressed, but not these.

``note`` it in the button's ``on_click``, and ``carry_out`` it where a run comes to it.
"""

from collections.abc import Callable

import streamlit as st

from simulator.ui.session.uninterrupted import uninterrupted

_PREFIX = "pressed "


def note(what: str, value: str = "") -> None:
    """Note that this was asked for; ``value`` says of what."""
    st.session_state[_PREFIX + what] = value


def is_any_noted() -> bool:
    """Whether anything was noted that no run has come to yet."""
    return any(str(key).startswith(_PREFIX) for key in st.session_state)


@uninterrupted()
def carry_out(what: str, act: Callable[[str], object]) -> None:
    """Do what was noted, once and whole, with its value; nothing if this was not asked for."""
    found = st.session_state.pop(_PREFIX + what, None)
    if isinstance(found, str):
        act(found)
