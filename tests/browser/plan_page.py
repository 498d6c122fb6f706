"""The page Plan, drawn to its end."""

from playwright.sync_api import Page, expect

from tests.browser.harness import PATIENCE, wait_until_idle

CHARTS = 4
ONE_MONTH = "first-worksheet"
"""The scenario of a single month, whose profit over the months is a sentence."""


def complete(page: Page, scenario: str = "") -> None:
    """Wait until the parts that come last are there."""
    charts = CHARTS - 1 if scenario == ONE_MONTH else CHARTS
    # A run that has only begun has not yet drawn what it says while a slider is held.
    wait_until_idle(page)
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_have_count(charts, timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Worth checking")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("As before this move")).to_have_count(0, timeout=PATIENCE)
    wait_until_idle(page)


def keep_worlds_away(page: Page) -> None:
    """Let no worlds come: once it is reloaded, held moves go to the server."""
    page.route("**/_funnelcast/worlds/*", lambda route: route.abort())
