"""Work ahead while a slider rests: it is what the page asks for once it is let go, and stands in nobody's way."""

import math
import threading
import time
from collections.abc import Callable

import pytest

from simulator.edits.knobs import LeadsCost
from simulator.edits.spend import slider_spend
from simulator.engine.cost import Cost
from simulator.ui.components.budget_sliders.panel import Drag, ToggleKeepTotal, ToggleLock, apply
from simulator.ui.plan import ahead, answer, cached
from simulator.ui.plan.ahead import Sliders
from simulator.ui.plan.extent import Extent
from simulator.ui.session import state, turns, what_if
from simulator.ui.session.cache import shared
from tests.improved_examples import offering
from tests.ui.sessions import Session

NAME, AMOUNT = "Google Ads search", 2_350.0


@pytest.fixture(autouse=True)
def nobody_is_at_work(monkeypatch):
    """Nothing is known, nobody was there a moment ago, and a slider that rests need not rest for long."""
    shared().clear()
    monkeypatch.setattr(turns._present, "crowded", -math.inf)
    monkeypatch.setattr(ahead, "RESTS_ON", 0.0)


def offered(session: Session) -> Sliders:
    name = session.do(lambda: ahead.offer(state.workspace(), state.plan_of_sliders(), answer.look()))
    sliders = ahead.offered(name)
    assert sliders is not None
    return sliders


def pressed(session: Session, *moves: object) -> None:
    for move in moves:
        session.do(lambda move=move: state.set_panel(apply(state.panel(), move)))


def let_go(session: Session) -> None:
    pressed(session, Drag(NAME, AMOUNT, "gesture", "release"))


def at_hand(session: Session) -> bool:
    return session.do(lambda: cached.is_there(answer.about_to_show(state.workspace(), Extent.WHOLE)))


def resting_at(session: Session) -> dict[str, float]:
    """What the sliders say while one rests at the amount: the others give or take where the total is kept."""
    panel = session.do(state.panel)
    return dict(apply(panel, Drag(NAME, AMOUNT, "gesture", "drag")).spend)


def nothing(session: Session) -> None:
    """As a plan is opened."""


def the_total_is_kept(session: Session) -> None:
    pressed(session, ToggleKeepTotal())


def another_is_locked(session: Session) -> None:
    pressed(session, ToggleLock("Radio"))


def something_is_supposed(session: Session) -> None:
    session.do(lambda: what_if.suppose(LeadsCost(1.3)))


def it_was_moved_before(session: Session) -> None:
    pressed(session, Drag("Radio", 100.0, "earlier", "release"))


@pytest.mark.parametrize(
    "before", [nothing, the_total_is_kept, another_is_locked, something_is_supposed, it_was_moved_before]
)
def test_what_was_worked_out_ahead_is_all_that_the_page_then_asks_for(before: Callable[[Session], None]):
    session = Session({"scenario": "example/plumber"})
    before(session)
    ahead.work_ahead(offered(session), resting_at(session))
    assert not at_hand(session)
    let_go(session)
    assert at_hand(session)


def test_a_slider_that_is_let_go_meanwhile_has_its_charts_and_the_page_does_the_rest(monkeypatch):
    session = Session({"scenario": "example/plumber"})
    sliders, spend = offered(session), resting_at(session)
    monkeypatch.setattr(ahead, "RESTS_ON", 60.0)
    monkeypatch.setattr(ahead, "LOOKS_AGAIN", 0.0)
    working = threading.Thread(target=ahead.work_ahead, args=(sliders, spend))
    working.start()
    let_go(session)
    about = session.do(lambda: answer.about_to_show(state.workspace(), Extent.WHOLE))
    deadline = time.monotonic() + 60.0
    while not cached.is_at_hand(about.result, about.formats) and time.monotonic() < deadline:
        time.sleep(0.01)
    ahead.note_move()
    working.join(60.0)
    assert not working.is_alive()
    assert cached.is_at_hand(about.result, about.formats)
    assert not at_hand(session)


@pytest.mark.parametrize("when", ["somebody is at work", "others had to wait", "it is large", "another is worked out"])
def test_nothing_is_worked_out_ahead_where_it_would_be_in_the_way(when, monkeypatch):
    session = Session({"scenario": "example/plumber"})
    sliders, spend = offered(session), resting_at(session)
    if when == "somebody is at work":
        with turns.turn(Cost(memory=1.0, seconds=1.0)):
            ahead.work_ahead(sliders, spend)
    elif when == "another is worked out":
        with ahead._work.turn:
            ahead.work_ahead(sliders, spend)
    else:
        if when == "others had to wait":
            monkeypatch.setattr(turns._present, "crowded", time.monotonic())
        else:
            monkeypatch.setattr(ahead, "LARGE_FROM", 1.0)
        ahead.work_ahead(sliders, spend)
    let_go(session)
    assert not at_hand(session)


def test_every_session_has_a_name_of_its_own_which_stays():
    one, other = Session({"scenario": "example/plumber"}), Session({"scenario": "example/plumber"})

    def name_in(session: Session) -> str:
        return session.do(lambda: ahead.offer(state.workspace(), state.plan_of_sliders(), answer.look()))

    assert name_in(one) == name_in(one) != name_in(other)
    assert ahead.offered("sliders that nobody was given") is None


def test_what_is_offered_is_the_newest_and_keeps_nothing_to_take_back():
    session = Session({"scenario": "example/plumber"})
    offered(session)
    let_go(session)
    now = offered(session).now
    assert now.draft == session.do(state.workspace).draft
    assert (now.past, now.future) == ((), ())
    assert len(session.do(state.workspace).past) == 1


def test_what_has_no_slider_is_not_moved_and_one_that_is_not_named_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    session = Session({"scenario": "example/plumber"})
    session.do(lambda: state.set_draft(offering()))
    sliders = offered(session)
    shown = sliders.shown({"Found by themselves": 70.0, "Nobody knows this": 5.0, NAME: AMOUNT})
    found, before = shown.result.scenario, sliders.now.draft
    assert slider_spend(found, found.plan("Today")) == {**slider_spend(before, sliders.shapes), NAME: AMOUNT}
    assert set(found.plan("Today").monthly_spend) == set(sliders.shapes.monthly_spend)
