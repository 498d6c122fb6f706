"""Numbers as they are typed into boxes: read, kept where they cannot be, and a word where they may be meant otherwise.

``0.45`` in the box of a rate is 0.45 %, and ``1.250`` is one and a quarter to an English reader. Either may be a slip,
so the box says how it was read, and a click takes what else it may have meant.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from simulator.presentation.beliefs import reading_note
from simulator.text.grammar import listed
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form
from simulator.ui.session import input_state
from simulator.units import Unit


def take(form: Form, keys: Sequence[str], unit: Unit) -> list[float] | None:
    """The numbers in boxes that belong together; None, and what was typed stays in them, if one cannot be read."""
    typed = [input_state.text(key) for key in keys]
    numbers = [form.read(text, unit) for text in typed]
    if any(number is None for number in numbers):
        input_state.leave(*keys)
        return None
    input_state.accept(*keys)
    read = [number for number in numbers if number is not None]
    for key, text in zip(keys, typed, strict=True):
        remember(key, doubt_in(form, text, unit))
    return read


def take_one(form: Form, key: str, unit: Unit) -> float | None:
    """The number in a box; None, and what was typed stays in it, if it cannot be read."""
    numbers = take(form, [key], unit)
    return None if numbers is None else numbers[0]


def doubts(keys: Sequence[str], on_change: Callable[..., None], args: tuple[object, ...]) -> None:
    """How boxes were read where that may not be what was meant; a click takes what else it may be.

    ``on_change`` is what the boxes call when they change.
    """
    found = {key: doubt for key in keys if (doubt := input_state.doubt(key)) is not None}
    _say(found, keys[0], on_change, args)


def doubts_in(form: Form, key: str, unit: Unit) -> None:
    """The same of a box that keeps what is typed, and of what it holds now."""
    doubt = doubt_in(form, input_state.text(key), unit)
    _say({} if doubt is None else {key: doubt}, key)


def doubt_in(form: Form, typed: str, unit: Unit, *, shown: str = "") -> input_state.Doubt | None:
    """How a text is read, where that may not be what was meant; None where it goes without saying.

    ``shown`` is what its box shows then, where that is more than the number.
    """
    number = form.read(typed, unit)
    if number is None:
        return None
    shown = shown or form.write(number, unit)
    other = form.read_otherwise(typed, unit)
    instead = "" if other is None else form.write(other, unit)
    note = reading_note(typed.strip(), shown, instead, is_reworded=form.is_reworded(typed, unit))
    return input_state.Doubt(shown=shown, note=note, instead=instead) if note else None


def remember(key: str, doubt: input_state.Doubt | None) -> None:
    """Say beside a box how it was read, until it changes; after ``accept``."""
    if doubt is not None:
        input_state.doubt_reading(key, doubt)


def _say(
    found: Mapping[str, input_state.Doubt],
    first: str,
    on_change: Callable[..., None] | None = None,
    args: tuple[object, ...] = (),
) -> None:
    if not found:
        return
    notes = list(dict.fromkeys(doubt.note for doubt in found.values()))
    st.markdown(f":orange[:material/warning: {escape_markdown(' '.join(notes))}]")
    instead = {key: doubt.instead for key, doubt in found.items() if doubt.instead}
    if instead:
        st.button(
            f"Use {escape_markdown(listed(list(instead.values())))}",
            key=f"instead {first}",
            on_click=_use,
            args=(instead, on_change, args),
        )


def _use(instead: dict[str, str], on_change: Callable[..., None] | None, args: tuple[object, ...]) -> None:
    for key, text in instead.items():
        input_state.put(key, text)
    if on_change is not None:
        on_change(*args)
