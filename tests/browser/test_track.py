"""The page Track in a browser: exports to a tracked plan and learned ranges, by keyboard alone and by mouse alone."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from simulator import read
from simulator.scenario_files import write
from simulator.text.grammar import month_date
from tests.browser.harness import (
    DESK,
    HEIGHT,
    PHONE,
    ROOT,
    in_both_looks,
    overflows,
    serious_faults,
    wait_until_idle,
)
from tests.browser.scenarios_page import OPENINGS, shows
from tests.ui.tracking.exports import analytics, any_table, google_ads

pytestmark = pytest.mark.browser

START = month_date(date.today(), -2)
MONTHS = [month_date(START, place) for place in (1, 2, 3)]
SHIPPED = read(ROOT / "scenarios" / "plumber.yaml")
ADS, SEO = SHIPPED.channel_names[0], SHIPPED.channel_names[2]
TODAY = SHIPPED.plans[0]
# What is ahead of each plan, channel and target is worked out anew for every figure.
PLUMBER = replace(
    SHIPPED,
    name="Own",
    start=START,
    horizon_months=6,
    channels=(SHIPPED.channels[0], SHIPPED.channels[2]),
    plans=(replace(TODAY, monthly_spend={name: TODAY.monthly_spend[name] for name in (ADS, SEO)}),),
    targets=(),
)


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    """Three exports: of an ad platform, of analytics, and the table that somebody keeps."""
    first = MONTHS[0]
    contents = {
        "campaigns.csv": google_ads(MONTHS),
        "traffic.csv": analytics(first, monthrange(first.year, first.month)[1], SEO),
        "jobs.csv": any_table(MONTHS, SEO),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


@pytest.fixture
def page(visit, server, folder) -> Page:
    """The page of a plan that nobody has any real figures of."""
    (folder / "Own.yaml").write_bytes(write(PLUMBER))
    page: Page = visit(f"{server.address}/track?scenario=saved/Own")
    expect(page.get_by_text("paste them, or drop an export")).to_be_visible()
    return page


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=re.compile(f"^{re.escape(name)}"))


def chosen_by_mouse(page: Page, name: str, option: str) -> None:
    found = page.get_by_role("option", name=option, exact=True)
    # A list that was opened while the page was drawn anew is closed by that.
    for _ in range(OPENINGS):
        wait_until_idle(page)
        if not found.is_visible():
            box(page, name).click()
        with suppress(PlaywrightTimeout):
            found.click(timeout=5_000)
            break
    expect(box(page, name)).to_have_value(option)
    wait_until_idle(page)


ENOUGH = 6
"""So many letters find an option of these lists."""


def chosen_by_keyboard(page: Page, name: str, option: str) -> None:
    found = page.get_by_role("option", name=option, exact=True)
    # What is typed while the page is drawn anew is lost with the list.
    for _ in range(OPENINGS):
        wait_until_idle(page)
        box(page, name).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(option[:ENOUGH])
        with suppress(PlaywrightTimeout):
            found.wait_for(timeout=5_000)
            break
    page.keyboard.press("Enter")
    expect(box(page, name)).to_have_value(option)
    wait_until_idle(page)


def leads_through(page: Page, exports: list[Path], choose, press) -> None:
    """Exports to a tracked plan and learned ranges, each step as ``choose`` and ``press`` make it."""
    with page.expect_file_chooser() as chooser:
        press(page.get_by_test_id("stFileUploaderDropzone").get_by_role("button", name="Upload").last)
    chooser.value.set_files(exports)
    expect(page.get_by_text("not one of the exports that are known here")).to_be_visible()
    wait_until_idle(page)
    columns = {"Campaign or source": "Kanal", "Month": "Wann", "New customers": "Aufträge", "Revenue": "Umsatz"}
    for column, heading in columns.items():
        choose(page, column, heading)
    choose(page, "Brand", ADS)
    choose(page, "Emergency", ADS)
    expect(page.get_by_role("region", name="What the exports say, by channel and month")).to_contain_text(SEO)
    press(page.get_by_role("button", name="Take these figures over"))
    expect(page.get_by_role("region", name="By quarter")).to_be_visible()
    wait_until_idle(page)
    press(page.get_by_role("button", name="Adopt this plan"))
    expect(page.get_by_text("as it was adopted on")).to_be_visible()
    wait_until_idle(page)
    press(page.get_by_role("button", name="Learn from these figures"))
    expect(page.get_by_text(re.compile("learned from real figures$")).first).to_be_visible()
    wait_until_idle(page)
    press(page.get_by_role("button", name="Save"))
    shows(page, "Saved")
    wait_until_idle(page)


def is_learned(folder: Path) -> None:
    saved = read(folder / "Own.yaml")
    own = {each.channel: each.by_month for each in saved.actuals}
    assert own[ADS][MONTHS[0]] == {"spend": 2400.5, "impressions": 3200.0, "visits": 240.0, "leads": 18.0}
    assert own[SEO][MONTHS[0]] == {"visits": 410.0, "customers": 7.0, "revenue": 4340.0}
    assert saved.imported_tables == [{"source": "Kanal", "month": "Wann", "customers": "Aufträge", "revenue": "Umsatz"}]
    assert saved.adopted is not None
    assert saved.channels[0].cost_per_click.learned is not None


@pytest.mark.thorough
def test_three_exports_become_a_tracked_plan_and_learned_ranges_by_mouse_alone(page, exports, folder):
    leads_through(page, exports, chosen_by_mouse, lambda target: target.click())
    is_learned(folder)
    for _ in in_both_looks(page):
        assert not overflows(page)
        assert not serious_faults(page)


@pytest.mark.thorough
def test_three_exports_become_a_tracked_plan_and_learned_ranges_by_keyboard_alone(page, exports, folder):
    leads_through(page, exports, chosen_by_keyboard, lambda target: target.press("Enter"))
    is_learned(folder)


def cell(page: Page, figure: str, month: date) -> Locator:
    return page.get_by_label(f"{figure}, {month:%b %Y}", exact=True)


def typed(page: Page, figure: str, text: str) -> None:
    cell(page, figure, MONTHS[0]).fill(text)
    cell(page, figure, MONTHS[0]).press("Tab")
    expect(page.get_by_role("region", name="By quarter")).to_contain_text(text)
    wait_until_idle(page)


def test_figures_are_typed_and_pasted_what_is_none_is_refused_and_every_press_of_undo_takes_one_back(page):
    a_phone_shows_it_without_scrolling_sideways(page)
    cell(page, "Leads", MONTHS[1]).fill("many")
    cell(page, "Leads", MONTHS[1]).press("Enter")
    expect(page.get_by_text("“many” is not a number.")).to_be_visible()
    expect(cell(page, "Leads", MONTHS[1])).to_have_value("")
    typed(page, "Spend", "1,250")
    is_the_overview_alone_when_printed(page)
    paste(cell(page, "Visits", MONTHS[0]), "90\t80\n100\t9")
    expect(page.get_by_text("Pasted 4 figures.")).to_be_visible()
    expect(cell(page, "Leads", MONTHS[0])).to_have_value("100")
    expect(page.get_by_text("100 leads and only 90 visits")).to_be_visible()
    wait_until_idle(page)
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, "Leads", MONTHS[0])).to_have_value("")
    wait_until_idle(page)
    typed(page, "Visits", "200")
    typed(page, "Leads", "100")
    page.get_by_role("button", name="Undo").evaluate(PRESS_THRICE)
    expect(page.get_by_text("paste them, or drop an export")).to_be_visible()


def a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    assert not overflows(page)
    assert not serious_faults(page)
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    wait_until_idle(page)


def is_the_overview_alone_when_printed(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Real figures")).to_be_hidden()
    expect(page.get_by_role("region", name="By quarter")).to_be_visible()
    page.emulate_media(media="screen")


PRESS_THRICE = """async (button) => {
    for (const press of [1, 2, 3]) {
        button.click();
        await new Promise((done) => setTimeout(done, 0));
    }
}"""
"""Faster than a mouse of Playwright's, which waits for the page after each press; each of them counts."""


def paste(target: Locator, text: str) -> None:
    """Paste as a browser does: the event carries the text."""
    target.focus()
    target.evaluate(
        """(input, text) => {
            const carried = new DataTransfer();
            carried.setData("text/plain", text);
            input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true}));
        }""",
        text,
    )
