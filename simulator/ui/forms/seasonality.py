"""Twelve numbers for a year's ups and downs."""

from typing import cast

import streamlit as st
from babel.dates import get_month_names

from simulator import edits
from simulator.presentation import beliefs
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form, complain, current, exists, put
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state, state
from simulator.units import Quantity, Role, Unit

MONTH = Quantity(label="Month", unit=Unit.RATIO, role=Role.NUMBER)

_ABOUT = "How many people want it in each month: {} is a fifth more. Prices stay as they are."
_SAME = "same"
_OWN = "own"


def season_card(form: Form, path: str, *, unset: str) -> None:
    """The season at a path; ``unset`` says what holds where none is stated."""
    season = cast("tuple[float, ...] | None", edits.value_at(form.scenario, path))
    offered = {_SAME: unset, _OWN: "Month by month"}
    with st.container(border=True, key=f"card {path}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(
                "**Season**",
                help=_ABOUT.format(form.write(1.2, Unit.RATIO)),
                width="content",
            )
            input_state.fill(f"mode {path}", _SAME if season is None else _OWN)
            st.segmented_control(
                "Season",
                list(offered),
                format_func=offered.__getitem__,
                required=True,
                key=f"mode {path}",
                label_visibility="collapsed",
                on_change=_mode_changed,
                args=(path,),
            )
        if season is not None:
            _twelve_boxes(form, path, season)
        if not _unread(path):
            complain(form.problems.get(path, ()))


def _twelve_boxes(form: Form, path: str, season: tuple[float, ...]) -> None:
    names = get_month_names("abbreviated", locale=form.locale)
    found: dict[str, tuple[str, int]] = {}
    with st.grid(12, min_column_width=64, gap="xsmall"):
        for month, (key, factor) in enumerate(zip(_keys(path), season, strict=False), start=1):
            input_state.fill(key, form.write(factor, Unit.RATIO))
            st.text_input(names[month], key=key, on_change=_month_typed, args=(path, month))
            found[key] = (path, month)
    complain([beliefs.not_a_number(typed, MONTH, form.formats) for typed in _unread(path)])
    for key, args in found.items():
        doubts([key], _month_typed, args)
    mean = sum(season) / len(season)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"The average is {escape_markdown(form.formats.count(mean))}.", width="content")
        st.button(
            "Scale to an average of 1",
            key=f"scale {path}",
            on_click=_scaled,
            args=(path,),
            disabled=mean <= 0 or abs(mean - 1) < 1e-9,
        )


def _unread(path: str) -> list[str]:
    return [typed for typed in map(input_state.unread, _keys(path)) if typed is not None]


def _keys(path: str) -> list[str]:
    return [f"{path} {month}" for month in range(1, 13)]


def _mode_changed(path: str) -> None:
    if exists(path):
        input_state.accept(*_keys(path))
        put(path, None if input_state.held(f"mode {path}") == _SAME else (1.0,) * 12)


def _month_typed(path: str, month: int) -> None:
    if not exists(path):
        return
    form, key = current(), _keys(path)[month - 1]
    season = cast("tuple[float, ...] | None", edits.value_at(form.scenario, path))
    factor = take_one(form, key, Unit.RATIO)
    if factor is None or season is None:
        return
    put(path, (*season[: month - 1], factor, *season[month:]))


def _scaled(path: str) -> None:
    season = cast("tuple[float, ...] | None", edits.value_at(state.workspace().draft, path))
    if season is not None and sum(season) > 0:
        put(path, edits.scaled_to_one(season))
