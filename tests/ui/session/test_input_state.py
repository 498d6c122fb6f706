"""A box shows what it was given, also when the page that gave it was never sent to the browser."""

from streamlit.testing.v1 import AppTest


def given_up_once() -> None:
    import streamlit as st

    from simulator.ui.session import input_state

    input_state.begin(st.session_state.get("work", "work"))
    input_state.fill("box", st.session_state.get("draft", "first"))
    st.text_input("Box", key="box", on_change=lambda: st.session_state.update(typed=input_state.text("box")))
    st.button("Something else", key="other")
    if st.session_state.pop("again", False):
        st.rerun()
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


def told_of_another_text() -> AppTest:
    """A page whose box was given another text by a run that drew all of it."""
    page = opened()
    page.session_state["draft"] = "second"
    return page.run()


def presses_while_the_browser_still_shows_the_former_text(page: AppTest) -> None:
    page.text_input[0].set_value("first")
    page.button[0].click().run()


def test_what_a_slow_browser_still_shows_is_no_change_beside_what_is_pressed():
    page = told_of_another_text()
    for _ in range(2):
        presses_while_the_browser_still_shows_the_former_text(page)
        assert page.session_state["typed"] == "second"
        assert page.text_input[0].value == "second"
        assert page.text_input[0].proto.set_value


def test_nor_is_it_one_after_a_run_that_the_page_itself_asked_for():
    page = told_of_another_text()
    for again in (True, False):
        page.session_state["again"] = again
        presses_while_the_browser_still_shows_the_former_text(page)
        assert page.text_input[0].value == "second"


def test_the_former_text_can_be_typed_again_at_once():
    page = told_of_another_text()
    page.text_input[0].set_value("first").run()
    assert page.session_state["typed"] == "first"


def test_a_browser_that_has_heard_of_a_text_sends_what_was_typed():
    page = told_of_another_text()
    page.button[0].click().run()
    presses_while_the_browser_still_shows_the_former_text(page)
    assert page.session_state["typed"] == "first"


def test_a_text_that_was_typed_again_is_left_alone_from_then_on():
    page = told_of_another_text()
    page.session_state["draft"] = "first"
    page.text_input[0].set_value("first").run()
    page.button[0].click().run()
    page.button[0].click().run()
    assert page.text_input[0].value == "first"
    assert not page.text_input[0].proto.set_value


def a_choice() -> None:
    import streamlit as st

    from simulator.ui.session import input_state

    input_state.begin("work")
    input_state.fill("choice", "by year")
    asked = {"on_change": lambda: st.session_state.update(chosen=input_state.choice("choice"))}
    st.selectbox("Choice", ["by year", "by month"], index=None, key="choice", **asked)
    input_state.end()


def test_a_browser_that_has_not_heard_of_a_choice_has_made_none():
    page = AppTest.from_function(a_choice, default_timeout=60).run()
    page.selectbox[0].set_value(None).run()
    assert page.session_state["chosen"] == "by year"
    page.selectbox[0].set_value("by month").run()
    assert page.session_state["chosen"] == "by month"
