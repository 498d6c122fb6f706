"""Steps of the tests of the library on the page Scenarios."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.harness import PATIENCE, wait_until_idle
from tests.examples import WORKSHEET


def library_of(home: Path) -> Path:
    """The library of a server with this home."""
    folder = home / "Documents" / "funnelcast"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def put(folder: Path, name: str, *, client: str = "", stem: str = "") -> Path:
    """A small saved file."""
    path = folder / f"{stem or name}.yaml"
    path.write_bytes(WORKSHEET.replace(b"name: First worksheet", f"name: {name}\nclient: {client}".encode()))
    return path


def drafts_of(home: Path) -> str:
    """All unsaved work on disk."""
    return "".join(path.read_text("utf-8") for path in library_of(home).glob(".drafts/*.json"))


def in_time(done: Callable[[], bool]) -> None:
    """Wait until something on disk is done."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not done():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def shows(page: Page, words: str) -> None:
    """Wait until the line at the top of the page says this."""
    expect(page.locator(".st-key-status")).to_contain_text(words)


def ready(page: Page) -> None:
    """Wait until the page Scenarios is drawn to its end."""
    expect(page.get_by_text("Manufacturer", exact=True)).to_be_visible()
    wait_until_idle(page)


def type_into(page: Page, label: str, text: str) -> None:
    """Type into a box of the open scenario, and wait until it is taken."""
    field(page, label).fill(text)
    field(page, label).press("Tab")
    shows(page, "Unsaved changes")
    wait_until_idle(page)


def save(page: Page) -> None:
    """Save what is open, and wait until it is saved."""
    button(page, "Save").click()
    shows(page, "Saved")
    wait_until_idle(page)


def card(page: Page, name: str) -> Locator:
    """The card of a saved file."""
    cards = page.locator("[data-testid=stVerticalBlock]").filter(has=page.get_by_role("button", name="More"))
    return cards.filter(has=page.get_by_text(name, exact=True)).last


def choose(page: Page, name: str, action: str) -> None:
    """Choose something in the menu of a saved file."""
    card(page, name).get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=action, exact=True).click()


OPENINGS = 3


def pick(page: Page, label: str, option: str) -> None:
    """Choose in a list of one; with the keyboard, which works on a phone's window too."""
    found = page.get_by_role("option", name=option, exact=True)
    wait_until_idle(page)
    # A list that was opened while the page was drawn anew is closed by that.
    for _ in range(OPENINGS):
        if not found.is_visible():
            field(page, label).press("ArrowDown")
        with suppress(PlaywrightTimeout):
            found.click(timeout=5_000)
            return
    found.click()
    wait_until_idle(page)


def in_dialog(page: Page, act: Callable[[Locator], None]) -> None:
    """Do something in the dialog, which is closed by it."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    act(dialog)
    expect(dialog).not_to_be_visible()
