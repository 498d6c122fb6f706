"""The memory of a page that has run: figures, and never the draws that they came from."""

import gc
import weakref
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from simulator.library.folder import shipped_folder
from simulator.ui.components.budget_sliders.panel import Drag, apply
from simulator.ui.session import results, state
from simulator.ui.session.cache import shared, size_of
from tests.ui.sessions import Session

PAGES = ["plan", "compare", "assumptions", "scenarios"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    shared().clear()
    return tmp_path / "library"


@pytest.fixture
def simulated(monkeypatch):
    """The simulations that pages ran and the draws that they kept, held weakly."""
    made: list[weakref.ref] = []

    def seen(work):
        def run(*given, **settings):
            found = work(*given, **settings)
            made.append(weakref.ref(found))
            return found

        return run

    for name in ("simulate", "preview", "plan_draws"):
        monkeypatch.setattr(results, name, seen(getattr(results, name)))
    return made


def alive(simulated) -> list[str]:
    return [type(found).__name__ for reference in simulated if (found := reference()) is not None]


def visited(page: str, address: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.switch_page(f"simulator/ui/pages/{page}.py")
    app.query_params.update(address)
    app.run()
    assert not app.exception, app.exception
    return app


def moved(amount: float, phase="release") -> dict[str, str]:
    """The address of a session that moved the first slider."""
    session = Session({"scenario": "example/plumber"})
    name = next(iter(session.do(state.panel).spend))
    session.do(lambda: state.set_panel(apply(state.panel(), Drag(name, amount, "1", phase))))
    return session.address


@pytest.mark.parametrize("page", PAGES)
def test_no_session_and_no_widget_keeps_draws(page, simulated):
    app = visited(page, moved(1_234.0))
    assert bool(simulated) == (page in {"plan", "compare", "assumptions"})
    shared().clear()
    gc.collect()
    assert alive(simulated) == []
    assert bool(app.get("vega_lite_chart")) == (page in {"plan", "compare"})


def test_a_simulation_is_forgotten_with_the_run_of_the_page_and_without_a_collection(simulated):
    gc.disable()
    try:
        visited("plan", moved(1_234.0))
        assert "Simulation" not in alive(simulated)
    finally:
        gc.enable()


def test_what_is_kept_of_a_move_is_a_few_kilobytes():
    visited("plan", moved(1_000.0))
    before = shared().held_bytes
    for amount in (1_100.0, 1_200.0, 1_300.0):
        visited("plan", moved(amount))
    assert 0 < shared().held_bytes - before < 3 * 150_000


def test_looking_again_at_what_has_not_changed_runs_nothing_and_shows_the_same(simulated):
    address = moved(1_234.0)
    first = visited("plan", address)
    ran = len(simulated)
    second = visited("plan", address)
    assert len(simulated) == ran
    for kind in ("html", "vega_lite_chart"):
        assert [str(each.proto) for each in first.get(kind)] == [str(each.proto) for each in second.get(kind)]


def test_no_two_simulations_are_in_memory_at_once(simulated, monkeypatch):
    together: list[int] = []
    work = results.simulate

    def run(*given, **settings):
        together.append(alive(simulated).count("Simulation"))
        return work(*given, **settings)

    monkeypatch.setattr(results, "simulate", run)
    visited("plan", moved(1_234.0))
    assert together == [0, 0]


def test_files_that_were_read_count_as_shared_results(folder):
    folder.mkdir()
    (folder / "Mine.yaml").write_bytes((shipped_folder() / "plumber.yaml").read_bytes())
    before = shared().held_bytes
    entry = results.entry(folder / "Mine.yaml")
    assert shared().held_bytes > before + 1_000
    assert results.entry(folder / "Mine.yaml") is entry


def test_a_file_that_cannot_be_read_does_not_hold_the_run_that_read_it(folder):
    folder.mkdir()
    (folder / "Broken.yaml").write_text("name: [\n" + "# of this\n" * 50_000)
    trouble = results.entry(folder / "Broken.yaml").trouble
    assert trouble is not None
    assert trouble.__traceback__ is None
    assert size_of(trouble) < 5_000
