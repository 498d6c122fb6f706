"""The currency of a scenario, and what becomes of its amounts when another one is chosen."""

from datetime import date

import streamlit as st

from simulator import edits
from simulator.edits.currency import converted
from simulator.ui.forms.exchange_rate import rate_box
from simulator.ui.forms.form import Form, change
from simulator.ui.forms.text_input import currency_select
from simulator.ui.session import input_state, page_choices, state
from simulator.ui.session.session import tell

_PATH = "currency"
_WANTED = "wanted currency"
_RATE = "exchange rate"


def currency_form(form: Form) -> None:
    """The box of the currency; another one asks for the rate before anything changes."""
    currency_select(form, _PATH, on_change=_chosen)


def exchange_form(form: Form) -> None:
    """Choice of what to do with the amounts, once another currency was chosen; nothing before."""
    wanted = page_choices.chosen(_WANTED)
    former = form.scenario.currency
    if not wanted or wanted == former or input_state.held(_PATH) != wanted:
        return
    with st.container(border=True, key="exchange", gap="xsmall"):
        st.markdown(f"**All amounts here are in {former}. What becomes of them in {wanted}?**")
        rate = rate_box(former, wanted, locale=form.locale, key=_RATE)
        with st.container(horizontal=True, gap="xsmall"):
            st.button(
                "Convert all amounts",
                type="primary",
                key="convert",
                disabled=rate is None,
                on_click=_converted,
                args=(wanted, rate),
            )
            st.button(f"They are in {wanted} already", key="rename-currency", on_click=_renamed, args=(wanted,))
            st.button(f"Stay with {former}", key="keep-currency", on_click=_kept)


def _chosen() -> None:
    found = input_state.held(_PATH)
    page_choices.choose(_WANTED, found if isinstance(found, str) else "")


def _converted(wanted: str, rate: float) -> None:
    change(lambda scenario: converted(scenario, wanted, rate, date.today()))
    _settled()
    tell(f"All amounts are in {wanted} now, and their sources say so. Undo brings the former ones back.")


def _renamed(wanted: str) -> None:
    change(lambda scenario: edits.with_value(scenario, _PATH, wanted))
    _settled()
    tell(f"The currency is {wanted} now; every figure stayed as it was.")


def _kept() -> None:
    _settled()
    input_state.put(_PATH, state.workspace().draft.currency)


def _settled() -> None:
    page_choices.choose(_WANTED, "")
    input_state.accept(_PATH)
