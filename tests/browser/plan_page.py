"""The page Plan, drawn to its end."""

import re

from playwright.sync_api import Page, expect

from simulator.ui.plan.extent import FOLLOWS
from tests.browser.harness import (
    PAPER,
    PATIENCE,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)

CHARTS = 4
ONE_MONTH = "first-worksheet"
"""The scenario of a single month, whose profit over the months is a sentence, and of one world, which needs no dots."""


def complete(page: Page, scenario: str = "") -> None:
    """Wait until the parts that come last are there."""
    charts = CHARTS - 2 if scenario == ONE_MONTH else CHARTS
    # A run that has only begun has not yet drawn what it says while a slider is held.
    wait_until_idle(page)
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_have_count(charts, timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Worth checking")).to_be_visible(timeout=PATIENCE)
    for stand_in in ("As before this move", FOLLOWS):
        expect(page.get_by_text(stand_in)).to_have_count(0, timeout=PATIENCE)
    wait_until_idle(page)


def looks_well_where_it_is_compared(page: Page, scenario: str) -> None:
    """It fits and has no serious faults in either theme, and the names of its table lie on the paper of the page."""
    expect(page.locator(".fc-change").first).to_contain_text(re.compile("(from|as) the example"), timeout=PATIENCE)
    for look in in_both_looks(page):
        complete(page, scenario)
        assert serious_faults(page) == [], f"{scenario} {look}"
        assert not overflows(page), f"{scenario} {look}"
        paper = PAPER["dark" if look.endswith("dark") else "light"]
        expect(page.locator(".fc-table tbody th").first).to_have_css("background-color", paper)
        screenshot(page, f"plan {scenario} {look}")


def keep_worlds_away(page: Page) -> None:
    """Let no worlds come: once it is reloaded, held moves go to the server."""
    page.route("**/_funnelcast/worlds/*", lambda route: route.abort())
