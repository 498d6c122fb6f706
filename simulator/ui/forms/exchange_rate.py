"""The box of a rate of exchange: how much of one currency is worth one of another."""

import math

import streamlit as st
from babel.numbers import get_currency_name

from simulator.text import parsing
from simulator.text.markdown import escape_markdown
from simulator.ui.components.last_words import words_key
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
            with st.container(key=words_key(key)):
                complain([_refusal(typed.strip(), locale)])
        if rate is not None and (note := _note(typed.strip(), rate, locale)):
            with st.container(key=words_key(key)):
                finding(note)
    return rate


def rate_in(typed: str, locale: str) -> float | None:
    """The rate in a text; None if it is none above 0, or may as well be a thousandth of what it says."""
    rate, other = _read(typed, locale), _otherwise(typed, locale)
    if rate is None or (other is not None and other < rate):
        return None
    return rate if math.isfinite(rate) and 0.0 < rate <= 1e9 else None


def _refusal(typed: str, locale: str) -> str:
    rate, other = _read(typed, locale), _otherwise(typed, locale)
    if rate is None or other is None:
        return f"“{typed}” is not a rate: write it like {_written(0.92, locale)} or 15500"
    return f"“{typed}” can be two rates: write {_written(other, locale)} or {rate:.0f}"


def _note(typed: str, rate: float, locale: str) -> str:
    """How a rate was read, where that does not go without saying; it cannot be seen anywhere else."""
    read, other = _written(rate, locale), _otherwise(typed, locale)
    if other is not None:
        return f"“{typed}” is read as {read}; for {_written(other, locale)} write {other:.0f}."
    is_reworded = parsing.is_reworded(typed, Unit.RATIO, locale=locale, currency="")
    return f"“{typed}” is read as {read}." if is_reworded else ""


def _read(typed: str, locale: str) -> float | None:
    return parsing.read(typed, Unit.RATIO, locale=locale, currency="")


def _otherwise(typed: str, locale: str) -> float | None:
    return parsing.read_otherwise(typed, Unit.RATIO, locale=locale, currency="")


def _written(rate: float, locale: str) -> str:
    return parsing.write(rate, Unit.RATIO, locale=locale)
