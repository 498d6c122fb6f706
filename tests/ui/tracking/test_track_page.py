"""The page Track: real figures in, the plan beside them, and what is learned."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import read
from simulator.cli.serving import app_script
from simulator.edits.actuals import with_actuals
from simulator.scenario.actuals import Imported
from simulator.scenario_files import write
from simulator.text.grammar import month_date
from simulator.ui.session import state
from tests.cli.commands import ROOT
from tests.html_reader import Reader

TODAY = date.today().replace(day=1)
START = month_date(TODAY, -3)
"""The plan began four months ago."""

PLUMBER = replace(read(ROOT / "scenarios" / "plumber.yaml"), start=START)
ADS, SEO = PLUMBER.channel_names[:2]
MONTHS = [month_date(START, place) for place in (1, 2, 3)]
TRACKED = with_actuals(
    PLUMBER, {ADS: {month: {"spend": 3000.0, "visits": 250.0, "leads": 20.0} for month in MONTHS}}
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    library = tmp_path / "library"
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(library))
    library.mkdir()
    (library / "Bare.yaml").write_bytes(write(PLUMBER))
    (library / "Tracked.yaml").write_bytes(write(TRACKED))
    return library


def visited(stem: str) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.switch_page("simulator/ui/pages/track.py")
    app.query_params["scenario"] = f"saved/{stem}"
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text


def test_without_figures_the_page_says_what_to_do_and_shows_no_empty_table():
    app = visited("Bare")
    print(words(app)); print([h.value for h in app.header], [b.label for b in app.button])
    assert "paste them, or drop an export" in words(app)
    assert "By quarter" not in words(app)


def test_x():
    app = visited("Tracked")
    print(words(app)); print([h.value for h in app.header], [b.label for b in app.button])
    assert 0
