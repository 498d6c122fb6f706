"""Keys of a presentation: arrows, page keys, space and a presenter's remote turn the slides; F fills the screen.

The keys press the page's own buttons, so that everything they do can be clicked and read out too.
"""

from collections.abc import Mapping
from importlib.resources import files

import streamlit as st

_FOLDER = files(__name__)

_KEYS = st.components.v2.component(
    "funnelcast_slide_keys",
    html='<button type="button">Full screen</button>',
    css=_FOLDER.joinpath("slide_keys.css").read_text("utf-8"),
    js=_FOLDER.joinpath("slide_keys.js").read_text("utf-8"),
)


def slide_keys(buttons: Mapping[str, str]) -> None:
    """A button that fills the screen, and the keys; ``buttons`` are the keys of the buttons to press.

    By ``next``, ``back``, ``first``, ``last`` and ``end``.
    """
    _KEYS(key="slide-keys", data=dict(buttons))
