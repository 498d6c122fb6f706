"""The page "Assumptions" in a real browser: keyboard and mouse, wide and narrow, light and dark."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import (
    CARDS,
    DESK,
    HEIGHT,
    PHONE,
    ROOT,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.small import small

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def address(serve):
    return f"{serve(ROOT / 'app.py').address}/assumptions?scenario=example/plumber"


def section(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()
    wait_until_idle(page)


def box(page: Page, path: str):
    key = path.replace(".", "-").replace(" ", "-")
    return page.locator(f".st-key-{key} input").first


def type_in(page: Page, path: str, typed: str) -> None:
    box(page, path).fill(typed)
    box(page, path).press("Enter")


def unfold(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()
    wait_until_idle(page)


@pytest.mark.thorough
def test_every_section_and_what_is_wrong_in_it_is_readable_and_accessible_in_both_themes_and_widths(visit, address):
    """Leads to customers is looked at in the tests of improvements, which are stated there."""
    page = visit(address, width=PHONE)
    expect(page.get_by_role("heading", name="Assumptions")).to_be_visible()
    three_numbers_stand_side_by_side_even_on_a_phone(page)
    type_in(page, "business.revenue_per_sale low", "lots")
    expect(page.get_by_text("“lots” is not a number")).to_be_visible()
    type_in(page, "business.gross_margin_rate high", "120")
    expect(page.get_by_text("120% cannot be").first).to_be_visible()
    type_in(page, "business.repeat_sales_per_year low", "0.39")
    expect(page.get_by_text("Lopsided")).to_be_visible()
    for look in in_both_looks(page):
        screenshot(page, f"assumptions-business-{look}")
        assert serious_faults(page) == [], f"business {look}"
        assert not overflows(page), f"business {look}"
    section(page, "Channels")
    for part in ("Timing", "Fees", "Its customers"):
        page.locator("summary", has_text=part).click()
    wait_until_idle(page)
    expect(page.get_by_text("Customers who would not have come anyway, %", exact=True)).to_be_visible()
    for look in in_both_looks(page):
        screenshot(page, f"assumptions-channels-{look}")
        assert serious_faults(page, CARDS) == [], f"channels {look}"
        assert not overflows(page), f"channels {look}"


def three_numbers_stand_side_by_side_even_on_a_phone(page: Page) -> None:
    places = [box(page, f"business.revenue_per_sale {part}").bounding_box() for part in ("low", "likely", "high")]
    assert len({round(place["y"]) for place in places}) == 1
    assert all(place["x"] >= 0 and place["x"] + place["width"] <= PHONE for place in places)


def test_a_way_to_a_number_ends_in_its_box_and_what_is_typed_is_undone_redone_and_kept(server, folder, visit):
    page = visit(small(server, folder), width=PHONE)
    page.locator(".st-key-own-figures-next button").click()
    expect(page.get_by_role("heading", name="Assumptions")).to_be_visible()
    held = expect_a_number_in_focus(page)
    held.blur()
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.locator(".st-key-own-figures-next button").click()
    expect_a_number_in_focus(page)
    types_with_the_keyboard_what_a_reload_keeps(page)


def expect_a_number_in_focus(page: Page) -> Locator:
    wait_until_idle(page)
    held = page.locator("[class*=st-key-card] input:focus")
    expect(held).to_be_in_viewport()
    assert held.input_value() != ""
    return held


def types_with_the_keyboard_what_a_reload_keeps(page: Page) -> None:
    section(page, "Business")
    box(page, "business.revenue_per_sale low").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("$1,000")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    expect(page.get_by_text("the three numbers must rise", exact=False).first).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("1200")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("1.5k")
    page.keyboard.press("Enter")
    high = box(page, "business.revenue_per_sale high")
    expect(high).to_have_value("1,500")
    expect(page.get_by_text("the three numbers must rise")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(high).to_have_value("900")
    page.get_by_role("button", name="Redo").click()
    expect(high).to_have_value("1,500")
    page.reload()
    wait_until_idle(page)
    expect(high).to_have_value("1,500")
    expect(box(page, "business.revenue_per_sale low")).to_have_value("1,000")


def test_a_problem_leads_to_its_box_again_and_again_and_a_folded_part_stays_open_while_it_is_mended(
    server, folder, visit
):
    page = visit(small(server, folder, "assumptions"))
    section(page, "Channels")
    a_problem_leads_from_another_section_and_from_its_own(page)
    a_problem_in_a_folded_part_is_a_way_to_it_and_the_part_stays_open_while_it_is_mended(page)
    a_channel_is_added_from_the_catalogue_renamed_and_removed_with_the_mouse(page)


def a_problem_leads_from_another_section_and_from_its_own(page: Page) -> None:
    type_in(page, "channels.Ads.cost_per_lead low", "900")
    # The way to it stands above the sections, which move down for it.
    expect(page.locator(".st-key-go-0 button")).to_be_visible()
    section(page, "Business")
    for _ in range(2):
        page.locator(".st-key-go-0 button").click()
        held = page.locator("[class*=st-key-card-channels-Ads-cost_per_lead] input:focus")
        expect(held).to_be_in_viewport()
        assert held.input_value() == "900"
        held.blur()
        page.evaluate("scrollTo(0, 0)")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".st-key-go-0 button")).to_have_count(0)


def a_problem_in_a_folded_part_is_a_way_to_it_and_the_part_stays_open_while_it_is_mended(page: Page) -> None:
    fee = box(page, "channels.Ads.fee_rate")
    unfold(page, "Fees")
    type_in(page, "channels.Ads.fee_rate", "400")
    expect(page.get_by_text("One thing to fix")).to_be_visible()
    expect(fee).to_be_visible()
    unfold(page, "Fees")
    expect(fee).to_be_hidden()
    section(page, "Business")
    page.get_by_role("button", name=re.compile("^Ads.*Agency fee on the spend")).click()
    expect(fee).to_have_value("400 %")
    expect(fee).to_be_focused()
    type_in(page, "channels.Ads.fee_rate", "4")
    expect(page.get_by_text("One thing to fix")).to_have_count(0)
    expect(fee).to_have_value("4 %")
    expect(fee).to_be_visible()


def a_channel_is_added_from_the_catalogue_renamed_and_removed_with_the_mouse(page: Page) -> None:
    page.get_by_role("button", name="Add a channel").click()
    page.get_by_role("button", name="Add it").click()
    added = page.get_by_role("radio", name="Local SEO")
    expect(added).to_be_checked()
    expect(page.get_by_role("button", name="Add it")).to_have_count(0)
    wait_until_idle(page)
    type_in(page, "channels.Local SEO.name", "Maps [x](http://y)")
    renamed = page.get_by_role("radio", name=re.compile(r"Maps \[x\]"))
    expect(renamed).to_be_checked()
    expect(page.get_by_role("link", name="x", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Remove").click()
    expect(renamed).to_have_count(0)
