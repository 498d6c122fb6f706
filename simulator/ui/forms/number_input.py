"""The box of a number that a person decides or knows: a fee, a cap, a number of months."""

import streamlit as st

from simulator import edits
from simulator.presentation import beliefs
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form, complain, current, declared, exists, put
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state


def number_box(form: Form, path: str, *, left_out: str = "not stated") -> None:
    """The box of the number at a path; ``left_out`` stands in it where it may be, and is, left out."""
    quantity = declared(form.scenario, path)
    value = edits.value_at(form.scenario, path)
    with st.container(gap="xsmall"):
        input_state.fill(path, "" if value is None else form.write(value, quantity.unit))
        st.text_input(
            beliefs.titled(quantity, form.formats),
            key=path,
            help=escape_markdown(quantity.help) or None,
            placeholder=left_out if quantity.optional else None,
            on_change=_typed,
            args=(path,),
        )
        typed = input_state.unread(path)
        complain(
            form.problems.get(path, ()) if typed is None else [beliefs.not_a_number(typed, quantity, form.formats)]
        )
        doubts([path], _typed, (path,))


def whole_number_box(form: Form, path: str, about: str) -> None:
    """The box of a whole number."""
    label, _ = beliefs.declared_words(form.scenario, path)
    with st.container(gap="xsmall"):
        input_state.fill(path, str(edits.value_at(form.scenario, path)))
        st.text_input(label, key=path, help=about, on_change=_whole_typed, args=(path,))
        typed = input_state.unread(path)
        complain(form.problems.get(path, ()) if typed is None else [f"“{typed}” is not a whole number"])


def _typed(path: str) -> None:
    if not exists(path):
        return
    form = current()
    quantity = declared(form.scenario, path)
    typed = input_state.text(path)
    if not typed.strip() and (quantity.optional or quantity.default is not None):
        input_state.accept(path)
        put(path, quantity.default)
        return
    number = take_one(form, path, quantity.unit)
    if number is not None:
        put(path, number)


def _whole_typed(path: str) -> None:
    typed = input_state.text(path).strip()
    # Longer than any number of months: what such a number means is said by the checks, up to here.
    if typed.isascii() and typed.isdigit() and len(typed) <= 6:
        input_state.accept(path)
        put(path, int(typed))
    else:
        input_state.leave(path)
