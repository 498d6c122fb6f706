"""Sessions of the browser front end for tests: each has its own state and address; all share the library on disk."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from simulator.errors import FunnelcastError
from simulator.ui.session import long_work


def _script(actions) -> None:
    from simulator.ui.session import state

    state.workspace()
    while actions:
        actions.pop(0)()


class Session:
    """A visitor: ``do`` runs something within the session, ``reload`` is a new session at the same address."""

    def __init__(self, address: dict[str, Any] | None = None) -> None:
        self._actions: list[Callable[[], None]] = []
        self._app = AppTest.from_function(_script, args=(self._actions,), default_timeout=60)
        self._app.query_params.update(address or {})
        self._run()

    @property
    def address(self) -> dict[str, str]:
        """The entries of the address bar."""
        return {name: value[0] if isinstance(value, list) else value for name, value in self._app.query_params.items()}

    def do(self, action):
        """The action's answer when it runs within the session; its refusal is raised here."""
        outcome: list[tuple[Any, FunnelcastError | None]] = []

        def run() -> None:
            try:
                outcome.append((action(), None))
            except FunnelcastError as error:
                outcome.append((None, error))

        self._actions.append(run)
        self._run()
        found, error = outcome[0]
        if error is not None:
            raise error
        return found

    def reload(self) -> "Session":
        """The same address in a new session: a reload, another window, or the first visit after a restart."""
        return Session(self.address)

    def _run(self) -> None:
        self._app.run()
        assert not self._app.exception, self._app.exception


def interrupting(monkeypatch) -> None:
    """Let the next run that comes to long work be given up for another one, as a wait that is over does."""
    asked, left = long_work.ask, [None]

    def ask(place, work, *given):
        if left:
            left.clear()
            st.rerun()
        return asked(place, work, *given)

    monkeypatch.setattr(long_work, "ask", ask)
