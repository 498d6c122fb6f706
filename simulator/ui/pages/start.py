"""The page "Start": an answer for one's own business from a few numbers, or another way to begin."""

import streamlit as st

from simulator.ui.components.last_words import last_words
from simulator.ui.frame.status_bar import page_frame, status_bar
from simulator.ui.session import input_state
from simulator.ui.session.session import session
from simulator.ui.start.form import start_form
from simulator.ui.start.from_exports import from_exports
from simulator.ui.start.ways import ways

ABOUT = "What your marketing money could bring back, how sure that is, and where the next of it does most."
HOW = "Type what you know and leave the rest empty: figures of your trade stand in for it."


def page() -> None:
    """The whole page."""
    now = session().workspace
    input_state.begin(now.id)
    # Who has nothing of their own yet is not asked to read what is open.
    if now.shipped is None or now.is_changed:
        status_bar()
    else:
        page_frame()
        if notice := session().notice:
            st.info(notice, icon=":material/info:")
    st.title("Start with your business", anchor=False)
    st.markdown(ABOUT)
    form, others = st.columns([3, 2], gap="large")
    with form, st.container(border=True, key="start-form"):
        st.caption(HOW)
        about = start_form()
    with others:
        ways()
    st.header("Begin from exports of your ads", anchor=False)
    from_exports()
    last_words(about)


page()
