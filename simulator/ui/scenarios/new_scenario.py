"""Ways to begin: from a trade and a monthly total, or from a file that someone has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from simulator.edits.apportionment import UNIT, shared_out
from simulator.edits.currency import converted
from simulator.edits.spend import scaled_spend, slider_spend, with_slider_spend
from simulator.errors import Problem, ScenarioFileError
from simulator.library.catalogue import TRADES, Trade
from simulator.library.folder import Entry, shipped_folder
from simulator.library.folder import paths as paths_in
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, parse, write
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.exchange_rate import rate_box
from simulator.ui.forms.text_input import currencies_in_use, currency_words
from simulator.ui.frame.budget_file import plan_from_file
from simulator.ui.frame.problem_list import show_problems
from simulator.ui.scenarios.cards import open_or_refuse
from simulator.ui.scenarios.uploads import let_go
from simulator.ui.session import input_state, results, state

MOST_TOTAL = 1_000_000_000
"""The largest monthly total to begin with [money]; sliders go on from there."""


SCENARIO_ENDINGS = (".yaml", ".yml")
LARGEST_MB = 2

_REFUSED = "refused-upload"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The file that was refused last: what was wrong with it, but not its content; ``count`` is how many there were."""

    count: int = 0
    title: str = ""
    problems: tuple[Problem, ...] = ()


def begin_from_trade(locale: str) -> None:
    """A trade and a monthly total, the split that follows, and a button that opens it as a new scenario."""
    stated, shown = st.columns(2, gap="medium")
    with stated:
        trade, entry = _trade()
        if entry.scenario is None:
            show_problems(entry.trouble.problems if entry.trouble else (), "This example cannot be read")
            return
        example, rate_is_missing = _in_currency(trade, entry.scenario, locale)
        total = _total(trade, example)
        name = st.text_input(
            "What to call it", value=trade.label, max_chars=input_state.MOST_TYPED, key=f"name-{trade.key}"
        )
        pressed = st.button(
            "Begin with this", type="primary", icon=":material/arrow_forward:", key="begin", disabled=rate_is_missing
        )
        if pressed and not rate_is_missing:
            scenario = begun(example, name.strip() or trade.label, total)
            open_or_refuse(state.open_new, write(scenario, onto=content_of(entry.path)))
    with shown:
        _split(scaled_spend(example, example.plans[0], total), Formats(currency=example.currency, locale=locale))


def _in_currency(trade: Trade, example: Scenario[Belief], locale: str) -> tuple[Scenario[Belief], bool]:
    """The example in the currency that was chosen, and whether its rate is still missing."""
    codes = sorted({*currencies_in_use(), example.currency})
    currency = st.selectbox(
        "Your currency",
        codes,
        index=codes.index(example.currency),
        format_func=lambda code: currency_words(code, locale),
        key="begin-currency",
    )
    if currency == example.currency:
        return example, False
    st.caption(f"The figures for this trade are in {example.currency}. They are converted at the rate that you state.")
    rate = rate_box(example.currency, currency, locale=locale, key=f"begin-rate-{currency}")
    return (example, True) if rate is None else (converted(example, currency, rate, date.today()), False)


def begun(example: Scenario[Belief], name: str, total: int) -> Scenario[Belief]:
    """The example under a new name, its first plan's spend scaled to a monthly total; reference spends stay."""
    plan = example.plans[0]
    return replace(with_slider_spend(example, plan, scaled_spend(example, plan, total)), name=name)


def upload() -> None:
    """A file to open as a new scenario, or a budget for the open one.

    A scenario that is wrong shows all its problems and changes nothing.
    """
    refused = st.session_state.setdefault(_REFUSED, Refused())
    # A new key for each open scenario, and for each refused file, clears the box.
    key = f"upload-{state.workspace().id}-{refused.count}"
    file = st.file_uploader("A scenario (.yaml), or a budget (.xlsx, .csv)", max_upload_size=LARGEST_MB, key=key)
    if file is None:
        if refused.title:
            show_problems(refused.problems, refused.title)
        return
    if not file.name.lower().endswith(SCENARIO_ENDINGS):
        if plan_from_file(file.name, file.getvalue()):
            let_go([file])
            st.session_state[_REFUSED] = Refused(count=refused.count + 1)
            st.rerun()
        return
    try:
        scenario = parse(file.getvalue())
    except ScenarioFileError as error:
        let_go([file])
        title = f"{escape_markdown(file.name)} cannot be opened. Nothing has changed"
        st.session_state[_REFUSED] = Refused(count=refused.count + 1, title=title, problems=tuple(error.problems))
        st.rerun()
    st.markdown(f"**{escape_markdown(scenario.name)}** is in order.")
    if st.button("Open it", type="primary", icon=":material/folder_open:", key="open-upload"):
        content = file.getvalue()
        let_go([file])
        st.session_state[_REFUSED] = Refused(count=refused.count)
        open_or_refuse(state.open_new, content)


def _trade() -> tuple[Trade, Entry]:
    paths = {path.stem: path for path in paths_in(shipped_folder())}
    offered = [trade for trade in TRADES if trade.scenario in paths]
    trade = st.selectbox("Your trade", offered, format_func=lambda trade: trade.label, key="begin-trade") or offered[0]
    return trade, results.entry(paths[trade.scenario])


def _total(trade: Trade, example: Scenario[Belief]) -> int:
    return st.number_input(
        f"Budget a month for all channels, in {example.currency}",
        min_value=1,
        max_value=MOST_TOTAL,
        value=round(sum(slider_spend(example, example.plans[0]).values())),
        step=100,
        key=f"total-{trade.key}-{example.currency}",
    )


def _split(spend: Mapping[str, float], formats: Formats) -> None:
    # Whole percents that add up to a hundred.
    percents = shared_out(100 * UNIT, [round(amount * UNIT) for amount in spend.values()])
    rows = [
        (escape_markdown(name), escape_markdown(formats.money(amount)), formats.percent(percent / UNIT / 100.0))
        for (name, amount), percent in zip(spend.items(), percents, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["Channel", "A month", "Share"])
    st.table(table, hide_index=True, border="horizontal", alt="How the monthly total is divided among the channels")
    st.caption("Divided as in the example for this trade. Change it with the sliders on the page Plan.")
