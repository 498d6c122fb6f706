"""A different world: what is supposed of it, and for which of the compared plans that changes less."""

from collections.abc import Sequence

import streamlit as st

from simulator.analyses.compared_plans import ComparedPlan, what_if_by_plan
from simulator.analyses.what_if import WhatIf
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.what_if import reset_button, what_if_choice
from simulator.ui.session import state


def supposed_for(found: Sequence[ComparedPlan]) -> WhatIf:
    """Suppositions, as far as they fit the first plan's scenario."""
    first = found[0]
    with st.container(border=True, key="compare-stress"):
        supposed = what_if_choice(first.scenario, first.plan, state.formats())
        if supposed:
            own = what_if_by_plan(found, supposed)
            for label in (label for label, kept in own.items() if len(kept) < len(supposed)):
                st.caption(
                    f"{escape_markdown(label)}: its scenario does not have all of these, so less changes for it."
                )
            reset_button()
    return supposed
