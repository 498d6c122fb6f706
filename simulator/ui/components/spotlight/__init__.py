"""A way to one box of a page: it is scrolled into view, has the keyboard, and is marked for a moment.

The last element of its page: when it is drawn, so is all that it may point at.
"""

from collections.abc import Sequence
from importlib.resources import files

import streamlit as st

_FOLDER = files(__name__)

_SPOTLIGHT = st.components.v2.component(
    "funnelcast_spotlight",
    js=_FOLDER.joinpath("spotlight.js").read_text("utf-8"),
)


def spotlight(keys: Sequence[str], turn: str) -> None:
    """Show the first of the elements with these keys that is on the page; once for each ``turn``."""
    _SPOTLIGHT(key="spotlight", data={"keys": list(keys), "turn": turn})
