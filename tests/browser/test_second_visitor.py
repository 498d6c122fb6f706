"""Somebody who comes back to unsaved work: a notice says so, and nothing moves by touching a slider."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.cli.serving import app_script
from tests.browser.conftest import Open, Serve
from tests.browser.harness import (
    HEIGHT,
    Server,
    drag_to,
    in_both_themes,
    in_both_widths,
    opened_page,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.plan_page import complete
from tests.browser.scenarios_page import library_of, put
from tests.browser.updates import TILES, count_mounts, mounts, updates_per_second, watch

pytestmark = pytest.mark.browser

PLACES = """() => {
    const panel = document.querySelector('.st-key-budget');
    const roots = [...panel.querySelectorAll('*')].map((node) => node.shadowRoot).filter(Boolean);
    const inputs = roots.flatMap((root) => [...root.querySelectorAll('input')]);
    return [document.querySelector('.st-key-notices'), panel, ...inputs].map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height].map(Math.round);
    });
}"""
"""Where the place for notices, the panel, and each slider and box in it are, as left, top, width and height."""

PLACE = """() => {
    const { x, y, width, height } = document.querySelector('.st-key-notices').getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
}"""

READ = re.compile("^Read")
EXAMPLE = "An example, not your figures."

BEYOND_TESTED, ZERO, WITHIN = 0.95, 0.0, 0.3
MOST_ROOM = (BEYOND_TESTED, ZERO)


FOLLOWED = """() => document.documentElement.dataset.live === 'held'
    || document.body.innerText.includes('As before this move')"""
"""The page follows the slider that is held: by itself, or with the server."""


@pytest.fixture(scope="module")
def left_behind(serve: Serve, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody who moved a slider and went away left in the folder of unsaved work."""
    server = serve(app_script())
    drafts = library_of(server.home) / ".drafts"
    shutil.rmtree(drafts, ignore_errors=True)
    with opened_page(chromium, server.plan, width=1440, theme="light") as page:
        leave_unsaved(page)
    return shutil.copytree(drafts, tmp_path_factory.mktemp("left") / "drafts")


@pytest.fixture
def unsaved(left_behind: Path, server: Server, folder: Path) -> str:
    """The address of an app in which somebody has left unsaved work."""
    shutil.copytree(left_behind, folder / ".drafts")
    return server.address


def leave_unsaved(page: Page) -> None:
    slider(page).press("ArrowRight")
    expect(page.locator(".st-key-status")).to_contain_text("Unsaved changes")
    wait_until_idle(page)


def slider(page: Page) -> Locator:
    return page.locator(".st-key-budget").get_by_role("slider").first


def notice(page: Page) -> Locator:
    return page.locator(".st-key-notices").get_by_role("status")


def places(page: Page) -> list[list[int]]:
    expect(slider(page)).to_be_visible()
    found: list[list[int]] = page.evaluate(PLACES)
    return found


def let_go(page: Page) -> str:
    """The amount that the slider shows when it is let go."""
    held = slider(page).input_value()
    page.mouse.up()
    return held


def settle(page: Page) -> None:
    page.wait_for_timeout(500)
    wait_until_idle(page)


@pytest.mark.thorough
def test_the_first_drag_beside_a_notice_is_as_quick_as_one_without(
    server: Server, folder: Path, visit: Open, chromium: Browser
):
    quiet = put(folder, "Quiet").stem
    with opened_page(chromium, f"{server.address}/?scenario=saved/{quiet}", width=1440, theme="light") as first:
        expect(notice(first)).to_be_empty()
        alone = drag_and_count(first)
    # What is slow beside a notice is so at every visit; a machine that is busy elsewhere is so at some.
    assert any(first_drag_beside_a_notice(visit(server.address)) >= 0.6 * alone for _ in range(4))


def first_drag_beside_a_notice(page: Page) -> float:
    expect(notice(page)).to_contain_text("This was worked on last here.")
    return drag_and_count(page)


def drag_and_count(page: Page) -> float:
    watch(page, {"tiles": TILES})
    (tiles,) = updates_per_second(page, slider(page), {"tiles": TILES}, seconds=2.5)
    settle(page)
    return tiles


@pytest.mark.thorough
def test_the_first_drag_beside_a_notice_ends_where_the_hand_let_go(unsaved: str, visit: Open):
    page = visit(unsaved)
    count_mounts(page, ".st-key-budget")
    drag_to(page, slider(page), 0.75, steps=20)
    page.wait_for_function(FOLLOWED)
    page.wait_for_timeout(300)
    held = let_go(page)
    settle(page)
    assert float(held) > 3_000
    expect(slider(page)).to_have_value(held)
    assert f"${float(held):,.0f}" in page.locator(".st-key-budget .frame").first.inner_text()
    assert mounts(page) == 0


@pytest.mark.thorough
def test_nothing_moves_whatever_comes_or_goes_while_a_slider_is_held(unsaved: str, visit: Open):
    page = visit(unsaved)
    # Whatever there is to come comes on a desk; what takes the most room comes at every width.
    for width, shares in ((1440, (WITHIN, BEYOND_TESTED, ZERO, BEYOND_TESTED)), (1024, MOST_ROOM), (390, MOST_ROOM)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wait_until_idle(page)
        before = places(page)
        count_mounts(page, ".st-key-budget")
        for share in shares:
            drag_to(page, slider(page), share)
            page.wait_for_function(FOLLOWED)
            assert places(page) == before, f"{share} held at {width} px"
            let_go(page)
            complete(page)
            assert places(page) == before, f"{share} let go at {width} px"
        assert mounts(page) == 0, f"{width} px"
        # The next width begins from a plan that has not been moved, too.
        page.get_by_role("button", name="Reset", exact=True).click()
        complete(page)


@pytest.mark.thorough
def test_undo_and_redo_move_nothing(unsaved: str, visit: Open):
    page = visit(unsaved)
    before = places(page)
    count_mounts(page, ".st-key-budget")
    slider(page).press("End")
    for keys in ("Control+z", "Control+Shift+z", "Control+z"):
        settle(page)
        page.keyboard.press(keys)
    settle(page)
    assert (places(page), mounts(page)) == (before, 0)


@pytest.mark.thorough
def test_a_longer_total_and_a_longer_name_move_no_slider(unsaved: str, visit: Open):
    page = visit(unsaved, width=390)
    before = places(page)
    box = page.locator(".st-key-budget").get_by_role("textbox").first
    box.fill("123456789.99")
    box.press("Enter")
    settle(page)
    expect(page.locator(".st-key-budget .total-amount")).to_contain_text("$123,458,")
    assert [place[1:] for place in places(page)] == [place[1:] for place in before]


@pytest.mark.thorough
def test_a_notice_stays_while_sliders_move_until_it_is_read(unsaved: str, visit: Open):
    page = visit(unsaved)
    drag_to(page, slider(page), WITHIN)
    let_go(page)
    settle(page)
    expect(notice(page)).to_contain_text("This was worked on last here.")
    page.get_by_role("button", name=READ).click()
    page.get_by_role("button", name="Got it").click()
    expect(notice(page)).to_have_text(EXAMPLE)


@pytest.mark.thorough
def test_what_a_click_did_is_told_while_sliders_move_and_forgotten_with_the_next_click(server, folder, visit: Open):
    page = visit(server.plan)
    page.get_by_role("button", name="Edit plan").click()
    page.get_by_role("button", name="Duplicate").click()
    expect(notice(page)).to_contain_text("is added")
    settle(page)
    drag_to(page, slider(page), WITHIN)
    let_go(page)
    settle(page)
    expect(notice(page)).to_contain_text("is added")
    page.keyboard.press("Control+z")
    expect(notice(page)).to_have_text(EXAMPLE)


@pytest.mark.thorough
def test_notices_have_the_same_place_on_every_page_whether_there_is_one_or_not(server, folder, left_behind, chromium):
    quiet = put(folder, "Quiet").stem
    with opened_page(chromium, f"{server.address}/?scenario=saved/{quiet}", width=1440, theme="light") as page:
        expect(notice(page)).to_be_empty()
        empty = {width: places(page)[0] for width in in_both_widths(page)}
    shutil.copytree(left_behind, folder / ".drafts")
    for path in ("", "compare", "assumptions", "scenarios"):
        with opened_page(chromium, f"{server.address}/{path}", width=1440, theme="light") as other:
            expect(notice(other)).to_contain_text("This was worked on last here.")
            for width in in_both_widths(other):
                left, top, _, height = other.evaluate(PLACE)
                found = [empty[width][0], empty[width][1], empty[width][3]]
                assert [left, top, height] == found, f"page “{path}” at {width} px"
                assert not overflows(other), f"page “{path}” at {width} px"


@pytest.mark.thorough
def test_a_notice_can_be_read_in_full_on_a_phone_in_both_themes(unsaved: str, visit: Open):
    page = visit(unsaved, width=390)
    expect(notice(page)).to_have_text("This was worked on last here.")
    page.get_by_role("button", name=READ).click()
    full = page.get_by_role("dialog", name=READ).get_by_text("Everything else is on the page Scenarios.")
    expect(full).to_be_visible()
    box = full.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    for theme in in_both_themes(page):
        expect(full).to_be_visible()
        assert serious_faults(page) == [], theme
        screenshot(page, f"notice 390 {theme}")


def test_a_notice_of_unsaved_work_leads_to_it(unsaved: str, visit: Open):
    page = visit(unsaved)
    page.get_by_role("button", name=READ).click()
    page.get_by_role("dialog", name=READ).get_by_role("link", name="Show me").click()
    expect(page.get_by_role("heading", name="Your saved scenarios")).to_be_visible()
