"""The least that a page with an answer can be: what the Plan page is measured against."""

import streamlit as st

amount = st.slider("Amount", 0, 1_000, 500)
st.text(f"The amount is {amount}")
