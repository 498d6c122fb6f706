"""Results, computed once for all sessions: the key is what a scenario states, never an array.

``st.cache_resource`` gives every reader the same result, with read-only arrays. The key is the scenario's ``repr``,
which names the class of every part: two curves of different types with equal numbers are not confused.
"""

from pathlib import Path

import streamlit as st

from simulator import library
from simulator.engine.simulation import Simulation, preview, simulate
from simulator.errors import Problem
from simulator.library.folder import Entry
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.validation import problems


def result(scenario: Scenario[Belief], plan: str) -> Simulation:
    """The simulation of a plan, with all draws."""
    return _simulated(repr(scenario), plan, scenario)


def first_result(scenario: Scenario[Belief], plan: str) -> Simulation:
    """The simulation of a plan, with the first replicate of the draws alone: at once, but less exact."""
    return _previewed(repr(scenario), plan, scenario)


def problems_of(scenario: Scenario[Belief]) -> list[Problem]:
    """What keeps a scenario from being computed."""
    return _problems(repr(scenario), scenario)


def entries(folder: Path) -> list[Entry]:
    """The scenario files of a folder whose names can be shown."""
    return [entry(path) for path in library.paths(folder) if can_be_shown(path)]


def can_be_shown(path: Path) -> bool:
    """Whether a file's name is text: other programs can leave names of bytes that no page can show."""
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def entry(path: Path) -> Entry:
    """A scenario file; read again when it has changed."""
    return _entry(path, library.version_of(path))


@st.cache_resource(max_entries=8, show_spinner=False)
def _simulated(stated: str, plan: str, _scenario: Scenario[Belief]) -> Simulation:
    return simulate(_scenario, plan)


@st.cache_resource(max_entries=16, show_spinner=False)
def _previewed(stated: str, plan: str, _scenario: Scenario[Belief]) -> Simulation:
    return preview(_scenario, plan)


@st.cache_resource(max_entries=16, show_spinner=False)
def _problems(stated: str, _scenario: Scenario[Belief]) -> list[Problem]:
    return problems(_scenario)


@st.cache_resource(max_entries=1_000, show_spinner=False)
def _entry(path: Path, version: tuple[int, int]) -> Entry:
    return library.entry(path)
