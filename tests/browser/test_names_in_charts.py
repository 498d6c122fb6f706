"""Names are labels: whatever plans and channels are called, every chart draws the same."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from simulator.cli.serving import app_script
from tests.browser.conftest import Open, Serve
from tests.browser.harness import PATIENCE, Server, wait_until_idle
from tests.browser.scenarios_page import library_of

pytestmark = pytest.mark.browser

OF_OBJECTS = ("constructor", "__proto__", "toString", "valueOf", "hasOwnProperty")
"""Names that every object of JavaScript has already."""

OF_EXPRESSIONS = ("datum.value", "'] + width", '"quoted" \\\\ 100 %')
"""Signs that mean something where Vega reads an expression."""

MEANING = (*OF_OBJECTS[:2], *OF_EXPRESSIONS, *OF_OBJECTS[2:])
PLAIN = ("Ads", "Mail", "Radio", "Fairs", "Search", "Post", "Maps", "Events")
PLANS = 6
"""The first so many names are those of plans too: no more of them are compared at once."""

CHARTS = {"Plan": 4, "Compare": 7}
"""The pages with charts, and how many each of them has."""

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
    """A file with a channel for each name and a plan for the first ones, each spending more than the one before it."""
    words = [json.dumps(name) for name in names]
    channels = [f"  - {{name: {word}, {CHANNEL}}}\n" for word in words]
    spends = [
        ", ".join(f"{word}: {500 + 100 * place * number}" for number, word in enumerate(words))
        for place in range(PLANS)
    ]
    plans = [f"  - {{name: {word}, monthly_spend: {{{spend}}}}}\n" for word, spend in zip(words, spends, strict=False)]
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
def test_names_that_mean_something_to_vega_draw_every_chart(server, visit: Open):
    folder = library_of(server.home)
    saved(folder, "plain", PLAIN)
    saved(folder, "meaning", MEANING)
    page = visit(f"{server.address}/?scenario=saved/plain")
    expected = list(drawn(page))
    assert [len(marks) for marks, _ in expected] == list(CHARTS.values())
    page.goto(f"{server.address}/?scenario=saved/meaning")
    called = dict(zip(PLAIN, MEANING, strict=True))
    assert list(drawn(page)) == [
        (marks, [called.get(label, label) for label in legends]) for marks, legends in expected
    ]


def drawn(page: Page) -> Iterator[tuple[list[list[str]], list[str]]]:
    """The marks and the legends of the page Plan, where the visitor is, and then of Compare."""
    for name, charts in CHARTS.items():
        if name != "Plan":
            page.get_by_role("link", name=name, exact=True).click()
        draw(page, charts)
        yield page.evaluate(MARKS), page.evaluate(LEGENDS)
