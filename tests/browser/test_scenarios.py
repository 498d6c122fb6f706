from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.library.folder import shipped_folder
from tests.browser.conftest import Open
from tests.browser.harness import DIALOG, Server, in_both_looks, overflows, screenshot, serious_faults, wait_until_idle
from tests.browser.scenarios_page import button, field, in_time, put, ready, shows

pytestmark = pytest.mark.browser

CHANGED = ".st-key-open-scenario, .st-key-status"
"""The rest of the page is looked at with the list of saved files."""


@pytest.fixture
def address(server: Server) -> str:
    return f"{server.address}/scenarios?scenario=example/plumber"


def type_name(page: Page, name: str) -> None:
    field(page, "Name").fill(name)
    field(page, "Name").press("Tab")
    shows(page, name)
    wait_until_idle(page)


def whole(page: Page) -> None:
    """Make the window as tall as the page, so that a picture shows all of it."""
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": int(height) + 80})


@pytest.mark.thorough
def test_changed_work_is_readable_and_a_save_takes_what_was_typed_last_under_no_name_that_is_taken(
    address, folder, visit: Open
):
    put(folder, "Taken")
    page = visit(address)
    ready(page)
    type_name(page, "Pipes")
    shows(page, "Unsaved changes")
    for look in in_both_looks(page):
        whole(page)
        screenshot(page, f"scenarios-changed-{look}")
        assert not overflows(page), look
        assert serious_faults(page, CHANGED) == [], look
    button(page, "Save").click()
    dialog = page.get_by_role("dialog")
    save_under(dialog, "Taken")
    expect(dialog.get_by_text("there is already a file Taken.yaml")).to_be_visible()
    for look in in_both_looks(page):
        screenshot(page, f"scenarios-save-as-{look}")
        assert serious_faults(page, DIALOG) == [], look
    save_under(dialog, "Typed last")
    expect(dialog).not_to_be_visible()
    shows(page, "Typed last")
    shows(page, "Saved")
    saves_what_was_typed_last(page, folder)
    page.get_by_role("link", name="Begin with your business").click()
    expect(page.get_by_role("button", name="Show me")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Scenarios")).not_to_be_visible()


def save_under(dialog: Locator, name: str) -> None:
    dialog.get_by_label("Name of the scenario").fill(name)
    button(dialog, "Save").click()


def saves_what_was_typed_last(page: Page, folder: Path) -> None:
    field(page, "Client").fill("Only just typed")
    field(page, "Client").press("Tab")
    field(page, "Notes").fill("And this")
    button(page, "Save").click()
    # The page says "Saved" of the first time until the second has begun.
    in_time(lambda: b"And this" in (folder / "Typed last.yaml").read_bytes())
    page.reload()
    ready(page)
    expect(field(page, "Notes")).to_have_value("And this")


@pytest.mark.thorough
def test_an_example_downloads_as_it_is_and_the_keyboard_alone_makes_changes_that_survive_a_reload_and_a_page_switch(
    address, folder, visit: Open
):
    page = visit(address)
    ready(page)
    with page.expect_download() as downloading:
        button(page, "Download").click()
    assert downloading.value.suggested_filename == "Ridge Plumbing 2027.yaml"
    assert downloading.value.path().read_bytes() == (shipped_folder() / "plumber.yaml").read_bytes()
    changes_undoes_and_redoes_by_keyboard_alone(page)
    type_name(page, "Survivor")
    page.reload()
    ready(page)
    expect(field(page, "Name")).to_have_value("Survivor")
    page.get_by_role("link", name="Assumptions").click()
    expect(page.get_by_role("heading", name="Assumptions", level=1)).to_be_visible()
    shows(page, "Survivor")
    shows(page, "Unsaved changes")
    assert "draft=" in page.url
    page.reload()
    shows(page, "Survivor")


def changes_undoes_and_redoes_by_keyboard_alone(page: Page) -> None:
    field(page, "Client").focus()
    page.keyboard.type("Ridge Ltd")
    page.keyboard.press("Enter")
    shows(page, "Unsaved changes")
    button(page, "Undo").focus()
    page.keyboard.press("Enter")
    shows(page, "Example")
    expect(field(page, "Client")).to_have_value("")
    button(page, "Redo").focus()
    page.keyboard.press("Enter")
    expect(field(page, "Client")).to_have_value("Ridge Ltd")
