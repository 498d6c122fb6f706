"""The page Plan while a slider is held: the browser alone follows, and the server answers when it is let go."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.analyses.judgement import judgement
from simulator.analyses.what_if import supposing
from simulator.edits.knobs import LeadsCost, Stops
from simulator.edits.limits import paid_names
from simulator.edits.spend import with_slider_spend
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.presentation.headline import headline
from simulator.presentation.judgement import judgement_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.text.formats import Formats
from simulator.ui.session.offered_worlds import MOST_WORLDS
from tests.browser.harness import Theme, drag_to, opened_page, screenshot
from tests.browser.plan_page import complete

pytestmark = pytest.mark.browser

SLOWER_CLOCK, FASTER_CLOCK = 0.02, 100.0
CLOCK = "const now = performance.now.bind(performance); performance.now = () => {} * now();"
"""A machine on which much else runs seems as fast as an idle one, or a fast one slow."""

COUNT = "document.addEventListener('funnelcast-followed', () => { window.followed = (window.followed ?? 0) + 1; });"

PLUMBER = shipped_folder() / "plumber.yaml"

Look = tuple[str, str, str]
"""The middle of a figure, its range and its average, as they are shown."""


@dataclass
class Sent:
    """The messages that a page sends to its server."""

    messages: list[object] = field(default_factory=list)

    @classmethod
    def by(cls, page: Page) -> "Sent":
        devtools, sent = page.context.new_cdp_session(page), cls()
        devtools.send("Network.enable")
        devtools.on("Network.webSocketFrameSent", lambda message: sent.messages.append(message))
        return sent


@pytest.fixture
def plan(server, folder, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """``plan("plumber")``: a new visitor's Plan page, complete; with ``follows`` its worlds have come."""
    with ExitStack() as stack:

        def opened(
            scenario: str = "plumber",
            *,
            query: str = "",
            clock: float = SLOWER_CLOCK,
            follows: bool = True,
            fails: bool = False,
            width: int = 1440,
            theme: Theme = "light",
        ) -> Page:
            address = server.plan.replace("plumber", scenario) + query
            script = CLOCK.replace("{}", str(clock)) + COUNT
            page = stack.enter_context(
                opened_page(chromium, address, width=width, theme=theme, worlds=follows, script=script, fails=fails)
            )
            complete(page, scenario)
            if follows and clock == SLOWER_CLOCK:
                is_live(page, "ready")
            return page

        yield opened


def is_live(page: Page, how: str | None) -> None:
    page.wait_for_function("(how) => (document.documentElement.dataset.live ?? null) === how", arg=how)


def slider(page: Page, name: str):
    return page.get_by_role("slider", name=f"{name}, spend a month")


def shown_by_page(page: Page) -> tuple[list[Look], str]:
    def look(tile) -> Look:
        spread, average = tile.locator(".fc-line").all()
        # Its luck is hidden while a slider is held.
        said = average.evaluate("(line) => line.firstChild.textContent")
        return tile.locator(".fc-figure").inner_text(), spread.text_content().removeprefix("8 in 10: "), said

    tiles = page.locator(".fc-tile").all()
    return [look(tile) for tile in tiles], page.locator(".fc-judgement").inner_text()


def shown_by_engine(scenario: Scenario[Belief], plan: str, draws: int) -> tuple[list[Look], str]:
    simulation, formats = simulate(scenario, plan, draws=draws), Formats(scenario.currency)
    looks = [(tile.middle, tile.range, tile.average) for tile in headline(simulation, formats)]
    return looks, judgement_text(judgement(simulation), formats, scenario.horizon_months)


def as_moved(page: Page, scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
    amounts = [float(each.input_value()) for each in page.get_by_role("slider").all()]
    spend = dict(zip(paid_names(scenario), amounts, strict=True))
    return with_slider_spend(scenario, scenario.plan(plan), spend)


def followed(page: Page) -> int:
    count: int = page.evaluate("window.followed ?? 0")
    return count


def let_go(page: Page) -> None:
    page.mouse.up()
    is_live(page, "ready")
    complete(page)


@pytest.mark.parametrize(
    "name",
    [
        "plumber",
        # A long sales cycle, members who stay, and a single month; the kernel itself is tried with every scenario.
        *(
            pytest.param(name, marks=pytest.mark.thorough)
            for name in ("b2b-manufacturer", "yoga-studio", "first-worksheet")
        ),
    ],
)
def test_what_is_shown_while_held_is_what_the_engine_finds_in_as_many_worlds(plan, name):
    page, scenario = plan(name), read(shipped_folder() / f"{name}.yaml")
    sliders, first = page.get_by_role("slider").all(), scenario.plans[0].name
    for number, share in enumerate((0.9, 0.35, 0.6)):
        drag_to(page, sliders[number % len(sliders)], share)
        is_live(page, "held")
        page.wait_for_timeout(300)
        assert shown_by_page(page) == shown_by_engine(as_moved(page, scenario, first), first, MOST_WORLDS)
        page.mouse.up()
        is_live(page, "ready")
        complete(page, name)


def test_nothing_is_sent_while_held_and_the_answer_with_all_worlds_takes_its_place(plan):
    page, scenario = plan(), read(PLUMBER)
    sent = Sent.by(page)
    drag_to(page, slider(page, "Local Services Ads"), 0.9, steps=40)
    is_live(page, "held")
    page.wait_for_timeout(500)
    assert sent.messages == []
    assert followed(page) > 5
    let_go(page)
    expect(page.locator(".fc-sentence")).not_to_contain_text("$4,040")
    assert len(sent.messages) > 0
    assert shown_by_page(page) == shown_by_engine(as_moved(page, scenario, "Today"), "Today", 8_192)


@pytest.mark.thorough
def test_the_page_follows_while_the_server_stands_still(plan, server):
    page = plan()
    fan = page.locator(".st-key-profit-fan .role-mark").first
    before = shown_by_page(page), fan.inner_html()
    os.kill(server.process, signal.SIGSTOP)
    try:
        drag_to(page, slider(page, "Google Ads search"), 0.9, steps=60)
        page.wait_for_timeout(300)
        assert followed(page) > 10
        assert shown_by_page(page) != before[0]
        assert fan.inner_html() != before[1]
    finally:
        os.kill(server.process, signal.SIGCONT)
    let_go(page)
    expect(page.locator(".fc-sentence")).not_to_contain_text("$4,040")


def test_a_slider_that_comes_back_before_it_is_let_go_leaves_everything_as_it_was(plan):
    page = plan()
    fan = page.locator(".st-key-profit-fan .role-mark")
    before = page.locator(".fc-result").inner_html(), fan.evaluate_all("(marks) => marks.map((each) => each.innerHTML)")
    value = slider(page, "Google Ads search").input_value()
    drag_to(page, slider(page, "Google Ads search"), 0.9)
    is_live(page, "held")
    share = float(value) / float(slider(page, "Google Ads search").get_attribute("max"))
    box = slider(page, "Google Ads search").bounding_box()
    page.mouse.move(box["x"] + 10 + share * (box["width"] - 20), box["y"] + box["height"] / 2, steps=4)
    expect(slider(page, "Google Ads search")).to_have_value(value)
    let_go(page)
    assert page.locator(".fc-result").inner_html() == before[0]
    assert fan.evaluate_all("(marks) => marks.map((each) => each.innerHTML)") == before[1]


def test_what_is_set_against_the_saved_plan_is_hidden_while_held_and_nothing_moves_for_the_answer(plan):
    page = plan()
    slider(page, "Postcards").press("PageUp")
    expect(page.locator(".fc-change").first).to_contain_text("from the example")
    complete(page)
    drag_to(page, slider(page, "Radio"), 0.5)
    is_live(page, "held")
    expect(page.locator(".fc-change").first).to_be_hidden()
    place = page.locator(".fc-tiles").bounding_box()
    let_go(page)
    expect(page.locator(".fc-change").first).to_be_visible()
    assert page.locator(".fc-tiles").bounding_box()["y"] == pytest.approx(place["y"], abs=1)


@pytest.mark.thorough
def test_where_the_total_is_kept_the_others_give_while_held_what_they_give_in_the_end(plan):
    page, scenario = plan(), read(PLUMBER)
    page.get_by_role("switch", name="Keep the total").click()
    expect(page.get_by_role("switch", name="Keep the total")).to_be_checked()
    complete(page)
    sent = Sent.by(page)
    for share in (0.0, 0.45, 0.2):
        drag_to(page, slider(page, "Google Ads search"), share)
        is_live(page, "held")
        page.wait_for_timeout(300)
        assert shown_by_page(page) == shown_by_engine(as_moved(page, scenario, "Today"), "Today", MOST_WORLDS)
        assert sent.messages == []
        held = [each.input_value() for each in page.get_by_role("slider").all()]
        let_go(page)
        assert [each.input_value() for each in page.get_by_role("slider").all()] == held
        expect(page.locator(".fc-sentence")).to_contain_text("$4,040 a month")
        sent.messages.clear()


def test_a_held_arrow_key_is_followed_and_is_one_step_of_undo(plan):
    page = plan()
    first, sent = page.locator(".fc-sentence").inner_text(), Sent.by(page)
    slider(page, "Local SEO").focus()
    for _ in range(6):
        page.keyboard.down("ArrowRight")
    is_live(page, "held")
    assert sent.messages == []
    page.keyboard.up("ArrowRight")
    expect(page.locator(".fc-sentence")).not_to_have_text(first)
    is_live(page, "ready")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".fc-sentence")).to_have_text(first)


def test_what_is_supposed_is_so_while_a_slider_is_held(plan):
    page, scenario = plan(query="&what-if=leads-cost:%2B30&what-if=stops.Google+Ads+search:4"), read(PLUMBER)
    expect(page.locator(".fc-supposed")).to_be_visible()
    drag_to(page, slider(page, "Google Ads search"), 0.7)
    is_live(page, "held")
    page.wait_for_timeout(300)
    supposed = supposing(as_moved(page, scenario, "Today"), (LeadsCost(by=0.3), Stops("Google Ads search", 4)))
    assert shown_by_page(page) == shown_by_engine(supposed, "Today", MOST_WORLDS)
    let_go(page)


@pytest.mark.thorough
@pytest.mark.parametrize(("clock", "follows"), [(FASTER_CLOCK, True), (SLOWER_CLOCK, False)], ids=["slow", "no worlds"])
def test_where_the_browser_cannot_follow_held_moves_go_to_the_server(plan, clock, follows):
    page = plan(clock=clock, follows=follows)
    page.wait_for_timeout(1_500)
    sent = Sent.by(page)
    drag_to(page, slider(page, "Local Services Ads"), 0.9)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible()
    assert len(sent.messages) > 0
    assert followed(page) == 0
    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible()


def test_where_the_chart_cannot_be_drawn_into_the_server_follows_from_then_on(plan):
    page = plan()
    page.evaluate(
        "() => { const find = document.querySelector.bind(document);"
        " document.querySelector = (place) => place.includes('profit-fan') ? null : find(place); }"
    )
    drag_to(page, slider(page, "Local Services Ads"), 0.9)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible()
    assert followed(page) == 0
    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible()


@pytest.mark.thorough
def test_where_the_script_fails_while_it_follows_the_server_takes_over(plan):
    page = plan(fails=True)
    page.evaluate("() => { Float64Array.prototype.subarray = () => { throw new Error('the script fails'); }; }")
    drag_to(page, slider(page, "Local Services Ads"), 0.9, steps=20)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible()
    assert followed(page) == 0
    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible()
    spent = shown_by_engine(as_moved(page, read(PLUMBER), "Today"), "Today", 8_192)
    assert shown_by_page(page) == spent


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (390, "light")])
def test_it_looks_calm_while_held(plan, width, theme):
    page = plan(width=width, theme=theme)
    drag_to(page, slider(page, "Google Ads search"), 0.9)
    is_live(page, "held")
    page.wait_for_timeout(300)
    screenshot(page, f"live-figures-{width}-{theme}")
    at_hand = page.locator(".fc-at-hand strong").first.text_content()
    assert at_hand == page.locator("[data-figure=profit] .fc-figure").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert re.search(r"\d", at_hand)
    let_go(page)
