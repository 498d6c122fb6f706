import pickle
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from simulator import read
from simulator.errors import LostWorkError
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.text.formats import Formats
from simulator.ui.components.budget_sliders.panel import Setting
from simulator.ui.plan import cached
from simulator.ui.session import workers
from simulator.ui.session.cache import shared
from simulator.ui.session.results import PlanResult
from simulator.ui.session.workers import Outcome

DOLLARS = Formats("USD")
LIMITS = Setting({})


@pytest.fixture(autouse=True)
def empty():
    shared().clear()


@pytest.fixture(scope="module")
def plumber():
    scenario = read(shipped_folder() / "plumber.yaml")
    return replace(scenario, business=replace(scenario.business, new_customers_per_month_now=9.0))


def shown(plumber, *, quick: bool = False) -> cached.Shown:
    result, saved = PlanResult(plumber, "Today", draws=1_024), PlanResult(plumber, plumber.plans[1].name, draws=1_024)
    return cached.Shown(result, saved, result, 9.0, DOLLARS, LIMITS, quick)


@pytest.fixture
def another_process(monkeypatch) -> list[object]:
    """A worker that works here, on what is sent to it; what it was asked."""
    asked: list[object] = []

    def done(work: Callable[..., object], *given: object) -> Outcome[object]:
        asked.append(given)
        work, given = pickle.loads(pickle.dumps((work, given)))
        found = pickle.loads(pickle.dumps(work(*given)))
        # What is worked out there is not at hand here.
        shared().clear()
        return Outcome(found)

    monkeypatch.setattr(workers, "done", done)
    return asked


@pytest.mark.usefixtures("another_process")
@pytest.mark.parametrize("quick", [False, True])
def test_what_was_prepared_is_there_without_a_simulation(plumber, quick):
    assert cached.prepare(shown(plumber, quick=quick))
    again = shown(plumber, quick=quick)
    cached._read(again)
    assert "simulation" not in vars(again.result)


@pytest.mark.parametrize("quick", [False, True])
def test_every_reading_says_the_same_after_it_was_sent_between_processes(plumber, quick):
    for found in cached.read(shown(plumber, quick=quick)).values():
        sent = pickle.loads(pickle.dumps(found))
        if isinstance(found, pd.DataFrame):
            pd.testing.assert_frame_equal(found, sent)
        else:
            assert repr(sent) == repr(found)


def test_what_is_there_is_not_worked_out_again(plumber, another_process):
    for _ in range(2):
        cached.prepare(shown(plumber))
    assert len(another_process) == 1


def test_where_no_worker_is_free_nothing_is_prepared(plumber):
    assert not cached.prepare(shown(plumber))
    assert shown(plumber).key not in shared()


def test_what_the_readings_are_worked_out_from_is_not_sent(plumber):
    names = {key[0] for key in cached.read(shown(plumber)) if isinstance(key, tuple)}
    assert {"tiles", "next step", "reality check", "own figures"} <= names
    assert "plan draws" not in names


def test_work_that_was_lost_leaves_nothing_behind(plumber, monkeypatch):
    def lost(*_: object) -> None:
        raise LostWorkError

    monkeypatch.setattr(workers, "done", lost)
    with pytest.raises(LostWorkError):
        cached.prepare(shown(plumber))
    assert shown(plumber).key not in shared()


def test_a_metric_is_itself_after_it_was_sent_between_processes():
    assert all(pickle.loads(pickle.dumps(metric)) is metric for metric in METRICS.values())
