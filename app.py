"""The browser front end: page config and navigation, nothing else."""

import streamlit as st

from simulator.ui.frame.navigation import ICON, pages
from simulator.ui.session import input_state

st.set_page_config(page_title="funnelcast", page_icon=str(ICON), layout="wide")
st.navigation(pages(), position="top").run()
if input_state.settle():
    st.rerun()
