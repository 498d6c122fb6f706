"""Working ahead: the answer to a move that is not made yet, worked out while the slider rests in somebody's hand.

A browser that follows a held slider by itself says where it rests. What the page will ask for once it is let go is
worked out then, and kept under the keys by which the page asks, so that most of it is there or on its way by then. No
answer depends on it: a guess that is wrong has cost some work, and where anybody is at work already none is done.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Event, Lock

import streamlit as st

from simulator.analyses.next_move import cost_with_move
from simulator.edits.spend import paid_spend, with_slider_spend
from simulator.scenario.plans import Plan
from simulator.ui.plan import cached
from simulator.ui.plan.look import Look
from simulator.ui.session.offers import Offers
from simulator.ui.session.results import Key, PlanResult
from simulator.ui.session.turns import LARGE_FROM, is_crowded, is_quiet
from simulator.ui.session.workspaces import Workspace

RESTS_ON = 0.25
"""A slider that is held still for so long after its charts were worked out may be held for longer [s]."""

LOOKS_AGAIN, MOST_LOOKS = 0.1, 20
"""How often it is asked whether the page has its answer, and for how long its draws are held at most [s, times]."""

_KEY = "the name of what is worked out ahead"


@dataclass(frozen=True)
class Sliders:
    """The sliders of a page: ``now`` without its history, and the plan as it was when they were opened."""

    now: Workspace
    shapes: Plan
    look: Look

    def shown(self, spend: Mapping[str, float]) -> cached.Shown:
        """Everything that the page will show with its sliders at these amounts [money per month]."""
        # It comes from a browser: what has no slider is not moved.
        moved = {name: spend[name] for name in paid_spend(self.now.draft, self.shapes) if name in spend}
        draft = with_slider_spend(self.now.draft, self.shapes, moved)
        return self.look.shown(replace(self.now, draft=draft), quick=False)

    @property
    def is_small(self) -> bool:
        """Whether an answer takes so little memory that one more does not matter."""
        return cost_with_move(self.now.draft, self.now.plan, self.look.draws).memory <= LARGE_FROM


class _Work:
    """What is worked out ahead, one thing at a time for the whole server, and whether somebody has moved since."""

    def __init__(self) -> None:
        self.turn, self.moved = Lock(), Event()
        self.under_way: Key | None = None

    def do(self, shown: cached.Shown) -> None:
        """Work out the charts, and all the rest if nobody moves in a while."""
        self.moved.clear()
        self.under_way = shown.result.key
        try:
            cached.read_headline(shown)
            cached.read_charts(shown)
        finally:
            self.under_way = None
        if not self.moved.wait(RESTS_ON):
            cached.work_out(shown)
            return
        # The page goes on from here with the same draws, which are in memory for as long as somebody holds them.
        for _ in range(MOST_LOOKS):
            time.sleep(LOOKS_AGAIN)
            if is_quiet():
                break


_offered, _work = Offers[Sliders](), _Work()


def offer(now: Workspace, shapes: Plan, look: Look) -> str:
    """Let the browser of this session say where a slider rests; the name by which it does, which nobody can guess."""
    name: str = st.session_state.setdefault(_KEY, secrets.token_urlsafe(16))
    _offered.put(name, Sliders(replace(now, past=(), future=()), shapes, look))
    return name


def offered(name: str) -> Sliders | None:
    """The sliders of a name, if they were offered."""
    return _offered.found(name)


def is_under_way(result: PlanResult) -> bool:
    """Whether a result is being worked out ahead: it will be there in a moment."""
    return _work.under_way == result.key


def note_move() -> None:
    """Note that a slider was let go, whoever's: the answer is worked out by its page now."""
    _work.moved.set()


def work_ahead(sliders: Sliders, spend: Mapping[str, float]) -> None:
    """Work out what the page will show with its sliders at these amounts; nothing while anything else is worked out.

    First what it draws first; the rest, where the slider rests on.
    """
    if not _work.turn.acquire(blocking=False):
        return
    try:
        if is_quiet() and not is_crowded() and sliders.is_small:
            _work.do(sliders.shown(spend))
    finally:
        _work.turn.release()
