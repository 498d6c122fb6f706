"""A run may end at any use of the session state, for the next message: a move is then kept whole, or not at all."""

from contextlib import suppress

import pytest

from simulator.ui.components.budget_sliders.panel import Drag, apply
from simulator.ui.session import panels, state
from simulator.ui.session.session import session as known

MOVED = 2_500.0


class Interrupted(BaseException):
    """The end of a run."""


class Interruptible(dict[str, object]):
    """A session state that ends the run at one of its uses."""

    uses_left = -1

    def use(self) -> None:
        self.uses_left -= 1
        if self.uses_left == 0:
            raise Interrupted

    def __getitem__(self, key: str) -> object:
        self.use()
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: object) -> None:
        self.use()
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        self.use()
        return super().__contains__(key)


@pytest.fixture
def session(monkeypatch, tmp_path):
    held = Interruptible()
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))
    monkeypatch.setattr(state.st, "session_state", held)
    monkeypatch.setattr(state.st, "query_params", Addressed())
    state.open_shipped("plumber")
    return held


class Addressed(dict[str, list[str]]):
    """The address of the page."""

    def to_dict(self) -> dict[str, str]:
        return {name: values[-1] for name, values in self.items()}

    def get_all(self, name: str) -> list[str]:
        return self.get(name, [])

    def from_dict(self, wanted: dict[str, list[str]]) -> None:
        self.clear()
        self.update(wanted)


def in_step() -> bool:
    """Whether sliders and draft say the same, without opening the sliders anew."""
    held = known()
    assert held.panel is not None
    assert held.shapes is not None
    return panels.fits(held.panel, held.shapes, held.workspace)


@pytest.mark.parametrize("uses", range(1, 12))
def test_a_move_that_is_interrupted_leaves_sliders_and_draft_in_step(session, uses):
    panel = state.panel()
    moved = apply(panel, Drag("Google Ads search", MOVED, "gesture", "drag"))
    session.uses_left = uses
    with suppress(Interrupted):
        state.set_panel(moved)
    session.uses_left = -1
    assert in_step()
    assert state.panel().token == panel.token
