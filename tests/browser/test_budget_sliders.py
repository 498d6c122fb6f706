import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Serve
from tests.browser.harness import (
    HEIGHT,
    ROOT,
    drag_to,
    in_both_looks,
    in_both_themes,
    in_both_widths,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)

pytestmark = pytest.mark.browser

SCRIPT = ROOT / "tests" / "browser" / "sliders_page.py"
POSTCARDS = "<b>Post</b>cards & [mail](x)"


@pytest.fixture
def address(serve: Serve) -> str:
    return serve(SCRIPT).address


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"{name}, spend a month")


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=f"{name}, spend a month (US Dollar)")


def action(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def keep_total(page: Page) -> Locator:
    return page.get_by_role("switch", name="Keep the total")


def expect_result(page: Page, *amounts: str, with_draws: str = "all draws") -> None:
    text = re.compile(rf"^{' '.join(amounts)} \| {with_draws}$")
    expect(page.locator(".st-key-result")).to_have_text(text)


def expect_steps(page: Page, count: int) -> None:
    expect(page.locator(".st-key-steps")).to_have_text(re.compile(f"^steps {count} "))


def amounts(page: Page) -> list[float]:
    shown = page.locator(".st-key-result").inner_text().split(" | ")[0]
    return [float(amount) for amount in shown.split()]


def reset(page: Page) -> None:
    action(page, "Reset").click()
    expect_result(page, "3000", "1200", "800", "0")


@pytest.mark.thorough
def test_a_slow_page_follows_a_long_drag_ends_at_the_last_amount_and_loses_nothing_that_is_typed_or_left(
    address, visit: Open
):
    page = visit(f"{address}/?pause=0.4")
    ads = slider(page, "Google Ads")
    drag_to(page, ads, 0.1)
    place = ads.bounding_box()
    assert place is not None
    seen = set()
    for step in range(45):
        page.mouse.move(place["x"] + 100 + 10 * step, place["y"] + 20)
        page.wait_for_timeout(80)
        seen.add(amounts(page)[0])
    held = ads.input_value()
    page.mouse.up()
    # While the page runs for the last amount, another one is begun, and taken once it is complete.
    box(page, "Local SEO").fill("77")
    expect_result(page, f"{float(held):g}", "1200", "800", "0")
    assert len(seen) >= 4, "the page did not follow while the slider was held"
    expect_steps(page, 1)
    expect(box(page, "Local SEO")).to_have_value("77")
    page.keyboard.press("Enter")
    expect_result(page, f"{float(held):g}", "77", "800", "0")

    slider(page, "Google Ads").press("End")
    page.get_by_role("link", name="Other").click()
    expect(page.get_by_role("heading", name="Another page")).to_be_visible()
    page.get_by_role("link", name="Plan").click()
    expect_result(page, "8000", "77", "800", "0")
    slider(page, "Radio").press("End")
    expect_result(page, "8000", "77", "800", "2000")


def test_the_keys_move_in_round_steps_and_a_burst_or_a_held_key_is_one_undo_step(address, visit: Open):
    page = visit(address)
    sliders = page.locator(".st-key-budget")
    warning = sliders.get_by_text("beyond tested range")
    expect(warning).to_have_count(0)
    # A name is text and never markup.
    expect(sliders.get_by_text(POSTCARDS, exact=True)).to_be_visible()
    expect(sliders.locator(".name b, .name a")).to_have_count(0)
    expect(action(page, "Reset")).to_be_disabled()
    ads = slider(page, "Google Ads")
    ads.focus()
    for _ in range(3):
        ads.press("ArrowRight")
    expect_result(page, "3150", "1200", "800", "0")
    expect_steps(page, 1)
    ads.press("PageDown")
    expect_result(page, "2650", "1200", "800", "0")
    ads.press("Home")
    expect_result(page, "0", "1200", "800", "0")
    ads.press("End")
    expect_result(page, "8000", "1200", "800", "0")
    expect(warning).to_be_visible()
    expect(ads).to_have_attribute("aria-valuetext", "$8,000 a month, beyond tested range")
    slider(page, "Radio").press("End")
    expect_result(page, "8000", "1200", "800", "2000")
    reset(page)

    # A held key is a preview until it is let go.
    slider(page, "Local SEO").focus()
    for _ in range(5):
        page.keyboard.down("ArrowUp")
    expect_result(page, "3000", "1300", "800", "0", with_draws="preview")
    page.keyboard.up("ArrowUp")
    expect_result(page, "3000", "1300", "800", "0")


def test_an_amount_can_be_typed_and_what_is_none_stays_in_its_box_with_a_word_beside_it(address, visit: Open):
    page = visit(address)
    ads, typed_ads, remark = slider(page, "Google Ads"), box(page, "Google Ads"), page.locator(".remark").first
    usual = str(ads.get_attribute("max"))
    refused = {"": "Nothing is typed here", "-50": "below 0", "1e300": "not an amount", "1.250": "can mean"}
    for typed, said in refused.items():
        typed_ads.fill(typed)
        page.keyboard.press("Tab")
        expect(remark).to_contain_text(said)
        expect(typed_ads).to_have_value(typed)
        expect(typed_ads).to_have_attribute("aria-invalid", "true")
        expect_result(page, "3000", "1200", "800", "0")
    typed_ads.press("Escape")
    expect(remark).to_have_text("")
    expect(typed_ads).to_have_value("3000")
    # Escape forgets what is no further than typed, too.
    typed_ads.fill("5")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(typed_ads).to_have_value("3000")
    expect_result(page, "3000", "1200", "800", "0")

    type_amount(page, "12k")
    expect(remark).to_have_text("“12k” is read as $12,000.")
    expect_result(page, "12000", "1200", "800", "0")
    # It may lie beyond the slider, which shrinks again where it grew by a slip.
    type_amount(page, "12345.67")
    expect_result(page, "12345.7", "1200", "800", "0")
    expect(ads).to_have_value("12345.67")
    expect(ads).to_have_attribute("aria-valuetext", "$12,345.67 a month, beyond tested range")
    type_amount(page, "30000")
    expect(ads).to_have_attribute("max", "40000")
    type_amount(page, "3000")
    expect(ads).to_have_attribute("max", usual)


def type_amount(page: Page, text: str) -> None:
    box(page, "Google Ads").fill(text)
    page.keyboard.press("Enter")


def test_amounts_are_written_and_read_as_the_reader_writes_them(address, visit: Open):
    page = visit(f"{address}/?locale=de_DE&currency=EUR")
    expect(slider(page, "Google Ads")).to_have_attribute("aria-valuetext", "3.000\xa0€ a month")
    page.get_by_role("textbox", name=re.compile(r"Google Ads, spend a month")).fill("1.250")
    page.keyboard.press("Enter")
    expect_result(page, "1250", "1200", "800", "0")
    expect(page.locator(".remark").first).to_have_text("")


def test_keeping_the_total_takes_from_the_others_while_dragging_as_far_as_they_can_give(address, visit: Open):
    page = visit(address)
    ads = slider(page, "Google Ads")
    keep_total(page).click()
    expect(page.locator(".st-key-steps")).to_have_text("steps 1 moves 1 runs 2")
    # A move is applied once, however often the page runs.
    action(page, "Run again").click()
    expect(page.locator(".st-key-steps")).to_have_text("steps 1 moves 1 runs 3")
    expect(keep_total(page)).to_be_checked()
    drag_to(page, ads, 0.5)
    expect_result(page, "4000", "600", "400", "0", with_draws="preview")
    expect(slider(page, "Local SEO")).to_have_value("600")
    page.mouse.up()
    expect_result(page, "4000", "600", "400", "0")
    expect(page.get_by_text("Total $5,000 a month")).to_be_visible()

    drag_to(page, ads, 1.0)
    expect(ads).to_have_value("5000")
    expect_result(page, "5000", "0", "0", "0", with_draws="preview")
    drag_to(page, ads, 0.375)
    page.mouse.up()
    expect_result(page, "3000", "1200", "800", "0")

    # A locked channel stays where it is.
    action(page, "Lock Local SEO").click()
    expect(slider(page, "Local SEO")).to_be_disabled()
    expect(action(page, "Lock Local SEO")).to_have_attribute("aria-pressed", "true")
    type_amount(page, "3500")
    expect_result(page, "3500", "1200", "300", "0")


def test_a_plan_that_is_given_by_month_can_be_read_but_not_moved(address, visit: Open):
    reason = "This plan is given month by month: change it under Scenarios."
    page = visit(f"{address}/?read_only={reason}")
    expect(page.get_by_text(reason)).to_be_visible()
    for control in (slider(page, "Google Ads"), box(page, "Google Ads"), keep_total(page)):
        expect(control).to_be_disabled()
    for theme in in_both_themes(page):
        assert serious_faults(page) == [], theme
        screenshot(page, f"sliders read only {theme}")


def test_sliders_follow_the_hand_and_are_usable_and_free_of_serious_faults_at_every_size(address, visit: Open):
    page = visit(address, width=400)
    for before, _ in enumerate(in_both_widths(page)):
        drag_to(page, slider(page, "Google Ads"), 0.25)
        expect_result(page, "2000", "1200", "800", "0", with_draws="preview")
        page.mouse.up()
        expect_result(page, "2000", "1200", "800", "0")
        expect(box(page, "Google Ads")).to_have_value("2000")
        expect_steps(page, 2 * before + 1)
        reset(page)
    page.set_viewport_size({"width": 400, "height": HEIGHT})
    slider(page, "Google Ads").press("End")
    action(page, "Lock Local SEO").click()
    keep_total(page).click()
    expect(keep_total(page)).to_be_checked()
    wait_until_idle(page)
    assert smallest_target(page) >= 44
    for look in in_both_looks(page):
        assert serious_faults(page) == [], look
        assert not overflows(page), look
        screenshot(page, f"sliders {look}")


def smallest_target(page: Page) -> float:
    controls = page.locator(".st-key-budget").locator("button, .frame, input[type=range]")
    sizes = [control.bounding_box() for control in controls.all()]
    return min(min(size["width"], size["height"]) for size in sizes if size is not None)
