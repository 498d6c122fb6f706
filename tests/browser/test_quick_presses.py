"""Presses that follow each other more quickly than the page answers: each interrupts the run before, none is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import ROOT, wait_until_idle

pytestmark = pytest.mark.browser

PRESSES = 40
PAUSES = (5, 20, 35, 50, 80)
"""Between presses [ms]: shorter and longer than a run takes to get from one part of the page to the next."""


def test_no_quick_press_is_lost(serve, visit):
    page = visit(f"{serve(ROOT / 'app.py').address}/?scenario=example/plumber")
    slider = page.get_by_role("slider", name="Google Ads search")
    wait_until_idle(page)
    begun = float(slider.input_value())
    slider.press("ArrowRight")
    step = float(slider.input_value()) - begun
    for press in range(1, PRESSES):
        page.wait_for_timeout(PAUSES[press % len(PAUSES)])
        slider.press("ArrowRight")
    wait_until_idle(page)
    assert float(slider.input_value()) == begun + PRESSES * step
    expect(page.get_by_text(f"Spending ${4040 + PRESSES * step:,.0f} a month")).to_be_visible()
