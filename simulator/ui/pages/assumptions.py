"""The page "Assumptions": every number behind the result, with its range, its source, and what is wrong with it."""

import streamlit as st

from simulator.ui import boxes, state
from simulator.ui.forms.business import business_form
from simulator.ui.forms.channels import channels_form
from simulator.ui.forms.funnel import funnel_form
from simulator.ui.forms.overview import picked_section, problem_overview, section_control
from simulator.ui.forms.sheet import sheet
from simulator.ui.status_bar import status_bar

MEANING = (
    "**Three numbers mean low, likely and high:** 1 time in 10 the truth is below the first, half the time below the "
    "second, and 1 time in 10 above the third. So 8 times in 10 it lies between the outer two. One number means that "
    "you know it."
)

boxes.begin(state.workspace().id)
status_bar()
st.title("Assumptions", anchor=False)

form = sheet(state.workspace().draft, state.problems())
problem_overview(form)
section_control(form)
st.markdown(MEANING)

match picked_section():
    case "funnel":
        funnel_form(form)
    case "channels":
        channels_form(form)
    case _:
        business_form(form)
