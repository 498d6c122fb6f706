"""Places on the page Assumptions: the section, the channel, the folded part and the box in which a number stands."""

import secrets
from collections.abc import Iterator

from simulator import edits
from simulator.presentation import beliefs
from simulator.ui.components.spotlight import spotlight
from simulator.ui.forms import groups
from simulator.ui.session import expander_state, page_choices, state

SECTION = "section"
"""The choice of the section that is looked at."""

_SHOWN, _TURN = "shown place", "shown place, turn"


def section_of(path: str) -> str:
    """The section in which a place is shown."""
    first = path.split(".")[0]
    if first == "improvements":
        return "funnel"
    return first if first in beliefs.SECTIONS else "business"


def show_place(path: str) -> None:
    """Let the page show a place when it is drawn next: its section, its channel, its folded part and its box."""
    page_choices.choose(SECTION, section_of(path))
    if channel := edits.channel_at(state.workspace().draft, path):
        page_choices.choose("channel", channel)
    collapsed = groups.expander_of(path, path.rpartition(".")[2])
    if collapsed:
        expander_state.open_expander(collapsed)
    page_choices.choose(_SHOWN, path)
    # Another one for each press, and never that of a session before: a box is shown once, and again when it is asked.
    page_choices.choose(_TURN, secrets.token_hex(8))


def shown_place() -> None:
    """Lead the eye and the keyboard to the place that is to be shown; the last element of the page."""
    path = page_choices.chosen(_SHOWN)
    spotlight(list(keys_of(path)) if path else [], page_choices.chosen(_TURN))


def keys_of(path: str) -> Iterator[str]:
    """The keys that the box of a place may have, the nearest first: what is wrong may lie within a number."""
    below = ""
    while path:
        if path == "targets" and below:
            yield f"target-{below}"
        if below.isdigit():
            yield f"{path} step {below}"
        yield from (f"card {path}", path)
        path, _, below = path.rpartition(".")
