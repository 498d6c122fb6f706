"""The browser front end: page config and navigation, nothing else."""

import streamlit as st

from simulator.ui.navigation import pages

st.set_page_config(page_title="funnelcast", page_icon=":material/query_stats:", layout="wide")
st.navigation(pages(), position="top").run()
