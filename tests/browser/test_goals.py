"""The page Goals in a browser: by keyboard, from a tile on Plan, and on a phone."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import (
    PATIENCE,
    PHONE,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.small import small

pytestmark = pytest.mark.browser

SEARCHED = 3 * PATIENCE
"""How long a search may take that goes behind all else on a busy machine [ms]."""


def answer(page: Page) -> str:
    """The answer, once it is there."""
    said = page.locator(".fc-judgement[role=status]")
    expect(said).to_have_text(re.compile(r"possible worlds|of 100"), timeout=SEARCHED)
    wait_until_idle(page)
    return said.inner_text()


@pytest.mark.thorough
def test_a_figure_on_plan_leads_to_what_a_better_one_takes_and_back_to_a_plan(visit, server, folder):
    page = visit(small(server, folder))
    links = page.locator(".st-key-goal-links")
    expect(links.get_by_role("link", name=re.compile("new customers$"))).to_be_visible(timeout=PATIENCE)
    links.get_by_role("link", name=re.compile("new customers$")).click()
    expect(page.get_by_role("heading", name="Goals", exact=True)).to_be_visible(timeout=PATIENCE)
    assert "new customers within 12 months" in answer(page)
    assert "goal=customers" in page.url
    assert "number=" in page.url

    number = page.get_by_label("How many", exact=True)
    number.fill("140")
    number.press("Tab")
    expect(page.locator(".fc-judgement[role=status]")).to_have_text(re.compile("140 new customers"), timeout=SEARCHED)
    for look in in_both_looks(page):
        assert not overflows(page)
        assert not serious_faults(page)
        screenshot(page, f"goals-{look}")

    page.get_by_role("button", name="Make it a plan and open it").press("Enter")
    expect(page.get_by_role("heading", name="Plan Goal")).to_be_attached(timeout=PATIENCE)


@pytest.mark.thorough
def test_a_phone_shows_a_goal_for_every_quarter_and_can_be_stopped_from_wanting_nonsense(visit, server, folder):
    goal = urlencode({"goal": "customers", "span": "quarters", "sure": 0.5, "number": [0, 1, 2, 2]}, doseq=True)
    page = visit(f"{small(server, folder, 'goals')}&{goal}", width=PHONE)
    assert "4 quarters" in answer(page)
    expect(page.get_by_role("region", name="The funnel backwards, by quarter")).to_be_visible()
    assert not overflows(page)
    page.get_by_label("Quarter 2").fill("many")
    page.get_by_label("Quarter 2").press("Tab")
    expect(page.get_by_text("“many” is not a number that can be wanted")).to_be_visible(timeout=PATIENCE)
    screenshot(page, "goals-quarters-phone")
