"""Opening: something by its name, or a file that someone has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from simulator.errors import FunnelcastError, Problem, ScenarioFileError
from simulator.scenario_files import parse
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.budget_file import plan_from_file
from simulator.ui.frame.navigation import plan_page
from simulator.ui.frame.problem_list import show_problems, show_refusal
from simulator.ui.frame.uploads import let_go
from simulator.ui.session import state
from simulator.ui.session.session import session

Named = TypeVar("Named", str, bytes)

SCENARIO_ENDINGS = (".yaml", ".yml")
LARGEST_MB = 2

_REFUSED = "refused-upload"


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The file that was refused last: what was wrong with it, but not its content; ``count`` is how many there were."""

    count: int = 0
    title: str = ""
    problems: tuple[Problem, ...] = ()


def open_or_refuse(opening: Callable[[Named], None], name: Named) -> None:
    """Open something and show its plan; say why not, if it cannot be opened."""
    try:
        opening(name)
    except FunnelcastError as error:
        show_refusal(error, "Not opened")
    else:
        st.switch_page(plan_page())


def upload() -> None:
    """A file to open as a new scenario, or a budget for the open one.

    A scenario that is wrong shows all its problems and changes nothing.
    """
    refused = st.session_state.setdefault(_REFUSED, Refused())
    # A new key for each open scenario, and for each refused file, clears the box.
    key = f"upload-{session().workspace.id}-{refused.count}"
    file = st.file_uploader("A scenario (.yaml), or a budget (.xlsx, .csv)", max_upload_size=LARGEST_MB, key=key)
    if file is None:
        if refused.title:
            show_problems(refused.problems, refused.title)
        return
    if not file.name.lower().endswith(SCENARIO_ENDINGS):
        if plan_from_file(file.name, file.getvalue()):
            let_go([file])
            st.session_state[_REFUSED] = Refused(count=refused.count + 1)
            st.switch_page(plan_page())
        return
    try:
        scenario = parse(file.getvalue())
    except ScenarioFileError as error:
        let_go([file])
        title = f"{escape_markdown(file.name)} cannot be opened. Nothing has changed"
        st.session_state[_REFUSED] = Refused(count=refused.count + 1, title=title, problems=tuple(error.problems))
        st.rerun()
    st.markdown(f"**{escape_markdown(scenario.name)}** is in order.")
    if st.button("Open it", type="primary", icon=":material/folder_open:", key="open-upload"):
        content = file.getvalue()
        let_go([file])
        st.session_state[_REFUSED] = Refused(count=refused.count)
        open_or_refuse(state.open_new, content)
