import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.cli.serving import app_script
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.presentation.channel_table import all_by_channel
from simulator.reports.as_csv import as_csv
from simulator.scenario_files import read
from tests.browser.conftest import Open, Serve
from tests.browser.harness import (
    PAPER,
    PATIENCE,
    drag_to,
    in_both_looks,
    in_both_themes,
    in_both_widths,
    overflows,
    screenshot,
    serious_faults,
)
from tests.browser.plan_page import CHARTS, complete

pytestmark = pytest.mark.browser

PAINTED = "(element, property) => getComputedStyle(element)[property]"


@pytest.fixture
def address(serve: Serve) -> str:
    return f"{serve(app_script()).address}/?scenario=example/plumber"


@pytest.fixture
def plan(address, visit: Open) -> Callable[..., Page]:
    """``plan(width=400, theme="dark")``: a new visitor's Plan page, complete."""

    def opened(scenario: str = "plumber", **window: object) -> Page:
        page = visit(address.replace("plumber", scenario), **window)
        complete(page, scenario)
        return page

    return opened


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"{name}, spend a month")


def tile(page: Page, key: str) -> Locator:
    return page.locator(f"[data-figure={key}]")


def figure(page: Page, key: str) -> Locator:
    return tile(page, key).locator(".fc-figure")


def sentence(page: Page) -> Locator:
    return page.locator(".fc-sentence")


def action(page: Page, name: str) -> Locator:
    """A button of the sliders."""
    return page.locator(".st-key-budget").get_by_role("button", name=name, exact=True)


def spends(page: Page, amount: str) -> None:
    expect(sentence(page)).to_contain_text(f"Spending {amount} a month", timeout=PATIENCE)


def drawing(page: Page, number: int) -> str:
    """The places and words of a chart's marks."""
    chart = page.get_by_test_id("stVegaLiteChart").nth(number)
    return "".join(chart.locator(".role-mark").evaluate_all("(marks) => marks.map((mark) => mark.innerHTML)"))


def test_tiles_and_charts_follow_a_slider_that_is_still_held(plan):
    page = plan()
    before = figure(page, "profit").inner_text(), [drawing(page, number) for number in range(CHARTS)]
    drag_to(page, slider(page, "Local Services Ads"), 0.9)
    expect(figure(page, "profit")).not_to_have_text(before[0], timeout=PATIENCE)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("As before this move")).to_have_count(2)
    held = [drawing(page, number) for number in range(CHARTS)]
    assert all(now != then for now, then in zip(held, before[1], strict=True))
    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible(timeout=PATIENCE)
    complete(page)


@pytest.mark.thorough
def test_the_best_move_is_made_with_its_button_held_back_with_a_slider_and_undone(plan):
    page = plan()
    advice, make = page.locator(".fc-move"), page.get_by_role("button", name="Make this move")
    first, search = advice.inner_text(), slider(page, "Google Ads search")
    expect(page.locator(".fc-judgement")).to_have_text(re.compile("^Likely worth it: it brings in about"))
    assert first.startswith("Move $1,000 a month from Google Ads search (-30%) to Postcards")
    make.click()
    expect(advice).not_to_have_text(first, timeout=PATIENCE)
    expect(search).to_have_value("1000")
    expect(slider(page, "Postcards")).to_have_value("1000")
    spends(page, "$4,040")
    place = page.locator(".st-key-next-step").bounding_box()
    drag_to(page, search, 0.3)
    expect(advice).to_have_class(re.compile("fc-pale"), timeout=PATIENCE)
    expect(make).to_be_disabled()
    assert page.locator(".st-key-next-step").bounding_box()["height"] == pytest.approx(place["height"], abs=1)
    page.mouse.up()
    expect(advice).not_to_have_class(re.compile("fc-pale"), timeout=PATIENCE)
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
        complete(page)
    expect(advice).to_have_text(first, timeout=PATIENCE)
    expect(search).to_have_value("2000")


def test_the_arrow_keys_move_the_result_and_compare_it_with_the_saved_plan(plan):
    page = plan()
    expect(page.locator(".fc-change").first).to_be_empty()
    for _ in range(5):
        slider(page, "Google Ads search").press("ArrowRight")
    spends(page, "$4,140")
    expect(tile(page, "profit")).to_contain_text(
        re.compile(r"(from|as) the example, better in (\d+|fewer than 1) of 100")
    )
    expect(page.locator(".st-key-status")).to_contain_text("Unsaved changes")


@pytest.mark.thorough
def test_a_payback_in_words_stays_within_its_tile(plan):
    page = plan()
    slider(page, "Google Ads search").press("End")
    slider(page, "Radio").press("End")
    expect(figure(page, "payback_months")).to_have_text("not within 24 months")
    complete(page)
    for width in in_both_widths(page):
        fits = tile(page, "payback_months").evaluate("(tile) => tile.scrollWidth <= tile.clientWidth")
        assert fits, f"{width} px"


@pytest.mark.thorough
def test_a_slider_that_returns_leaves_nothing_to_compare(plan):
    page = plan()
    slider(page, "Google Ads search").press("ArrowRight")
    spends(page, "$4,060")
    slider(page, "Google Ads search").press("ArrowLeft")
    spends(page, "$4,040")
    expect(page.locator(".fc-change").first).to_be_empty()
    expect(page.locator(".st-key-status")).to_contain_text("Example")


@pytest.mark.thorough
def test_keeping_the_total_keeps_it_in_the_result_too(plan):
    page = plan()
    page.get_by_role("switch", name="Keep the total").click()
    expect(page.get_by_role("switch", name="Keep the total")).to_be_checked()
    slider(page, "Local SEO").press("PageUp")
    expect(tile(page, "profit")).to_contain_text(re.compile("(from|as) the example"), timeout=PATIENCE)
    spends(page, "$4,040")


@pytest.mark.thorough
def test_a_locked_channel_gives_nothing(plan):
    page = plan()
    page.get_by_role("switch", name="Keep the total").click()
    action(page, "Lock Google Ads search").click()
    expect(slider(page, "Google Ads search")).to_be_disabled()
    slider(page, "Local SEO").press("End")
    expect(tile(page, "profit")).to_contain_text(re.compile("(from|as) the example"), timeout=PATIENCE)
    expect(slider(page, "Google Ads search")).to_have_value("2000")
    expect(slider(page, "Local Services Ads")).to_have_value("0")
    spends(page, "$4,040")


@pytest.mark.thorough
def test_undo_redo_and_reset_move_the_result_back_and_forth(plan):
    page = plan()
    first = sentence(page).inner_text()
    slider(page, "Local SEO").press("End")
    expect(sentence(page)).not_to_have_text(first, timeout=PATIENCE)
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible(timeout=PATIENCE)
    complete(page)
    second = sentence(page).inner_text()
    page.get_by_role("button", name="Undo").click()
    expect(sentence(page)).to_have_text(first, timeout=PATIENCE)
    page.get_by_role("button", name="Redo").click()
    expect(sentence(page)).to_have_text(second, timeout=PATIENCE)
    slider(page, "Local SEO").press("Control+z")
    expect(sentence(page)).to_have_text(first, timeout=PATIENCE)
    slider(page, "Local SEO").press("Control+Shift+Z")
    expect(sentence(page)).to_have_text(second, timeout=PATIENCE)
    action(page, "Reset").click()
    expect(sentence(page)).to_have_text(first, timeout=PATIENCE)
    expect(tile(page, "profit").locator(".fc-change")).to_be_empty()


@pytest.mark.thorough
def test_the_names_in_the_table_lie_on_the_paper_of_the_page_in_both_themes(plan):
    page = plan()
    for theme in in_both_themes(page):
        expect(page.locator(".fc-table tbody th").first).to_have_css("background-color", PAPER[theme])


@pytest.mark.thorough
def test_nothing_is_fetched_from_elsewhere(plan):
    page, fetched = plan(), []
    page.on("request", lambda request: fetched.append(request.url))
    page.reload()
    complete(page)
    own = (page.url.partition("/?")[0], "data:", "blob:")
    assert [url for url in fetched if not url.replace("ws:", "http:").startswith(own)] == []


def test_in_the_readers_own_colours_the_chosen_plan_and_page_stay_visible(plan):
    page = plan()
    page.emulate_media(forced_colors="active")
    chosen, other = (page.get_by_role("radio", name=name) for name in ("Today", "Add radio"))
    paper = other.evaluate(PAINTED, "backgroundColor")
    assert chosen.evaluate(PAINTED, "backgroundColor") != paper
    assert chosen.evaluate(PAINTED, "color") != chosen.evaluate(PAINTED, "backgroundColor")
    here, elsewhere = (page.get_by_role("link", name=name, exact=True) for name in ("Plan", "Compare"))
    assert here.evaluate(PAINTED, "borderBottomWidth") != elsewhere.evaluate(PAINTED, "borderBottomWidth")


def test_another_plan_brings_its_own_sliders_and_result(plan):
    page = plan()
    page.get_by_text("Add radio", exact=True).click()
    expect(slider(page, "Radio")).to_have_value("2500", timeout=PATIENCE)
    expect(sentence(page)).to_contain_text("Spending an average of ")
    expect(page.get_by_text("the amount is spent from Mar 2027 to May 2027")).to_be_visible()
    expect(page).to_have_url(re.compile("plan=Add"))


@pytest.mark.thorough
def test_the_table_downloads_as_it_was_computed(plan):
    page = plan()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").click()
    scenario = read(shipped_folder() / "plumber.yaml")
    expected = as_csv(all_by_channel(simulate(scenario, "Today")))
    assert Path(waiting.value.path()).read_bytes() == expected.encode("utf-8-sig")
    assert waiting.value.suggested_filename == "Ridge Plumbing 2027 Today.csv"


@pytest.mark.thorough
def test_moves_survive_another_page_and_a_reload(plan):
    page = plan()
    slider(page, "Radio").press("End")
    expect(sentence(page)).not_to_contain_text("$4,040", timeout=PATIENCE)
    complete(page)
    moved = sentence(page).inner_text()
    page.get_by_role("link", name="Assumptions").click()
    expect(page.get_by_role("heading", name="Assumptions")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Plan").click()
    expect(sentence(page)).to_have_text(moved, timeout=PATIENCE)
    page.reload()
    expect(sentence(page)).to_have_text(moved, timeout=PATIENCE)


def test_on_a_desk_sliders_and_tiles_share_the_first_screen_and_the_sliders_stay_in_sight(plan):
    page = plan(width=1440)
    for place in (*slider_places(page), *(tile(page, key) for key in ("profit", "payback_months"))):
        box = place.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900
    page.get_by_role("heading", name="By channel", exact=True).scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    expect(slider(page, "Google Ads search")).to_be_in_viewport()


def slider_places(page: Page) -> list[Locator]:
    found = page.get_by_role("slider").all()
    assert len(found) == 7
    return found


def test_on_a_phone_the_sliders_come_first_and_the_answer_stays_at_hand(plan):
    page = plan(width=400)
    sliders, tiles = page.get_by_role("slider").first.bounding_box(), tile(page, "profit").bounding_box()
    assert sliders is not None
    assert tiles is not None
    assert sliders["y"] < tiles["y"]
    assert page.locator(".fc-next").evaluate("table => table.scrollWidth <= table.clientWidth")
    at_hand = page.locator(".fc-at-hand")
    expect(at_hand).to_be_in_viewport()
    expect(at_hand).to_contain_text(page.locator(".fc-judgement").inner_text().partition(":")[0])
    drag_to(page, slider(page, "Google Ads search"), 0.1)
    comes_to_hold(page, at_hand, figure(page, "profit"))
    page.mouse.up()
    complete(page)
    comes_to_hold(page, at_hand, figure(page, "profit"))


def comes_to_hold(page: Page, place: Locator, other: Locator) -> None:
    """Wait until one place says what another says, both of which may change while they are looked at."""
    deadline = time.monotonic() + PATIENCE / 1000
    while other.inner_text() not in place.inner_text():
        assert time.monotonic() < deadline, "both say the same in the end"
        page.wait_for_timeout(50)


@pytest.mark.parametrize(
    "scenario",
    [
        "plumber",
        *(
            pytest.param(name, marks=pytest.mark.thorough)
            for name in ("b2b-manufacturer", "first-worksheet", "window-cleaning")
        ),
    ],
)
def test_the_page_fits_and_has_no_serious_faults_in_either_theme(plan, scenario):
    page = plan(scenario, width=400)
    slider(page, "Google Ads search" if scenario != "first-worksheet" else "Advertisements").press("PageDown")
    expect(page.locator(".fc-change").first).to_contain_text(re.compile("(from|as) the example"), timeout=PATIENCE)
    complete(page, scenario)
    for look in in_both_looks(page):
        complete(page, scenario)
        assert serious_faults(page) == [], f"{scenario} {look}"
        assert not overflows(page), f"{scenario} {look}"
        screenshot(page, f"plan {scenario} {look}")


def heard(page: Page) -> list[tuple[str, int]]:
    """What a screen reader finds of each chart: its name, and how many things within it."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def within(node: dict[str, Any]) -> int:
        below = [by_id[child] for child in node.get("childIds", ()) if child in by_id]
        return sum((not child["ignored"]) + within(child) for child in below)

    return [
        (node["name"]["value"], within(node))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == "graphics-document"
    ]


def test_a_chart_offers_its_picture_and_not_what_it_is_drawn_from(plan):
    page = plan()
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.hover()
    expect(page.get_by_role("button", name="Download as PNG")).to_have_count(4)
    expect(page.get_by_role("button", name="Fullscreen")).to_have_count(4)
    expect(page.get_by_role("button", name=re.compile("data|spec", re.IGNORECASE))).to_have_count(0)


def test_a_screen_reader_finds_each_chart_as_one_picture(plan):
    page = plan()
    names = [
        cumulative_profit.ABOUT,
        outcome_dots.ABOUT,
        funnel.ABOUT,
        channel_roi.ABOUT,
    ]
    assert heard(page) == [(name, 0) for name in names]
    drag_to(page, slider(page, "Local Services Ads"), 0.9)
    page.mouse.up()
    complete(page)
    assert heard(page) == [(name, 0) for name in names]
