"""The page to play with, as whoever gets it opens it: from a file, on a phone or a desk, without a network."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.analyses.summary import plan_summary
from simulator.edits.spend import with_slider_spend
from simulator.engine.simulation import Simulation, simulate
from simulator.presentation.headline import headline
from simulator.reports.as_html import as_html
from simulator.reports.playable.script import number_style
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.story import Told
from simulator.tables.budgets import Place
from simulator.tables.typed_spend import typed_spend
from simulator.text.formats import Formats
from tests.browser.harness import DESK, HEIGHT, PHONE, Theme, drag_to, screenshot, serious_faults
from tests.examples import BREAKOUT, CERTAIN, PLUMBER
from tests.plain import beliefs

pytestmark = pytest.mark.browser

OpenFile = Callable[..., Page]
DRAWS, FEW_DRAWS = 2_048, 128
DAY = date(2026, 11, 26)
NARROWEST = 390
"""A phone's width [px]."""


SHIFT = "Shift to SEO"
WRITING = files("simulator.reports.playable").joinpath("writing.js").read_text("utf-8")


@cache
def shifted() -> Simulation:
    return simulate(PLUMBER, SHIFT, draws=DRAWS)


@cache
def page_of_the_shift() -> bytes:
    return as_html(Told(shifted(), None, Formats(PLUMBER.currency), DAY))


def page_of(scenario: Scenario[Belief], plan: str, *, locale: str = "en_US") -> bytes:
    """The page where it does not matter in how many worlds."""
    return as_html(Told(simulate(scenario, plan, draws=FEW_DRAWS), None, Formats(scenario.currency, locale), DAY))


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[OpenFile]:
    """``opened(content)``: the page, which asks for nothing but itself and reports no error.

    ``inspected``: with axe, which the test itself puts in, and which the page's own policy would not let in.
    """
    with ExitStack() as stack:
        asked: list[str] = []
        failed: list[str] = []

        def open_file(content: bytes, *, width: int = DESK, inspected: bool = False) -> Page:
            file = tmp_path / "page.html"
            file.write_bytes(content)
            size = {"width": width, "height": HEIGHT}
            context = chromium.new_context(viewport=size, has_touch=width < DESK, locale="en-US", bypass_csp=inspected)
            stack.callback(context.close)
            page = context.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: failed.append(str(error)))
            page.on("console", lambda message: failed.append(message.text))
            page.goto(file.as_uri())
            return page

        yield open_file
        assert [url for url in asked if not url.startswith("data:")] == [(tmp_path / "page.html").as_uri()]
        assert failed == []


def slider(page: Page, channel: str):
    return page.get_by_role("slider", name=f"{channel}, spend a month", exact=True)


def box(page: Page, channel: str):
    return page.get_by_role("textbox", name=f"{channel}, spend a month, typed", exact=True)


def middles(page: Page) -> list[str]:
    return page.locator("#playing .tile-middle").all_inner_texts()


def shown_by_app(simulation: Simulation) -> list[tuple[str, str]]:
    return [(tile.middle, tile.range) for tile in headline(simulation, Formats(simulation.scenario.currency))]


def shown_by_page(page: Page) -> list[tuple[str, str]]:
    tiles = page.locator("#playing .tile").all()
    ranges = [tile.locator(".tile-range").inner_text().removeprefix("8 in 10 worlds: ") for tile in tiles]
    return list(zip(middles(page), ranges, strict=True))


SIGNS = """() => [...document.querySelectorAll('.tile-figures')].filter((place) => place.firstChild).map((place) => {
    const top = (start) => {
        const range = document.createRange();
        range.setStart(place.firstChild, start);
        range.setEnd(place.firstChild, start + 1);
        return range.getBoundingClientRect().top;
    };
    return [place.textContent, top(0) === top(1)];
})"""
"""The range of each tile, and whether its first two letters stand in one line."""


def the_sign_of_a_negative_amount_stands_in_one_line_with_it(page: Page) -> None:
    tiles = []
    # A tile is cut differently in each of them.
    for width in range(700, 1440, 20):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        tiles += page.evaluate(SIGNS)
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    assert [text for text, _ in tiles if text.startswith("-")] != []
    assert [text for text, in_one_line in tiles if not in_one_line] == []


LOOKS: tuple[tuple[int, Theme], ...] = ((DESK, "light"), (NARROWEST, "dark"))


@pytest.mark.thorough
def test_it_has_no_faults_and_fits_its_window(opened):
    page = opened(page_of_the_shift(), inspected=True)
    expect(page.locator("#playing")).to_be_visible()
    assert fits(page, DESK)
    assert fits(page, PHONE)
    for summary in page.locator("details summary").all():
        summary.press("Enter")
    for width, theme in LOOKS:
        page.emulate_media(color_scheme=theme)
        assert fits(page, width)
        screenshot(page, f"playable-{width}-{theme}")
        assert serious_faults(page) == [], f"{width}-{theme}"


def fits(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_its_figures_are_those_of_the_app_and_follow_a_slider_that_is_moved_by_box_mouse_and_keys_until_a_reset(opened):
    page = opened(page_of_the_shift())
    assert shown_by_page(page) == shown_by_app(shifted())
    its_middle_profit_is_that_of_all_worlds_within_the_error_of_few(page)
    the_sign_of_a_negative_amount_stands_in_one_line_with_it(page)
    what_is_no_amount_is_refused_in_words_and_changes_nothing(page)
    before, total, drawn = middles(page), total_amount(page).inner_text(), profit_so_far(page)
    amounts_that_are_typed_change_the_figures_as_in_the_app(page)
    a_drag_and_a_key_change_figures_and_chart(page)
    page.get_by_role("button", name="Reset").click()
    expect(total_amount(page)).to_have_text(total)
    assert middles(page) == before
    assert profit_so_far(page) == drawn
    expect(page.get_by_role("button", name="Reset")).to_be_disabled()


def total_amount(page: Page) -> Locator:
    return page.locator(".total-amount")


def profit_so_far(page: Page) -> str:
    """What the chart draws in its middle."""
    return page.locator(".fan .middle").get_attribute("d") or ""


def amounts_that_are_typed_change_the_figures_as_in_the_app(page: Page) -> None:
    box(page, "Google Ads search").fill("2,345")
    box(page, "Google Ads search").press("Enter")
    box(page, "Radio").fill("$1200")
    box(page, "Radio").press("Enter")
    expect(page.locator("#playing .tile-change").first).to_contain_text("Handed over:")
    spend = {"Google Ads search": 2345.0, "Radio": 1200.0}
    after = with_slider_spend(PLUMBER, PLUMBER.plan(SHIFT), spend)
    expected = shown_by_app(simulate(after, SHIFT, draws=DRAWS))
    # The page is drawn with the screen, and what the first amount changed may still be there.
    expect(page.locator("#playing .tile-middle").first).to_have_text(expected[0][0])
    assert shown_by_page(page) == expected


def a_drag_and_a_key_change_figures_and_chart(page: Page) -> None:
    before, total, drawn = middles(page), total_amount(page).inner_text(), profit_so_far(page)
    slider(page, "Google Ads search").scroll_into_view_if_needed()
    drag_to(page, slider(page, "Google Ads search"), 0.1)
    expect(total_amount(page)).not_to_have_text(total)
    assert profit_so_far(page) != drawn
    page.mouse.up()
    dragged = middles(page)
    assert dragged != before
    slider(page, "Google Ads search").press("End")
    customers = 2
    expect(page.locator("#playing .tile-middle").nth(customers)).not_to_have_text(dragged[customers])
    expect(page.locator(".told")).to_contain_text("Profit after marketing: ")


def its_middle_profit_is_that_of_all_worlds_within_the_error_of_few(page: Page) -> None:
    found = page.evaluate("() => document.querySelector('.error').textContent")
    assert re.search(r"known to about \$[\d,]+ \(one standard error\)", found)
    few = plan_summary(shifted())["profit"]
    many = plan_summary(simulate(PLUMBER, SHIFT, draws=16_384))["profit"]
    assert abs(few.p50 - many.p50) < 4.0 * few.standard_error.p50


def what_is_no_amount_is_refused_in_words_and_changes_nothing(page: Page) -> None:
    before = middles(page)
    refused = {text: f"“{text}” is no amount from 0 to" for text in ("<img src=x>", "-5", "1e3", "2000000000")}
    asked = {"1.250": "“1.250” can be $1,250 or $1.25: write 1250 or 1.25."}
    for text, said in {**refused, **asked, "": "Nothing is typed here"}.items():
        box(page, "Radio").fill(text)
        box(page, "Radio").press("Tab")
        expect(page.locator("#playing .remark").last).to_contain_text(said)
        expect(box(page, "Radio")).to_have_value(text)
        assert middles(page) == before


def test_a_finger_moves_a_slider_and_the_figures_stay_in_sight(opened):
    page = opened(page_of_the_shift(), width=NARROWEST)
    moved = slider(page, "Google Ads search")
    moved.scroll_into_view_if_needed()
    before = page.locator(".glance").inner_text()
    place = moved.bounding_box()
    page.touchscreen.tap(place["x"] + 0.9 * place["width"], place["y"] + place["height"] / 2)
    expect(page.locator(".glance")).not_to_have_text(before)
    expect(page.locator(".glance")).to_be_in_viewport()


def test_names_are_shown_letter_by_letter_and_amounts_are_written_and_read_as_the_reader_does(opened):
    stated, client, channel = (
        {**CERTAIN, "name": BREAKOUT},
        "</script><script>alert(1)</script>",
        "</script><!--<script>",
    )
    plans = [{"name": BREAKOUT, "monthly_spend": {channel: 1000}}]
    channels = [{**CERTAIN["channels"][0], "name": channel}]
    stated = beliefs({**CERTAIN, "name": BREAKOUT, "channels": channels, "plans": plans})
    scenario = replace(stated, client=client, currency="EUR")
    page = opened(page_of(scenario, BREAKOUT, locale="de_DE"))
    expect(page.locator("h1")).to_have_text(BREAKOUT)
    expect(page.locator("#playing .name")).to_have_text(channel)
    expect(page.locator("header")).to_contain_text(client)
    expect(box(page, channel)).to_have_value("1.000\u00a0€")
    remark = page.locator("#playing .remark")
    for typed, value, said in (
        ("1.234,50 €", "1.235\u00a0€", "What counts is 1.234,50\u00a0€."),
        ("1.250", "1.250\u00a0€", ""),
        ("1.25", "1,25\u00a0€", "“1.25” is read as 1,25\u00a0€."),
        ("12k", "12.000\u00a0€", "“12k” is read as 12.000\u00a0€."),
        ("1,250", "1,250", "“1,250” can be 1.250\u00a0€ or 1,25\u00a0€: write 1250 or 1,25."),
    ):
        box(page, channel).fill(typed)
        box(page, channel).press("Enter")
        expect(box(page, channel)).to_have_value(value)
        expect(remark).to_have_text(said)


TYPED = (
    *("1250", "1,250", "1.250", "1,25", "1.25", "1 250", "1’250.5", "12,34,567", "1,234,567.25", "1.234.567", "0"),
    *("12k", "1.5k", "2M", "5.12345", "0,126", ".5", "5.", "-5", "(5)", "50 %", "1e3", "007", "1 2", "1,2,3", "many"),
)


@pytest.mark.parametrize(
    ("locale", "currency"), [("en_US", "USD"), ("de_DE", "EUR"), ("fr_FR", "EUR"), ("en_US", "KWD"), ("id_ID", "IDR")]
)
def test_the_page_reads_and_refuses_the_same_amounts_as_the_app(chromium: Browser, locale: str, currency: str):
    page = chromium.new_page()
    page.add_script_tag(content=f"{WRITING}\nwindow.Writing = Writing;")
    style = number_style(Formats(currency, locale))
    read = "([style, texts]) => texts.map((text) => new Writing(style, 12).read(text, 1e9))"
    found = page.evaluate(read, [style, TYPED])
    page.close()
    place = Place(channels=("Radio",), start=DAY, horizon=12, locale=locale, currency=currency)
    for text, by_page in zip(TYPED, found, strict=True):
        by_app = typed_spend(text, place)
        assert by_page.get("amount") == by_app.amount, text
        assert bool(by_page.get("note")) == bool(by_app.note), text
        assert bool(by_page.get("wrong")) == bool(by_app.problem), text


def test_what_is_certain_is_told_without_ranges(opened):
    page = opened(page_of(beliefs(CERTAIN), "Today"))
    assert shown_by_page(page) == [("$5,000", ""), ("500%", ""), ("30", ""), ("$33.33", ""), ("1 month", "")]
    expect(page.locator(".tile-loss")).to_have_text("It makes no loss")
