"""The page "Plan": move the budget, and see what comes back, how sure that is, and when."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.ui.frame.status_bar import status_bar
from simulator.ui.plan import around
from simulator.ui.plan.answer import answer
from simulator.ui.plan.budget import budget
from simulator.ui.plan.html import title_html
from simulator.ui.plan.improvements import improvement_boxes
from simulator.ui.plan.plan_menu import add_first_plan
from simulator.ui.plan.what_if import what_if_section
from simulator.ui.session import state
from simulator.ui.session.bursts import together

STYLE = Path(__file__).parents[1] / "frame" / "tiles.css"


def page() -> None:
    """The whole page."""
    with together():
        printed, right = around_the_answer()
    if state.workspace().plan:
        with right:
            answer(printed)


def around_the_answer() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Everything but the answer, with the places for its printed head and for itself."""
    status_bar(undo_key="Ctrl+Z", redo_key="Ctrl+Shift+Z")
    st.html(STYLE)
    now, formats = state.workspace(), state.formats()
    st.html(title_html(now.plan))
    printed = st.empty()
    left, right = st.columns([1, 2], gap="large")
    if not now.plan:
        with right:
            st.info("This scenario has no plan yet.", icon=":material/info:")
            add_first_plan()
        return printed, right
    with left, st.container(key="budget-column"):
        budget(now, formats)
        improvement_boxes(now, formats)
        what_if_section(now, formats)
    around.note_drawn(now)
    return printed, right


page()
