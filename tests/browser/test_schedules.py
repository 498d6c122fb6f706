"""The window in which a channel's spend is stated by quarter, by year, growing or in several amounts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cli.serving import app_script
from tests.browser.conftest import Open, Serve
from tests.browser.harness import overflows, serious_faults, wait_until_idle
from tests.browser.plan_page import complete

pytestmark = pytest.mark.browser


@pytest.fixture
def window(serve: Serve, visit: Open) -> Callable[..., tuple[Page, Locator]]:
    """``window(width=400, theme="dark")``: the window, opened by a new visitor."""
    address = f"{serve(app_script()).address}/?scenario=example/plumber"

    def opened(**size: object) -> tuple[Page, Locator]:
        page = visit(address, **size)
        complete(page)
        page.get_by_role("button", name="Growing, by quarter or year").click()
        found = page.get_by_role("dialog")
        expect(found.get_by_text("In all $48,000 in 24 months, $2,000 in each")).to_be_visible()
        return page, found

    return opened


def state_as(page: Page, window: Locator, way: str) -> None:
    window.get_by_text(way, exact=True).click()
    wait_until_idle(page)


def type_in(page: Page, window: Locator, label: str, text: str) -> None:
    box = window.get_by_label(label).first
    box.fill(text)
    box.press("Enter")
    wait_until_idle(page)


@pytest.mark.thorough
def test_spend_by_quarter_is_stated_and_what_it_comes_to_is_said(window):
    page, found = window()
    state_as(page, found, "By quarter")
    type_in(page, found, "Jan 2027 to Mar 2027", "9,000")
    expect(
        found.get_by_text("In all $51,000 in 24 months, from $3,000 in Jan 2027 to $2,000 in Dec 2028")
    ).to_be_visible()
    found.get_by_role("button", name="Done").click()
    expect(page.get_by_text("by quarter; the slider shows the average")).to_be_visible()


@pytest.mark.thorough
def test_spend_grows_and_what_is_no_number_stays_in_its_box(window):
    page, found = window()
    type_in(page, found, "More each month, %", "5")
    expect(found.get_by_text("$2,000 in Jan 2027")).to_be_visible()
    type_in(page, found, "Amount a month, $", "a lot")
    expect(found.get_by_text("“a lot” is not a number")).to_be_visible()
    found.get_by_role("button", name="Done").click()
    expect(page.get_by_text("grows by 5% a month; the slider shows the average")).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (400, "dark")])
def test_every_way_fits_its_window_and_has_no_faults(window, width, theme):
    page, found = window(width=width, theme=theme)
    for way in ("Several amounts", "By quarter", "By year", "Month by month"):
        state_as(page, found, way)
        expect(found.get_by_text("In all $48,000 in 24 months, $2,000 in each")).to_be_visible()
        assert serious_faults(page) == []
        assert not overflows(page)
