import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator import library
from simulator.library import versions
from simulator.scenario_files import parse
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
from tests.browser.scenarios_page import (
    button,
    field,
    put,
    ready,
    shows,
    type_into,
)

pytestmark = pytest.mark.browser


def opened(visit: Open, server: Server, stem: str, **how: object) -> Page:
    """A window with a saved file open on the page Scenarios."""
    page = visit(f"{server.address}/scenarios?scenario=saved/{stem}", **how)
    ready(page)
    return page


def with_client(path: Path, name: str) -> bytes:
    return re.sub(rb"client: .*", f"client: {name}".encode(), path.read_bytes())


def saved_by_someone_else(path: Path, name: str) -> None:
    path.write_bytes(with_client(path, name))


def saved_over(path: Path, name: str) -> None:
    library.save_over(path, with_client(path, name), expected=path.read_bytes())


def taller(page: Page) -> None:
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": int(height) + 80})


@pytest.mark.thorough
def test_versions_are_told_in_words_looked_at_and_restored(folder, server, visit: Open):
    name = "History"
    path = put(folder, name, client="First client")
    for client in ("Second client", "Third client"):
        saved_over(path, client)
    page = opened(visit, server, name, width=400, theme="dark")
    button(page, "Versions").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The last 50 are kept")).to_be_visible()
    expect(dialog.get_by_text("Second client is now Third client")).to_be_visible()
    expect(dialog.get_by_text("The oldest that is kept.")).to_be_visible()
    for look in in_both_looks(page):
        assert serious_faults(page) == [], look
        screenshot(page, f"versions-{look}")
    button(dialog, "Look at it").last.click()
    expect(page.get_by_text("You are looking at an older version")).to_be_visible()
    shows(page, "Older version")
    wait_until_idle(page)
    for look in in_both_looks(page):
        taller(page)
        screenshot(page, f"version-looked-at-{look}")
        assert not overflows(page), look
        assert serious_faults(page) == [], look
    assert parse(path.read_bytes()).client == "Third client"
    button(page, "Restore this version").click()
    expect(page.get_by_text("Restored. What was there before is kept among the versions.")).to_be_visible()
    assert parse(path.read_bytes()).client == "First client"
    kept = [versions.read_version(folder, name, found.id) for found in versions.versions(folder, name)]
    assert "Third client" in [parse(content).client for content in kept]


def type_into_conflict(page: Page, label: str, text: str) -> Locator:
    """Change something and press Save, which the file on disk does not allow; returns the dialog that says so."""
    type_into(page, label, text)
    button(page, "Save").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def compares(dialog: Locator, *changes: str) -> None:
    dialog.get_by_text("Compare: what they changed").click()
    for change in changes:
        expect(dialog.get_by_text(change)).to_be_visible()


@pytest.mark.thorough
def test_whatever_became_of_the_file_its_window_says_so_and_saves_a_copy_opens_theirs_or_saves_it_again(
    folder, server, visit: Open
):
    path = put(folder, "Shared", client="Both")
    page = opened(visit, server, "Shared")
    mine_is_saved_as_a_copy(page, path)
    copy = folder / "Copy of Shared.yaml"
    theirs_is_opened_and_mine_stays_unsaved_work(page, copy)
    another_page_says_that_it_was_changed_and_shows_the_new_one(page, copy)
    a_vanished_file_and_one_turned_into_rubbish_are_said_and_saved_again(page, copy)


def mine_is_saved_as_a_copy(page: Page, path: Path) -> None:
    saved_by_someone_else(path, "Theirs")
    dialog = type_into_conflict(page, "Client", "Mine")
    expect(dialog.get_by_text("was changed by someone else since you opened it")).to_be_visible()
    compares(dialog, "Both is now Theirs", "Both is now Mine")
    for look in in_both_looks(page):
        screenshot(page, f"conflict-{look}")
        assert serious_faults(page) == [], look
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    button(dialog, "Save mine as a copy").click()
    expect(dialog).not_to_be_visible()
    shows(page, "Copy of Shared")
    assert parse(path.read_bytes()).client == "Theirs"
    assert parse(path.with_name("Copy of Shared.yaml").read_bytes()).client == "Mine"


def theirs_is_opened_and_mine_stays_unsaved_work(page: Page, path: Path) -> None:
    saved_by_someone_else(path, "Theirs")
    dialog = type_into_conflict(page, "Client", "Given way")
    compares(dialog, "Mine is now Theirs")
    wait_until_idle(page)
    button(dialog, "Open theirs, keep mine under Unsaved work").click()
    expect(field(page, "Client")).to_have_value("Theirs")
    expect(page.get_by_role("heading", name="Unsaved work")).to_be_visible()
    expect(page.locator("[class*=st-key-unsaved]").get_by_text(path.name)).to_be_visible()
    wait_until_idle(page)


def another_page_says_that_it_was_changed_and_shows_the_new_one(page: Page, path: Path) -> None:
    saved_by_someone_else(path, "Theirs again")
    go_to(page, "Track")
    expect(page.get_by_text("was changed by someone else. You see it as it was before.")).to_be_visible()
    button(page, "Show the new one").click()
    expect(page.get_by_text("You see it as it was before.")).not_to_be_visible()
    go_to(page, "Scenarios")
    expect(field(page, "Client")).to_have_value("Theirs again")
    ready(page)


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def a_vanished_file_and_one_turned_into_rubbish_are_said_and_saved_again(page: Page, path: Path) -> None:
    path.unlink()
    dialog = type_into_conflict(page, "Client", "Still here")
    expect(dialog.get_by_text("is not in its folder any more")).to_be_visible()
    button(dialog, "Save it there again").click()
    shows(page, "Saved")
    assert parse(path.read_bytes()).client == "Still here"
    path.write_bytes(b"\xff\x00rubbish")
    dialog = type_into_conflict(page, "Client", "Whole again")
    expect(dialog.get_by_text("cannot be read as a scenario any more")).to_be_visible()
    screenshot(page, "conflict-rubbish")
    button(dialog, "Overwrite with mine").click()
    expect(page.get_by_text("Saved. What was there before is kept among the versions.")).to_be_visible()
    shows(page, "Saved")
    assert parse(path.read_bytes()).client == "Whole again"
    newest = versions.versions(path.parent, path.stem)[0]
    assert versions.read_version(path.parent, path.stem, newest.id) == b"\xff\x00rubbish"
