"""Places on the page Assumptions: the section, the channel and the folded part in which a number stands."""

from simulator.presentation import beliefs
from simulator.ui.forms import groups
from simulator.ui.session import expander_state, page_choices, state

SECTION = "section"
"""The choice of the section that is looked at."""


def section_of(path: str) -> str:
    """The section in which a place is shown."""
    first = path.split(".")[0]
    return first if first in beliefs.SECTIONS else "business"


def show_place(path: str) -> None:
    """Let the page show a place when it is drawn next: its section, its channel, and the folded part around it."""
    page_choices.choose(SECTION, section_of(path))
    names = [name for name in state.workspace().draft.channel_names if f"{path}.".startswith(f"channels.{name}.")]
    if names:
        page_choices.choose("channel", max(names, key=len))
    collapsed = groups.expander_of(path, path.rpartition(".")[2])
    if collapsed:
        expander_state.open_expander(collapsed)
