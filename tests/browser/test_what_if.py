"""Suppositions in a browser: made at a desk and on a phone, held through moves and a reload."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import PHONE, in_both_looks, overflows, serious_faults
from tests.browser.plan_page import complete
from tests.browser.small import SMALL

pytestmark = pytest.mark.browser

WAS = re.compile("What if: Leads cost \\+50%")
SUPPOSED = ".st-key-what-if, .fc-supposed"
COMING_BACK = (
    "  repeat_sales_per_year: 2\n  yearly_retention_rate: {range: [40 %, 50 %, 60 %], source: assumption}\nfunnel:"
)


def chip(page: Page, words: str):
    return page.get_by_role("button", name=words, exact=True)


@pytest.mark.thorough
def test_a_what_if_is_seen_at_once_outlives_a_move_its_undo_and_a_reload_and_a_slider_moves_after_it(
    server, folder, visit
):
    (folder / "Small.yaml").write_text(SMALL.replace("funnel:", COMING_BACK), "utf-8")
    page = visit(f"{server.address}/?scenario=saved/Small", width=PHONE)
    complete(page)
    # The link leads to what lies below the sliders, out of sight.
    page.get_by_role("link", name="What if").click()
    expect(page.get_by_role("heading", name="What if ...")).to_be_in_viewport()
    chip(page, "Leads cost more").click()
    expect(page.locator(".fc-supposed")).to_contain_text("Leads cost +30%")
    box = page.get_by_label("Percent more or less")
    box.fill("50")
    box.press("Enter")
    expect(page.locator(".fc-supposed")).to_have_text(WAS)
    expect(page.locator("[data-figure=profit] .fc-change")).to_contain_text("was $")
    complete(page)
    assert "what-if=leads-cost" in page.url
    outlives_a_move_its_undo_and_a_reload(page)
    several_are_turned_and_can_be_read_in_both_looks(page)
    page.get_by_role("slider", name="Ads, spend a month").press("PageDown")
    expect(page.locator("[data-figure=profit] .fc-change")).to_contain_text(re.compile("(from|as) saved"))


def outlives_a_move_its_undo_and_a_reload(page: Page) -> None:
    slider = page.locator("input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    expect(page.locator(".fc-supposed")).to_contain_text("with your unsaved changes")
    complete(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".fc-supposed")).not_to_contain_text("with your unsaved changes")
    complete(page)
    page.reload()
    complete(page)
    expect(page.locator(".fc-supposed")).to_have_text(WAS)


def several_are_turned_and_can_be_read_in_both_looks(page: Page) -> None:
    chip(page, "Fewer come back").click()
    expect(page.locator(".fc-supposed")).to_contain_text("Customers coming back -20%")
    chip(page, "A slow season").click()
    expect(page.locator(".fc-supposed")).to_contain_text("Demand, June to August -30%")
    complete(page)
    for look in in_both_looks(page):
        assert serious_faults(page, SUPPOSED) == [], look
        assert not overflows(page), look
    page.get_by_role("button", name=re.compile("^Remove")).first.click()
    expect(page.locator(".fc-supposed")).not_to_contain_text("Leads cost")
    page.locator(".st-key-what-if-reset button").click()
    expect(page.locator(".fc-supposed")).to_have_count(0)
    complete(page)
