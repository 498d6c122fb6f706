"""The choice of the plan that a page looks at: the same one on all pages."""

import streamlit as st

from simulator.text.markdown import escape_markdown
from simulator.ui.session import input_state, state
from simulator.ui.session.workspaces import Workspace

MOST_BESIDE = 4
"""So many plans stand beside each other; more are in a list."""


def plan_choice(key: str, now: Workspace) -> None:
    """The plans of the draft to choose from."""
    names = [plan.name for plan in now.draft.plans]
    input_state.fill(key, now.plan)
    if len(names) > MOST_BESIDE:
        st.selectbox("Plan", names, key=key, on_change=_chosen, args=(key,))
        return
    st.segmented_control(
        "Plan",
        names,
        key=key,
        required=True,
        format_func=escape_markdown,
        on_change=_chosen,
        args=(key,),
        width="stretch",
    )


def _chosen(key: str) -> None:
    state.select_plan(input_state.text(key))
