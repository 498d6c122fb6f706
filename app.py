"""The browser front end: page config and navigation, nothing else."""

import streamlit as st

from simulator.ui.frame.navigation import ICON, begins_at_start, pages, start_page
from simulator.ui.session import arrivals, input_state, uninterrupted

uninterrupted.let_callbacks_end()
arrivals.let_all_arrive()
st.set_page_config(page_title="funnelcast", page_icon=str(ICON), layout="wide")
chosen = st.navigation(pages(), position="top")
if begins_at_start(chosen):
    st.switch_page(start_page())
chosen.run()
if input_state.end():
    st.rerun()
