"""Which slide of a presentation is on the screen, as the address says it: a reload stays where it was."""

import streamlit as st

from simulator.ui.session.page_entries import SLIDE
from simulator.ui.session.session import session, show_address


def shown() -> int | None:
    """The slide on the screen, counted from 1; None while nothing is presented."""
    stated = st.query_params.get(SLIDE, "")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= 3 and int(stated) else None


def show(number: int | None) -> None:
    """Put a slide on the screen; None ends the presentation."""
    show_address(session().workspace, {} if number is None else {SLIDE: [str(number)]})
