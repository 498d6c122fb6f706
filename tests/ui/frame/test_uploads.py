"""Files that a visitor sends, and what is kept of them."""

import gc

import pytest
from streamlit.runtime.uploaded_file_manager import UploadedFile
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script

BAD = b"name: [\n" + b"# a refused file\n" * 1_000


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))


def held() -> list[UploadedFile]:
    gc.collect()
    return [found for found in gc.get_objects() if isinstance(found, UploadedFile)]


def test_a_refused_file_leaves_its_problems_and_nothing_of_its_content():
    before = len(held())
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.switch_page("simulator/ui/pages/scenarios.py")
    app.run()
    app.file_uploader[0].set_value(("Bad.yaml", BAD, "text/yaml")).run()
    assert not app.exception
    assert ["is not readable as YAML" in error.value for error in app.error] == [True]
    assert len(held()) == before
