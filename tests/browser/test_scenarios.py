import re
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.cli.serving import app_script
from simulator.library.folder import shipped_folder
from simulator.scenario_files import parse
from tests.browser.conftest import Open, Serve
from tests.browser.harness import (
    PATIENCE,
    Server,
    in_both_looks,
    in_both_themes,
    in_both_widths,
    opened_page,
    overflows,
    screenshot,
    serious_faults,
    serving,
    wait_until_idle,
)
from tests.browser.scenarios_page import in_time, library_of

pytestmark = pytest.mark.browser


@pytest.fixture
def address(serve: Serve) -> str:
    return f"{serve(app_script()).address}/scenarios?scenario=example/plumber"


def field(page: Page, name: str):
    return page.get_by_label(name, exact=True)


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def shows(page: Page, words: str) -> None:
    """Wait until the line at the top of the page says this; the first visit to a page takes a while."""
    expect(page.locator(".st-key-status")).to_contain_text(words, timeout=PATIENCE)


def type_name(page: Page, name: str) -> None:
    field(page, "Name").fill(name)
    field(page, "Name").press("Tab")
    shows(page, name)
    wait_until_idle(page)


def ready(page: Page) -> None:
    expect(page.get_by_role("heading", name="Examples")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Manufacturer", exact=True)).to_be_visible(timeout=PATIENCE)
    wait_until_idle(page)


def whole(page: Page) -> None:
    """Make the window as tall as the page, so that a picture shows all of it."""
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": int(height) + 80})


@pytest.mark.thorough
def test_the_page_is_readable_and_accessible_in_both_themes(address, visit: Open):
    page = visit(address, width=400)
    ready(page)
    for width in in_both_widths(page):
        whole(page)
        for theme in in_both_themes(page):
            assert not overflows(page), f"{width} px, {theme}"
            assert serious_faults(page) == [], f"{width} px, {theme}"
            screenshot(page, f"scenarios-{width}-{theme}")


@pytest.mark.thorough
def test_changed_and_saved_work_is_accessible_too(address, visit: Open):
    page = visit(address, width=400, theme="dark")
    ready(page)
    type_name(page, "Pipes")
    button(page, "Save as").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for look in in_both_looks(page):
        screenshot(page, f"scenarios-save-as-{look}")
        assert serious_faults(page) == [], look
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    shows(page, "Saved")
    type_name(page, "Pipes again")
    shows(page, "Unsaved changes")
    for look in in_both_looks(page):
        whole(page)
        assert not overflows(page), look
        assert serious_faults(page) == [], look
        screenshot(page, f"scenarios-changed-{look}")


@pytest.mark.thorough
def test_a_change_survives_a_reload_and_a_page_switch(address, visit: Open):
    page = visit(address)
    ready(page)
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


@pytest.mark.thorough
def test_the_keyboard_alone_changes_undoes_and_redoes(address, visit: Open):
    page = visit(address)
    ready(page)
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


def test_a_press_of_save_saves_what_was_typed_last(address, server: Server, visit: Open):
    page = visit(address)
    ready(page)
    type_name(page, "Typed last")
    button(page, "Save").click()
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    shows(page, "Saved")
    field(page, "Client").fill("Only just typed")
    field(page, "Client").press("Tab")
    field(page, "Notes").fill("And this")
    button(page, "Save").click()
    # The page says "Saved" of the first time until the second has begun.
    in_time(lambda: b"And this" in (library_of(server.home) / "Typed last.yaml").read_bytes())
    page.reload()
    ready(page)
    expect(field(page, "Notes")).to_have_value("And this")


@pytest.mark.thorough
def test_open_change_save_and_restart_give_the_same_again(chromium: Browser, tmp_path: Path):
    with (
        serving(app_script(), tmp_path) as server,
        opened_page(chromium, f"{server.address}/scenarios", width=1440, theme="light") as page,
    ):
        ready(page)
        type_name(page, "Everything again")
        button(page, "Save").click()
        page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
        shows(page, "Saved")
        type_name(page, "And unsaved")
        place = urlparse(page.url)
    saved = tmp_path / "Documents" / "funnelcast" / "Everything again.yaml"
    assert parse(saved.read_bytes()).name == "Everything again"
    with serving(app_script(), tmp_path) as server:
        with opened_page(chromium, f"{server.address}{place.path}?{place.query}", width=1440, theme="light") as page:
            ready(page)
            expect(field(page, "Name")).to_have_value("And unsaved")
            shows(page, "Unsaved changes")
        elsewhere = f"{server.address}/scenarios?scenario=example/plumber"
        with opened_page(chromium, elsewhere, width=1440, theme="light") as page:
            ready(page)
            expect(page.get_by_role("heading", name="Unsaved work")).to_be_visible()
            expect(page.get_by_text("And unsaved", exact=True)).to_be_visible()
            expect(page.get_by_text("Everything again", exact=True)).to_be_visible()


@pytest.mark.thorough
def test_a_good_file_opens_and_a_bad_one_lists_its_problems(address, visit: Open, tmp_path: Path):
    page = visit(address)
    ready(page)
    content = (shipped_folder() / "mover.yaml").read_text()
    (tmp_path / "bad.yaml").write_text(content.replace("currency: USD", "currenzy: USD"))
    (tmp_path / "good.yaml").write_text(content)
    upload = page.locator("input[type=file]")
    upload.set_input_files(tmp_path / "bad.yaml")
    expect(page.get_by_text("cannot be opened. Nothing has changed")).to_be_visible()
    expect(page.get_by_text("did you mean currency?")).to_be_visible()
    expect(page.get_by_text(re.compile(r"currenzy.*\(line \d+\)"))).to_be_visible()
    screenshot(page, "scenarios-bad-file")
    upload.set_input_files(tmp_path / "good.yaml")
    button(page, "Open it").click()
    shows(page, "Two Rivers Moving 2027")
    shows(page, "Not saved yet")


def test_the_download_is_the_file_itself(address, visit: Open):
    page = visit(address)
    ready(page)
    with page.expect_download() as downloading:
        button(page, "Download").click()
    assert downloading.value.suggested_filename == "Ridge Plumbing 2027.yaml"
    assert downloading.value.path().read_bytes() == (shipped_folder() / "plumber.yaml").read_bytes()


def test_a_new_one_begins_on_the_page_start(address, visit: Open):
    page = visit(address)
    ready(page)
    page.get_by_role("link", name="Begin with your business").click()
    expect(page.get_by_role("button", name="Show me")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Scenarios")).not_to_be_visible()


@pytest.mark.thorough
def test_a_taken_name_is_refused_in_the_dialog_and_another_one_is_taken(address, visit: Open):
    page = visit(address)
    ready(page)
    for name, answer in (("Twice", "Saved"), ("Twice", None), ("Twice more", "Saved")):
        if not page.get_by_role("dialog").is_visible():
            button(page, "Save as").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name of the scenario").fill(name)
        dialog.get_by_role("button", name="Save", exact=True).click()
        if answer is None:
            expect(dialog.get_by_text("there is already a file Twice.yaml")).to_be_visible()
        else:
            expect(dialog).not_to_be_visible()
            shows(page, answer)
    shows(page, "Twice more")
