"""The page "Assumptions": every number behind the result, with its range, its source, and what is wrong with it."""

import streamlit as st

from simulator.engine.cost import cost_of
from simulator.ui.assumptions.business import business_form
from simulator.ui.assumptions.channels import channels_form
from simulator.ui.assumptions.funnel import funnel_form
from simulator.ui.assumptions.overview import picked_section, problem_overview, section_control
from simulator.ui.forms.form import form_of
from simulator.ui.forms.places import shown_place
from simulator.ui.frame.own_figures import show_own_figures
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.session import input_state, state

MEANING = (
    "**Low, likely and high:** 1 time in 10 the truth is below the first, half the time below the second, and 1 time "
    "in 10 above the third. So 8 times in 10 it lies between the outer two. One number means that you know it."
)


def how_many_are_own() -> None:
    """The same line as on the page Plan, where the plan can be run at once."""
    now = state.workspace()
    # Always there, filled or not: if it came and went, the boxes below would be drawn anew and lose the keyboard.
    slot = st.container(key="own-figures-place")
    if now.plan and not state.problems() and not cost_of(now.draft, now.plan, state.draws()).is_large:
        with slot:
            show_own_figures(state.result(now.plan, preview=True), key="own-figures")


input_state.begin(state.workspace().id)
status_bar()
st.title("Assumptions", anchor=False)

form = form_of(state.workspace().draft, state.problems())
problem_overview(form)
section_control(form)
st.markdown(MEANING)
how_many_are_own()

match picked_section():
    case "funnel":
        funnel_form(form)
    case "channels":
        channels_form(form)
    case _:
        business_form(form)

shown_place()
