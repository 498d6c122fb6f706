"""The page "Goals": what it would take to reach a number, in money and in people, and what to work on first."""

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.analyses.goals.reach import most_to_spend
from simulator.edits.limits import paid_names
from simulator.engine.cost import cost_of
from simulator.errors import LimitsError, SettingsError
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.large_run import is_too_large
from simulator.ui.frame.long_work import awaited
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.frame.problem_list import show_draft_problems
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.frame.what_if import say_as_believed
from simulator.ui.goals.controls import controls, improvements_are_chosen
from simulator.ui.goals.results import show_answer, show_takes
from simulator.ui.goals.work import given, worked_out
from simulator.ui.session import goals, input_state, state
from simulator.ui.session.goal_choice import GoalChoice
from simulator.ui.session.workspaces import Workspace

STYLES = (Path(__file__).parents[1] / "frame" / "tiles.css", Path(__file__).parents[1] / "goals" / "goals.css")
NO_NUMBER = "Type the number that you want to reach."
NOT_EVERY_NUMBER = "Type the number that you want to reach in each of the four quarters."


def page() -> None:
    """The whole page."""
    now = state.workspace()
    wanted = goals.choice(now.draft)
    goals.show(wanted)
    input_state.begin(now.id)
    status_bar()
    for style in STYLES:
        st.html(style)
    st.title("Goals", anchor=False)
    if not paid_names(now.draft) or not now.plan:
        st.info("There is no plan with channels to put money into yet.", icon=":material/info:")
        return
    # Before the boxes: on a phone these fill the screen.
    first = st.container(key="goals-answer")
    left, right = st.columns([1, 2], gap="large")
    with left, st.container(key="goals-choices"):
        controls(now, wanted)
        told = st.container(key="goals-refused")
    with right:
        if problems := state.problems():
            show_draft_problems(problems, "There is no result yet: these need fixing first")
            st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
        elif not wanted.goals(now.draft.horizon_months):
            st.info(NO_NUMBER if wanted.count == 1 else NOT_EVERY_NUMBER, icon=":material/flag:")
        elif not is_too_large(partial(cost_of, now.draft, now.plan), "This goal"):
            try:
                result(now, wanted, first)
            except (LimitsError, SettingsError) as error:
                with told:
                    st.error(sentence(escape_markdown(str(error))), icon=":material/error:")


def result(now: Workspace, wanted: GoalChoice, first: DeltaGenerator) -> None:
    """Requirements of the goal, as soon as they are known; the answer ``first``."""
    say_as_believed()
    most = wanted.most or most_to_spend(now.draft, now.plan)
    asked = wanted.goals(now.draft.horizon_months)
    wants = improvements_are_chosen(now.draft)
    asked_for = given(now.draft, now.plan, asked, wanted.sure, most, state.draws(), improvements=wants)
    takes = awaited("goals", "What it takes", worked_out, *asked_for)
    if takes is not None:
        with first:
            show_answer(takes.reach, now.draft, state.formats())
        show_takes(takes, now.draft, state.formats())


page()
