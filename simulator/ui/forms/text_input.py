"""The boxes of words: names, notes, and choices of one among a few."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

import streamlit as st
from babel.core import get_global
from babel.numbers import get_currency_name

from simulator import edits
from simulator.presentation import beliefs
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form, complain, exists, put
from simulator.ui.session import input_state
from simulator.validation import LONGEST_NAME

Choice = TypeVar("Choice")

NOTES_MOST = 20_000
YEARS_BACK, YEARS_ON = 3, 5


def text_box(form: Form, path: str, *, most: int = LONGEST_NAME) -> None:
    """The box of a line of text."""
    label, about = _words(form, path)
    with st.container(gap="xsmall"):
        input_state.fill(path, edits.value_at(form.scenario, path))
        st.text_input(label, key=path, help=about or None, max_chars=most, on_change=_text_typed, args=(path,))
        complain(form.problems.get(path, ()))


def notes_box(form: Form, path: str) -> None:
    """The box of a longer text."""
    label, about = _words(form, path)
    input_state.fill(path, edits.value_at(form.scenario, path))
    st.text_area(label, key=path, help=about or None, max_chars=NOTES_MOST, on_change=_text_typed, args=(path,))
    complain(form.problems.get(path, ()))


def choice_box(form: Form, path: str, offered: Mapping[str, str]) -> None:
    """One of a few words, by what each means."""
    label, about = _words(form, path)
    with st.container(gap="xsmall"):
        input_state.fill(path, edits.value_at(form.scenario, path))
        st.segmented_control(
            label,
            list(offered),
            format_func=offered.__getitem__,
            required=True,
            key=path,
            help=about or None,
            on_change=_chosen,
            args=(path,),
        )
        complain(form.problems.get(path, ()))


def currency_select(form: Form, path: str, *, on_change: Callable[[], None]) -> None:
    """The currency: one that is in use somewhere today, or the one that is stated."""
    stated = edits.value_at(form.scenario, path)
    label, about = _words(form, path)
    with st.container(gap="xsmall"):
        input_state.fill(path, stated)
        st.selectbox(
            label,
            sorted({*currencies_in_use(), stated}),
            format_func=lambda code: currency_words(code, form.locale),
            key=path,
            help=about or None,
            on_change=on_change,
        )
        complain(form.problems.get(path, ()))


def currency_words(code: str, locale: str) -> str:
    """``EUR · Euro``."""
    return f"{code} · {get_currency_name(code, locale=locale)}"


def month_box(form: Form, path: str) -> None:
    """The month in which the plans start."""
    stated: date = edits.value_at(form.scenario, path)
    years = range(stated.year - YEARS_BACK, stated.year + YEARS_ON + 1)
    months = [date(year, month, 1) for year in years if 1 <= year <= 9999 for month in range(1, 13)]
    _select(form, path, months, form.formats.month_name)


@lru_cache(maxsize=1)
def currencies_in_use() -> tuple[str, ...]:
    """The currencies that are tender in some country today."""
    listed = get_global("territory_currencies").values()
    return tuple(sorted({code for used in listed for code, _, end, tender in used if end is None and tender}))


def _words(form: Form, path: str) -> tuple[str, str]:
    label, about = beliefs.declared_words(form.scenario, path)
    return label, escape_markdown(about)


def _select(form: Form, path: str, options: Sequence[Choice], shown: Callable[[Choice], str]) -> None:
    label, about = _words(form, path)
    with st.container(gap="xsmall"):
        input_state.fill(path, edits.value_at(form.scenario, path))
        st.selectbox(label, options, format_func=shown, key=path, help=about or None, on_change=_chosen, args=(path,))
        complain(form.problems.get(path, ()))


def _text_typed(path: str) -> None:
    if exists(path):
        input_state.accept(path)
        put(path, input_state.text(path).strip())


def _chosen(path: str) -> None:
    found = input_state.held(path)
    if exists(path) and found is not None:
        put(path, found)
