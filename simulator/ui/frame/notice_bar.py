"""The place for notices, the same on every page: one line at the top, always there and always as high.

Nothing else on the page moves when a notice comes or goes. A page that moved would be drawn anew below, and a slider
that is held would drop out of the hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from simulator.text.markdown import escape_markdown
from simulator.ui.session.notice import Kind, Notice

_ALERTS = {
    Kind.DONE: (st.success, ":material/check:"),
    Kind.HINT: (st.info, ":material/info:"),
    Kind.WARNING: (st.warning, ":material/warning:"),
    Kind.REFUSED: (st.error, ":material/error:"),
}
_MOST_URGENT_FIRST = (Kind.REFUSED, Kind.WARNING, Kind.DONE, Kind.HINT)
"""What a click did is told over a hint that stays anyway."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A notice, the button for what can be done about it, if anything can, and one that belongs to its full text."""

    notice: Notice
    act: Callable[[], None] | None = None
    heed: Callable[[], None] | None = None


def show_notices(posted: Sequence[Posted]) -> None:
    """Show the most urgent in one line, and all of them in full where that is unfolded."""
    ordered = most_urgent_first(posted)
    first = ordered[0] if ordered else None
    st.html(_line_html(None if first is None else first.notice))
    if first is None:
        return
    if first.act is not None:
        first.act()
    with st.popover("Read" if len(ordered) == 1 else f"Read all {len(ordered)}", type="tertiary", key="read-notices"):
        for one in ordered:
            _show_in_full(one, with_button=one is not first)


def most_urgent_first(posted: Sequence[Posted]) -> list[Posted]:
    """Notices in the order in which they are told."""
    return sorted(posted, key=lambda one: _MOST_URGENT_FIRST.index(one.notice.kind))


def _show_in_full(one: Posted, *, with_button: bool) -> None:
    alert, icon = _ALERTS[one.notice.kind]
    line, details = escape_markdown(one.notice.line), one.notice.details
    alert(details or line, title=line if details else None, icon=icon)
    if with_button and one.act is not None:
        one.act()
    if one.heed is not None:
        one.heed()


def _line_html(notice: Notice | None) -> str:
    """The line; there also when there is nothing to say, so that a screen reader speaks what comes into it."""
    kind, line = ("none", "") if notice is None else (notice.kind.value, escape(notice.line))
    return f'<p class="fc-notice fc-notice-{kind}" role="status" title="{line}">{line}</p>'
