"""The browser's own keys: Ctrl+S saves what was typed, and Back returns to the page before with one press."""

import re

import pytest
from playwright.sync_api import Page, expect

from simulator.cli.serving import app_script
from tests.browser.conftest import Open, Serve
from tests.browser.harness import wait_until_idle

pytestmark = pytest.mark.browser


@pytest.fixture
def address(serve: Serve) -> str:
    return serve(app_script()).address


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url(re.compile(name.lower()))
    wait_until_idle(page)


@pytest.mark.thorough
def test_back_leads_through_the_pages_with_one_press_each_and_ctrl_s_saves_what_is_being_typed(
    address, folder, visit: Open
):
    page = visit(f"{address}/?scenario=example/first-worksheet")
    for name in ("Compare", "Assumptions", "Scenarios"):
        go_to(page, name)
    for name in ("assumptions", "compare"):
        page.go_back()
        page.wait_for_url(re.compile(f"/{name}"))
        expect(page.get_by_role("heading", name=name.capitalize())).to_be_visible()
        wait_until_idle(page)
    page.go_back()
    box = page.get_by_role("textbox", name=re.compile("^Advertisements, spend a month"))
    box.fill("2222")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the scenario").fill("Ridge")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".st-key-status")).to_contain_text("Saved")
    assert "2222" in (folder / "Ridge.yaml").read_text("utf-8")
