import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from simulator import library, read
from simulator.analyses.compared_plans import ComparedPlan
from simulator.engine.cost import Cost
from simulator.metrics.kpis import METRICS
from simulator.text.formats import Formats
from simulator.ui.compare import results
from simulator.ui.compare.results import ComparisonView
from simulator.ui.plan import outcome
from simulator.ui.session import turns
from simulator.ui.session.turns import is_crowded, is_quiet, turn

SMALL, LARGE = Cost(memory=40e6, seconds=0.1), Cost(memory=1e9, seconds=5.0)
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(turns, "_small", threading.BoundedSemaphore(2))
    monkeypatch.setattr(turns, "SMALL_AT_ONCE", 2)
    monkeypatch.setattr(turns, "_present", turns._Present())


def most_within(cost: Cost, people: int = 6) -> int:
    """How many were within at the same time, of several who came together."""
    within, most, lock, pause = [], [0], threading.Lock(), threading.Event()

    def run():
        with turn(cost):
            with lock:
                within.append(1)
                most[0] = max(most[0], len(within))
            pause.wait(0.02)
            with lock:
                within.pop()

    with ThreadPoolExecutor(people) as pool:
        for future in [pool.submit(run) for _ in range(people)]:
            future.result(PATIENCE)
    return most[0]


def test_as_many_small_runs_as_there_are_processors_go_at_a_time():
    assert most_within(SMALL) == 2


def test_one_large_run_goes_at_a_time():
    assert most_within(LARGE) == 1


def test_a_small_run_does_not_wait_for_large_ones():
    begun, done = threading.Event(), threading.Event()

    def large():
        with turn(LARGE):
            begun.set()
            assert done.wait(PATIENCE)

    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(large) for _ in range(3)]
        assert begun.wait(PATIENCE)
        with turn(SMALL):
            done.set()
        for future in waiting:
            future.result(PATIENCE)


def test_a_run_that_is_ended_gives_its_turn_up():
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt), turn(SMALL):
            raise KeyboardInterrupt
    assert most_within(SMALL) == 2


def test_a_turn_says_how_many_others_are_there():
    with turn(SMALL) as first, turn(SMALL) as second, turn(LARGE) as third:
        assert (first, second, third) == (0, 1, 2)
        assert not is_quiet()
    with turn(SMALL) as again:
        assert again == 0
    assert is_quiet()


def test_it_is_crowded_while_somebody_waits_and_for_a_moment_more(monkeypatch):
    with turn(SMALL), turn(LARGE):
        assert not is_crowded()
        with turn(SMALL):
            assert is_crowded()
        assert is_crowded()
        monkeypatch.setattr(turns, "LASTS", 0.0)
        assert not is_crowded()


def waits_for_a_turn(work) -> bool:
    """Whether the work ends only once another run gives its turn up."""
    with ThreadPoolExecutor(1) as pool:
        with turn(SMALL), turn(SMALL):
            done = pool.submit(work)
            with pytest.raises(TimeoutError):
                done.result(1.0)
        return bool(done.result(PATIENCE))


def test_the_file_of_a_plan_waits_for_its_turn():
    plumber = read(library.shipped_folder() / "plumber.yaml")
    assert waits_for_a_turn(lambda: outcome._csv(plumber, plumber.plans[0].name, 64, (), ""))


def test_the_file_of_a_comparison_waits_for_its_turn():
    plumber = read(library.shipped_folder() / "plumber.yaml")
    plans = [ComparedPlan(label=plan.name, plan=plan.name, scenario=plumber, origin="") for plan in plumber.plans]
    view = ComparisonView(plans, (), METRICS["profit"], Formats("USD"), 64)
    assert waits_for_a_turn(lambda: results._csv(view))


def test_a_visitor_whose_runs_follow_each_other_closely_is_no_crowd(monkeypatch):
    monkeypatch.setattr(turns, "_present", turns._Present())
    monkeypatch.setattr(turns, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id="a visitor"))
    with turn(SMALL), turn(LARGE), turn(SMALL):
        assert not is_crowded()
        assert not is_quiet()
    assert is_quiet()
