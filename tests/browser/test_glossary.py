import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.harness import (
    DESK,
    HEIGHT,
    Server,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)

pytestmark = pytest.mark.browser

ENTRY = ".fc-entry"
SHOWN = "[data-testid=stTopNavLink]:not([inert] *)"
"""Links of the menu; those without room wait behind a button, and what is measured of them lies inert below others."""
SMALL_LAPTOP = 1024
"""A width of a window [px]."""


def typed(page: Page, text: str) -> None:
    page.get_by_role("searchbox").or_(page.get_by_label("Look for a word")).first.fill(text)


def test_the_glossary_is_reached_from_the_menu_which_no_small_laptop_cuts_off_and_searched_while_typing(
    visit: Open, server: Server
) -> None:
    page = visit(f"{server.address}/scenarios?scenario=example/plumber", width=SMALL_LAPTOP)
    what_stands_at_the_top_is_not_cut_off(page)
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.locator(SHOWN).filter(has_text="Glossary").click()
    expect(page.get_by_role("heading", name="Glossary", exact=True)).to_be_visible()
    expect(page.locator(ENTRY)).not_to_have_count(0)
    typed(page, "churn")
    expect(page.locator(ENTRY)).to_have_count(2)
    expect(page.locator("#churn")).to_contain_text("100% − 55% = 45%")


def what_stands_at_the_top_is_not_cut_off(page: Page) -> None:
    links = page.locator(SHOWN)
    expect(links).not_to_have_count(0)
    boxes = [links.nth(place).bounding_box() for place in range(links.count())]
    assert all(box is not None and box["x"] + box["width"] <= SMALL_LAPTOP for box in boxes)


def test_an_address_leads_to_a_term_that_can_be_read_by_everybody_in_every_look(visit: Open, server: Server) -> None:
    page = visit(f"{server.address}/glossary?scenario=example/plumber&term=payback")
    expect(page.locator(f".fc-asked {ENTRY}")).to_contain_text("Payback")
    assert re.search("term=payback", page.url)
    for look in in_both_looks(page):
        wait_until_idle(page)
        screenshot(page, f"glossary-{look}")
        assert serious_faults(page) == []
        assert not overflows(page)
