"""What if, in a browser: supposed at a desk and on a phone, held through moves and a reload."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import PHONE, in_both_looks, overflows, serious_faults
from tests.browser.plan_page import complete, looks_well_where_it_is_compared

pytestmark = pytest.mark.browser

WAS = re.compile("What if: Leads cost \\+50%")


def chip(page: Page, words: str):
    return page.get_by_role("button", name=words, exact=True)


@pytest.mark.thorough
def test_a_what_if_is_seen_at_once_and_outlives_a_move_its_undo_and_a_reload(server, folder, visit):
    page = visit(f"{server.address}/?scenario=example/plumber")
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
    expect(page.locator("[data-figure=profit] .fc-change")).to_contain_text("was $68,000")
    complete(page)
    assert "what-if=leads-cost" in page.url

    # A slider moves under it, and is taken back; what is supposed stays.
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
    for _ in in_both_looks(page):
        assert serious_faults(page) == []


def test_a_what_if_is_turned_on_a_phone_and_a_slider_moved_after_it(server, folder, visit):
    page = visit(f"{server.address}/?scenario=example/window-cleaning", width=PHONE, theme="dark")
    complete(page)
    chip(page, "Fewer come back").click()
    expect(page.locator(".fc-supposed")).to_contain_text("Customers coming back -20%")
    chip(page, "A slow season").click()
    expect(page.locator(".fc-supposed")).to_contain_text("Demand, June to August -30%")
    complete(page)
    assert not overflows(page)
    page.get_by_role("button", name=re.compile("^Remove")).first.click()
    expect(page.locator(".fc-supposed")).not_to_contain_text("coming back")
    page.locator(".st-key-what-if-reset button").click()
    expect(page.locator(".fc-supposed")).to_have_count(0)
    complete(page)
    page.get_by_role("slider", name="Google Ads search, spend a month").press("PageDown")
    looks_well_where_it_is_compared(page, "window-cleaning")
