from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cli.serving import app_script
from tests.browser.conftest import Open, Serve
from tests.browser.harness import (
    STILL,
    in_both_looks,
    in_both_widths,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.plan_page import complete
from tests.tables.workbook_bytes import workbook

pytestmark = pytest.mark.browser

NAMES = ["Today", "Shift to SEO", "Add radio"]
QUARTERS = "\tQ1\tQ2\tTotal\nGoogle Ads search\t1.500\t2.000\t3.500\n"
PASTE = "(text) => navigator.clipboard.writeText(text)"


@pytest.fixture
def plan(serve: Serve, visit: Open) -> Callable[..., Page]:
    """``plan(width=400, theme="dark")``: a new visitor's Plan page, complete, who lets the page write the clipboard."""
    address = f"{serve(app_script()).address}/?scenario=example/plumber"

    def opened(**window: object) -> Page:
        page = visit(address, **window)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        complete(page)
        return page

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


def is_readable(page: Page, name: str) -> None:
    """At a desk by day, and on a phone in the dark."""
    for look in in_both_looks(page):
        assert serious_faults(page) == [], f"{name} {look}"
        screenshot(page, f"{name}-{look}")


def fits(page: Page) -> None:
    for width in in_both_widths(page):
        assert not overflows(page), f"{width} px"


@pytest.mark.thorough
def test_a_plan_is_made_from_the_sliders_deleted_brought_back_renamed_and_copied(plan):
    page = plan(width=400)
    makes_a_plan_from_the_sliders_and_puts_the_former_one_back(page)
    fits(page)
    deletes_a_plan_and_brings_it_back(page)
    renames_a_plan_but_to_no_taken_name_and_copies_it(page)


def makes_a_plan_from_the_sliders_and_puts_the_former_one_back(page: Page) -> None:
    page.get_by_role("slider", name="Local SEO, spend a month").press("ArrowRight")
    expect(page.locator(".st-key-status")).to_contain_text("Unsaved changes")
    complete(page)
    body = unfold(page, "New plan")
    expect(body.get_by_role("checkbox", name="Put “Today” back as it was saved")).to_be_checked()
    body.get_by_label("Name").fill("More SEO")
    body.get_by_label("What it is for").fill("For spring")
    is_readable(page, "new-plan")
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


def deletes_a_plan_and_brings_it_back(page: Page) -> None:
    unfold(page, "Edit plan").get_by_role("button", name="Delete").click()
    has_plans(page, "More SEO", *NAMES[1:])
    expect(page.get_by_text("“Today” is deleted. Undo brings it back.")).to_be_visible()
    screenshot(page, "plan-deleted-400")
    page.get_by_role("button", name="Undo").click()
    has_plans(page, "Today", "More SEO", *NAMES[1:])
    shows(page, "Today")


def renames_a_plan_but_to_no_taken_name_and_copies_it(page: Page) -> None:
    body = unfold(page, "Edit plan")
    name = body.get_by_label("Name of the plan")
    name.fill("add radio")
    name.press("Enter")
    expect(body.get_by_text("There is already a plan called add radio")).to_be_visible()
    expect(name).to_have_value("add radio")
    is_readable(page, "plan-name-refused")
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
def test_budgets_from_a_spreadsheet_are_looked_at_or_taken_at_once_and_a_slider_moves_them_in_proportion(plan):
    page = plan(width=400)
    window = months(page)
    looks_at_a_budget_in_quarters_before_it_is_taken_over(page, window)

    block = "\tMar\tApr\nLocal SEO\t$1,800\t\nRadio\t1,200.00\t$ 50.50\n"
    paste(page, cell(page, "Google Ads search", "Mar 2027"), block)
    expect(window.get_by_role("status")).to_contain_text("Pasted 2 channels, 2 months, Mar 2027 to Apr 2027.")
    expect(cell(page, "Local SEO", "Mar 2027")).to_have_value("1,800")
    expect(cell(page, "Local SEO", "Apr 2027")).to_have_value("0")
    expect(cell(page, "Radio", "Mar 2027")).to_have_value("1,200")
    expect(cell(page, "Radio", "Apr 2027")).to_have_value("50.5")
    expect(cell(page, "Radio", "May 2027")).to_have_value("0")
    expect(window.get_by_role("row", name="Local SEO").get_by_role("cell").last).to_have_text("$15,000")
    is_readable(page, "months-pasted")
    close(page, "Done")
    expect(page.get_by_text("differs from month to month")).to_have_count(2)
    fits(page)

    slider = page.get_by_role("slider", name="Local SEO, spend a month")
    assert slider.input_value() == "625"
    slider.press("End")
    expect(page.locator(".fc-change").first).not_to_be_empty()
    complete(page)
    times = float(slider.input_value()) / 625
    assert times > 1.5
    months(page)
    for month, before in (("Jan", 600), ("Mar", 1_800), ("Apr", 0)):
        amount = float(cell(page, "Local SEO", f"{month} 2027").input_value().replace(",", ""))
        assert amount == pytest.approx(before * times, abs=0.01)


def looks_at_a_budget_in_quarters_before_it_is_taken_over(page: Page, window: Locator) -> None:
    first = cell(page, "Google Ads search", "Jan 2027")
    paste(page, first, QUARTERS)
    expect(window.get_by_text("“Q1” was spread evenly over Jan 2027 to Mar 2027.")).to_be_visible()
    expect(window.get_by_text("The column “Total” is a sum and was left out.")).to_be_visible()
    take = window.get_by_role("button", name="Take it over")
    expect(take).to_be_disabled()
    window.get_by_test_id("stRadio").get_by_text("$1,500").click()
    expect(take).to_be_enabled()
    wait_until_idle(page)
    for width in in_both_widths(page):
        page.wait_for_function(STILL)
        assert serious_faults(page) == [], f"{width} px"
        screenshot(page, f"months-looked-at-{width}")
    expect(first).to_have_value("2,000")
    take.click()
    expect(first).to_have_value("500")
    expect(cell(page, "Google Ads search", "Apr 2027")).to_have_value("666.67")
    expect(window.get_by_role("status")).to_contain_text("Pasted 1 channel, 6 months, Jan 2027 to Jun 2027.")
    window.get_by_role("button", name="Undo").click()
    expect(first).to_have_value("2,000")
    paste(page, first, QUARTERS)
    window.get_by_role("button", name="Leave it").click()
    expect(take).to_have_count(0)
    expect(first).to_have_value("2,000")
    assert not overflows(page)


@pytest.mark.thorough
def test_cells_refuse_what_does_not_fit_are_reached_by_key_and_lose_nothing_of_quick_typing(plan):
    page = plan(width=400)
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
    paste(page, first, "1\t2\n" * 8)
    expect(said).to_have_text("Nothing was pasted. You pasted 8 rows, but the table has only 7.")
    paste(page, first, "\t".join(["5"] * 25))
    expect(said).to_have_text("Nothing was pasted. You pasted 25 months, but the plan has only 24.")
    paste(page, first, "1\tabc\n2\t3")
    expect(said).to_have_text("Nothing was pasted. “abc” (Google Ads search, Feb 2027) is not an amount.")
    for width in in_both_widths(page):
        screenshot(page, f"months-refused-{width}")
        assert serious_faults(page) == [], f"{width} px"
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
    expect(cell(page, "Local Services Ads", "Feb 2027")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Google Ads search", "Feb 2027")).to_have_value("1,600")
    expect(first).to_have_value("1,500")
    page.keyboard.press("Control+z")
    expect(cell(page, "Google Ads search", "Feb 2027")).to_have_value("1,600")
    window.get_by_role("button", name="use the amount of Feb 2027 for all later months").click()
    expect(cell(page, "Google Ads search", "Dec 2028")).to_have_value("1,600")
    for shown in ("1,600", "2,000", "2,000"):
        window.get_by_role("button", name="Undo").click()
        expect(cell(page, "Google Ads search", "Dec 2028")).to_have_value("2,000")
        expect(cell(page, "Google Ads search", "Feb 2027")).to_have_value(shown)
    expect(first).to_have_value("2,000")
    expect(window.get_by_role("button", name="Undo")).to_be_disabled()


@pytest.mark.thorough
def test_a_total_and_shares_must_add_up_to_become_the_sliders_and_a_spreadsheet_becomes_a_plan(plan):
    page = plan(width=400)
    page.get_by_role("button", name="Total and shares").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Total, $").fill("2000")
    window.get_by_label("Share of Google Ads search").fill("30 %")
    window.get_by_label("Share of Google Ads search").press("Enter")
    expect(window.get_by_text("19.5 % is missing")).to_be_visible()
    expect(window.get_by_role("button", name="Use these")).to_be_disabled()
    is_readable(page, "shares")
    window.get_by_role("button", name="Scale to 100 %").click()
    expect(window.get_by_text("Together 100 %")).to_be_visible()
    close(page, "Use these")
    expect(page.locator(".st-key-budget")).to_contain_text("$2,000")
    fits(page)
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
    for width in in_both_widths(page):
        page.wait_for_function(STILL)
        assert serious_faults(page) == [], f"{width} px"
        screenshot(page, f"plan-from-file-{width}")
    window.get_by_role("button", name="Add it as a plan").click()
    shows(page, "Spring")
    expect(window).to_have_count(0)
    has_plans(page, *NAMES, "Spring")
    assert not overflows(page)
