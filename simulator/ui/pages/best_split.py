"""The page "Best split": how to divide a monthly total over the channels, within limits, and what each way gives up."""

from functools import partial
from pathlib import Path

import streamlit as st

from simulator.edits.limits import paid_names
from simulator.engine.cost import cost_of
from simulator.errors import LimitsError, SettingsError
from simulator.ui.allocation.answer import answer, refusal
from simulator.ui.allocation.choices import choices
from simulator.ui.allocation.limits import limits_editor
from simulator.ui.allocation.periods import periods_section
from simulator.ui.allocation.totals import totals_section
from simulator.ui.frame.large_run import is_too_large
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.frame.problem_list import show_draft_problems
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.frame.what_if import say_as_believed
from simulator.ui.session import input_state, state

STYLE = Path(__file__).parents[1] / "frame" / "tiles.css"
OF_LIMITS = "limits"


def page() -> None:
    """The whole page."""
    status_bar()
    st.html(STYLE)
    st.title("Best split", anchor=False)
    now = state.workspace()
    input_state.begin(now.id)
    problems = state.problems()
    of_limits = [each for each in problems if each.path.partition(".")[0] == OF_LIMITS]
    if not paid_names(now.draft) or not now.plan:
        st.info("There is no plan with channels to divide money over yet.", icon=":material/info:")
        return
    left, right = st.columns([1, 2], gap="large")
    with left, st.container(key="split-choices"):
        asked = choices(now)
        told = limits_editor(now.draft, state.formats(), of_limits)
    with right:
        if others := [each for each in problems if each not in of_limits]:
            show_draft_problems(others, "There is no result yet: these need fixing first")
            st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
        elif not of_limits and not is_too_large(partial(cost_of, now.draft, now.plan), "The best split"):
            say_as_believed()
            try:
                splits = answer(now, asked, state.formats())
            except (LimitsError, SettingsError) as error:
                with told:
                    refusal(error)
            else:
                # The chosen one comes first.
                periods_section(asked, next(iter(splits.values()), None), state.formats())
                totals_section(now, asked, state.formats())


page()
