"""Components that Streamlit draws anew: one panel, nothing lost, and nothing left behind by cleaning up."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from simulator.ui.components.budget_sliders import sliders_script
from simulator.ui.components.month_grid import grid_script
from tests.browser.conftest import Open, Serve, emptied
from tests.browser.harness import ROOT, drag_to, wait_until_idle
from tests.laws import DEEP

pytestmark = pytest.mark.browser

STORMS = 10 if DEEP else 3
"""Each is of six drags and twenty undos and redos."""

SCRIPT = ROOT / "tests" / "browser" / "sliders_page.py"

MOUNTER = """async (script) => {
    const { default: component } = await import(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
    window.places = [...document.querySelectorAll('main > div')];
    window.sent = [];
    window.mount = (place, data) => {
        const setStateValue = (name, value) => window.sent.push(value);
        return component({ parentElement: window.places[place], data, setStateValue });
    };
    window.listeners = 0;
    const { addEventListener, removeEventListener } = document;
    document.addEventListener = (...given) => {
        window.listeners += 1;
        return addEventListener.apply(document, given);
    };
    document.removeEventListener = (...given) => {
        window.listeners -= 1;
        return removeEventListener.apply(document, given);
    };
}"""

CHANNEL = {"locked": False, "maximum": 1_000, "step": 1, "least": 0, "most": 1e9}
SLIDERS = {
    "key": "budget",
    "session": "a session",
    "revision": 1,
    "tested": {},
    "of": ["A scenario", "A plan"],
    "currency": "USD",
    "locale": "en-US",
    "read_only": None,
    "token": "a panel",
    "sequence": 0,
    "dragging": False,
    "total": 300,
    "keep_total": False,
    "can_reset": False,
    "channels": [{**CHANNEL, "name": "Ads", "amount": 100}, {**CHANNEL, "name": "Radio", "amount": 200}],
}
GRID = {
    "key": "months",
    "token": "a table",
    "sequence": 0,
    "caption": "Spend",
    "months": ["Jan", "Feb"],
    "rows": [{"name": "Ads", "cells": ["1", "2"], "total": "3"}],
    "totals": ["1", "2"],
    "total": "3",
    "said": "",
    "refused": False,
}
COMPONENTS = {
    "sliders": (sliders_script(), SLIDERS, '<section class="panel"></section>', ".channels"),
    "months": (grid_script(), GRID, '<section class="fc-months"></section>', "table"),
}


@pytest.fixture(params=COMPONENTS)
def mounted(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[tuple[Page, dict[str, object], str]]:
    """A page with two places for a component, its data, and what there must be one of."""
    script, data, html, one = COMPONENTS[request.param]
    page = chromium.new_page()
    page.set_content(f"<main><div>{html}</div><div>{html}</div></main>")
    page.evaluate(MOUNTER, script)
    yield page, data, one
    page.close()


def test_a_component_that_is_mounted_again_into_the_element_that_it_left_stands_there_once(mounted):
    page, data, one = mounted
    page.evaluate("(data) => { const cleanUp = mount(0, data); cleanUp(); }", data)
    assert (page.locator(one).count(), page.evaluate("listeners")) == (0, 0)
    assert page.locator("section").first.inner_html() == ""
    page.evaluate("(data) => mount(0, data)", data)
    assert page.locator(one).count() == 1


def test_cleaning_up_after_a_call_that_another_one_has_followed_takes_nothing_away(mounted):
    page, data, one = mounted
    page.evaluate("(data) => { const early = mount(0, data); mount(0, data); early(); mount(0, data); early(); }", data)
    assert page.locator(one).count() == 1


@pytest.mark.parametrize("order", ["first(); mount(1, data)", "mount(1, data); first()"])
def test_a_component_that_is_drawn_in_another_place_goes_there(mounted, order):
    page, data, one = mounted
    page.evaluate(f"(data) => {{ const first = mount(0, data); {order}; }}", data)
    assert page.locator(f"div:nth-child(2) {one}").count() == page.locator(one).count() == 1


def test_what_is_typed_and_the_focus_survive_being_mounted_again(mounted):
    page, data, _ = mounted
    page.evaluate("(data) => { window.first = mount(0, data); }", data)
    box = page.locator("input:not([type=range])").first
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("77")
    page.evaluate("(data) => { first(); mount(1, data); }", data)
    page.keyboard.type("8")
    expect(box).to_have_value("778")
    expect(box).to_be_focused()


def test_moves_that_were_not_acknowledged_are_sent_again_by_sliders_that_are_mounted_anew(chromium: Browser):
    page = chromium.new_page()
    script, data, html, _ = COMPONENTS["sliders"]
    page.set_content(f"<main><div>{html}</div><div>{html}</div></main>")
    page.evaluate(MOUNTER, script)
    page.evaluate("(data) => { window.first = mount(0, data); }", data)
    for _press in range(3):
        page.get_by_role("slider", name="Ads").press("ArrowRight")
    before = page.evaluate("sent.length")
    page.evaluate("(data) => { first(); mount(1, data); }", data)
    (last,) = page.evaluate(f"sent.slice({before})")
    assert last["moves"][-1]["amount"] == 103
    page.close()


def test_money_reads_as_the_locale_writes_it(chromium: Browser):
    page = chromium.new_page()
    script, data, html, _ = COMPONENTS["sliders"]
    page.set_content(f"<main><div>{html}</div></main>")
    page.evaluate(MOUNTER, script)
    for currency, locale, text in (
        ("EUR", "de-DE", "100\xa0€ a month"),
        ("JPY", "ja-JP", "\uffe5100 a month"),
        ("USD", "C", "$100 a month"),
    ):
        own = {"currency": currency, "locale": locale, "decimals": 2}
        page.evaluate("(data) => { window.last?.(); window.last = mount(0, data); }", {**data, **own})
        expect(page.get_by_role("slider", name="Ads")).to_have_attribute("aria-valuetext", text)
    page.close()


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=f"{name}, spend a month")


def test_a_slider_that_is_drawn_anew_while_it_is_held_follows_the_hand_to_the_end(serve: Serve, visit: Open):
    page = visit(f"{serve(SCRIPT).address}/?above=Something that goes")
    expect(page.get_by_text("Something that goes")).to_be_visible()
    ads = slider(page, "Google Ads")
    drag_to(page, ads, 0.25)
    expect(page.get_by_text("Something that goes")).to_have_count(0)
    page.wait_for_timeout(500)
    box = ads.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10 + 0.5 * (box["width"] - 20), box["y"], steps=10)
    expect(page.locator(".st-key-result")).to_contain_text("4000 1200 800 0 | preview")
    page.mouse.up()
    expect(page.locator(".st-key-result")).to_have_text("4000 1200 800 0 | all draws")
    page.mouse.move(box["x"], box["y"])
    page.wait_for_timeout(300)
    expect(ads).to_have_value("4000")
    expect(page.locator(".st-key-steps")).to_have_text(re.compile("^steps 1 "))


@pytest.mark.thorough
def test_storms_of_drags_undos_and_redos_leave_one_panel_that_shows_the_figures(server, folder, visit: Open):
    emptied(folder, ".drafts")
    page = visit(f"{server.address}/?scenario=example/first-worksheet", worlds=True)
    sliders = page.locator(".st-key-budget").get_by_role("slider")
    expect(sliders.first).to_be_visible()
    boxes = [one.bounding_box() for one in sliders.all()]
    for storm in range(STORMS):
        for drag in range(6):
            fling(page, boxes[drag % len(boxes)], 0.2 + 0.07 * ((storm + drag) % 9))
        for press in range(20):
            page.keyboard.press("Control+Shift+z" if press % 3 == 2 else "Control+z")
    expect_one_panel_with_the_figures(page)


def fling(page: Page, box: FloatRect | None, share: float) -> None:
    """Press the mouse on a slider, which jumps there, pull it to ``share`` of the way, and let go at once."""
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.5 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + share * box["width"], middle, steps=3)
    page.mouse.up()


def expect_one_panel_with_the_figures(page: Page) -> None:
    page.wait_for_timeout(500)
    wait_until_idle(page)
    expect(page.locator(".st-key-budget .channels")).to_have_count(1)
    total = page.locator(".st-key-budget .total-amount").inner_text()
    # Of a large budget a part may be left over: the sentence begins in another way then.
    said = re.compile(rf"(Spending|With a budget of) {re.escape(total)} a month")
    expect(page.locator(".fc-sentence")).to_have_text(said)
    shown = [float(one.input_value()) for one in page.locator(".st-key-budget").get_by_role("slider").all()]
    assert f"${sum(shown):,.0f}" == total
    # Still alive: one more move is answered.
    page.locator(".st-key-budget").get_by_role("slider").first.press("End")
    expect(page.locator(".fc-sentence")).not_to_contain_text(f"Spending {total} a month")
