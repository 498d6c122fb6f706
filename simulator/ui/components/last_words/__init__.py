"""Words beside a box go as soon as something else is typed into it: they were about what it held before.

For boxes of a form, which the server hears of only when the form is sent.
"""

from collections.abc import Mapping
from importlib.resources import files

import streamlit as st

_FOLDER = files(__name__)

_LAST_WORDS = st.components.v2.component(
    "funnelcast_last_words",
    js=_FOLDER.joinpath("last_words.js").read_text("utf-8"),
)


def words_key(box: str) -> str:
    """The key of the container with the words about a box."""
    return f"{box} words"


def last_words(about: Mapping[str, str]) -> None:
    """Hide the words about each box, by its key, while it holds another text than this."""
    _LAST_WORDS(key="last-words", data={"about": [[box, words_key(box), text] for box, text in about.items()]})
