"""Changes that arrive closely after each other, and fragments that ask by themselves: nothing of either is lost.

Streamlit begins a new run of the page for each change, and gives up the one that goes on. Where that has not taken in
yet what was pressed, it takes the press with it: of two quick presses of Undo one does nothing. Here the new run takes
in first, in order, what the former one has not.

A fragment that asks every so often may ask just as a run has ended, whose last drawing is still to be sent. Streamlit
begins a run in its place and drops that drawing, so that the page stays as it was. Here the fragment waits a moment.

What is drawn and still to be sent as a run begins Streamlit drops, all of it or, for a fragment, what that drew before.
But a page without a part of it closes ranks, and is gone altogether once something comes for a place that is no more;
and a box that was given another content, and never told, sends its old one back as if somebody had typed it. Here all
is sent, as it would have been a moment earlier.

A fragment that was asked for on a page that is left meanwhile Streamlit begins too, without anything to draw, and tells
the browser of that page, which clears the one that is shown. Here it does not begin.
"""

from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import (
    ScriptRequests,
    ScriptRequestType,
    _has_active_trigger_value,
)

SOON = 0.02
"""So many seconds later it is looked whether a run is done with that a fragment waits for."""

_CREATES, _DROPS, _RUNS = "_create_scriptrunner", "_clear_queue", "_run_script"
"""Where a session begins a run, and where it drops what is still to be sent; where a run does what it was asked for.
Streamlit keeps them to itself, as it does what is read of it below; its version is pinned."""


@dataclass
class _Taken:
    """What the runs of one thread have taken in: ``last`` is that; ``left`` is what former ones left to them.

    ``by_another`` is what a newer run takes in for them.
    """

    left: list[WidgetStates] = field(default_factory=list)
    last: WidgetStates | None = None
    by_another: WidgetStates | None = None


_lock = Lock()
_taken: WeakKeyDictionary[ScriptRequests, _Taken] = WeakKeyDictionary()
_newest: WeakKeyDictionary[AppSession, ScriptRequests] = WeakKeyDictionary()
"""What the newest run of each session is asked by."""


def let_all_arrive() -> None:
    """Lose nothing in this process, from now on."""
    _let_changes_arrive()
    _let_drawings_arrive()
    _let_pages_stay()


def _let_changes_arrive() -> None:
    creates = getattr(AppSession, _CREATES)
    if creates.__module__ == __name__:
        return

    def create(session: AppSession, asked: RerunData) -> None:
        if session._scriptrunner is not None:
            # Whoever presses something ends that run first: this is a fragment, and the run takes nothing any more.
            _wait(session, asked)
            return
        with _lock:
            left = _not_taken_in(_newest.get(session))
            creates(session, asked)
            runner = session._scriptrunner
            assert runner is not None, "it was created"
            _taken[runner._requests], _newest[session] = _Taken(left), runner._requests

    setattr(AppSession, _CREATES, create)


def _let_drawings_arrive() -> None:
    def keep(session: AppSession, fragment_ids_this_run: list[str] | None = None) -> None:
        # What is drawn anew comes after that, and not in place of it.
        session._browser_queue._delta_index_map = {}

    setattr(AppSession, _DROPS, keep)


def _let_pages_stay() -> None:
    runs = getattr(ScriptRunner, _RUNS)
    if runs.__module__ == __name__:
        return

    def run(runner: ScriptRunner, asked: RerunData) -> None:
        fragments = asked.fragment_id_queue
        if not fragments or any(map(runner._fragment_storage.contains, fragments)):
            runs(runner, asked)

    setattr(ScriptRunner, _RUNS, run)


def to_take_in(states: WidgetStates | None) -> list[WidgetStates] | None:
    """States that this run takes in before its own, oldest first; None where a newer run takes in all of them."""
    context = get_script_run_ctx()
    requests = None if context is None else context.script_requests
    with _lock:
        known = None if requests is None else _taken.get(requests)
        if known is None:
            return []
        if states is not None and states is known.by_another:
            return None
        left, known.left, known.last = known.left, [], states
        return left


def give_way() -> None:
    """Give up the fragment that runs where something else waits for its end, and run it again with that.

    A fragment that is asked for waits otherwise until everything is drawn. A run of the whole page goes on: what waits
    for it may be a window that this run has opened, and the next would not. Nothing of it may be sent ``together`` when
    this is called.
    """
    context = get_script_run_ctx()
    requests = None if context is None else context.script_requests
    if context is None or requests is None or not context.fragment_ids_this_run:
        return
    if requests._state == ScriptRequestType.RERUN:
        st.rerun("fragment")


def _not_taken_in(requests: ScriptRequests | None) -> list[WidgetStates]:
    """What was pressed and not taken in by the runs that this asks for, and will not be any more, oldest first."""
    known = None if requests is None else _taken.get(requests)
    if requests is None or known is None:
        return []
    states = requests._rerun_data.widget_states
    left, known.left = known.left, []
    if states is None or states is known.last:
        return left
    known.by_another = states
    # What boxes hold comes with every change again: presses alone are told once.
    return [*left, states] if any(map(_has_active_trigger_value, states.widgets)) else left


def _wait(session: AppSession, asked: RerunData) -> None:
    """Ask for the fragment once the session is done with its run."""

    def again() -> None:
        if session._state == AppSessionState.SHUTDOWN_REQUESTED:
            return
        runner = session._scriptrunner
        if runner is None:
            getattr(AppSession, _CREATES)(session, asked)
        elif not runner.request_rerun(asked):
            _wait(session, asked)

    session._event_loop.call_later(SOON, again)
