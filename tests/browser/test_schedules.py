"""The window in which a channel's spend is stated by quarter, by year, growing or in several amounts."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.harness import DIALOG, Server, in_both_looks, overflows, serious_faults, wait_until_idle
from tests.browser.plan_page import complete
from tests.browser.small import three_plans

pytestmark = pytest.mark.browser


def open_window(page: Page) -> Locator:
    """The window, opened for a plan whose spend is the same in every month."""
    page.get_by_role("button", name="Growing, by quarter or year").click()
    found = page.get_by_role("dialog")
    expect(found.get_by_text("In all $24,000 in 12 months, $2,000 in each")).to_be_visible()
    return found


def state_as(page: Page, window: Locator, way: str) -> None:
    window.get_by_text(way, exact=True).click()
    wait_until_idle(page)


def type_in(page: Page, window: Locator, label: str, text: str) -> None:
    box = window.get_by_label(label).first
    box.fill(text)
    box.press("Enter")
    wait_until_idle(page)


@pytest.mark.thorough
def test_spend_grows_or_is_stated_in_another_way_and_what_it_comes_to_is_said(
    server: Server, folder: Path, visit: Open
):
    page = visit(three_plans(server, folder), width=400)
    complete(page)
    found = open_window(page)
    type_in(page, found, "More each month, %", "5")
    expect(found.get_by_text("$2,000 in Jan 2027")).to_be_visible()
    type_in(page, found, "Amount a month, $", "a lot")
    expect(found.get_by_text("“a lot” is not a number")).to_be_visible()
    found.get_by_role("button", name="Done").click()
    expect(page.get_by_text("grows by 5% a month; the slider shows the average")).to_be_visible()
    complete(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("grows by 5% a month")).to_have_count(0)
    complete(page)

    found = open_window(page)
    for look in in_both_looks(page):
        for way in ("Several amounts", "By year", "Month by month", "By quarter"):
            state_as(page, found, way)
            expect(found.get_by_text("In all $24,000 in 12 months, $2,000 in each")).to_be_visible()
            assert serious_faults(page, DIALOG) == [], f"{way} {look}"
            assert not overflows(page), f"{way} {look}"
    type_in(page, found, "Jan 2027 to Mar 2027", "9,000")
    expect(
        found.get_by_text("In all $27,000 in 12 months, from $3,000 in Jan 2027 to $2,000 in Dec 2027")
    ).to_be_visible()
    found.get_by_role("button", name="Done").click()
    expect(page.get_by_text("by quarter; the slider shows the average")).to_be_visible()
