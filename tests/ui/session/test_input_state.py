"""A box shows what it was given, also when the page that gave it was never sent to the browser."""

from streamlit.testing.v1 import AppTest


def given_up_once() -> None:
    import streamlit as st

    from simulator.ui.session import input_state

    input_state.begin(st.session_state.get("work", "work"))
    input_state.fill("box", st.session_state.get("draft", "first"))
    st.text_input("Box", key="box", on_change=lambda: st.session_state.update(typed=input_state.text("box")))
    if st.session_state.pop("given up", False):
        st.stop()
    assert not input_state.end()


def opened() -> AppTest:
    return AppTest.from_function(given_up_once, default_timeout=60).run()


def test_what_a_page_that_was_given_up_had_to_say_is_said_by_the_next():
    page = opened()
    page.session_state["draft"] = "second"
    page.session_state["given up"] = True
    page.run()
    page.run()
    assert page.text_input[0].value == "second"
    assert page.text_input[0].proto.set_value


def test_a_browser_that_has_not_heard_what_a_box_was_given_changes_nothing():
    page = opened()
    page.session_state["draft"] = "second"
    page.session_state["given up"] = True
    page.run()
    page.text_input[0].set_value("first").run()
    assert page.session_state["typed"] == "second"
    assert page.text_input[0].value == "second"
    assert page.text_input[0].proto.set_value


def test_a_box_is_given_its_text_once():
    page = opened()
    assert page.text_input[0].proto.set_value
    page.run()
    assert not page.text_input[0].proto.set_value


def test_a_box_that_holds_its_text_already_is_left_alone_when_other_work_begins():
    page = opened()
    page.session_state["work"] = "the same, saved under another name"
    page.run()
    assert page.text_input[0].value == "first"
    assert not page.text_input[0].proto.set_value


def test_what_was_typed_since_is_not_taken_away():
    page = opened()
    page.session_state["draft"] = "second"
    page.session_state["given up"] = True
    page.run()
    page.text_input[0].set_value("typed on").run()
    assert page.text_input[0].value == "typed on"
    assert not page.text_input[0].proto.set_value
