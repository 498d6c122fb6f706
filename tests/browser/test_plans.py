from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.harness import (
    DIALOG,
    PHONE,
    UNFOLDED,
    Server,
    in_both_looks,
    in_both_widths,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.plan_page import complete
from tests.browser.small import three_plans
from tests.tables.workbook_bytes import workbook

pytestmark = pytest.mark.browser

NAMES = ["Today", "Shift to SEO", "Add radio"]
QUARTERS = "\tQ1\tQ2\tTotal\nGoogle Ads search\t1.500\t2.000\t3.500\n"
MONTHS = "\tMar\tApr\nLocal SEO\t$1,800\t\nRadio\t1,200.00\t$ 50.50\n"
NO_AMOUNT = "1\tabc\n2\t3"
PASTE = "(text) => navigator.clipboard.writeText(text)"


@pytest.fixture
def page(server: Server, folder: Path, visit: Open) -> Page:
    """The page Plan on a phone, complete, of a visitor who lets the page write the clipboard."""
    opened: Page = visit(three_plans(server, folder), width=PHONE)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    complete(opened)
    return opened


def has_plans(page: Page, *names: str) -> None:
    expect(page.locator(".st-key-plan-choice button")).to_have_text(list(names))


def shows(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=f"Plan {name}", exact=True)).to_be_attached()
    wait_until_idle(page)


def unfold(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=name).click()
    return page.get_by_test_id("stPopoverBody")


def cell(page: Page, channel: str, month: str) -> Locator:
    return page.get_by_role("textbox", name=f"{channel}, {month}", exact=True)


def months(page: Page) -> Locator:
    page.get_by_role("button", name="Month by month").click()
    window = page.get_by_role("dialog")
    expect(cell(page, "Google Ads search", "Jan 2027")).to_be_visible()
    return window


def paste(page: Page, where: Locator, block: str) -> None:
    page.evaluate(PASTE, block)
    where.click()
    where.press("Control+v")


def close(page: Page, button: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_until_idle(page)


def is_readable(page: Page, part: str, name: str) -> None:
    """At a desk by day, and on a phone in the dark; the page below it fits its window."""
    for look in in_both_looks(page):
        assert serious_faults(page, part) == [], f"{name} {look}"
        assert not overflows(page), f"{name} {look}"
        screenshot(page, f"{name}-{look}")


@pytest.mark.thorough
def test_a_plan_is_made_from_the_sliders_renamed_and_copied(page):
    makes_a_plan_from_the_sliders_and_puts_the_former_one_back(page)
    renames_a_plan_but_to_no_taken_name_and_copies_it(page)


def makes_a_plan_from_the_sliders_and_puts_the_former_one_back(page: Page) -> None:
    page.get_by_role("slider", name="Local SEO, spend a month").press("ArrowRight")
    expect(page.locator(".st-key-status")).to_contain_text("Unsaved changes")
    complete(page)
    body = unfold(page, "New plan")
    expect(body.get_by_role("checkbox", name="Put “Today” back as it was saved")).to_be_checked()
    body.get_by_label("Name").fill("More SEO")
    body.get_by_label("What it is for").fill("For spring")
    is_readable(page, UNFOLDED, "new-plan")
    body.get_by_role("button", name="Add it").click()
    shows(page, "More SEO")
    has_plans(page, "Today", "More SEO", *NAMES[1:])
    expect(page.get_by_text("“More SEO” is added.")).to_be_visible()
    expect(page.get_by_text("For spring")).to_be_visible()
    expect(body).to_have_count(0)
    moved = page.get_by_role("slider", name="Local SEO, spend a month").input_value()
    page.locator(".st-key-plan-choice").get_by_text("Today", exact=True).click()
    shows(page, "Today")
    assert page.get_by_role("slider", name="Local SEO, spend a month").input_value() == "600"
    assert float(moved) > 600


def renames_a_plan_but_to_no_taken_name_and_copies_it(page: Page) -> None:
    body = unfold(page, "Edit plan")
    name = body.get_by_label("Name of the plan")
    name.fill("add radio")
    name.press("Enter")
    expect(body.get_by_text("There is already a plan called add radio")).to_be_visible()
    expect(name).to_have_value("add radio")
    is_readable(page, UNFOLDED, "plan-name-refused")
    name.fill("<b>Now</b> 🚀")
    name.press("Enter")
    shows(page, "<b>Now</b> 🚀")
    expect(body.get_by_text("There is already")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(body).to_have_count(0)
    has_plans(page, "<b>Now</b> 🚀", "More SEO", *NAMES[1:])
    unfold(page, "Edit plan").get_by_role("button", name="Duplicate").click()
    shows(page, "<b>Now</b> 🚀 copy")
    expect(body).to_have_count(0)


@pytest.mark.thorough
def test_budgets_from_a_spreadsheet_are_looked_at_or_taken_at_once_and_a_slider_moves_them_in_proportion(page):
    window = months(page)
    says_so_that_everybody_can_read_it_what_a_paste_comes_to(page, window)
    looks_at_a_budget_in_quarters_before_it_is_taken_over(page, window)

    paste(page, cell(page, "Google Ads search", "Mar 2027"), MONTHS)
    expect(window.get_by_role("status")).to_contain_text("Pasted 2 channels, 2 months, Mar 2027 to Apr 2027.")
    expect(cell(page, "Local SEO", "Mar 2027")).to_have_value("1,800")
    expect(cell(page, "Local SEO", "Apr 2027")).to_have_value("0")
    expect(cell(page, "Radio", "Mar 2027")).to_have_value("1,200")
    expect(cell(page, "Radio", "Apr 2027")).to_have_value("50.5")
    expect(cell(page, "Radio", "May 2027")).to_have_value("0")
    expect(window.get_by_role("row", name="Local SEO").get_by_role("cell").last).to_have_text("$7,800")
    close(page, "Done")
    expect(page.get_by_text("differs from month to month")).to_have_count(2)
    for width in in_both_widths(page):
        assert not overflows(page), f"{width} px"

    slider = page.get_by_role("slider", name="Local SEO, spend a month")
    assert slider.input_value() == "650"
    slider.press("End")
    expect(page.locator(".fc-change").first).not_to_be_empty()
    complete(page)
    times = float(slider.input_value()) / 650
    assert times > 1.5
    months(page)
    for month, before in (("Jan", 600), ("Mar", 1_800), ("Apr", 0)):
        amount = float(cell(page, "Local SEO", f"{month} 2027").input_value().replace(",", ""))
        assert amount == pytest.approx(before * times, abs=0.01)


def says_so_that_everybody_can_read_it_what_a_paste_comes_to(page: Page, window: Locator) -> None:
    first = cell(page, "Google Ads search", "Jan 2027")
    said, undo = window.get_by_role("status"), window.get_by_role("button", name="Undo")
    for look in in_both_looks(page):
        paste(page, first, NO_AMOUNT)
        expect(said).to_have_text("Nothing was pasted. “abc” (Google Ads search, Feb 2027) is not an amount.")
        assert serious_faults(page, DIALOG) == [], f"refused {look}"
        paste(page, first, MONTHS)
        expect(said).to_contain_text("Pasted 2 channels")
        assert serious_faults(page, DIALOG) == [], f"pasted {look}"
        undo.click()
        expect(undo).to_be_disabled()
        paste(page, first, QUARTERS)
        window.get_by_test_id("stRadio").get_by_text("$1,500").click()
        expect(window.get_by_role("button", name="Take it over")).to_be_enabled()
        wait_until_idle(page)
        assert serious_faults(page, DIALOG) == [], f"looked at {look}"
        screenshot(page, f"months-looked-at-{look}")
        window.get_by_role("button", name="Leave it").click()
        expect(window.get_by_role("button", name="Leave it")).to_have_count(0)
        assert not overflows(page), look


def looks_at_a_budget_in_quarters_before_it_is_taken_over(page: Page, window: Locator) -> None:
    first = cell(page, "Google Ads search", "Jan 2027")
    paste(page, first, QUARTERS)
    expect(window.get_by_text("“Q1” was spread evenly over Jan 2027 to Mar 2027.")).to_be_visible()
    expect(window.get_by_text("The column “Total” is a sum and was left out.")).to_be_visible()
    take = window.get_by_role("button", name="Take it over")
    expect(take).to_be_disabled()
    window.get_by_test_id("stRadio").get_by_text("$1,500").click()
    expect(take).to_be_enabled()
    expect(first).to_have_value("2,000")
    take.click()
    expect(first).to_have_value("500")
    expect(cell(page, "Google Ads search", "Apr 2027")).to_have_value("666.67")
    expect(window.get_by_role("status")).to_contain_text("Pasted 1 channel, 6 months, Jan 2027 to Jun 2027.")
    window.get_by_role("button", name="Undo").click()
    expect(first).to_have_value("2,000")


@pytest.mark.thorough
def test_cells_refuse_what_does_not_fit_are_reached_by_key_and_lose_nothing_of_quick_typing(page):
    window = months(page)
    refuses_clearly_what_does_not_fit_or_cannot_be_read(page, window)
    reaches_cells_by_key_and_can_undo_each_change(page, window)

    cell(page, "Radio", "Jan 2027").focus()
    for number in range(1, 13):
        page.keyboard.type(str(100 * number))
        page.keyboard.press("Tab")
    expect(page.get_by_role("row", name="Radio").get_by_role("cell").last).to_have_text("$7,800")
    for number, month in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun"), start=1):
        expect(cell(page, "Radio", f"{month} 2027")).to_have_value(str(100 * number))


def refuses_clearly_what_does_not_fit_or_cannot_be_read(page: Page, window: Locator) -> None:
    said = window.get_by_role("status")
    first = cell(page, "Google Ads search", "Jan 2027")
    paste(page, first, "1\t2\n" * 4)
    expect(said).to_have_text("Nothing was pasted. You pasted 4 rows, but the table has only 3.")
    paste(page, first, "\t".join(["5"] * 13))
    expect(said).to_have_text("Nothing was pasted. You pasted 13 months, but the plan has only 12.")
    first.fill("12oo")
    first.press("Tab")
    expect(said).to_contain_text("Google Ads search in Jan 2027 stays as it was")
    expect(first).to_have_value("2,000")
    expect(page.locator(".st-key-status")).not_to_contain_text("Unsaved changes")


def reaches_cells_by_key_and_can_undo_each_change(page: Page, window: Locator) -> None:
    first = cell(page, "Google Ads search", "Jan 2027")
    expect(window.get_by_role("button", name="Undo")).to_be_disabled()
    first.focus()
    page.keyboard.type("1500")
    page.keyboard.press("Tab")
    expect(cell(page, "Google Ads search", "Feb 2027")).to_be_focused()
    page.keyboard.type("1600")
    page.keyboard.press("Enter")
    expect(cell(page, "Local SEO", "Feb 2027")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Google Ads search", "Feb 2027")).to_have_value("1,600")
    expect(first).to_have_value("1,500")
    page.keyboard.press("Control+z")
    expect(cell(page, "Google Ads search", "Feb 2027")).to_have_value("1,600")
    window.get_by_role("button", name="use the amount of Feb 2027 for all later months").click()
    expect(cell(page, "Google Ads search", "Dec 2027")).to_have_value("1,600")
    for shown in ("1,600", "2,000", "2,000"):
        window.get_by_role("button", name="Undo").click()
        expect(cell(page, "Google Ads search", "Dec 2027")).to_have_value("2,000")
        expect(cell(page, "Google Ads search", "Feb 2027")).to_have_value(shown)
    expect(first).to_have_value("2,000")
    expect(window.get_by_role("button", name="Undo")).to_be_disabled()


@pytest.mark.thorough
def test_a_total_and_shares_must_add_up_to_become_the_sliders_and_a_spreadsheet_becomes_a_plan(page):
    page.get_by_role("button", name="Total and shares").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Total, $").fill("2000")
    window.get_by_label("Share of Google Ads search").fill("30 %")
    window.get_by_label("Share of Google Ads search").press("Enter")
    expect(window.get_by_text("46.9 % is missing")).to_be_visible()
    expect(window.get_by_role("button", name="Use these")).to_be_disabled()
    is_readable(page, DIALOG, "shares")
    window.get_by_role("button", name="Scale to 100 %").click()
    expect(window.get_by_text("Together 100 %")).to_be_visible()
    close(page, "Use these")
    expect(page.locator(".st-key-budget")).to_contain_text("$2,000")
    makes_a_plan_of_a_budget_from_a_spreadsheet(page)


def makes_a_plan_of_a_budget_from_a_spreadsheet(page: Page) -> None:
    page.get_by_role("button", name="Plan from a spreadsheet").click()
    window = page.get_by_role("dialog")
    box = page.locator("input[type=file]")
    box.set_input_files({"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(window.get_by_text("This is a PDF")).to_be_visible()
    content = workbook(Notes=[["Kim"]], Budget=[["", "Jan", "Feb", "Total"], ["Radio", 1500, 2000.5, 3500.5]])
    box.set_input_files({"name": "Spring.xlsx", "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("combobox", name="Sheet").click()
    page.get_by_role("option", name="Budget").click()
    expect(window.get_by_text("This would set 1 channel, 2 months, Jan 2027 to Feb 2027.")).to_be_visible()
    wait_until_idle(page)
    is_readable(page, DIALOG, "plan-from-file")
    window.get_by_role("button", name="Add it as a plan").click()
    shows(page, "Spring")
    expect(window).to_have_count(0)
    has_plans(page, *NAMES, "Spring")
    assert not overflows(page)
