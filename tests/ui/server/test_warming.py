"""Documents are made ready in the background: after the first page, once, and only where their libraries are."""

import subprocess
import sys
import threading

import pytest

from simulator import reports
from simulator.ui.server.warming import warmed_later

DOCUMENTS = {"typst", "vl_convert", "pptx", "xlsxwriter", "font_source_sans_pro"}

LOADED_WHEN = f"""
import sys
missing = dict.fromkeys({sorted(DOCUMENTS)})
sys.modules.update(missing)
import importlib.util
known = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if sys.modules.get(name, 0) is None else known(name, package)
from simulator import reports
from simulator.ui.server.warming import warmed_later
from tests.examples import PLUMBER
from tests.told import told

def new(before):
    print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - before}}))

def warm():
    with warmed_later(0.0) as timer:
        timer.join()

warm()
of = told(PLUMBER)
for name in missing:
    del sys.modules[name]
before = set(sys.modules)
warm()
new(before)
before = set(sys.modules)
reports.document("pdf", of)
new(before)
"""


@pytest.mark.processes
def test_a_server_without_the_libraries_of_documents_goes_on_and_with_them_its_first_report_waits_for_none():
    ended = subprocess.run([sys.executable, "-c", LOADED_WHEN], capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    by_warming, by_the_report = (set(line.split()) for line in ended.stdout.splitlines())
    assert by_warming >= DOCUMENTS
    assert not by_the_report & DOCUMENTS


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
