"""Adding a channel: from the catalogue, by trade where the figures differ, or blank."""

from datetime import date

import streamlit as st

from simulator import edits
from simulator.edits.currency import converted_channel, without_money
from simulator.library import catalogue
from simulator.library.catalogue import CURRENCY, TRADES, entries
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import CHANNEL_TYPES, Channel
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.exchange_rate import rate_box, rate_in
from simulator.ui.forms.form import change
from simulator.ui.session import expander_state, input_state, page_choices, state
from simulator.ui.session.session import tell

_FOLD = "add channel"
_TRADE, _ENTRY, _TYPE, _RATE = "add trade", "add entry", "add type", "add rate"
_ANY = ""


def add_button() -> None:
    """The button that offers channels to start from."""
    part = st.popover("Add a channel", icon=":material/add:", key=_FOLD, on_change="rerun", width="content")
    if part.open:
        with part:
            _from_catalogue()
            st.divider()
            _blank()


def _from_catalogue() -> None:
    input_state.fill(_TRADE, _own_trade())
    st.selectbox("Your trade", [_ANY, *(trade.key for trade in TRADES)], format_func=_trade_label, key=_TRADE)
    input_state.fill(_ENTRY, entries()[0].key)
    st.selectbox("Channel", [entry.key for entry in entries()], format_func=_entry_label, key=_ENTRY)
    entry = catalogue.entry(input_state.text(_ENTRY))
    st.markdown(escape_markdown(entry.about))
    st.caption(_figures(input_state.text(_TRADE), entry))
    _exchange()
    st.button("Add it", icon=":material/add:", key="add from catalogue", on_click=_added_from_catalogue)


def _exchange() -> None:
    """Ask for the rate where the scenario counts in another currency than the catalogue."""
    currency = state.workspace().draft.currency
    if currency == CURRENCY:
        return
    st.caption(f"These figures are in US dollars, and this scenario is in {currency}.")
    rate_box(CURRENCY, currency, locale=state.locale(), key=_RATE, may_be_empty="Empty: amounts are left open")


def _in_own_currency(channel: Channel[Belief]) -> Channel[Belief]:
    """The channel with its money in the currency of the scenario; left open where no rate is known."""
    currency = state.workspace().draft.currency
    if currency == CURRENCY:
        return channel
    rate = rate_in(input_state.text(_RATE), state.locale())
    return without_money(channel) if rate is None else converted_channel(channel, CURRENCY, rate, date.today())


def _blank() -> None:
    input_state.fill(_TYPE, "pay_per_click")
    st.selectbox("Or a blank one, by how you pay", list(CHANNEL_TYPES), format_func=_type_label, key=_TYPE)
    st.button("Add blank", key="add blank", on_click=_added_blank)


def _own_trade() -> str:
    """The trade whose shipped scenario is open, if it is one."""
    shipped = state.workspace().shipped
    return next((trade.key for trade in TRADES if trade.scenario == shipped), _ANY)


def _trade_label(key: str) -> str:
    return catalogue.trade(key).label if key else "Any trade"


def _entry_label(key: str) -> str:
    return catalogue.entry(key).label


def _type_label(kind: str) -> str:
    return CHANNEL_TYPES[kind].label


def _figures(trade: str, entry: catalogue.CatalogueEntry) -> str:
    if trade and entry.differs_for(trade):
        return f"With figures for this trade: {escape_markdown(catalogue.trade(trade).label)}."
    return "With figures for no trade in particular. Replace what you know better."


def _added_from_catalogue() -> None:
    entry = catalogue.entry(input_state.choice(_ENTRY))
    _add(_in_own_currency(entry.channel(input_state.text(_TRADE) or None)))


def _added_blank() -> None:
    kind = input_state.choice(_TYPE)
    _add(edits.blank_channel(kind, "New channel"))


def _add(channel: Channel[Belief]) -> None:
    change(lambda scenario: edits.add_channel(scenario, channel))
    added = state.workspace().draft.channels[-1].name
    page_choices.choose("channel", added)
    expander_state.close_expander(_FOLD)
    tell(f"{added} is added, without spend yet: give it some on the page Plan.")
