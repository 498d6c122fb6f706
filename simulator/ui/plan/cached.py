"""What is read off a result but takes a while, computed once for all sessions: see ``results``."""

import streamlit as st

from simulator.analyses.marginal_roi import MarginalReturn, marginal_returns
from simulator.engine.simulation import Simulation
from simulator.findings import Finding
from simulator.findings import findings as found_in
from simulator.text.formats import Formats


def findings(simulation: Simulation, formats: Formats) -> list[Finding]:
    """The findings about a simulated plan, the serious ones first."""
    return _findings(_key(simulation), formats, simulation)


def next_returns(simulation: Simulation) -> list[MarginalReturn]:
    """The return on the next bit of money in each channel."""
    return _next_returns(_key(simulation), simulation)


def _key(simulation: Simulation) -> tuple[str, str, int, int]:
    return repr(simulation.scenario), simulation.plan, simulation.draws, simulation.seed


@st.cache_resource(max_entries=16, show_spinner=False)
def _findings(key: tuple[str, str, int, int], formats: Formats, _simulation: Simulation) -> list[Finding]:
    return found_in(_simulation, formats)


@st.cache_resource(max_entries=16, show_spinner=False)
def _next_returns(key: tuple[str, str, int, int], _simulation: Simulation) -> list[MarginalReturn]:
    return marginal_returns(_simulation)
