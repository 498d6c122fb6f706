"""Ways to begin: from a trade and a monthly total, or from a file that someone has."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from simulator.beliefs import Belief
from simulator.catalogue import TRADES, Trade
from simulator.checks import LONGEST_NAME
from simulator.errors import FunnelcastError, ScenarioFileError
from simulator.formatting import Formats, escape_markdown
from simulator.library import Entry, read_bytes
from simulator.scenario import Scenario
from simulator.scenario_files import parse, write
from simulator.ui import state
from simulator.ui.plan_spend import scaled_spend, slider_spend, with_slider_spend
from simulator.ui.problem_list import show_problems, show_refusal

MOST_TOTAL = 10_000_000
"""The largest monthly total to begin with [money]; sliders go on from there."""


def begin_from_trade(examples: Mapping[str, Entry], locale: str) -> None:
    """A trade and a monthly total, the split that follows, and a button that opens it as a new scenario."""
    offered = [trade for trade in TRADES if trade.scenario in examples]
    trade = st.selectbox("Your trade", offered, format_func=lambda trade: trade.label, key="begin-trade")
    entry = None if trade is None else examples[trade.scenario]
    if trade is None or entry is None or entry.scenario is None:
        return
    _begin(trade, entry, entry.scenario, Formats(currency=entry.scenario.currency, locale=locale))


def begun(example: Scenario[Belief], name: str, total: int) -> Scenario[Belief]:
    """The example under a new name, its first plan's spend scaled to a monthly total; reference spends stay."""
    plan = example.plans[0]
    return replace(with_slider_spend(example, plan, scaled_spend(example, plan, total)), name=name)


def upload() -> None:
    """A file to open as a new scenario; one that is wrong shows all its problems and changes nothing."""
    # A new key for each open scenario clears the box once a file is open.
    file = st.file_uploader(
        "A scenario file (.yaml)", type=["yaml", "yml"], max_upload_size=1, key=f"upload-{state.workspace().id}"
    )
    if file is None:
        return
    content = file.getvalue()
    try:
        scenario = parse(content)
    except ScenarioFileError as error:
        show_problems(error.problems, f"{escape_markdown(file.name)} cannot be opened. Nothing has changed")
        return
    st.markdown(f"**{escape_markdown(scenario.name)}** is in order.")
    if st.button("Open it", type="primary", icon=":material/folder_open:", key="open-upload"):
        _open(content)


def _begin(trade: Trade, entry: Entry, example: Scenario[Belief], formats: Formats) -> None:
    plan = example.plans[0]
    usual = round(sum(slider_spend(example, plan).values()))
    total = st.number_input(
        f"What you spend on marketing in a month ({escape_markdown(formats.currency_name)})",
        min_value=1,
        max_value=MOST_TOTAL,
        value=usual,
        step=100,
        key=f"begin-total-{trade.key}",
    )
    name = st.text_input("What to call it", value=trade.label, max_chars=LONGEST_NAME, key=f"begin-name-{trade.key}")
    _split(scaled_spend(example, plan, total), total, formats)
    if st.button("Begin with this", type="primary", icon=":material/arrow_forward:", key="begin"):
        _open(write(begun(example, name.strip() or trade.label, total), onto=read_bytes(entry.path)))


def _split(spend: Mapping[str, float], total: int, formats: Formats) -> None:
    rows = [
        (escape_markdown(name), escape_markdown(formats.money(amount)), formats.percent(round(amount / total, 2)))
        for name, amount in spend.items()
    ]
    table = pd.DataFrame(rows, columns=["Channel", "A month", "Share"])
    st.table(table, hide_index=True, border="horizontal", alt="How the monthly total is divided among the channels")
    st.caption(
        "Divided as others in the trade do; change it on the next page. The costs and rates are ranges with sources."
    )


def _open(content: bytes) -> None:
    try:
        state.open_new(content)
    except FunnelcastError as error:
        show_refusal(error, "Not opened")
    else:
        st.rerun()
