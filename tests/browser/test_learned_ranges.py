"""Ranges that were learned from real figures on the page "Assumptions", in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import in_both_looks, overflows, screenshot, serious_faults, wait_until_idle
from tests.browser.scenarios_page import button

pytestmark = pytest.mark.browser

LEARNED = """format: 1
name: Learned
currency: USD
start: 2020-01
business:
  revenue_per_sale:
    range: [396, 504, 659]
    source: Measured from 12 sales, Jan 2020 to Mar 2020
    as_of: 2020-03-31
    learned: {from: 2020-01, to: 2020-03, count: 12, before: [350, 480, 700], before_source: a quote}
  gross_margin_rate: 52 %
funnel:
  lead_to_customer_rate: 35 %
channels:
  - name: Ads
    type: pay_per_lead
    cost_per_lead: [20, 40, 90]
plans:
  - name: Today
    monthly_spend: {Ads: 3000}
"""


@pytest.fixture
def page(server, folder, visit) -> Page:
    (folder / "learned.yaml").write_text(LEARNED, "utf-8")
    opened = visit(f"{server.address}/assumptions?scenario=saved/learned", width=400)
    expect(opened.get_by_text("Measured from 12 sales, Jan 2020 to Mar 2020")).to_be_visible()
    return opened


def low(page: Page):
    return page.locator(".st-key-business-revenue_per_sale-low input").first


def test_what_a_range_learned_is_readable_and_is_taken_back_with_the_keyboard_and_undone(page):
    for look in in_both_looks(page):
        screenshot(page, f"learned-range-{look}")
        assert serious_faults(page) == [], look
        assert not overflows(page), look
    expect(page.get_by_text("$350 to $700, half below $480.")).to_be_visible()
    expect(low(page)).to_have_value("396")
    take_back = button(page, "Take back")
    take_back.focus()
    take_back.press("Enter")
    expect(low(page)).to_have_value("350")
    expect(page.get_by_text("a quote")).to_be_visible()
    expect(take_back).to_have_count(0)
    wait_until_idle(page)
    button(page, "Undo").click()
    expect(low(page)).to_have_value("396")
