"""Work that is done whole and by one run at a time: what a change calls, and what writes to disk.

Once another change has arrived Streamlit begins a new run of the page beside the one that goes on, which it gives up at
its next use of the session state or of the page. A callback that is given up is not called again, and one that is not
may write what it began with over what the new run has written since. Here such work waits until that of another run is
done, is not begun by a run that is given up, and is not broken off.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakValueDictionary

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils import script_run_context
from streamlit.runtime.state.safe_session_state import SafeSessionState

from simulator.ui.session.arrivals import to_take_in

_GIVES_UP, _BEGINS = "_maybe_handle_execution_control_request", "on_script_will_rerun"
"""Where a run learns that it is given up, and where it takes in what was changed and calls what a change calls.
Streamlit keeps the first to itself, as it does what is read of it below; its version is pinned."""


class _Run(threading.local):
    """The run of this thread: how many pieces of work it is in."""

    pieces = 0


_run = _Run()
_locks: WeakValueDictionary[str, threading.RLock] = WeakValueDictionary()
"""One for each session that has work going on."""
_of_locks = threading.Lock()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Nothing ends the run within, and no other run of this session does such work meanwhile."""
    with _lock():
        if not _run.pieces:
            _give_up_if_asked()
        _run.pieces += 1
        try:
            yield
        finally:
            _run.pieces -= 1


def let_callbacks_end() -> None:
    """Do all callbacks of this process so, from now on."""
    gives_up, begins = getattr(ScriptRunner, _GIVES_UP), getattr(SafeSessionState, _BEGINS)
    if gives_up.__module__ == __name__:
        return

    def give_up(runner: ScriptRunner) -> None:
        if not _run.pieces or _is_asked_for_here():
            gives_up(runner)

    def begin(state: SafeSessionState, states: WidgetStates | None, **named: Any) -> None:
        with uninterrupted():
            if (left := to_take_in(states)) is None:
                # It is given up at its next step.
                return
            for each in left:
                begins(state, each)
            begins(state, states, **named)

    setattr(ScriptRunner, _GIVES_UP, give_up)
    setattr(SafeSessionState, _BEGINS, begin)


def _lock() -> threading.RLock:
    context = get_script_run_ctx()
    session = "" if context is None else context.session_id
    with _of_locks:
        return _locks.setdefault(session, threading.RLock())


def _give_up_if_asked() -> None:
    context = get_script_run_ctx()
    if context is not None:
        context.session_state._yield_callback()


def _is_asked_for_here() -> bool:
    """Whether the page itself wants to run again, or to stop."""
    return script_run_context._fragment_callback_warning_suppressed.get()
