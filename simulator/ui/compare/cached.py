"""What is read off compared plans, computed once for all sessions.

Kept is what comparing needs of each plan, not the whole simulation, so that many plans fit; and a comparison by the
plans, their order and the conditions, so that another metric or a visit to another page costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from simulator.analyses.comparison import Comparison, Contender, compare_all, contender, paired
from simulator.analyses.stress import Condition, Rarity, rarity, simulate_under
from simulator.charts.data.comparison import Dots, course, twenty_differences
from simulator.charts.profit_of_plans import Course
from simulator.engine.simulation import simulate
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.session.compared_plans import Entrant

Key = tuple[tuple[str, str, str, tuple[Condition, ...]], ...]

MOST_CONTENDERS = 24
"""Two pages' worth of six plans, with and without a condition."""


@dataclass(frozen=True)
class Answer:
    """Everything that is shown of plans by label, the first being the baseline, under one set of conditions."""

    comparisons: Mapping[str, Comparison]
    courses: Mapping[str, Course]


def answer(entrants: Sequence[Entrant], conditions: Mapping[str, Sequence[Condition]]) -> Answer:
    """The comparison of these plans, each under its own conditions by label; none is as believed."""
    return _answer(_key(entrants, conditions), tuple(entrants))


def dots(entrants: Sequence[Entrant], conditions: Mapping[str, Sequence[Condition]], metric: str) -> Sequence[Dots]:
    """What each of these plans has more of a metric than the first, in twenty worlds."""
    return _dots(_key(entrants, conditions), metric, tuple(entrants))


def _key(entrants: Sequence[Entrant], conditions: Mapping[str, Sequence[Condition]]) -> Key:
    return tuple(
        (entrant.label, repr(entrant.scenario), entrant.plan, tuple(conditions.get(entrant.label, ())))
        for entrant in entrants
    )


def rarity_of(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> Rarity:
    """How often the conditions happen together."""
    return _rarity(repr(scenario), tuple(conditions), scenario)


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(key: Key, _entrants: tuple[Entrant, ...]) -> Answer:
    contenders = _contenders(key, _entrants)
    return Answer(
        comparisons=compare_all(contenders),
        courses={label: course(each) for label, each in contenders.items()},
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def _dots(key: Key, metric: str, _entrants: tuple[Entrant, ...]) -> Sequence[Dots]:
    return twenty_differences(paired(_contenders(key, _entrants), metric=metric))


def _contenders(key: Key, entrants: Sequence[Entrant]) -> dict[str, Contender]:
    return {
        label: _contender(stated, plan, conditions, entrant.scenario)
        for (label, stated, plan, conditions), entrant in zip(key, entrants, strict=True)
    }


@st.cache_resource(max_entries=MOST_CONTENDERS, show_spinner=False)
def _contender(stated: str, plan: str, conditions: tuple[Condition, ...], _scenario: Scenario[Belief]) -> Contender:
    run = partial(simulate_under, conditions=conditions) if conditions else simulate
    return contender(run(_scenario, plan))


@st.cache_resource(max_entries=64, show_spinner=False)
def _rarity(stated: str, conditions: tuple[Condition, ...], _scenario: Scenario[Belief]) -> Rarity:
    return rarity(_scenario, conditions)
