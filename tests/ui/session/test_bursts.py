from types import SimpleNamespace

import pytest

from simulator.ui.session import bursts
from simulator.ui.session.bursts import together


@pytest.fixture
def run(monkeypatch):
    sent = []
    state = SimpleNamespace(_yield_callback=lambda: None)
    context = SimpleNamespace(_enqueue=sent.append, session_state=state)
    monkeypatch.setattr(bursts, "get_script_run_ctx", lambda: context)
    return context, sent


def test_what_is_drawn_together_is_sent_in_its_order_once_all_of_it_is_there(run):
    context, sent = run
    with together():
        context._enqueue("first")
        with together():
            context._enqueue("second")
        assert sent == []
    assert sent == ["first", "second"]
    context._enqueue("third")
    assert sent[-1] == "third"


def test_a_run_that_is_given_up_has_sent_what_it_has_drawn(run):
    context, sent = run

    def give_up() -> None:
        with together():
            context._enqueue("first")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    assert sent == ["first"]
    context._enqueue("second")
    assert sent == ["first", "second"]


def test_a_run_that_is_asked_to_end_ends_where_it_draws(run):
    context, sent = run

    def end() -> None:
        raise KeyboardInterrupt

    def draw() -> None:
        with together():
            context._enqueue("first")
            context.session_state._yield_callback = end
            context._enqueue("second")

    with pytest.raises(KeyboardInterrupt):
        draw()
    assert sent == ["first"]


def test_without_a_run_nothing_is_held_back(monkeypatch):
    monkeypatch.setattr(bursts, "get_script_run_ctx", lambda: None)
    with together():
        pass
