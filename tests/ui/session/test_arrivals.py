"""Arrivals closely after each other: taken in once and in order; a fragment waits for what is drawn."""

import asyncio
from collections.abc import Callable, Coroutine
from threading import Thread
from types import SimpleNamespace

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest

from simulator.ui.session import arrivals, uninterrupted


class Visitor:
    """As much of a session as begins runs; ``runs`` are all that were begun, each by what asks it."""

    def __init__(self) -> None:
        self._scriptrunner, self._state, self._event_loop = None, AppSessionState.APP_IS_RUNNING, None
        self.runs: list[ScriptRequests] = []

    def asks(self, states: WidgetStates | None, *, fragment: str | None = None) -> ScriptRequests:
        """What the app does with a change: the former run is stopped, and a new one begun."""
        if self._scriptrunner is not None:
            self._scriptrunner._requests.request_stop()
            self._scriptrunner = None
        AppSession._create_scriptrunner(self, RerunData(widget_states=states, fragment_id=fragment))
        return self.runs[-1]


@pytest.fixture(autouse=True)
def runs_that_do_nothing(monkeypatch) -> None:
    def create(visitor: Visitor, asked: RerunData) -> None:
        requests = ScriptRequests()
        requests.request_rerun(asked)
        visitor.runs.append(requests)
        visitor._scriptrunner = SimpleNamespace(_requests=requests, request_rerun=requests.request_rerun)

    monkeypatch.setattr(AppSession, "_create_scriptrunner", create)
    arrivals.let_all_arrive()


@pytest.fixture
def taken_by(monkeypatch):
    """``taken_by(run)``: what a run takes in before its own, as it begins."""

    def begun(run: ScriptRequests) -> list[WidgetStates] | None:
        monkeypatch.setattr(arrivals, "get_script_run_ctx", lambda: SimpleNamespace(script_requests=run))
        return arrivals.to_take_in(run._rerun_data.widget_states)

    return begun


def pressed(name: str = "undo") -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id=name, trigger_value=True)])


def typed() -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id="box", string_value="9")])


def test_a_press_whose_run_had_not_begun_is_taken_in_by_the_next_one_and_by_that_alone(taken_by):
    visitor, one, two = Visitor(), pressed(), pressed()
    first, second = visitor.asks(one), visitor.asks(two)
    assert taken_by(second) == [one]
    assert taken_by(second)[:] == []
    assert taken_by(first) is None


def test_a_press_that_was_taken_in_is_not_taken_in_again(taken_by):
    visitor = Visitor()
    first = visitor.asks(pressed())
    assert taken_by(first) == []
    assert taken_by(visitor.asks(pressed())) == []


def test_several_presses_are_taken_in_in_order(taken_by):
    visitor, presses = Visitor(), [pressed(), pressed("redo"), pressed()]
    for each in presses:
        visitor.asks(each)
    last = visitor.asks(typed())
    found = taken_by(last)
    assert [each is press for each, press in zip(found, presses, strict=True)] == [True] * 3
    assert [taken_by(run) for run in visitor.runs[:3]] == [None] * 3


def test_what_a_box_holds_comes_again_and_is_not_kept(taken_by):
    visitor = Visitor()
    visitor.asks(typed())
    assert taken_by(visitor.asks(pressed())) == []


def test_a_press_in_a_fragment_that_waits_for_its_turn_is_not_lost_either(taken_by):
    visitor, stop = Visitor(), pressed("stop")
    first = visitor.asks(pressed())
    assert taken_by(first) == []
    first.on_scriptrunner_ready()
    first.request_rerun(RerunData(widget_states=stop, fragment_id="wait"))
    assert taken_by(visitor.asks(pressed())) == [stop]


def test_a_press_is_not_lost_with_a_run_that_was_asked_for_nothing(taken_by):
    visitor, one = Visitor(), pressed()
    visitor.asks(one)
    visitor.asks(None)
    assert taken_by(visitor.asks(pressed())) == [one]


def test_visitors_take_in_nothing_of_each_other(taken_by):
    one, other = Visitor(), Visitor()
    one.asks(pressed())
    assert taken_by(other.asks(pressed())) == []


def asks_by_itself(visitor: Visitor) -> RerunData:
    """What the app does with a fragment that asks again: the present run shall take it; else a new one."""
    asked = RerunData(widget_states=typed(), fragment_id="wait", is_auto_rerun=True)
    if not visitor._scriptrunner.request_rerun(asked):
        AppSession._create_scriptrunner(visitor, asked)
    return asked


def happens(story: Callable[[], Coroutine[None, None, None]]) -> None:
    """A story in a thread of its own: Playwright keeps the loop of the one that once ran tests in a browser."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(story())
        except BaseException as error:  # noqa: BLE001 - raised where the test is
            raised.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    for error in raised:
        raise error


async def later() -> None:
    await asyncio.sleep(5 * arrivals.SOON)


def test_a_fragment_that_asks_as_a_run_ends_waits_until_its_drawing_is_sent():
    async def story() -> None:
        visitor = Visitor()
        visitor._event_loop = asyncio.get_running_loop()
        ending = visitor.asks(pressed())
        ending.request_stop()
        drawing = visitor._scriptrunner
        asked = asks_by_itself(visitor)
        await later()
        assert visitor._scriptrunner is drawing
        visitor._scriptrunner = None
        await later()
        assert len(visitor.runs) == 2
        assert visitor.runs[1]._rerun_data.fragment_id_queue == [asked.fragment_id]

    happens(story)


def test_a_fragment_that_waited_is_drawn_by_the_run_that_somebody_began_meanwhile():
    async def story() -> None:
        visitor = Visitor()
        visitor._event_loop = asyncio.get_running_loop()
        visitor.asks(pressed()).request_stop()
        asks_by_itself(visitor)
        pressed_meanwhile = visitor.asks(pressed())
        pressed_meanwhile.on_scriptrunner_ready()
        await later()
        assert len(visitor.runs) == 2
        assert pressed_meanwhile._rerun_data.fragment_id_queue == ["wait"]

    happens(story)


def test_a_fragment_of_a_visitor_who_has_gone_is_not_drawn_any_more():
    async def story() -> None:
        visitor = Visitor()
        visitor._event_loop = asyncio.get_running_loop()
        visitor.asks(pressed()).request_stop()
        asks_by_itself(visitor)
        visitor._scriptrunner, visitor._state = None, AppSessionState.SHUTDOWN_REQUESTED
        await later()
        assert len(visitor.runs) == 1

    happens(story)


def page() -> None:
    import streamlit as st

    from simulator.ui.session import uninterrupted

    def counted() -> None:
        st.session_state["presses"] = st.session_state.get("presses", 0) + 1

    uninterrupted.let_callbacks_end()
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
    st.button("Undo", on_click=counted)


def test_a_run_calls_what_former_presses_call_and_then_its_own(monkeypatch):
    app = AppTest.from_function(page).run()
    press = WidgetStates(widgets=[app.button[0].click()._widget_state])
    monkeypatch.setattr(uninterrupted, "to_take_in", lambda states: [press, press])
    app.run()
    assert not app.exception
    assert (app.session_state["presses"], app.session_state["drawn"]) == (3, 2)


def test_a_run_whose_press_a_newer_one_takes_in_calls_nothing(monkeypatch):
    app = AppTest.from_function(page).run()
    monkeypatch.setattr(uninterrupted, "to_take_in", lambda states: None)
    app.button[0].click().run()
    assert "presses" not in app.session_state


def drawn(path: list[int], fragment: str = "", text: str = "") -> ForwardMsg:
    """A block, or with ``text`` an element, at a place of the page."""
    message = ForwardMsg()
    message.metadata.delta_path[:] = path
    message.delta.fragment_id = fragment
    if text:
        message.delta.new_element.text.body = text
    else:
        message.delta.add_block.allow_empty = True
    return message


def still_to_be_sent(*messages: ForwardMsg) -> tuple[SimpleNamespace, ForwardMsgQueue]:
    """A session that has these messages still to send, and where they wait."""
    queue = ForwardMsgQueue()
    for message in messages:
        queue.enqueue(message)
    return SimpleNamespace(_browser_queue=queue), queue


PAGE = drawn([0, 0], "answer"), drawn([0, 0, 0], "answer", "Loading"), drawn([0, 1]), drawn([0, 1, 0], text="Sliders")
DONE = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)


@pytest.mark.parametrize("fragments", [["answer"], None])
def test_what_is_still_to_be_sent_is_sent_before_what_is_drawn_anew(fragments):
    session, queue = still_to_be_sent(*PAGE, DONE)
    AppSession._clear_queue(session, fragments)
    anew = drawn([0, 0], "answer"), drawn([0, 0, 0], "answer", "$900")
    for message in anew:
        queue.enqueue(message)
    assert queue.flush() == [*PAGE, DONE, *anew]


@pytest.fixture
def run_of(monkeypatch):
    """``run_of(fragments, there)``: what a run does that was asked for fragments where these are on the page."""
    done: list[RerunData] = []
    monkeypatch.setattr(ScriptRunner, "_run_script", lambda _, asked: done.append(asked))
    arrivals.let_all_arrive()

    def run(fragments: list[str], there: set[str]) -> bool:
        page = SimpleNamespace(contains=there.__contains__)
        ScriptRunner._run_script(SimpleNamespace(_fragment_storage=page), RerunData(fragment_id_queue=fragments))
        return bool(done)

    return run


def test_a_fragment_of_a_page_that_has_been_left_does_not_begin(run_of):
    assert not run_of(["answer"], {"wait"})


@pytest.mark.parametrize("fragments", [[], ["wait"], ["answer", "wait"]])
def test_what_is_on_the_page_begins(run_of, fragments):
    assert run_of(fragments, {"wait"})
