"""The box of a number that a page asks for and that may be left empty: the caller knows where it is kept."""

from collections.abc import Callable

import streamlit as st

from simulator.ui.forms.form import Form, complain
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state
from simulator.units import Unit


def asked_number_box(
    form: Form,
    key: str,
    label: str,
    value: float | None,
    unit: Unit,
    on_change: Callable[..., None],
    args: tuple[object, ...] = (),
    *,
    refusal: Callable[[str], str],
    left_out: str = "",
    about: str | None = None,
) -> None:
    """The box with what holds now, or with what was typed and is refused, and a word where it may be meant otherwise.

    ``refusal`` says why what was typed is not taken; ``left_out`` stands in the box while it is empty.
    """
    with st.container(gap="xsmall"):
        input_state.fill(key, "" if value is None else form.write(value, unit))
        st.text_input(
            label,
            key=key,
            max_chars=input_state.MOST_TYPED,
            placeholder=left_out,
            help=about,
            on_change=on_change,
            args=args,
        )
        if (typed := input_state.unread(key)) is not None:
            complain([refusal(typed)])
        doubts([key], on_change, args)


def asked_number(form: Form, key: str, unit: Unit, can_be: Callable[[float], bool]) -> tuple[bool, float | None]:
    """Whether what was typed can be taken, and the number, None where the box is empty; else it stays in the box."""
    typed = input_state.text(key)
    if not typed.strip():
        input_state.accept(key)
        return True, None
    number = form.read(typed, unit)
    if number is None or not can_be(number):
        input_state.leave(key)
        return False, None
    return True, take_one(form, key, unit)
