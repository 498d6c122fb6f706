"""The page "Track": real figures beside the plan, where it stands, and what its ranges learn from them."""

from datetime import date
from pathlib import Path

import streamlit as st

from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.frame.printed import printed_head_html
from simulator.ui.frame.problem_list import show_draft_problems
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.session import input_state, state
from simulator.ui.session.workspaces import Workspace
from simulator.ui.tracking.exports import exports_box
from simulator.ui.tracking.figures import checks, figures_table
from simulator.ui.tracking.html import lead_html
from simulator.ui.tracking.learning import learning
from simulator.ui.tracking.outcome import tracked

STYLES = (Path(__file__).parents[1] / "frame" / "tiles.css", Path(__file__).parents[1] / "tracking" / "tracking.css")
BEGIN = "Lay real figures beside the plan: paste them, or drop an export."
ABOUT_BEGINNING = (
    "Then this page says month by month whether things go as planned, and which differences are no more than luck.",
)


def page() -> None:
    """The whole page."""
    now, today = state.workspace(), date.today()
    input_state.begin(now.id)
    status_bar()
    for style in STYLES:
        st.html(style)
    st.html(_printed_head(now, today))
    st.title("Track", anchor=False)
    if not now.draft.channels or not now.plan:
        st.info("There is no plan with channels yet.", icon=":material/info:")
        return
    problems = state.problems()
    if problems:
        show_draft_problems(problems, "There is no result yet: these need fixing first")
        st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
    elif now.draft.actuals:
        tracked(now, today)
    else:
        st.html(lead_html(BEGIN, ABOUT_BEGINNING))
    # What is printed is the overview.
    with st.container(key="track-work"):
        st.header("Real figures", anchor=False)
        exports_box(now, today)
        figures_table(now, today)
        checks(now, today)
        if not problems and now.draft.actuals:
            learning(now, today)


def _printed_head(now: Workspace, today: date) -> str:
    adoption = now.draft.adopted
    plan = now.plan if adoption is None else adoption.plan
    formats = state.formats()
    adopted_on = "" if adoption is None else f", adopted on {formats.day(adoption.on)}"
    return printed_head_html(now, f"“{plan}”{adopted_on}, beside real figures", on=today, formats=formats)


page()
