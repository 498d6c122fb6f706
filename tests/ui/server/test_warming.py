"""Documents are made ready in the background: after the first page, once, and only where their libraries are."""

import subprocess
import sys
import threading

import pytest

from simulator import reports
from simulator.ui.server.warming import warmed_later

LOADED_LATER = """
import sys
from simulator import reports
from simulator.ui.server.warming import warmed_later
from tests.examples import PLUMBER
from tests.told import told
of = told(PLUMBER)
if sys.argv[1] == "warm":
    with warmed_later(0.0) as timer:
        timer.join()
before = set(sys.modules)
reports.document("pdf", of)
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""

WITHOUT_LIBRARIES = """
import sys
for name in ("typst", "vl_convert", "pptx", "xlsxwriter", "font_source_sans_pro"):
    sys.modules[name] = None
import importlib.util
known = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if sys.modules.get(name, 0) is None else known(name, package)
from simulator.ui.server.warming import warmed_later
with warmed_later(0.0) as timer:
    timer.join()
print("still here")
"""


def output_of(code: str, *arguments: str) -> str:
    ended = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    return ended.stdout.strip()


@pytest.mark.processes
def test_the_first_report_of_a_warm_server_waits_for_no_library():
    waited_for = {"typst", "vl_convert", "font_source_sans_pro"}
    assert waited_for <= set(output_of(LOADED_LATER, "cold").split())
    assert not waited_for & set(output_of(LOADED_LATER, "warm").split())


@pytest.mark.processes
def test_a_server_without_the_libraries_of_documents_goes_on():
    assert output_of(WITHOUT_LIBRARIES) == "still here"


def test_nothing_is_loaded_before_its_time_nor_after_the_server_has_ended(monkeypatch):
    warmed = threading.Event()
    monkeypatch.setattr(reports, "warm", warmed.set)
    with warmed_later(60.0) as timer:
        assert timer.daemon
        assert not warmed.is_set()
    assert not timer.is_alive()
    assert not warmed.is_set()
    with warmed_later(0.0):
        assert warmed.wait(30.0)
