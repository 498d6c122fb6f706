"""The open file as it lies in the library: what became of it, and how little is kept to tell."""

import gc
import tracemalloc

import pytest

from simulator.scenario_files import parse
from simulator.ui.frame.outside_changes import Fate, outside
from simulator.ui.session.cache import shared
from simulator.ui.session.workspaces import Workspace
from tests.library.saving_process import content_of

LONG = b"# of this\n" * 20_000


@pytest.fixture(autouse=True)
def nothing_known():
    shared().clear()


@pytest.fixture
def opened(tmp_path) -> Workspace:
    content = content_of("1") + LONG
    (tmp_path / "Ridge.yaml").write_bytes(content)
    scenario = parse(content)
    return Workspace(id="1", draft=scenario, saved=scenario, content=content, file=tmp_path / "Ridge.yaml")


def test_a_file_is_as_it_was_or_changed_or_unreadable_or_gone(opened):
    assert outside(opened) is None
    opened.file.write_bytes(content_of("another"))
    changed = outside(opened)
    assert (changed.fate, changed.scenario) == (Fate.CHANGED, parse(content_of("another")))
    opened.file.write_bytes(b"name: [")
    spoilt = outside(opened)
    assert (spoilt.fate, spoilt.scenario) == (Fate.UNREADABLE, None)
    assert "is not readable as YAML" in str(spoilt.trouble)
    opened.file.unlink()
    assert outside(opened).fate is Fate.GONE


def test_the_same_content_written_again_is_no_change(opened):
    assert outside(opened) is None
    opened.file.write_bytes(opened.content + b"#")
    assert outside(opened).fate is Fate.CHANGED
    opened.file.write_bytes(opened.content)
    assert outside(opened) is None


def test_nothing_is_kept_of_the_content_of_files_however_often_they_change(opened):
    outside(opened)
    gc.collect()
    tracemalloc.start()
    for number in range(3):
        opened.file.write_bytes(b"name: [\n" + LONG + b"#" * number)
        assert outside(opened).fate is Fate.UNREADABLE
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held < len(LONG)
    # All of that is counted among what sessions share, too.
    assert 1_000 < shared().held_bytes < len(LONG)
