import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from simulator.presentation.glossary import KINDS, Entry, glossary
from simulator.scenario_files import write
from simulator.text.formats import Formats
from simulator.ui.glossary.html import NOT_FOUND, entry_html, glossary_html
from tests.examples import BREAKOUT, PLUMBER
from tests.html_reader import Reader


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "library").mkdir()
    return tmp_path / "library"


def visited(**address: str) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.switch_page("simulator/ui/pages/glossary.py")
    app.query_params.update(address)
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def terms(app: AppTest) -> list[str]:
    return re.findall(r'<article class="fc-entry" id="(\w+)"', html(app))


def test_the_page_holds_every_entry_once_under_its_kind():
    page = visited()
    assert terms(page) == [entry.key for kind in KINDS for entry in glossary(Formats()) if entry.kind == kind]
    assert all(heading in html(page) for heading in KINDS.values())


def test_an_address_that_names_a_term_shows_it_first():
    page = visited(term="CPL")
    assert terms(page)[0] == "cost_per_lead"
    assert terms(page).count("cost_per_lead") == 1
    assert page.query_params["term"] == "CPL"


def test_an_address_that_names_only_a_term_is_no_address_of_something_that_is_gone():
    assert "What this address names is not here" not in html(visited(term="cac"))


def test_an_address_that_names_no_term_shows_all():
    assert len(terms(visited(term=BREAKOUT))) == len(glossary(Formats()))


def test_a_word_that_is_typed_leaves_the_entries_that_have_it():
    page = visited(term="cac")
    checked(page.text_input(key="glossary-search").set_value("churn").run())
    assert terms(page) == ["monthly_retention_rate", "churn"]


def test_a_word_that_nothing_has_gets_advice():
    page = visited()
    checked(page.text_input(key="glossary-search").set_value(BREAKOUT).run())
    assert NOT_FOUND in [box.value for box in page.info]
    assert terms(page) == []


def test_examples_are_in_the_currency_of_the_open_scenario(folder):
    (folder / "Euros.yaml").write_bytes(write(replace(PLUMBER, name="Euros", currency="EUR")))
    assert "€4,000 / (16 + 4) = €200" in html(visited(scenario="saved/Euros"))


def test_entries_are_escaped():
    entry = Entry(
        key="x", term=BREAKOUT, kind="word", words=BREAKOUT, formula=BREAKOUT, example=BREAKOUT, also=(BREAKOUT + "s",)
    )
    assert Reader(entry_html(entry)).tags == Reader(entry_html(Entry(
        key="x", term="a", kind="word", words="a", formula="a", example="a", also=("b",)
    ))).tags  # fmt: skip


def test_a_kind_without_entries_has_no_heading():
    assert glossary_html([]) == ""
