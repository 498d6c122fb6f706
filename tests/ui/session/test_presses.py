"""Presses: what one asks for is done once, by whichever run comes to it."""

from simulator.ui.session import presses
from tests.ui.sessions import Session


def done(session: Session, what: str) -> list[str]:
    """What was done of what was asked for."""
    values: list[str] = []
    session.do(lambda: presses.carry_out(what, values.append))
    return values


def test_a_press_is_carried_out_once():
    session = Session()
    session.do(lambda: presses.note("open", "Plan"))
    assert done(session, "open") == ["Plan"]
    assert done(session, "open") == []


def test_a_press_is_not_another_one():
    session = Session()
    session.do(lambda: presses.note("save"))
    assert done(session, "open") == []
    assert done(session, "save") == [""]
