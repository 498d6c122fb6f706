"""The question before a run that would take very much memory or time, with fewer possible worlds on offer."""

from collections.abc import Callable

import streamlit as st

from simulator.engine.cost import Cost, fewer_draws
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.presentation.large_run import seconds, taken
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.session import state

MOST_OFFERS = 2


def is_too_large(cost: Callable[[int], Cost], what: str) -> bool:
    """Whether a run with the session's number of worlds is too large to begin unasked; then says so, and offers fewer.

    ``cost`` is that of a run with so many worlds, ``what`` is to be worked out: ``This plan``.
    """
    draws, formats = state.draws(), state.formats()
    if not cost(draws).is_large:
        return False
    st.warning(
        escape_markdown(warning(what, cost(draws), draws, formats)), title="A large run", icon=":material/hourglass:"
    )
    with st.container(horizontal=True, gap="small", key="fewer-worlds"):
        for fewer in fewer_draws(cost, draws)[:MOST_OFFERS]:
            st.button(
                offer(fewer, cost(fewer), formats), key=f"worlds-{fewer}", on_click=state.choose_draws, args=(fewer,)
            )
    return True


def offer_all_worlds() -> None:
    """The way back, where fewer worlds were chosen."""
    if state.draws() < DEFAULT_DRAWS:
        st.button(
            f"Look at {state.formats().count(DEFAULT_DRAWS)} worlds",
            key="all-worlds",
            on_click=state.choose_draws,
            args=(DEFAULT_DRAWS,),
        )


def warning(what: str, cost: Cost, draws: int, formats: Formats) -> str:
    """The memory and time of the run; plain text."""
    return (
        f"{what} is so large that {formats.count(draws)} possible worlds would take {taken(cost, formats)}, again after"
        " each change. With fewer worlds the figures are a little less exact."
    )


def offer(draws: int, cost: Cost, formats: Formats) -> str:
    """``Look at 1,024 worlds (about 3 seconds)``."""
    return f"Look at {formats.count(draws)} worlds (about {seconds(cost, formats)})"
