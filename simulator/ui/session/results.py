"""Results, computed once for all sessions, whatever their size: what is read off simulations is kept, not they.

A simulation holds tens of megabytes of draws, what a page reads off it a few kilobytes. So a ``PlanResult`` names a
plan, and simulates it only where something is asked of it that is not in the ``cache``; the draws are forgotten with
the run of the page. Nothing that a session, a widget or the cache keeps may hold a ``PlanResult`` or a simulation.

Keys are made of what a scenario states, never of an array. Its ``repr`` names the class of every part, so two curves of
different types with equal numbers are not confused.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from weakref import WeakValueDictionary

import streamlit as st

from simulator import library
from simulator.analyses.comparison import PlanDraws, plan_draws
from simulator.analyses.stress import Condition, under
from simulator.analyses.what_if import WhatIf, conditions_of, fitting, supposing
from simulator.engine.memo import Memo
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.engine.simulation import Simulation, preview, simulate
from simulator.errors import Problem
from simulator.library.folder import Entry
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Scenario
from simulator.ui.session.cache import SingleFlight, kept
from simulator.validation import problems

Key = tuple[str, str, int, bool, tuple[Condition, ...]]
"""A scenario's statement, the plan, the number of draws, whether the first replicate alone is looked at; conditions."""


@dataclass(frozen=True)
class PlanResult:
    """A plan's result over so many draws; ``is_preview`` looks at the first replicate of them alone.

    ``conditions`` hold in the worlds that are looked at. For a single run of a page: it holds the simulation once that
    was asked for.
    """

    scenario: Scenario[Belief]
    plan: str
    draws: int = DEFAULT_DRAWS
    is_preview: bool = False
    conditions: tuple[Condition, ...] = ()

    @cached_property
    def key(self) -> Key:
        """Everything that the result depends on."""
        return stated(self.scenario), self.plan, self.draws, self.is_preview, self.conditions

    @cached_property
    def simulation(self) -> Simulation:
        """All draws; another run that looks at them now shares them."""
        return self._shared()

    @property
    def plan_draws(self) -> PlanDraws:
        """The draws that comparing with this plan needs, a tenth of all: kept for all who compare with it."""
        return kept(("plan draws", self.key), lambda: plan_draws(self._shared()))

    def _shared(self) -> Simulation:
        return _SIMULATIONS.get(self.key) or _FLIGHTS.once(self.key, self._simulated)

    def _simulated(self) -> Simulation:
        run = preview if self.is_preview else simulate
        supposed, market = under(self.scenario, self.conditions)
        simulation = _SIMULATIONS[self.key] = run(supposed, self.plan, draws=self.draws, market=market)
        return simulation


_SIMULATIONS = WeakValueDictionary[Key, Simulation]()
"""The simulations that some run of a page looks at; each is forgotten when none does."""

_FLIGHTS = SingleFlight()


def stated(scenario: Scenario[Belief]) -> str:
    """A short key of all that a scenario states, but for limits of a split and how it is presented."""

    def key() -> str:
        of_all = repr(replace(scenario, limits=Limits(), presentation=Presentation()))
        return hashlib.sha256(of_all.encode()).hexdigest()

    # A run of a page asks many times, and to write all of it down takes a twentieth of the run.
    return _STATED.of(scenario, key)


_STATED = Memo[str]()


def result_if(
    scenario: Scenario[Belief], plan: str, what_if: WhatIf, draws: int = DEFAULT_DRAWS, *, is_preview: bool = False
) -> PlanResult:
    """The result of a plan if all of this is so, as far as it fits; with nothing, of the plan as it is believed."""
    conditions = conditions_of(fitting(scenario, what_if))
    return PlanResult(supposing(scenario, what_if), plan, draws, is_preview, conditions)


def problems_of(scenario: Scenario[Belief]) -> list[Problem]:
    """Problems that keep a scenario from being computed."""
    # A run of a page asks several times, also while a slider is held, and to write all of it down takes a while.
    return _PROBLEMS.of(scenario, lambda: _problems(repr(scenario), scenario))


_PROBLEMS = Memo[list[Problem]]()


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
    return kept(("entry", path, library.version_of(path)), lambda: library.entry(path))


# Sixteen lists are small: five thousand problems take a megabyte, and of what is stated Streamlit keeps a digest.
@st.cache_resource(max_entries=16, show_spinner=False)
def _problems(stated: str, _scenario: Scenario[Belief]) -> list[Problem]:
    return problems(_scenario)
