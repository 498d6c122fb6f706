"""A callback in which another change arrives is carried out whole, by one run at a time; its run ends after it."""

import threading
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import RerunData
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from simulator.library import drafts
from simulator.ui.session import uninterrupted


def another_change_arrives() -> None:
    """What Streamlit does when the browser sends a change while a run goes on."""
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    context.script_requests.request_rerun(RerunData(page_script_hash=context.page_script_hash))


def page(arrives) -> None:
    import streamlit as st

    from simulator.ui.session import uninterrupted

    def taken() -> None:
        typed = st.session_state["box"]
        arrives()
        st.session_state["taken"] = typed
        st.session_state["told"] = typed

    uninterrupted.let_callbacks_end()
    st.session_state["runs"] = [*st.session_state.get("runs", []), "begun"]
    st.text_input("Box", key="box", on_change=taken)
    st.session_state["runs"] = [*st.session_state["runs"], "ended"]


@pytest.fixture
def app():
    shown = AppTest.from_function(page, args=(another_change_arrives,)).run()
    assert not shown.exception
    return shown


def test_a_callback_ends_although_another_change_arrives_in_it(app):
    app.text_input[0].input("1200").run()
    assert not app.exception
    assert app.session_state["taken"] == "1200"
    assert app.session_state["told"] == "1200"


def test_a_run_is_still_given_up_for_what_arrived_in_its_callback(app):
    before = len(app.session_state["runs"])
    app.text_input[0].input("1200").run()
    # The run of the callback draws nothing; the one after it draws all.
    assert app.session_state["runs"][before:] == ["begun", "ended"]


def test_unsaved_work_is_known_to_its_session_although_a_change_arrives_while_it_is_written(monkeypatch, tmp_path):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))
    written = drafts.write_draft

    def write(*given):
        stamp = written(*given)
        another_change_arrives()
        return stamp

    monkeypatch.setattr(drafts, "write_draft", write)
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.query_params["scenario"] = "example/plumber"
    app.run()
    app.switch_page("simulator/ui/pages/assumptions.py").run()
    for part, typed in (("low", "1000"), ("likely", "1200"), ("high", "1500")):
        app.text_input(key=f"business.revenue_per_sale {part}").input(typed).run()
    assert not app.exception
    (work,) = drafts.drafts(tmp_path)
    assert app.query_params["draft"] == work.id
    draft, _ = drafts.read_draft(tmp_path, work.id)
    assert draft.scenario.business.revenue_per_sale.high == 1500


class GivenUp(BaseException):
    """The end of a run that is given up."""


def as_run_of(monkeypatch, session: str, *, is_given_up=False) -> None:
    """Let every thread be a run of this session."""

    def give_up() -> None:
        if is_given_up:
            raise GivenUp

    run = SimpleNamespace(session_id=session, session_state=SimpleNamespace(_yield_callback=give_up))
    monkeypatch.setattr(uninterrupted, "get_script_run_ctx", lambda: run)


def begun_beside(work: threading.Event) -> tuple[threading.Thread, threading.Event]:
    """Another run that wants to do something while ``work`` goes on, and whether it has done it."""
    done = threading.Event()

    def other() -> None:
        with uninterrupted.uninterrupted():
            assert not work.is_set()
            done.set()

    thread = threading.Thread(target=other)
    thread.start()
    return thread, done


def test_a_new_run_waits_until_the_work_of_the_former_is_done(monkeypatch):
    as_run_of(monkeypatch, "one")
    work = threading.Event()
    with uninterrupted.uninterrupted(), uninterrupted.uninterrupted():
        work.set()
        thread, done = begun_beside(work)
        assert not done.wait(0.2)
        work.clear()
    thread.join(10.0)
    assert done.is_set()


def test_another_session_waits_for_nobody(monkeypatch):
    as_run_of(monkeypatch, "one")
    with uninterrupted.uninterrupted():
        as_run_of(monkeypatch, "two")
        thread, done = begun_beside(threading.Event())
        thread.join(10.0)
        assert done.is_set()


def test_a_run_that_is_given_up_begins_no_more_work(monkeypatch):
    as_run_of(monkeypatch, "one", is_given_up=True)
    with pytest.raises(GivenUp), uninterrupted.uninterrupted():
        pytest.fail("it was begun")
