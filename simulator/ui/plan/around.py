"""Surroundings of the answer on the page Plan: whether they still show what is so.

A move of a slider runs the answer alone, and the rest of the page stays as it was drawn. Few moves change anything
there: the first makes the work unsaved, and there is something to undo. After such a one the whole page runs again.
"""

from dataclasses import dataclass, replace

import streamlit as st

from simulator.edits.plans import ends_within
from simulator.presentation.what_if import chips
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.frame import status_bar
from simulator.ui.plan.budget import timing_lines
from simulator.ui.session import presses, state, what_if
from simulator.ui.session.session import told
from simulator.ui.session.workspaces import Workspace

_KEY = "around the answer"


@dataclass(frozen=True)
class _Drawn:
    """What was shown around the answer when the whole page was drawn; None where the draft had problems then.

    It ``is_new`` until the answer was drawn with it.
    """

    shown: tuple[object, ...] | None
    is_new: bool = True


def note_drawn(now: Workspace) -> None:
    """Note that everything around the answer has been drawn as it is now."""
    st.session_state[_KEY] = _Drawn(None if state.problems() else _shown(now))


def is_outdated(now: Workspace) -> bool:
    """Whether anything around the answer would be drawn otherwise now; never where it was drawn in the same run."""
    drawn = st.session_state.get(_KEY)
    if not isinstance(drawn, _Drawn):
        return True
    return not drawn.is_new and (drawn.shown is None or drawn.shown != _shown(now))


def go_on() -> None:
    """Go on with what was drawn: what is told goes on to be told while sliders move, and no longer."""
    drawn = st.session_state.get(_KEY)
    if isinstance(drawn, _Drawn) and drawn.is_new:
        st.session_state[_KEY] = replace(drawn, is_new=False)
    else:
        told()


def _shown(now: Workspace) -> tuple[object, ...]:
    # No slider can be moved to where it makes a problem.
    formats, supposed = state.formats(), what_if.supposed()
    # What is supposed is told with its effect on this plan, and work that is not on disk is offered for download.
    whole = now.draft if supposed or state.trouble() else None
    return (
        status_bar.as_shown(now),
        state.panel().token,
        now.plan,
        _but_for_spend(now.draft, now.plan),
        now.draft.plan(now.plan) == next((plan for plan in now.saved.plans if plan.name == now.plan), None),
        timing_lines(now.draft, now.plan, formats),
        ends_within(now.draft),
        chips(now.draft, now.plan),
        supposed,
        whole,
        presses.is_any_noted(),
    )


def _but_for_spend(scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
    """The scenario without what its sliders move."""
    plans = [replace(each, monthly_spend={}) if each.name == plan else each for each in scenario.plans]
    return replace(scenario, plans=tuple(plans))
