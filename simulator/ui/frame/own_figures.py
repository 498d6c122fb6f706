"""Whose figures a result rests on: one line, and a button to the one to replace next."""

import streamlit as st

from simulator.findings.own_figures import OwnFigures, own_figures
from simulator.presentation.own_figures import next_figure, own_figures_line
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.places import show_place
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.session import state
from simulator.ui.session.cache import kept
from simulator.ui.session.results import PlanResult


def own_figures_in(result: PlanResult) -> OwnFigures:
    """The figures behind a result that are somebody's own."""
    return kept(("own figures", result.key), lambda: own_figures(result.simulation))


def show_own_figures(result: PlanResult, *, key: str) -> None:
    """``3 of the 25 numbers behind this plan are yours.``, and a button ``Next: “Average sale”`` that leads there."""
    found = own_figures_in(result)
    line = own_figures_line(found, state.formats())
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=key):
        if line:
            st.caption(escape_markdown(line), width="content")
        if line and found.next is not None:
            _lead_to(found, found.next.path, key)


def _lead_to(found: OwnFigures, path: str, key: str) -> None:
    label, icon = escape_markdown(next_figure(found)), ":material/edit:"
    if st.button(label, icon=icon, type="tertiary", key=f"{key}-next"):
        show_place(path)
        st.switch_page(assumptions_page())
