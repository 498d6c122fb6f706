import io
import random
import re
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from simulator.library.folder import shipped_folder
from tests.browser.conftest import Open
from tests.browser.harness import (
    DIALOG,
    PATIENCE,
    Server,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.scenarios_page import WORKSHEET, button, card, choose, field, in_dialog, pick, put, ready, shows

pytestmark = pytest.mark.browser

PLUMBER = (shipped_folder() / "plumber.yaml").read_bytes()
SCRIPT = "Ridge & Söhne <script>alert(1)</script>"
TURN = "\u202e"
TURNED = f"שרברב {TURN}gnp.exe"


@pytest.fixture
def address(server: Server) -> str:
    return f"{server.address}/scenarios?scenario=example/plumber"


def type_name(page: Page, name: str) -> None:
    """Write into the box of the dialog, in place of what it holds."""
    box = page.get_by_role("dialog").get_by_role("textbox")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(name)


def whole(page: Page) -> None:
    """Make the window as tall as the page, so that a picture shows all of it."""
    height = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": int(height) + 80})


def unfold_trash(page: Page, name: str) -> None:
    """Unfold the trash once a file is in it; while the list above gets shorter, a click would miss it."""
    expect(page.get_by_text(f"{name}.yaml is in the trash")).to_be_visible()
    expect(page.get_by_text("Trash (1)")).to_be_visible()
    wait_until_idle(page)
    trash = page.locator("details", has=page.get_by_text("Trash (1)"))
    # It may still be unfolded from the last file that was in it.
    if trash.get_attribute("open") is None:
        page.get_by_text("Trash (1)").click()


@pytest.mark.thorough
def test_many_files_are_turned_over_searched_sorted_and_filtered(address, folder, visit: Open):
    for number in range(52):
        put(folder, f"Budget {number:03d}", client=f"Client {number % 2}")
    put(folder, "The needle", client="Haystack Ltd")
    page = visit(address)
    ready(page)
    expect(page.get_by_text("53 saved scenarios, 24 on a page")).to_be_visible()
    expect(page.get_by_role("button", name="More")).to_have_count(24)
    field(page, "Search").fill("haystack")
    expect(page.get_by_text("1 of 53 saved scenarios")).to_be_visible()
    expect(card(page, "The needle").get_by_text(re.compile(r"Profit .* · ROI"))).to_be_visible()
    field(page, "Search").fill("nothing like this")
    expect(page.get_by_text("No saved scenario fits.")).to_be_visible()
    # Chosen while nothing is shown: each card is drawn with its menu, and they are drawn once.
    pick(page, "For client", "Client 1")
    pick(page, "Sort by", "Name")
    field(page, "Search").fill("budget")
    expect(page.get_by_text("26 of 53 saved scenarios")).to_be_visible()
    expect(page.get_by_text("Budget 001", exact=True)).to_be_visible()
    button(page, "Page 2").click()
    expect(page.get_by_text("Budget 051", exact=True)).to_be_visible()


@pytest.mark.thorough
def test_several_files_come_in_at_once_what_was_sent_is_let_go_and_all_go_out_in_one(
    address, folder, server: Server, visit: Open, tmp_path: Path
):
    put(folder, "Already here")
    good = [put(tmp_path, name) for name in ("One", "Two")]
    bad = tmp_path / "Bad.yaml"
    bad.write_bytes(WORKSHEET.replace(b"currency:", b"currenzy:") + b"# a refused file\n" * 1_000)
    page = visit(address)
    ready(page)
    dialog = choose_files(page, [*good, bad])
    chosen = sum(path.stat().st_size for path in (*good, bad))
    held = bytes_of_uploads(page, server, lambda found: found >= chosen) - chosen
    button(dialog, "Import them").click()
    expect(dialog.get_by_text("2 files imported")).to_be_visible()
    expect(dialog.get_by_text("Bad.yaml was not imported")).to_be_visible()
    expect(dialog.get_by_text("did you mean currency?")).to_be_visible()
    screenshot(page, "library-import")
    assert serious_faults(page, DIALOG) == []
    button(dialog, "Import more").click()
    expect(dialog.locator("input[type=file]")).to_have_count(1)
    expect(dialog.get_by_text("Bad.yaml")).not_to_be_visible()
    button(dialog, "Back to the list").click()
    expect(card(page, "Two")).to_be_visible()
    expect(dialog).not_to_be_visible()
    with page.expect_download() as downloading:
        button(page, "Download all (zip)").click()
    with zipfile.ZipFile(io.BytesIO(downloading.value.path().read_bytes())) as archive:
        names = {name for name in archive.namelist() if name.endswith(".yaml")}
        assert names == {"Already here.yaml", "One.yaml", "Two.yaml"}
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("Bad.yaml cannot be opened. Nothing has changed")).to_be_visible()
    expect(page.get_by_text(re.compile(r"currenzy.*\(line \d+\)"))).to_be_visible()
    wait_until_idle(page)
    # Neither what was taken in, nor what either box refused.
    bytes_of_uploads(page, server, lambda found: found == held)
    page.locator("input[type=file]").set_input_files(put(tmp_path, "Good"))
    button(page, "Open it").click()
    shows(page, "Good")
    shows(page, "Not saved yet")


FILES = 48
"""An archive of so many takes long enough to be stopped."""


def archive_of(count: int) -> bytes:
    """An archive of so many files, some of them with a comment that does not get smaller when it is packed."""
    noise = random.Random(count)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for number in range(count):
            comment = "".join(f"# {noise.randbytes(498).hex()}\n" for _ in range(400 if number % 6 == 0 else 0))
            opened.writestr(f"Budget {number:04d}.yaml", PLUMBER + comment.encode())
    return archive.getvalue()


def choose_files(page: Page, files: list[Path]) -> Locator:
    """Choose files to bring in; returns the dialog."""
    button(page, "Import files").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(files)
    for path in files:
        expect(dialog.get_by_text(path.name)).to_be_visible()
    wait_until_idle(page)
    return dialog


def begin_import(page: Page, path: Path) -> Locator:
    """Bring a file in; returns the dialog, in which the work has begun."""
    dialog = choose_files(page, [path])
    button(dialog, "Import them").click()
    return dialog


def bytes_of_uploads(page: Page, server: Server, is_so: Callable[[int], bool]) -> int:
    """How much of what was sent to it the server holds, as soon as it is so; what it has counted, it tells for 5 s."""
    end = time.monotonic() + PATIENCE / 1_000
    while not is_so(found := bytes_told(server)):
        assert time.monotonic() < end, f"the server holds {found} bytes of what was sent"
        page.wait_for_timeout(500)
    return found


def bytes_told(server: Server) -> int:
    with urllib.request.urlopen(f"{server.address}/_stcore/metrics") as answer:
        lines = answer.read().decode().splitlines()
    return sum(int(line.rpartition(" ")[2]) for line in lines if 'cache_type="UploadedFileManager"' in line)


@pytest.mark.thorough
def test_an_import_is_stopped_between_two_files_and_gone_on_with_later(address, folder, visit: Open, tmp_path: Path):
    everything = tmp_path / "all.zip"
    everything.write_bytes(archive_of(FILES))
    assert everything.stat().st_size > 1_500_000
    page = visit(address)
    ready(page)
    dialog = begin_import(page, everything)
    expect(dialog.get_by_role("progressbar")).to_be_visible()
    expect(dialog.get_by_text(re.compile(rf"^[1-9]\d* of {FILES} files"))).to_be_visible()
    button(dialog, "Stop").click()
    expect(dialog.get_by_text(re.compile("The import ended early: \\d+ files not imported"))).to_be_visible()
    screenshot(page, "library-import-stopped")
    assert serious_faults(page, DIALOG) == []
    wait_until_idle(page)
    before = sorted(path.name for path in folder.glob("*.yaml"))
    assert 0 < len(before) < FILES
    expect(dialog.get_by_text(f"{len(before)} files imported")).to_be_visible()
    expect(dialog.get_by_text(f"{FILES - len(before)} files not imported")).to_be_visible()
    assert before == [f"Budget {number:04d}.yaml" for number in range(len(before))]
    for path in folder.glob("*.yaml"):
        assert path.read_bytes().startswith(PLUMBER)
    button(dialog, "Back to the list").click()
    expect(dialog).not_to_be_visible()
    dialog = begin_import(page, everything)
    expect(dialog.get_by_text(f"{FILES - len(before)} files imported")).to_be_visible(timeout=4 * PATIENCE)
    expect(dialog.get_by_text(f"{len(before)} files passed over")).to_be_visible()
    assert len(list(folder.glob("*.yaml"))) == FILES


@pytest.mark.thorough
def test_a_file_is_duplicated_renamed_and_opened_in_two_windows_and_names_from_people_reach_no_html(
    address, folder, visit: Open
):
    put(folder, "Plain")
    page = visit(address)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    ready(page)
    button(page, "Save as").click()
    type_name(page, "n" * 300)
    button(page.get_by_role("dialog"), "Save").click()
    expect(page.get_by_role("dialog").get_by_text("300 characters")).to_be_visible()
    type_name(page, TURNED)
    in_dialog(page, lambda dialog: button(dialog, "Save").click())
    # Marks that turn the direction of what follows are not shown.
    shows(page, TURNED.replace(TURN, ""))
    expect(card(page, TURNED.replace(TURN, ""))).to_be_visible()
    wait_until_idle(page)
    choose(page, "Plain", "Duplicate")
    expect(card(page, "Copy of Plain")).to_be_visible()
    wait_until_idle(page)
    choose(page, "Copy of Plain", "Rename")
    type_name(page, SCRIPT)
    in_dialog(page, lambda dialog: button(dialog, "Rename").click())
    expect(card(page, SCRIPT)).to_be_visible()
    expect(card(page, "Plain")).to_be_visible()
    wait_until_idle(page)
    button(card(page, SCRIPT), "Open").click()
    shows(page, SCRIPT)
    an_address_shows_the_same_scenario_page_and_plan_in_another_window(page, visit)
    page.remove_listener("dialog", note)
    assert asked == []
    assert page.locator("script", has_text="alert(1)").count() == 0


def an_address_shows_the_same_scenario_page_and_plan_in_another_window(page: Page, visit: Open) -> None:
    page.get_by_test_id("stButtonGroup").get_by_role("radio").last.click()
    wait_until_idle(page)
    expect(page).to_have_url(re.compile("plan="))
    elsewhere = visit(page.url)
    shows(elsewhere, SCRIPT)
    assert elsewhere.get_by_role("heading", level=1).inner_text() == page.get_by_role("heading", level=1).inner_text()
    elsewhere.get_by_role("link", name="Assumptions").click()
    expect(elsewhere.get_by_role("heading", name="Assumptions", level=1)).to_be_visible()
    shows(elsewhere, SCRIPT)
    expect(elsewhere).to_have_url(re.compile(r"/assumptions\?.*scenario="))


@pytest.mark.thorough
def test_the_list_and_the_trash_are_readable_and_what_lies_there_is_put_back_or_gone(address, folder, visit: Open):
    names = [f"Budget {number} with a name that is rather long" for number in range(8)]
    for number, name in enumerate(names):
        put(folder, name, client=f"Client {number % 2}")
    (folder / "Broken.yaml").write_bytes(b"format: 1\nname: [\n")
    page = visit(address, width=400, theme="dark")
    ready(page)
    pick(page, "Sort by", "Client")
    expect(page.get_by_role("heading", name="Client 1")).to_be_visible()
    wait_until_idle(page)
    choose(page, names[1], "Move to trash")
    unfold_trash(page, names[1])
    expect(button(page, "Put back").first).to_be_visible()
    for look in in_both_looks(page):
        whole(page)
        screenshot(page, f"library-{look}")
        assert not overflows(page), look
        assert serious_faults(page) == [], look
    button(page, "Put back").click()
    expect(card(page, names[1])).to_be_visible()
    wait_until_idle(page)
    choose(page, names[2], "Move to trash")
    unfold_trash(page, names[2])
    button(page, "Empty the trash").click()
    expect(page.get_by_text("1 file would be gone for good")).to_be_visible()
    button(page, "Remove for good").click()
    expect(page.get_by_text("Trash (1)")).not_to_be_visible()
    kept = ["Broken", *names[:2], *names[3:]]
    assert sorted(path.stem for path in folder.glob("*.yaml")) == sorted(kept)
