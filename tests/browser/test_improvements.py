"""Improvements in a real browser: offered under Assumptions, bought on Plan by keyboard, on a phone too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import (
    DESK,
    HEIGHT,
    PATIENCE,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.plan_page import complete
from tests.browser.small import small

pytestmark = pytest.mark.browser


BOUGHT = ".st-key-plan-improvements, .fc-table"


def look_over(page: Page, name: str, faults: Callable[[], list[str]]) -> None:
    for look in in_both_looks(page):
        # What lies half under the bar at the top counts as hard to read.
        page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        screenshot(page, f"improvements-{name}-{look}")
        assert faults() == [], f"{name} {look}"
        assert not overflows(page), f"{name} {look}"
    page.set_viewport_size({"width": DESK, "height": HEIGHT})


@pytest.mark.thorough
def test_an_improvement_is_offered_and_bought_by_keyboard(visit, server, folder):
    page = visit(small(server, folder, "assumptions"))
    page.get_by_role("radio", name="Leads to customers", exact=True).click()
    wait_until_idle(page)
    page.get_by_role("button", name="Add an improvement").press("Enter")
    expect(page.get_by_text("New landing page is added")).to_be_visible(timeout=PATIENCE)
    cost = page.get_by_role("textbox", name="Cost, once")
    cost.fill("6000")
    cost.press("Enter")
    wait_until_idle(page)
    expect(page.get_by_text("Rates that hold for all channels")).to_be_visible()
    look_over(page, "offered", lambda: serious_faults(page))
    page.get_by_role("link", name="Plan", exact=True).click()
    complete(page)
    bought = page.get_by_role("checkbox", name="New landing page")
    bought.focus()
    bought.press("Space")
    expect(page.get_by_text("before its cost of $6,000")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Overhead and improvements")).to_be_visible(timeout=PATIENCE)
    complete(page)
    page.get_by_text("before its cost of $6,000").scroll_into_view_if_needed()
    screenshot(page, "improvements-worth-1440-light")
    look_over(page, "bought", lambda: serious_faults(page, BOUGHT))
