"""The wait for long work on a page: how far it is, and a button that stops it."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from simulator.errors import LostWorkError
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.session import long_work, state
from simulator.ui.session.long_work import Stopped, Underway

Value = TypeVar("Value")

EVERY = 0.5
"""So many seconds after each other a page that waits asks how far the work is."""

STOPPED = "Stopped, on your wish."
OTHERS_FIRST = "Waiting for other work to end first"


def awaited(
    place: str, what: str, work: Callable[..., Value], *given: object, parts: tuple[float, float] = (0.0, 1.0)
) -> Value | None:
    """The answer of ``work(*given)``; None while there is none, and then the page says how far it is.

    ``what`` is looked for: ``The best split``. ``place`` is a key on the page, ``parts`` where this work begins and
    ends among all that the page waits for. See ``session.long_work``. Raises what the work raises; that its process
    died is told here, with a button to try again.
    """
    try:
        now = long_work.ask(place, work, *given)
    except LostWorkError as error:
        show_refusal(error, f"{what} was not found")
        _begin_again(place, "Try again")
        return None
    if isinstance(now, Underway):
        _wait(place, what, work, given, parts)
        return None
    if isinstance(now, Stopped):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(STOPPED, width="content")
            _begin_again(place, "Look for it again")
        return None
    return now.found


def said(what: str, now: Underway, formats: Formats) -> str:
    """How far the work is: ``The best split: trying 3 of 12 (8 seconds so far)``."""
    doing = OTHERS_FIRST if now.waits else now.report.doing
    seconds = int(now.seconds)
    so_far = f" ({formats.count(seconds)} seconds so far)" if seconds > 1 else ""
    return f"{what}: {doing}{so_far}" if doing else f"{what}{so_far}"


@st.fragment(run_every=EVERY)
def _wait(
    place: str, what: str, work: Callable[..., object], given: tuple[object, ...], parts: tuple[float, float]
) -> None:
    """Ask again and again; once the wait is over the whole page is drawn."""
    try:
        now = long_work.ask(place, work, *given)
    except Exception:  # noqa: BLE001 - the page asks too, and is told
        st.rerun()
    if not isinstance(now, Underway):
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"wait-{place}"):
        begins, ends = parts
        share = begins + (ends - begins) * now.report.share
        st.progress(share, text=escape_markdown(said(what, now, state.formats())))
        st.button("Stop", icon=":material/stop_circle:", key=f"stop-{place}", on_click=partial(long_work.stop, place))


def _begin_again(place: str, label: str) -> None:
    st.button(label, icon=":material/refresh:", key=f"again-{place}", on_click=partial(long_work.again, place))
