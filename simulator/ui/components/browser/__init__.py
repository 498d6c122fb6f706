"""Keys and buttons of the browser and of its menu, and what those who hear a page are told of its charts.

By themselves, Ctrl+S offers to save a web page, also while a box has the focus; Ctrl+P shrinks charts to the width of
paper, letters and all; Back stops twice at every page, because the address gets its details only once the page has
run; on a phone the menu stays open over the page that was chosen; and a chart is heard as groups within groups, none
of which has a name.
"""

from importlib.resources import files

import streamlit as st

_FOLDER = files(__name__)

_HABITS = st.components.v2.component(
    "funnelcast_browser",
    js=_FOLDER.joinpath("browser.js").read_text("utf-8"),
)


def browser_habits(save_key: str) -> None:
    """Take over these keys and buttons; ``save_key`` is the key of the button that Ctrl+S presses."""
    _HABITS(key="browser-habits", data={"save": save_key})
