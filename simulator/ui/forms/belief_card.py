"""The card of one belief: a number, or low, likely and high with their meaning, a picture, and where it comes from."""

from base64 import b64encode
from dataclasses import replace
from html import escape
from typing import Literal, cast

import streamlit as st

from simulator import edits
from simulator.charts.belief import HEIGHT, WIDTH, belief_picture
from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief, certain
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.belief_source import change_key, source_line
from simulator.ui.forms.form import Form, complain, current, declared, exists, finding, put
from simulator.ui.forms.former import typed_over
from simulator.ui.forms.typed import doubts, take
from simulator.ui.session import input_state, page_choices, state
from simulator.units import Quantity, Role

Mode = Literal["unset", "one", "range"]

BOX_LEAST = 84
"""Three boxes stand side by side on a phone [px]."""

_PARTS = ("low", "likely", "high")
_ONE = "one"


def belief_card(form: Form, path: str, *, inherited: Belief | None = None, unset: str = "", nothing: str = "") -> None:
    """The card of the belief at a path.

    ``unset`` says what it means to state nothing ("As for the business"); empty where a number is needed.
    ``inherited`` is the belief that then holds; ``nothing`` are the words for it if there is none.
    """
    quantity = declared(form.scenario, path)
    belief = cast("Belief | None", edits.value_at(form.scenario, path))
    with st.container(border=True, key=f"card {path}", height="stretch"):
        mode = _heading(form, path, quantity, belief, unset)
        match mode:
            case "unset":
                _what_holds(form, quantity, inherited, nothing)
            case "one":
                _one_box(form, path, quantity, belief)
            case "range":
                _three_boxes(form, path, quantity, belief)
        # What was typed and cannot be read stands in the box: what is said of the draft is said of another number.
        if not _has_unread(path):
            _remarks(form, path, quantity, belief)
        if belief is not None:
            _complain_of_change(form, path)
            source_line(form, path, belief)


# -- what is drawn -------------------------------------------------------------------------------------------------


def _heading(form: Form, path: str, quantity: Quantity, belief: Belief | None, unset: str) -> Mode:
    key = f"mode {path}"
    times = quantity.role is Role.SPREAD
    labels: dict[Mode, str] = {"one": "One time" if times else "I know it", "range": "Three" if times else "A range"}
    offered: dict[Mode, str] = {"unset": unset, **labels} if unset else labels
    mode = _mode(path, belief, offered)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"):
        title = beliefs.titled(quantity, form.formats)
        st.markdown(f"**{title}**", help=escape_markdown(beliefs.about(quantity)) or None, width="content")
        input_state.fill(key, mode)
        st.segmented_control(
            f"How sure you are of: {title}",
            list(offered),
            format_func=offered.__getitem__,
            required=True,
            key=key,
            label_visibility="collapsed",
            on_change=_mode_changed,
            args=(path,),
        )
    return mode


def _mode(path: str, belief: Belief | None, offered: dict[Mode, str]) -> Mode:
    """How the belief is stated; before there is a number, how the person wants to state it."""
    if belief is not None:
        return "one" if belief.is_certain else "range"
    wanted = cast(Mode, page_choices.chosen(f"mode {path}", "unset"))
    return wanted if wanted in offered else "range"


def _what_holds(form: Form, quantity: Quantity, inherited: Belief | None, nothing: str) -> None:
    holds = nothing if inherited is None else beliefs.spoken(inherited, quantity, form.formats)
    if holds:
        st.markdown(f"Now: {escape_markdown(holds)}.")


def _one_box(form: Form, path: str, quantity: Quantity, belief: Belief | None) -> None:
    key = f"{path} {_ONE}"
    input_state.fill(key, "" if belief is None else form.write(belief.likely, quantity.unit))
    with st.grid(3, min_column_width=BOX_LEAST, gap="xsmall"):
        st.text_input(beliefs.one_box_label(quantity), key=key, on_change=_one_typed, args=(path,))
    _complain_unread(form, quantity, key)
    doubts([key], _one_typed, (path,))


def _three_boxes(form: Form, path: str, quantity: Quantity, belief: Belief | None) -> None:
    keys = _keys(path)
    for_boxes, for_picture = st.columns([5, 2], vertical_alignment="bottom")
    with for_boxes, st.grid(3, min_column_width=BOX_LEAST, gap="xsmall"):
        for key, part, label in zip(keys, _PARTS, beliefs.box_labels(quantity), strict=True):
            input_state.fill(key, "" if belief is None else form.write(getattr(belief, part), quantity.unit))
            st.text_input(label, key=key, on_change=_three_typed, args=(path,))
    if belief is not None and not belief.is_certain and not belief.problems(quantity):
        for_picture.html(_picture(form, quantity, belief))
    _complain_unread(form, quantity, *keys)
    doubts(keys, _three_typed, (path,))


def _picture(form: Form, quantity: Quantity, belief: Belief) -> str:
    """The picture of a range as HTML: not ``st.image``, whose button to enlarge it would stand beside each one."""
    drawing = b64encode(belief_picture(belief, quantity).encode()).decode()
    about = escape(beliefs.picture_about(belief, quantity, form.formats), quote=True)
    size = f"display:block;width:100%;max-width:{2 * WIDTH}px;height:{HEIGHT}px"
    return f'<img alt="{about}" src="data:image/svg+xml;base64,{drawing}" style="{size}">'


def _has_unread(path: str) -> bool:
    return any(input_state.unread(key) is not None for key in (f"{path} {_ONE}", *_keys(path)))


def _complain_unread(form: Form, quantity: Quantity, *keys: str) -> None:
    """Say which of the boxes cannot be used, the empty ones last and together."""
    found = [typed for typed in map(input_state.unread, keys) if typed is not None]
    unread = [typed for typed in found if form.read(typed, quantity.unit) is None]
    complain(
        list(
            dict.fromkeys(
                beliefs.not_a_number(typed, quantity, form.formats) for typed in sorted(unread, key=len)[::-1]
            )
        )
    )


def _remarks(form: Form, path: str, quantity: Quantity, belief: Belief | None) -> None:
    complain(form.problems.get(path, ()))
    if belief is not None and not belief.problems(quantity):
        message = beliefs.lopsided_note(belief, quantity, form.formats)
        if message:
            finding(message)


def _complain_of_change(form: Form, path: str) -> None:
    if input_state.unread(change_key(path)) is None:
        complain([f"price changes by: {message}" for message in form.problems.get(f"{path}.yearly_change", ())])


def _keys(path: str) -> list[str]:
    return [f"{path} {part}" for part in _PARTS]


# -- what happens when it is changed -------------------------------------------------------------------------------


def _mode_changed(path: str) -> None:
    if not exists(path):
        return
    key = f"mode {path}"
    mode = cast(Mode, input_state.choice(key))
    page_choices.choose(key, mode)
    input_state.accept(key, f"{path} {_ONE}", *_keys(path))
    put(path, _restated(path, mode))


def _restated(path: str, mode: Mode) -> Belief | None:
    """The belief in another form; None where there is no number to start from."""
    scenario = state.workspace().draft
    known = cast("Belief | None", edits.value_at(scenario, path)) or edits.inherited(scenario, path)
    if mode == "unset" or known is None:
        return None
    if mode == "one":
        return edits.closed(known)
    return edits.opened(known, declared(scenario, path)) if known.is_certain else known


def _one_typed(path: str) -> None:
    _numbers_typed(path, [f"{path} {_ONE}"])


def _three_typed(path: str) -> None:
    _numbers_typed(path, _keys(path))


def _numbers_typed(path: str, keys: list[str]) -> None:
    """Take over what the boxes hold, if every one of them can be read."""
    if not exists(path):
        return
    form = current()
    numbers = take(form, keys, declared(form.scenario, path).unit)
    if numbers is None:
        return
    before = cast("Belief | None", edits.value_at(form.scenario, path))
    after = replace(before or certain(0.0), low=numbers[0], likely=numbers[len(numbers) // 2], high=numbers[-1])
    put(path, typed_over(path, before, after))
