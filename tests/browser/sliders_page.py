"""A small app around the budget sliders, for the browser tests; ``?pause=0.2`` makes each run slow.

``?above=text`` shows something above them that goes with the first move, so that they are drawn anew.
"""

import time
from datetime import date

import streamlit as st

from simulator.tables.budgets import Place
from simulator.ui.components.budget_sliders import acknowledge, budget_sliders
from simulator.ui.components.budget_sliders.messages import receive
from simulator.ui.components.budget_sliders.panel import open_panel

SPEND = {
    "Google Ads": 3_000.0,
    "Local SEO": 1_200.0,
    "<b>Post</b>cards & [mail](x)": 800.0,
    "Radio": 0.0,
}
REFERENCES = {"Google Ads": 2_500.0, "Local SEO": 1_000.0}


def take(message: object) -> None:
    place = Place(
        channels=tuple(SPEND),
        start=date(2027, 1, 1),
        horizon=12,
        locale=st.query_params.get("locale", "en_US"),
        currency=st.query_params.get("currency", "USD"),
    )
    panel = receive(st.session_state.panel, message, place)
    st.session_state.panel = panel
    st.session_state.setdefault("steps", set()).add(panel.gesture.name if panel.gesture else panel.sequence)


def plan() -> None:
    if st.session_state.get("panel") is None:
        st.session_state.panel = open_panel(SPEND, token="a plan", references=REFERENCES)
    panel = st.session_state.panel
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.header("Your plan")
    if not panel.sequence and "above" in st.query_params:
        st.info(st.query_params["above"])
    budget_sliders(
        panel,
        key="budget",
        of=("Your scenario", "Your plan"),
        on_message=take,
        currency=st.query_params.get("currency", "USD"),
        locale=st.query_params.get("locale", "en_US"),
        references=REFERENCES,
        read_only=st.query_params.get("read_only"),
    )
    time.sleep(float(st.query_params.get("pause", "0")))
    amounts = " ".join(f"{amount:g}" for amount in panel.spend.values())
    with st.container(key="result"):
        st.text(f"{amounts} | {'preview' if panel.dragging else 'all draws'}")
    steps = len(st.session_state.get("steps", ()))
    with st.container(key="steps"):
        st.text(f"steps {steps} moves {panel.sequence} runs {st.session_state.runs}")
    st.button("Run again")
    acknowledge(panel, key="budget")


def other() -> None:
    st.header("Another page")


st.set_page_config(page_title="Budget sliders", layout="wide")
st.navigation([st.Page(plan, title="Plan", default=True), st.Page(other, title="Other")], position="top").run()
