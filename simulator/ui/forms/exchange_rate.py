"""The box of a rate of exchange: how much of one currency is worth one of another."""

import math

import streamlit as st
from babel.numbers import get_currency_name

from simulator.text import parsing
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import complain, finding
from simulator.units import Unit


def rate_box(former: str, currency: str, *, locale: str, key: str, may_be_empty: str = "") -> float | None:
    """The rate that was typed; None while there is none. ``may_be_empty`` stands in a box that may stay empty."""
    label = f"How many {currency} for 1 {former}?"
    about = f"One unit of {get_currency_name(former, locale=locale)} in {get_currency_name(currency, locale=locale)}."
    with st.container(gap="xsmall"):
        typed = st.text_input(label, key=key, help=escape_markdown(about), placeholder=may_be_empty or None)
        rate = rate_in(typed, locale)
        if typed.strip() and rate is None:
            complain([f"“{typed}” is not a rate: write it like 0.92 or 15500"])
        if note := _note(typed, rate, locale):
            finding(note)
    return rate


def _note(typed: str, rate: float | None, locale: str) -> str:
    """How a rate was read, where its mark may be meant otherwise; it cannot be seen anywhere else."""
    other = parsing.read_otherwise(typed, Unit.RATIO, locale=locale, currency="")
    if rate is None or other is None:
        return ""
    read, meant = (parsing.write(number, Unit.RATIO, locale=locale) for number in (rate, other))
    return f"“{typed.strip()}” is read as {read}; for {meant} write {other:.0f}."


def rate_in(typed: str, locale: str) -> float | None:
    """The rate in a text; None if it is none above 0."""
    rate = parsing.read(typed, Unit.RATIO, locale=locale, currency="")
    return rate if rate is not None and math.isfinite(rate) and 0.0 < rate <= 1e9 else None
