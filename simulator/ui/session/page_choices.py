"""Choices about the page itself, which change no scenario: the channel that is looked at, the part that is shown.

They last as long as the piece of work that they were made for; another one begins without any.
"""

from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from simulator.ui.session.session import session

_KEY = "funnelcast choices"


@dataclass
class _Choices:
    """The choices made, by key, for the ``work`` of this name."""

    work: str
    made: dict[str, str] = field(default_factory=dict)


def choose(key: str, choice: str) -> None:
    """Remember a choice."""
    _choices().made[key] = choice


def chosen(key: str, default: str = "") -> str:
    """A remembered choice."""
    return _choices().made.get(key, default)


def _choices() -> _Choices:
    work = session().workspace.id
    if _KEY not in st.session_state or st.session_state[_KEY].work != work:
        st.session_state[_KEY] = _Choices(work)
    return cast(_Choices, st.session_state[_KEY])
