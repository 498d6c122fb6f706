import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.presentation.channel_table import all_by_channel
from simulator.reports.as_csv import as_csv
from simulator.scenario_files import read
from tests.browser.conftest import Open
from tests.browser.harness import HEIGHT, PATIENCE, PHONE, Server, drag_to, in_both_widths
from tests.browser.plan_page import CHARTS, complete, looks_well_where_it_is_compared
from tests.browser.small import three_plans

pytestmark = pytest.mark.browser

PAINTED = "(element, property) => getComputedStyle(element)[property]"


@pytest.fixture
def plumber(server: Server, visit: Open) -> Page:
    """A new visitor's page Plan about the example with the most in it, complete."""
    page: Page = visit(server.plan)
    complete(page)
    return page


@pytest.fixture
def ridge(server: Server, folder: Path, visit: Open) -> Page:
    """A new visitor's page Plan about three channels and a year, complete."""
    page: Page = visit(three_plans(server, folder))
    complete(page)
    return page


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


def drawings(page: Page) -> list[str]:
    return [drawing(page, number) for number in range(CHARTS)]


def test_while_a_slider_is_held_tiles_and_charts_follow_and_the_best_move_waits(ridge):
    page = ridge
    advice, make = page.locator(".fc-move"), page.get_by_role("button", name="Make this move")
    first, search = advice.inner_text(), slider(page, "Google Ads search")
    expect(page.locator(".fc-judgement")).to_have_text(re.compile("^Likely worth it: it brings in about"))
    assert first.startswith("Move $400 a month from Google Ads search")
    make.click()
    expect(advice).not_to_have_text(first, timeout=PATIENCE)
    expect(search).to_have_value("1600")
    expect(slider(page, "Local SEO")).to_have_value("1000")
    spends(page, "$2,600")
    complete(page)
    profit, drawn = figure(page, "profit").inner_text(), drawings(page)
    place = page.locator(".st-key-next-step").bounding_box()

    drag_to(page, slider(page, "Radio"), 0.9, steps=3)
    expect(figure(page, "profit")).not_to_have_text(profit, timeout=PATIENCE)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("As before this move")).to_have_count(2)
    assert all(now != then for now, then in zip(drawings(page), drawn, strict=True))
    expect(advice).to_have_class(re.compile("fc-pale"), timeout=PATIENCE)
    expect(make).to_be_disabled()
    assert page.locator(".st-key-next-step").bounding_box()["height"] == pytest.approx(place["height"], abs=1)

    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible(timeout=PATIENCE)
    expect(advice).not_to_have_class(re.compile("fc-pale"), timeout=PATIENCE)
    complete(page)
    is_heard_as_pictures(page)
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
        complete(page)
    expect(advice).to_have_text(first, timeout=PATIENCE)
    expect(search).to_have_value("2000")


def test_keys_and_switches_move_the_result_beside_the_saved_plan_and_moves_survive_a_page_and_a_reload(ridge):
    page = ridge
    fetched: list[str] = []

    def note(request: Request) -> None:
        fetched.append(request.url)

    page.on("request", note)
    the_arrow_keys_undo_redo_and_reset_move_the_result_and_its_comparison_with_the_saved_plan(page)
    the_total_is_kept_in_the_result_too_and_a_locked_channel_gives_nothing(page)
    moves_survive_another_page_and_a_reload(page)
    page.remove_listener("request", note)
    own = (page.url.partition("/?")[0], "data:", "blob:")
    assert [url for url in fetched if not url.replace("ws:", "http:").startswith(own)] == []


def the_arrow_keys_undo_redo_and_reset_move_the_result_and_its_comparison_with_the_saved_plan(page: Page) -> None:
    change, status = page.locator(".fc-change").first, page.locator(".st-key-status")
    expect(change).to_be_empty()
    search = slider(page, "Google Ads search")
    search.press("ArrowRight")
    spends(page, "$2,620")
    expect(tile(page, "profit")).to_contain_text(re.compile(r"(from|as) saved, better in (\d+|fewer than 1) of 100"))
    expect(status).to_contain_text("Unsaved changes")
    search.press("Control+z")
    spends(page, "$2,600")
    search.press("Control+Shift+Z")
    spends(page, "$2,620")
    search.press("ArrowLeft")
    spends(page, "$2,600")
    expect(change).to_be_empty()
    expect(status).to_contain_text("Saved")
    slider(page, "Local SEO").press("End")
    expect(change).not_to_be_empty()
    action(page, "Reset").click()
    spends(page, "$2,600")
    expect(change).to_be_empty()


def the_total_is_kept_in_the_result_too_and_a_locked_channel_gives_nothing(page: Page) -> None:
    page.get_by_role("switch", name="Keep the total").click()
    action(page, "Lock Local SEO").click()
    expect(slider(page, "Local SEO")).to_be_disabled()
    slider(page, "Radio").press("End")
    expect(tile(page, "profit")).to_contain_text(re.compile("(from|as) saved"), timeout=PATIENCE)
    expect(slider(page, "Local SEO")).to_have_value("600")
    expect(slider(page, "Google Ads search")).to_have_value("0")
    spends(page, "$2,600")


def moves_survive_another_page_and_a_reload(page: Page) -> None:
    payback = figure(page, "payback_months")
    expect(payback).to_have_text("not within 12 months", timeout=PATIENCE)
    complete(page)
    for width in in_both_widths(page):
        fits = tile(page, "payback_months").evaluate("(tile) => tile.scrollWidth <= tile.clientWidth")
        assert fits, f"the words of the payback, {width} px"
    moved = sentence(page).inner_text()
    page.get_by_role("link", name="Assumptions").click()
    expect(page.get_by_role("heading", name="Assumptions")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Plan").click()
    expect(sentence(page)).to_have_text(moved, timeout=PATIENCE)
    page.reload()
    expect(sentence(page)).to_have_text(moved, timeout=PATIENCE)
    complete(page)


def test_at_a_desk_all_is_in_sight_and_taken_along_and_on_a_phone_the_sliders_come_first(plumber):
    page = plumber
    for place in (*slider_places(page), *(tile(page, key) for key in ("profit", "payback_months"))):
        box = place.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900
    page.get_by_role("heading", name="By channel", exact=True).scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    expect(slider(page, "Google Ads search")).to_be_in_viewport()
    offers_pictures_of_its_charts_and_not_what_they_are_drawn_from(page)
    downloads_the_table_as_it_was_computed(page)
    shows_the_chosen_plan_and_page_in_the_readers_own_colours(page)
    on_a_phone_the_sliders_come_first_and_the_answer_stays_at_hand(page)
    looks_well_where_it_is_compared(page, "plumber")

    page.get_by_text("Add radio", exact=True).click()
    expect(slider(page, "Radio")).to_have_value("2500", timeout=PATIENCE)
    expect(sentence(page)).to_contain_text("Spending an average of ")
    expect(page.get_by_text("the amount is spent from Mar 2027 to May 2027")).to_be_visible()
    expect(page).to_have_url(re.compile("plan=Add"))


def slider_places(page: Page) -> list[Locator]:
    found = page.get_by_role("slider").all()
    assert len(found) == 7
    return found


def offers_pictures_of_its_charts_and_not_what_they_are_drawn_from(page: Page) -> None:
    page.get_by_test_id("stVegaLiteChart").first.hover()
    expect(page.get_by_role("button", name="Download as PNG")).to_have_count(4)
    expect(page.get_by_role("button", name="Fullscreen")).to_have_count(4)
    expect(page.get_by_role("button", name=re.compile("data|spec", re.IGNORECASE))).to_have_count(0)


def downloads_the_table_as_it_was_computed(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").click()
    scenario = read(shipped_folder() / "plumber.yaml")
    expected = as_csv(all_by_channel(simulate(scenario, "Today")))
    assert Path(waiting.value.path()).read_bytes() == expected.encode("utf-8-sig")
    assert waiting.value.suggested_filename == "Ridge Plumbing 2027 Today.csv"


def shows_the_chosen_plan_and_page_in_the_readers_own_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    chosen, other = (page.get_by_role("radio", name=name) for name in ("Today", "Add radio"))
    paper = other.evaluate(PAINTED, "backgroundColor")
    assert chosen.evaluate(PAINTED, "backgroundColor") != paper
    assert chosen.evaluate(PAINTED, "color") != chosen.evaluate(PAINTED, "backgroundColor")
    here, elsewhere = (page.get_by_role("link", name=name, exact=True) for name in ("Plan", "Compare"))
    assert here.evaluate(PAINTED, "borderBottomWidth") != elsewhere.evaluate(PAINTED, "borderBottomWidth")
    page.emulate_media(forced_colors="none")


def on_a_phone_the_sliders_come_first_and_the_answer_stays_at_hand(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    complete(page)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    sliders, tiles = page.get_by_role("slider").first.bounding_box(), tile(page, "profit").bounding_box()
    assert sliders is not None
    assert tiles is not None
    assert sliders["y"] < tiles["y"]
    assert page.locator(".fc-next").evaluate("table => table.scrollWidth <= table.clientWidth")
    at_hand = page.locator(".fc-at-hand")
    expect(at_hand).to_be_in_viewport()
    expect(at_hand).to_contain_text(page.locator(".fc-judgement").inner_text().partition(":")[0])
    drag_to(page, slider(page, "Google Ads search"), 0.1, steps=3)
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


def heard(page: Page) -> list[tuple[str, int]]:
    """What a screen reader finds of each chart: its name, and how many things within it."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    devtools.detach()
    by_id = {node["nodeId"]: node for node in nodes}

    def within(node: dict[str, Any]) -> int:
        below = [by_id[child] for child in node.get("childIds", ()) if child in by_id]
        return sum((not child["ignored"]) + within(child) for child in below)

    return [
        (node["name"]["value"], within(node))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == "graphics-document"
    ]


def is_heard_as_pictures(page: Page) -> None:
    """A screen reader finds each chart as one picture, with nothing in it."""
    names = [cumulative_profit.ABOUT, outcome_dots.ABOUT, funnel.ABOUT, channel_roi.ABOUT]
    assert heard(page) == [(name, 0) for name in names]
