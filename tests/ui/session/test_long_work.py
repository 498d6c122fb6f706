import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import LimitsError, LostWorkError
from simulator.ui.session import long_work
from simulator.ui.session.cache import shared
from simulator.ui.session.long_work import Answer, Stopped, Underway, again, ask, is_underway, leave, stop
from simulator.ui.session.workers import POLITE
from tests.ui.session.processes import PATIENCE, ends
from tests.ui.session.work import IMPORTS, add, begin_and_die, divide_by_nothing, politeness, refuse_limits, worked_out
from tests.ui.sessions import Session

ENDLESS = 3_600.0
HERE = "best-split"


@pytest.fixture(scope="module", autouse=True)
def at_work():
    multiprocessing.set_forkserver_preload(IMPORTS)
    with long_work.started():
        yield


@pytest.fixture(autouse=True)
def nothing_kept():
    shared().clear()


@pytest.fixture(autouse=True)
def nobody_is_given_up(monkeypatch):
    """However long a process takes to begin on a busy machine."""
    monkeypatch.setattr(long_work, "PATIENCE", ENDLESS)


def awaited(work, *given, who: Session):
    """What somebody gets in the end who asks again and again."""
    deadline = time.monotonic() + PATIENCE
    while isinstance(now := who.do(lambda: ask(HERE, work, *given)), Underway):
        assert time.monotonic() < deadline, "the work ends"
        time.sleep(0.05)
    return now


def process_of(folder: Path, number: int) -> int:
    """The process that works on a number, once there is one."""
    deadline, note = time.monotonic() + PATIENCE, folder / str(number)
    while not (note.exists() and note.read_text("utf-8")):
        assert time.monotonic() < deadline, "the work begins"
        time.sleep(0.02)
    return int(note.read_text("utf-8"))


def comes_true(is_true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def test_work_is_done_in_another_process_which_tells_how_far_it_is(tmp_path):
    visitor = Session()
    visitor.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    assert process_of(tmp_path, 4) != os.getpid()

    def half_done() -> bool:
        now = visitor.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
        assert isinstance(now, Underway)
        return (now.report.share, now.report.doing, now.waits) == (0.5, "half of it is done", False)

    comes_true(half_done, "it tells how far it is")
    (tmp_path / "go").touch()
    assert awaited(worked_out, str(tmp_path), 4, who=visitor) == Answer(8)


def test_whoever_asks_for_the_same_gets_the_one_answer(tmp_path):
    one, other = Session(), Session()
    one.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    other.do(lambda: ask("elsewhere", worked_out, str(tmp_path), 4))
    first = process_of(tmp_path, 4)
    (tmp_path / "go").touch()
    assert awaited(worked_out, str(tmp_path), 4, who=other) == Answer(8)
    (tmp_path / "4").unlink()
    assert one.do(lambda: ask(HERE, worked_out, str(tmp_path), 4)) == Answer(8)
    assert Session().do(lambda: ask(HERE, worked_out, str(tmp_path), 4)) == Answer(8)
    assert first
    assert not (tmp_path / "4").exists()


def test_what_was_stopped_ends_and_begins_again_only_when_it_is_asked_for_again(tmp_path):
    visitor = Session()
    visitor.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    process = process_of(tmp_path, 4)
    assert visitor.do(lambda: is_underway(HERE))
    visitor.do(lambda: stop(HERE))
    assert ends(process)
    assert not visitor.do(lambda: is_underway(HERE))
    assert visitor.do(lambda: ask(HERE, worked_out, str(tmp_path), 4)) == Stopped()
    (tmp_path / "go").touch()
    visitor.do(lambda: again(HERE))
    assert awaited(worked_out, str(tmp_path), 4, who=visitor) == Answer(8)


def test_what_somebody_else_waits_for_goes_on_when_one_stops_it(tmp_path):
    one, other = Session(), Session()
    one.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    other.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    process = process_of(tmp_path, 4)
    one.do(lambda: stop(HERE))
    assert not ends(process, within=0.5)
    (tmp_path / "go").touch()
    assert awaited(worked_out, str(tmp_path), 4, who=other) == Answer(8)


def test_asking_for_something_else_in_the_same_place_ends_what_was_asked_for_before(tmp_path):
    visitor = Session()
    visitor.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    process = process_of(tmp_path, 4)
    visitor.do(lambda: ask(HERE, worked_out, str(tmp_path), 5))
    assert ends(process)
    visitor.do(lambda: leave(HERE))


def test_work_that_nobody_asks_for_any_more_is_ended(tmp_path, monkeypatch):
    Session().do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    process = process_of(tmp_path, 4)
    monkeypatch.setattr(long_work, "PATIENCE", 0.5)
    assert ends(process)


def test_an_answer_is_there_for_who_asks_for_it_late(monkeypatch):
    visitor, key = Session(), long_work._digest(add, (1, 2))
    visitor.do(lambda: ask(HERE, add, 1, 2))
    comes_true(lambda: ("long work", key) in shared(), "it is kept although nobody asks")
    monkeypatch.setattr(long_work, "PATIENCE", 0.0)
    comes_true(lambda: key not in long_work._office._jobs, "nobody waits for it any more")
    assert visitor.do(lambda: ask(HERE, add, 1, 2)) == Answer(3)


def test_a_failure_that_is_no_refusal_is_not_kept():
    visitor = Session()

    def asked() -> object:
        try:
            return ask(HERE, divide_by_nothing)
        except ZeroDivisionError as error:
            return error

    deadline = time.monotonic() + PATIENCE
    while not isinstance(visitor.do(asked), ZeroDivisionError):
        assert time.monotonic() < deadline, "the work fails"
    assert ("long work", long_work._digest(divide_by_nothing, ())) not in shared()


def test_more_works_than_there_are_turns_wait_until_another_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(long_work._office, "_turns", long_work.threading.Semaphore(1))
    one, other = Session(), Session()
    one.do(lambda: ask(HERE, worked_out, str(tmp_path), 4))
    process_of(tmp_path, 4)
    now = other.do(lambda: ask(HERE, worked_out, str(tmp_path), 5))
    assert isinstance(now, Underway)
    assert now.waits
    (tmp_path / "go").touch()
    assert awaited(worked_out, str(tmp_path), 5, who=other) == Answer(10)


def test_what_work_refuses_is_refused_to_each_who_asks_and_kept():
    visitor = Session()
    with pytest.raises(LimitsError, match="cannot be met together"):
        awaited(refuse_limits, who=visitor)
    with pytest.raises(LimitsError, match="cannot be met together"):
        awaited(refuse_limits, who=visitor)
    assert ("long work", long_work._digest(refuse_limits, ())) in shared()


def test_work_of_which_its_process_dies_does_not_begin_again_unasked(tmp_path):
    visitor = Session()
    for begun in (1, 1, 2):
        if begun == 2:
            visitor.do(lambda: again(HERE))
        with pytest.raises(LostWorkError, match="lack of memory"):
            awaited(begin_and_die, str(tmp_path), who=visitor)
        assert (tmp_path / "begun").read_text("utf-8") == "once more " * begun


def test_whatever_draws_pages_goes_before_long_work():
    assert awaited(politeness, who=Session()) == Answer(os.nice(0) + POLITE)


def test_without_a_server_work_is_done_where_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(long_work, "_office", None)
    visitor = Session()
    assert visitor.do(lambda: ask(HERE, add, 2, 3)) == Answer(5)
    with pytest.raises(LimitsError):
        visitor.do(lambda: ask(HERE, refuse_limits))
