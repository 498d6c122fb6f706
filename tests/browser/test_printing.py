"""Plan and Compare on paper: what the browser prints, read back as a document and as it is laid out."""

import re
import zlib
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from simulator import MODEL_VERSION
from simulator.text.formats import Formats
from tests.browser.conftest import Open
from tests.browser.harness import DESK, HEIGHT, PATIENCE, Server, wait_until_idle
from tests.browser.plan_page import complete

pytestmark = pytest.mark.browser

PAPER = {"A4": (794, 1123), "Letter": (816, 1056)}
"""Sheets [px, 96 to the inch]."""
TODAY = Formats().day(date.today())

LIGHT = """() => [...document.querySelectorAll('[data-testid=stMainBlockContainer] :is(p, h1, h2, h3, td, th, li)')]
    .filter((element) => element.checkVisibility())
    .map((element) => getComputedStyle(element).color.match(/\\d+/g).slice(0, 3).map(Number))
    .filter(([red, green, blue]) => red > 140 && green > 140 && blue > 140).length"""
"""How many texts are too light to be read on white."""

WIDER = """() => [...document.querySelectorAll('[data-testid=stMainBlockContainer] :is(table, svg, .fc-tiles)')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.outerHTML.slice(0, 80))"""
"""What would be cut off at the right edge."""

WIDTHS = "[...document.querySelectorAll('svg.marks')].map((chart) => Number(chart.getAttribute('width')))"
"""The widths for which charts were drawn [px]."""


def plan(visit: Open, server: Server, scenario: str) -> Page:
    page = visit(f"{server.address}/?scenario=example/{scenario}", theme="dark")
    complete(page)
    return page


def compared(page: Page) -> Page:
    """The page Compare, from the page Plan."""
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.emulate_media(media="null", color_scheme="dark")
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.get_by_role("heading", name="Every figure")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).not_to_have_count(0, timeout=PATIENCE)
    wait_until_idle(page)
    return page


def pages_of(document: bytes) -> int:
    """The number of pages of a PDF; those that are packed into streams are unpacked first."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    plain = [document, *(zlib.decompressobj().decompress(part) for part in packed if part[:1] == b"\x78")]
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in plain)


def on_paper(page: Page, form: str) -> None:
    """Lay the page out as it is printed, on a sheet of this form less its margins."""
    page.emulate_media(media="print")
    width, height = PAPER[form]
    page.set_viewport_size({"width": width - 98, "height": height})


@pytest.mark.thorough
def test_long_plans_and_their_comparison_fit_a_few_sheets_from_a_dark_screen_too(visit: Open, server: Server) -> None:
    page = plan(visit, server, "b2b-manufacturer")
    fits_a_few_sheets(page)
    fits_a_few_sheets(compared(page))


def fits_a_few_sheets(page: Page) -> None:
    for form in PAPER:
        assert 3 <= pages_of(page.pdf(format=form)) <= 5


def says_what_it_is_and_has_nothing_to_press(page: Page) -> None:
    for form in PAPER:
        on_paper(page, form)
        head = page.locator(".fc-printed")
        expect(head).to_be_visible()
        for said in ("Ridge Plumbing 2027", TODAY, f"model {MODEL_VERSION}", "seed 1", "24 months"):
            expect(head).to_contain_text(said)
        pressed = page.locator("button, input, a, [role=slider], [data-testid=stHeader]").filter(visible=True)
        assert [each.inner_text() for each in pressed.all()] == []
        assert page.evaluate(WIDER) == []
        assert page.evaluate(LIGHT) == 0


def test_a_printed_plan_and_comparison_say_what_they_are_and_have_figures_in_place_of_what_is_pressed(
    visit: Open, server: Server
) -> None:
    page = plan(visit, server, "plumber")
    fits_a_few_sheets(page)
    the_plan_has_its_budget_in_place_of_sliders(page)
    fits_a_few_sheets(compared(page))
    its_key_draws_charts_for_the_width_of_paper_first(page)
    says_what_it_is_and_has_nothing_to_press(page)


def the_plan_has_its_budget_in_place_of_sliders(page: Page) -> None:
    budget = page.locator(".fc-printed-part")
    expect(budget).to_be_hidden()
    says_what_it_is_and_has_nothing_to_press(page)
    on_paper(page, "A4")
    expect(budget.get_by_role("row", name=re.compile("Google Ads search"))).to_contain_text("$2,000")
    expect(budget.get_by_role("row", name=re.compile("^Total"))).to_contain_text("$4,040")
    expect(page.locator(".st-key-budget")).to_be_hidden()
    columns_stand_below_each_other_and_charts_are_not_cut(page)
    page.emulate_media(media="print", color_scheme="light")
    expect(page.get_by_test_id("stApp")).not_to_have_css("color-scheme", "dark")
    assert page.evaluate(LIGHT) == 0


def columns_stand_below_each_other_and_charts_are_not_cut(page: Page) -> None:
    charts = page.get_by_test_id("stVegaLiteChart")
    lefts = [charts.nth(place).bounding_box()["x"] for place in range(charts.count())]
    assert len(set(map(round, lefts))) == 1
    assert {each.evaluate("e => getComputedStyle(e).breakInside") for each in charts.all()} == {"avoid"}


def its_key_draws_charts_for_the_width_of_paper_first(page: Page) -> None:
    page.evaluate(f"() => {{ window.print = () => {{ window.widths = {WIDTHS} }} }}")
    page.keyboard.press("Control+p")
    page.wait_for_function("window.widths !== undefined")
    assert 0 < max(page.evaluate("window.widths")) <= 690
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html.fc-to-paper")).to_have_count(0)
