import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from simulator.ui.session import cache
from simulator.ui.session.cache import ByteCache, SingleFlight, size_of

MOST = 100_000
OVERHEAD = 2_000
"""More than a key, an entry and an array take beside the numbers."""

sizes = st.integers(0, MOST)
keys = st.integers(0, 12)


def array(size: int) -> np.ndarray:
    return np.zeros(size, dtype=np.uint8)


def refuse():
    raise AssertionError("worked out again")


class AnyOrder(RuleBasedStateMachine):
    """A cache used in any order, against what must be in it: the values that were used last, as many as fit."""

    def __init__(self) -> None:
        super().__init__()
        self.cache = ByteCache(MOST)
        self.by_use: dict[int, np.ndarray] = {}

    @rule(key=keys, size=sizes)
    def ask(self, key, size):
        value = self.cache.kept(key, lambda: array(size))
        held = self.by_use.pop(key, None)
        if held is not None and key in self.cache:
            assert value is held
        if key in self.cache:
            self.by_use[key] = value
        self.by_use = {each: value for each, value in self.by_use.items() if each in self.cache}

    @rule(key=keys)
    def ask_for_what_cannot_be_worked_out(self, key):
        if key not in self.cache:
            with pytest.raises(ZeroDivisionError):
                self.cache.kept(key, lambda: 1 / 0)
            assert key not in self.cache

    @rule()
    def clear(self):
        self.cache.clear()
        self.by_use.clear()

    @invariant()
    def the_bound_holds(self):
        assert sum(value.nbytes for value in self.by_use.values()) <= self.cache.held_bytes <= MOST

    @invariant()
    def none_takes_more_than_a_quarter(self):
        assert all(value.nbytes <= MOST / 4 for value in self.by_use.values())


TestAnyOrder = AnyOrder.TestCase


def test_a_value_is_worked_out_once():
    held = ByteCache(MOST)
    assert held.kept("a", lambda: 1) == held.kept("a", refuse) == 1


def test_none_is_a_value_too():
    held = ByteCache(MOST)
    assert held.kept("a", lambda: None) is None
    assert held.kept("a", refuse) is None


def test_what_is_kept_is_found_without_work():
    cache = ByteCache(10_000)
    assert cache.found("plan") is None
    cache.kept("plan", lambda: 3.0)
    assert cache.found("plan") == 3.0


def test_what_was_used_longest_ago_makes_room():
    held = ByteCache(MOST)
    for key in "abc":
        held.kept(key, lambda: array(MOST // 4 - OVERHEAD))
    held.kept("a", refuse)
    for key in "de":
        held.kept(key, lambda: array(MOST // 4 - OVERHEAD))
    assert [key for key in "abcde" if key in held] == ["a", "c", "d", "e"]


@given(size=st.integers(MOST // 4 + 1, 10 * MOST))
def test_a_value_larger_than_a_quarter_is_given_and_not_kept(size):
    held = ByteCache(MOST)
    held.kept("small", lambda: 1)
    assert len(held.kept("large", lambda: array(size))) == size
    assert "large" not in held
    assert "small" in held


def test_a_value_of_just_a_quarter_is_kept():
    held = ByteCache(MOST)
    held.kept("a", lambda: array(MOST // 4 - OVERHEAD))
    assert "a" in held


def test_with_no_room_at_all_everything_is_still_answered():
    held = ByteCache(0)
    assert [held.kept("a", lambda: 1), held.kept("a", lambda: 2)] == [1, 2]
    assert held.held_bytes == 0


def test_what_fails_is_tried_again():
    held = ByteCache(MOST)
    with pytest.raises(ZeroDivisionError):
        held.kept("a", lambda: 1 / 0)
    assert held.kept("a", lambda: 1) == 1


def asked_together(ask, people: int = 8):
    """The answers that several people get who ask at the same time."""
    with ThreadPoolExecutor(people) as pool:
        return [future.result() for future in [pool.submit(ask) for _ in range(people)]]


@pytest.mark.parametrize("room", [MOST, 0])
def test_those_who_ask_at_the_same_time_wait_for_one_answer(room):
    held, begun, worked = ByteCache(room), threading.Barrier(8), []

    def work():
        worked.append(1)
        time.sleep(0.5)
        return array(10)

    def ask():
        begun.wait()
        return held.kept("a", work)

    first, *others = asked_together(ask)
    assert len(worked) == 1
    assert all(each is first for each in others)


def test_those_who_wait_for_what_fails_are_told_why():
    flights, begun = SingleFlight(), threading.Barrier(8)

    def work():
        time.sleep(0.5)
        raise ValueError("no such plan")

    def ask():
        begun.wait()
        with pytest.raises(ValueError, match="no such plan"):
            flights.once("a", work)
        return True

    assert all(asked_together(ask))


class Ended(BaseException):
    """As Streamlit ends a run: no Exception, so that no program catches it by mistake."""


def test_who_waits_for_a_run_that_is_ended_does_the_work():
    flights, begun, go_on = SingleFlight(), threading.Event(), threading.Event()

    def ended():
        begun.set()
        assert go_on.wait(10.0)
        raise Ended

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(flights.once, "a", ended)
        assert begun.wait(10.0)
        others = [pool.submit(flights.once, "a", lambda: "done") for _ in range(3)]
        time.sleep(0.1)
        go_on.set()
        assert [each.result(10.0) for each in others] == ["done"] * 3
        with pytest.raises(Ended):
            first.result(10.0)


def test_work_may_ask_for_other_values():
    held = ByteCache(MOST)
    assert held.kept("a", lambda: held.kept("b", lambda: 1) + 1) == 2
    assert "b" in held


def test_many_threads_leave_the_count_right():
    held = ByteCache(MOST)

    def ask(seed):
        for number in np.random.default_rng(seed).integers(0, 40, 300).tolist():
            assert len(held.kept(number, partial(array, 200 * number))) == 200 * number

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    entries = held._entries.values()
    assert held.held_bytes == sum(entry.size for entry in entries) <= MOST


def test_a_view_counts_as_the_whole_that_it_keeps_alive():
    whole = np.zeros(1_000_000)
    assert whole.nbytes <= size_of(whole[:1]) <= whole.nbytes + OVERHEAD


def test_what_is_shared_counts_once():
    whole = np.zeros(1_000_000)
    assert size_of((whole, whole[5:], [whole])) <= whole.nbytes + OVERHEAD


def test_what_a_function_closes_over_counts():
    whole = np.zeros(1_000_000)
    assert size_of(lambda: whole) >= whole.nbytes


def test_texts_of_a_frame_count():
    words = [f"{number} worlds, überall" * 10 for number in range(1_000)]
    frame = pd.DataFrame({"words": pd.Series(words, dtype="str"), "numbers": np.arange(float(len(words)))})
    assert size_of(frame) >= sum(len(word.encode()) for word in words) + 8 * len(words)


def test_a_value_of_a_few_numbers_counts_a_few_hundred_bytes():
    assert size_of((1.0, 2.0, "three")) < 500


@pytest.mark.parametrize(("stated", "size"), [("64", 64e6), ("0", 0), ("1.5", 1.5e6), ("", 512e6)])
def test_the_environment_says_how_much_room_there_is(stated, size, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_CACHE_MB", stated)
    assert cache.most_bytes() == size


@pytest.mark.parametrize("stated", ["much", "-1", "nan", "inf", "512 MB"])
def test_a_size_that_is_none_is_said_and_the_default_holds(stated, monkeypatch, caplog):
    monkeypatch.setenv("FUNNELCAST_CACHE_MB", stated)
    assert cache.most_bytes() == 512e6
    assert f"FUNNELCAST_CACHE_MB is '{stated}'; it must be a number of megabytes, such as 512" in caplog.text
