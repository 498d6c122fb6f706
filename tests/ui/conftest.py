"""What pages find around them: files that AppTest would look for again and again, a library, a number of worlds."""

from dataclasses import replace
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from simulator.ui.frame import large_run
from simulator.ui.session import session

FEW_WORLDS = 1_024


@pytest.fixture(scope="package", autouse=True)
def nobodys_own_library(tmp_path_factory):
    """The library of tests that name none: no scenario of who runs them is touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FUNNELCAST_LIBRARY", str(tmp_path_factory.mktemp("library")))
        yield


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_read_once():
    """A server looks once for components among all installed packages; AppTest would at each run of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def runs_are_waited_for_at_rest():
    """AppTest looks a thousand times a second through all that a run has told so far, and takes its time from it."""
    looks = local_script_runner.require_widgets_deltas

    def waits(runner, timeout=3.0):
        runner._script_thread.join(timeout)
        looks(runner, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", waits)
        yield


@pytest.fixture(autouse=True)
def few_worlds(request, monkeypatch):
    """Pages work out most of what they show from an eighth of the worlds, unless a test is of ``all_worlds``."""
    if request.node.get_closest_marker("all_worlds"):
        return
    restored = session._restored
    monkeypatch.setattr(session, "_restored", lambda: replace(restored(), draws=FEW_WORLDS))
    monkeypatch.setattr(large_run, "DEFAULT_DRAWS", FEW_WORLDS)
