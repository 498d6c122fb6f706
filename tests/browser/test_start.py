"""The first minutes: from the bare address to an answer of one's own, by mouse, keyboard and touch, and coming back."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.ui.session.opening import LAST_WORK
from tests.browser.conftest import Open
from tests.browser.harness import (
    Server,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.scenarios_page import button, shows

pytestmark = pytest.mark.browser

MOST_TABS = 10
MOST_SECONDS = 60
HEADING = "Start with your business"
ANSWER = re.compile(r"^(Spending|With)\b.* a month for 24 months")


def at_start(page: Page) -> None:
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    expect(button(page, "Show me")).to_be_visible()
    wait_until_idle(page)


def answered(page: Page) -> str:
    """The result in one sentence, once the page Plan shows it."""
    sentence = page.locator(".fc-sentence")
    expect(sentence).to_have_text(ANSWER)
    wait_until_idle(page)
    return sentence.inner_text()


def in_focus(page: Page) -> str:
    """The name of what the keyboard acts on; empty where it has none of its own."""
    return str(page.evaluate("() => document.activeElement.getAttribute('aria-label') ?? ''"))


@pytest.mark.thorough
def test_an_own_answer_takes_six_inputs_with_the_mouse_and_waits_for_who_comes_back(
    server: Server, folder: Path, visit: Open
):
    begun = time.monotonic()
    page = visit(server.address)
    at_start(page)
    for look in in_both_looks(page):
        assert serious_faults(page) == [], look
        assert not overflows(page), look
        screenshot(page, f"start {look}")
    page.get_by_label("Average sale, $").fill("89")
    page.get_by_label("Gross margin, %").fill("0.45")
    button(page, "Show me").click()
    expect(page.get_by_text("Did you mean 45 %?")).to_be_visible()
    page.get_by_label("Gross margin, %").fill("45 %")
    # What was wrong is wrong no more; it would be again.
    expect(page.get_by_text("Did you mean 45 %?")).to_be_hidden()
    page.get_by_label("Gross margin, %").fill("0.45")
    expect(page.get_by_text("Did you mean 45 %?")).to_be_visible()
    page.get_by_label("Gross margin, %").fill("45 %")
    page.get_by_label("Budget a month, $").fill("1,250")
    page.get_by_label("New customers a month now").fill("30")
    button(page, "Show me").click()
    assert "$1,250 a month" in answered(page)
    assert time.monotonic() - begun < MOST_SECONDS
    expect(page.get_by_text("you say 30.")).to_be_visible()
    expect(page.get_by_text("2 of the 22 numbers behind this plan are yours.")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("button", name=re.compile("^Next")).click()
    expect(page.get_by_role("heading", name="Assumptions")).to_be_visible()
    shows(page, "Not saved yet")
    page.goto(server.address)
    assert "$1,250 a month" in answered(page)
    expect(page.locator(".fc-notice")).to_have_text(LAST_WORK.partition(" For")[0])


def test_an_own_answer_by_keyboard_alone(server: Server, folder: Path, visit: Open):
    page = visit(server.address)
    at_start(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(MOST_TABS - 1):
        page.keyboard.press("Tab")
        if "Your trade" in in_focus(page):
            break
    assert "Your trade" in in_focus(page)
    page.keyboard.type("yoga")
    expect(page.get_by_role("option")).to_have_text("Yoga studio, classes")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Average sale, $")).to_have_attribute("placeholder", "92")
    wait_until_idle(page)
    page.get_by_label("Average sale, $").focus()
    page.keyboard.type("75")
    page.keyboard.press("Enter")
    answered(page)
    shows(page, "Yoga studio, classes")


@pytest.mark.thorough
def test_an_own_answer_by_touch_in_the_readers_own_numbers(server: Server, folder: Path, chromium: Browser):
    # The longest numbers there are; other readers' are typed in the tests of the page.
    budget, rate, said = "12.500.000", "15500", "12.500.000 a month"
    context = chromium.new_context(locale="id-ID", has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    try:
        page.goto(server.address)
        at_start(page)
        page.get_by_label(re.compile("^How many ... for 1 USD")).fill(rate)
        page.get_by_label(re.compile("^Budget a month")).fill(budget)
        page.get_by_label(re.compile("^Gross margin")).fill("45")
        assert not overflows(page)
        button(page, "Show me").tap()
        assert said in answered(page).replace("\u00a0", " ")
    finally:
        context.close()
