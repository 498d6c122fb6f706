"""Changes to the open file from outside of this window: somebody else may have changed, moved or spoilt it."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import streamlit as st

from simulator import library
from simulator.errors import ScenarioFileError
from simulator.library.commits import is_gone
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, parse
from simulator.ui.session.workspaces import Workspace


class Fate(Enum):
    """The fate of a file since it was opened."""

    CHANGED = "changed"
    UNREADABLE = "unreadable"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class OutsideChange:
    """A file that is not what was opened; ``scenario`` is what it holds if it has been CHANGED."""

    fate: Fate
    scenario: Scenario[Belief] | None = None
    trouble: ScenarioFileError | None = None


def outside(now: Workspace) -> OutsideChange | None:
    """The fate of the open file; None where there is none, or it is what it was when it was opened."""
    if now.file is None:
        return None
    version = library.version_of(now.file)
    if version == (0, 0) and is_gone(now.file):
        return OutsideChange(fate=Fate.GONE)
    if _content(now.file, version) == now.content:
        return None
    return _found(now.file, version)


@st.cache_resource(max_entries=64, show_spinner=False)
def _content(path: Path, version: tuple[int, int]) -> bytes | None:
    try:
        return content_of(path)
    except ScenarioFileError:
        return None


@st.cache_resource(max_entries=64, show_spinner=False)
def _found(path: Path, version: tuple[int, int]) -> OutsideChange:
    try:
        return OutsideChange(fate=Fate.CHANGED, scenario=parse(content_of(path)))
    except ScenarioFileError as error:
        return OutsideChange(fate=Fate.UNREADABLE, trouble=error)
