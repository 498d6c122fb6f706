"""The server is killed and started again: what a person does first in the page that outlived it is not lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.cli.serving import app_script
from tests.browser.harness import drag_to, opened_page, serving, started_again, wait_until_idle
from tests.browser.scenarios_page import drafts_of, in_time, library_of, shows

pytestmark = pytest.mark.browser

BELIEF = ".st-key-channels-Local-SEO-cost_per_visit-likely input"


@pytest.mark.thorough
def test_a_belief_and_then_a_slider_are_the_first_thing_moved(chromium: Browser, tmp_path: Path):
    with (
        serving(app_script(), tmp_path) as first,
        opened_page(chromium, f"{first.address}/assumptions", width=1440, theme="light") as page,
        started_again(page_of_a_channel(page), app_script(), first) as second,
    ):
        type_a_belief_first(page, tmp_path)
        page.get_by_role("link", name="Plan", exact=True).click()
        expect(page.get_by_role("slider").first).to_be_visible()
        wait_until_idle(page)
        with started_again(page, app_script(), second):
            move_a_slider_first(page, tmp_path)


def page_of_a_channel(page: Page) -> Page:
    for choice in ("Channels", "Local SEO"):
        page.get_by_role("radio", name=choice, exact=True).click()
        expect(page.get_by_role("radio", name=choice, exact=True)).to_be_checked()
        wait_until_idle(page)
    # The browser checks a choice before the server has heard of it: only the box says that its form has come.
    expect(page.locator(BELIEF)).to_be_visible()
    wait_until_idle(page)
    return page


def type_a_belief_first(page: Page, home: Path) -> None:
    page.locator(BELIEF).fill("7.77")
    page.locator(BELIEF).press("Tab")
    shows(page, "Unsaved changes")
    wait_until_idle(page)
    expect(page.get_by_role("radio", name="Local SEO", exact=True)).to_be_checked()
    expect(page.locator(BELIEF)).to_have_value("7.77")
    in_time(lambda: "7.77" in drafts_of(home))


def move_a_slider_first(page: Page, home: Path) -> None:
    slider, others = page.get_by_role("slider").first, page.get_by_role("slider")
    before = [others.nth(place).input_value() for place in range(others.count())]
    drag_to(page, slider, 0.9)
    page.mouse.up()
    moved = slider.input_value()
    assert float(moved) > 1.2 * float(before[0])
    # These beliefs have no result whose change would tell that the drag has arrived.
    in_time(lambda: moved in drafts_of(home))
    # The same work holds both: no edit was kept apart from the other.
    assert any("7.77" in draft and moved in draft for draft in each_draft(home))
    page.reload()
    wait_until_idle(page)
    expect(slider).to_have_value(moved)
    assert [others.nth(place).input_value() for place in range(1, others.count())] == before[1:]


def each_draft(home: Path) -> list[str]:
    return [path.read_text("utf-8") for path in library_of(home).glob(".drafts/*.json")]
