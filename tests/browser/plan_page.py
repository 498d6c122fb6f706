"""The page Plan, drawn to its end."""

from playwright.sync_api import Page, expect

from tests.browser.harness import PATIENCE, wait_until_idle

CHARTS = 4


def complete(page: Page) -> None:
    """Wait until the parts that come last are there."""
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_have_count(CHARTS, timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Worth checking")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("As before this move")).to_have_count(0, timeout=PATIENCE)
    wait_until_idle(page)
