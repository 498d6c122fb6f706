"""One of a few ways, side by side, that is remembered for as long as the same scenario is open."""

from collections.abc import Mapping

import streamlit as st

from simulator.ui.session import input_state, page_choices


def segments(label: str, options: Mapping[str, str], *, key: str, explained: str | None = None) -> str:
    """The way that holds now: the first, until another is chosen that is there; ``options`` are keys with words."""
    first = next(iter(options))
    known = page_choices.chosen(key, first)
    now = known if known in options else first
    input_state.fill(key, now)
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        key=key,
        help=explained,
        on_change=lambda: page_choices.choose(key, input_state.text(key)),
    )
    return now
