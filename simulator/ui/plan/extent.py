"""The extent of a run of the page Plan: the whole result, or at once what the first eighth of the worlds says.

That is so while a slider is held, and where others wait for their turn: then everybody has an answer soon, from the
second move on the headline alone, and who looks at it for a while has the whole of it as soon as nobody waits.
"""

from enum import StrEnum

import streamlit as st

from simulator.engine.sampling import REPLICATES
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.session import turns

LOOKS_AGAIN = 4.0
"""So many seconds after each other a page that others keep from its whole result asks whether they still do."""


class Extent(StrEnum):
    """How much of a result is worked out: the WHOLE, or an eighth while a slider is HELD or the server is CROWDED."""

    WHOLE = "whole"
    HELD = "held"
    CROWDED = "crowded"

    @property
    def is_quick(self) -> bool:
        """Whether the first eighth of the worlds is looked at, and what takes long is left as it was."""
        return self is not Extent.WHOLE

    @property
    def as_before(self) -> str:
        """When what was left as it was is looked at again."""
        when = "in a moment" if self is Extent.CROWDED else "when you let go"
        return f"As before this move; looked at again {when}."


FOLLOWS = "Looked at in a moment."
"""Said where nothing is known from before."""

_ASKED = "whole-result"


@st.fragment(run_every=LOOKS_AGAIN)
def whole_result_follows(draws: int, formats: Formats, *, is_alone: bool) -> None:
    """Say that all worlds follow the few of a crowded server, and show the whole result once nobody waits.

    Where the headline stands alone, the rest of the answer follows too.
    """
    if turns.is_quiet():
        st.session_state[_ASKED] = True
        st.rerun()
    few, whole = formats.count(draws // REPLICATES), formats.count(draws)
    follows = f"all {whole} follow"
    if is_alone:
        follows += ", and so does what is faint below, which is as it was before"
    said = f"Others are at work here too, so these figures are from {few} possible worlds for now; {follows}."
    st.caption(escape_markdown(said))


def whole_is_asked_for() -> bool:
    """Whether this run is there to show the whole result; said once."""
    return bool(st.session_state.pop(_ASKED, False))
