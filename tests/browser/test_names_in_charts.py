"""Names are labels: whatever plans and channels are called, every chart draws the same."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from simulator.cli.serving import app_script
from tests.browser.conftest import Open, Serve
from tests.browser.harness import PATIENCE, Server, wait_until_idle
from tests.browser.scenarios_page import library_of

pytestmark = pytest.mark.browser

PLAIN = ("Ads", "Mail", "Radio", "Fairs", "Search")
OF_OBJECTS = ("constructor", "toString", "valueOf", "__proto__", "hasOwnProperty")
"""Names that every object of JavaScript has already."""

OF_EXPRESSIONS = ("datum.value", "'] + width", '"quoted"', "\\\\", "100 %")
"""Signs that mean something where Vega reads an expression."""

HEAD = """format: 1
name: Named
currency: USD
start: 2027-01
horizon_months: 6
business: {revenue_per_sale: [400, 500, 600], gross_margin_rate: 40 %}
channels:
"""
CHANNEL = "type: pay_per_lead, cost_per_lead: [10, 20, 30], lead_to_customer_rate: 30 %"

MARKS = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks')].map((chart) =>
    [...chart.querySelectorAll('.role-mark')].map((group) => `${group.classList[0]} ${group.children.length}`))"""
"""Marks that every chart of the page draws of its data, layer by layer, and how many."""

LEGENDS = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg .role-legend-label text')]
    .map((label) => label.textContent)"""


def content(names: Sequence[str]) -> str:
    """A file with as many channels and plans as there are names, each plan spending more than the one before it."""
    words = [json.dumps(name) for name in names]
    channels = [f"  - {{name: {word}, {CHANNEL}}}\n" for word in words]
    spends = [
        ", ".join(f"{word}: {500 + 100 * place * number}" for number, word in enumerate(words))
        for place in range(len(words))
    ]
    plans = [f"  - {{name: {word}, monthly_spend: {{{spend}}}}}\n" for word, spend in zip(words, spends, strict=True)]
    return "".join([HEAD, *channels, "plans:\n", *plans])


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve(app_script())


def draw(page: Page, charts: int) -> None:
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_have_count(charts, timeout=PATIENCE)
    wait_until_idle(page)


def saved(folder: Path, stem: str, names: Sequence[str]) -> None:
    (folder / f"{stem}.yaml").write_text(content(names), "utf-8")


@pytest.mark.thorough
@pytest.mark.parametrize(("page_name", "charts"), [("", 4), ("compare", 6)])
def test_names_that_mean_something_to_vega_draw_every_chart(server, visit: Open, page_name, charts):
    folder = library_of(server.home)
    saved(folder, "plain", PLAIN)
    page = visit(f"{server.address}/{page_name}?scenario=saved/plain")
    draw(page, charts)
    expected, legends = page.evaluate(MARKS), page.evaluate(LEGENDS)
    assert len(expected) == charts
    for stem, names in (("objects", OF_OBJECTS), ("expressions", OF_EXPRESSIONS)):
        saved(folder, stem, names)
        page.goto(f"{server.address}/{page_name}?scenario=saved/{stem}")
        draw(page, charts)
        assert page.evaluate(MARKS) == expected
        called = dict(zip(PLAIN, names, strict=True))
        assert page.evaluate(LEGENDS) == [called.get(label, label) for label in legends]
