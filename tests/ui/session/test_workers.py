import os
import time
from collections.abc import Callable

import pytest

from simulator.errors import LostWorkError
from simulator.ui.session import workers
from simulator.ui.session.cache import shared
from simulator.ui.session.turns import AT_ONCE
from simulator.ui.session.workers import done, started
from tests.ui.session.processes import PATIENCE, ends
from tests.ui.session.work import IMPORTS, add, begin, cache_bytes, end_this_process, process, refuse


@pytest.fixture(scope="module", autouse=True)
def at_work():
    with started(begin, IMPORTS):
        yield


def by_worker(work: Callable[..., object], *given: object) -> object:
    """What a worker makes of the work, as soon as there is one."""
    deadline = time.monotonic() + PATIENCE
    while (outcome := done(work, *given)) is None:
        assert time.monotonic() < deadline, "a worker begins when it is missed"
        time.sleep(0.02)
    return outcome.found


def test_work_is_done_in_another_process_and_its_result_comes_back():
    assert by_worker(add, 2, 3) == 5
    assert by_worker(process) != os.getpid()


def test_the_worker_that_worked_last_works_again():
    assert by_worker(process) == by_worker(process)


def test_what_work_raises_is_raised_where_it_was_asked_for_and_the_worker_lives_on():
    worker = by_worker(process)
    with pytest.raises(FileNotFoundError, match="nothing is there"):
        by_worker(refuse)
    assert by_worker(process) == worker


def test_work_of_which_its_worker_dies_is_given_up_in_words_and_the_next_is_done_by_another():
    worker = by_worker(process)
    with pytest.raises(LostWorkError, match="lack of memory"):
        by_worker(end_this_process)
    assert by_worker(process) != worker


def test_a_worker_that_nobody_needs_ends_and_another_comes_when_one_is_needed(monkeypatch):
    worker = by_worker(process)
    assert isinstance(worker, int)
    monkeypatch.setattr(workers, "IDLE", 0.0)
    assert ends(worker)
    monkeypatch.undo()
    assert by_worker(process) != worker


class NeverReady:
    """A worker whose process died as it began, and looks alive for a moment."""

    lives = True

    def __init__(self, *_: object) -> None:
        pass

    def wait_until_ready(self) -> bool:
        return False


def test_a_worker_that_does_not_begin_is_given_no_work(monkeypatch):
    monkeypatch.setattr(workers, "Worker", NeverReady)
    pool = workers.Pool(begin, 1, 0)
    try:
        deadline = time.monotonic() + PATIENCE
        tried = [pool.taken() for _ in range(workers.MISSES)]
        while pool._count:
            assert time.monotonic() < deadline, "it is forgotten"
            time.sleep(0.02)
        assert [*tried, pool.taken()] == [None] * (workers.MISSES + 1)
    finally:
        pool.end()


def test_all_processes_together_keep_no_more_than_the_server_may():
    theirs = by_worker(cache_bytes)
    assert isinstance(theirs, int)
    assert shared().most_bytes + theirs * AT_ONCE <= 512e6
    assert theirs > 10e6


def test_without_workers_nobody_does_the_work(monkeypatch):
    monkeypatch.setattr(workers, "_pool", None)
    assert done(process) is None
