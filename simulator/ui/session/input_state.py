"""The boxes of a form and what they hold: the draft's numbers as text, and what was typed but could not be read.

A box shows the draft. When the draft changes elsewhere (undo, another scenario) the box follows; what a person typed
and cannot be read stays in it, even when the page is left for a while.

A browser that was given another content, and is slow to hear or to draw it, sends the former one with whatever is
pressed meanwhile, and Streamlit takes that for a change. A person changes one thing at a time: beside another change it
is none.

What is typed first into a page that outlived its session is not lost: such a box is not filled but keeps what it holds,
and once it is drawn, ``settle`` calls what its change calls.
"""

from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from simulator.ui.session import browser_message, reconnect

MOST_TYPED = 1_000
"""Letters that the box of a name takes: more than a name may have, because the browser drops what is longer without a
word, and then nobody could say that it is too long."""

_KEY = "funnelcast boxes"


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Whether a box was read as it was meant: what it shows now, a note on that, and what else it may be."""

    shown: str
    note: str
    instead: str = ""


@dataclass
class _Former:
    """What a box held before it was filled, and whether a whole page has told the browser of that since."""

    content: object
    is_told: bool = False


@dataclass
class _Boxes:
    """``shown``: the draft's text that each box was last filled with; ``unread``: what was typed over it since.

    ``outlived``: boxes that the browser held before the session began and that are not drawn yet; ``unsettled``: those
    that are drawn and may hold a change that nobody was told of; ``doubts``: how boxes were read that may be meant
    otherwise. ``given``: those that were filled and that the browser may not know of yet.
    """

    work: str
    shown: dict[str, object] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    given: dict[str, _Former] = field(default_factory=dict)
    outlived: set[str] = field(default_factory=set)
    unsettled: list[str] = field(default_factory=list)


def begin(work: str) -> None:
    """Start a page for a piece of work; boxes of another one are forgotten."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Boxes(work, outlived=reconnect.keys())
    elif _boxes().work != work:
        st.session_state[_KEY] = _Boxes(work)


def fill(key: str, shown: object) -> None:
    """Give a box what the draft says, unless it holds something that could not be read. Before the box is drawn."""
    boxes = _boxes()
    former = boxes.given.get(key)
    if former and former.is_told and browser_message.told(key, former.content) != former.content:
        del boxes.given[key]
    if key in boxes.outlived:
        boxes.outlived.discard(key)
        boxes.unsettled.append(key)
        boxes.shown[key] = shown
    elif key not in boxes.shown or boxes.shown[key] != shown:
        boxes.shown[key] = shown
        boxes.unread.pop(key, None)
        if key in boxes.doubts and boxes.doubts[key].shown != shown:
            del boxes.doubts[key]
        # A box that holds this already is left alone: it may be typed into meanwhile.
        if key not in st.session_state or st.session_state[key] != shown:
            boxes.given[key] = _Former(st.session_state.get(key))
            st.session_state[key] = shown
        else:
            boxes.given.pop(key, None)
    elif key not in st.session_state:
        st.session_state[key] = boxes.unread.get(key, shown)
    elif key in boxes.given and st.session_state[key] in (shown, boxes.given[key].content):
        # The page that filled it was given up for this one, and what it had to say may never have been sent.
        st.session_state[key] = shown


def end() -> bool:
    """End a page that was drawn whole; whether it is out of date already, as ``settle`` says."""
    is_out_of_date = settle()
    if not is_out_of_date:
        for former in _boxes().given.values():
            former.is_told = True
    return is_out_of_date


def settle() -> bool:
    """Tell of changes in boxes that outlived their session; whether there were any, so that the page is out of date.

    At the end of a page, and right after a box that decides what is drawn below it.
    """
    boxes = _boxes()
    drawn, boxes.unsettled = boxes.unsettled, []
    changed = [key for key in drawn if key in st.session_state and held(key) != boxes.shown.get(key)]
    for key in changed:
        reconnect.tell_changed(key)
    return bool(changed)


def put(key: str, text: str) -> None:
    """Put a text into a box that shows no part of the draft; in a callback, or before the box is drawn."""
    st.session_state[key] = text


def put_first(key: str, text: str) -> None:
    """Put a text into a box that holds nothing yet; before it is drawn."""
    if key not in st.session_state:
        st.session_state[key] = text


def held(key: str) -> object:
    """The value of a box now, for the callback of a change; None if it is not on the page.

    What a browser sends that has not heard yet what the box was given is no change: it holds what it was given.
    """
    boxes = _boxes()
    former = boxes.given.get(key)
    if former and key in st.session_state and st.session_state[key] == former.content:
        is_typed = former.is_told and browser_message.tells_of_nothing_else(key)
        return st.session_state[key] if is_typed else boxes.shown.get(key)
    return st.session_state.get(key)


def choice(key: str) -> str:
    """The choice of a box that always has one: what it was filled with, where a browser has not heard of any yet."""
    found = held(key)
    return str(_boxes().shown.get(key) if found is None else found)


def text(key: str) -> str:
    """The text that a box holds now."""
    found = held(key)
    return found if isinstance(found, str) else ""


def accept(*keys: str) -> None:
    """Boxes whose text was understood: they show the draft's own text from the next run on.

    One that holds what it was filled with is left alone: to fill it anew would take away what is typed meanwhile.
    """
    boxes = _boxes()
    for key in keys:
        if key in boxes.unread or key not in boxes.shown or boxes.shown[key] != held(key):
            boxes.unread.pop(key, None)
            boxes.shown.pop(key, None)
            boxes.doubts.pop(key, None)


def leave(*keys: str) -> None:
    """Boxes whose text could not be used: it stays in them."""
    for key in keys:
        _boxes().unread[key] = text(key)
        _boxes().doubts.pop(key, None)


def doubt_reading(key: str, doubt: Doubt) -> None:
    """Remember that a box may be meant otherwise than it was read, until it changes."""
    _boxes().doubts[key] = doubt


def doubt(key: str) -> Doubt | None:
    """Whether a box may be meant otherwise than it was read; None if there is no doubt."""
    return _boxes().doubts.get(key)


def unread(key: str) -> str | None:
    """The text typed into a box that could not be used; None if the box shows the draft."""
    return _boxes().unread.get(key)


def _boxes() -> _Boxes:
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Boxes("")
    return cast(_Boxes, st.session_state[_KEY])
