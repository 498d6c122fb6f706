"""The browser front end: page config and navigation, nothing else."""

import streamlit as st

from simulator.ui import boxes
from simulator.ui.navigation import ICON, pages

st.set_page_config(page_title="funnelcast", page_icon=str(ICON), layout="wide")
st.navigation(pages(), position="top").run()
if boxes.settle():
    st.rerun()
