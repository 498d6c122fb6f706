"""The page Plan while a slider is held: the browser alone follows, and the server answers when it is let go."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

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
from tests.browser.harness import PHONE, Server, Theme, drag_to, opened_page, screenshot
from tests.browser.plan_page import complete, looks_well_where_it_is_compared

pytestmark = pytest.mark.browser

SLOWER_CLOCK, FASTER_CLOCK = 0.02, 100.0
CLOCK = "const now = performance.now.bind(performance); performance.now = () => {} * now();"
"""A machine on which much else runs seems as fast as an idle one, or a fast one slow."""

COUNT = "document.addEventListener('funnelcast-followed', () => { window.followed = (window.followed ?? 0) + 1; });"

PLUMBER = shipped_folder() / "plumber.yaml"
SMALL = "online-shop"
"""A scenario of few channels, for what does not depend on them."""

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


def slider(page: Page, name: str) -> Locator:
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


def standing_as_the_engine_finds(page: Page, scenario: Scenario[Belief], plan: str, draws: int) -> bool:
    return shown_by_page(page) == shown_by_engine(as_moved(page, scenario, plan), plan, draws)


def held(page: Page, handle: Locator, share: float, *, steps: int = 8) -> None:
    """Pull a slider to ``share`` of its way, and wait until the page has followed; it is not let go."""
    drag_to(page, handle, share, steps=steps)
    is_live(page, "held")
    page.wait_for_timeout(300)


def pull_to(page: Page, handle: Locator, share: float) -> None:
    """Move a slider that is held already."""
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 10 + share * (box["width"] - 20), box["y"] + box["height"] / 2, steps=4)
    page.wait_for_timeout(300)


def let_go(page: Page, scenario: str = "plumber") -> None:
    page.mouse.up()
    is_live(page, "ready")
    complete(page, scenario)


def looks_calm(page: Page, name: str) -> None:
    """While a slider is held: what stays at hand says what the tile says, and nothing makes the page wider."""
    at_hand = page.locator(".fc-at-hand strong").first.text_content() or ""
    assert at_hand == page.locator("[data-figure=profit] .fc-figure").inner_text()
    assert re.search(r"\d", at_hand)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    screenshot(page, f"live-figures-{name}")


@contextmanager
def standing_still(server: Server) -> Iterator[None]:
    os.kill(server.process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process, signal.SIGCONT)


def marks(page: Page) -> list[str]:
    """What the chart of the profit draws."""
    found = page.locator(".st-key-profit-fan .role-mark")
    drawn: list[str] = found.evaluate_all("(marks) => marks.map((each) => each.innerHTML)")
    return drawn


def test_the_browser_alone_follows_what_is_held_and_the_answer_with_all_worlds_takes_its_place(plan, server):
    page, scenario = plan(theme="dark"), read(PLUMBER)
    sent, drawn = Sent.by(page), marks(page)
    with standing_still(server):
        held(page, slider(page, "Local Services Ads"), 0.9, steps=40)
        assert standing_as_the_engine_finds(page, scenario, "Today", MOST_WORLDS)
        assert marks(page)[0] != drawn[0]
        assert followed(page) > 10
        assert sent.messages == []
        looks_calm(page, "1440-dark")
    let_go(page)
    expect(page.locator(".fc-sentence")).not_to_contain_text("$4,040")
    assert len(sent.messages) > 0
    assert standing_as_the_engine_finds(page, scenario, "Today", 8_192)

    # What is set against the saved plan is hidden while held, and nothing moves for the answer.
    change, tiles = page.locator(".fc-change").first, page.locator(".fc-tiles")
    expect(change).to_contain_text("from the example")
    held(page, slider(page, "Radio"), 0.35)
    assert standing_as_the_engine_finds(page, scenario, "Today", MOST_WORLDS)
    expect(change).to_be_hidden()
    place = tiles.bounding_box()
    let_go(page)
    expect(change).to_be_visible()
    assert tiles.bounding_box()["y"] == pytest.approx(place["y"], abs=1)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["b2b-manufacturer", "first-worksheet"])
def test_a_long_sales_cycle_and_a_single_month_are_followed_and_look_well_once_let_go(plan, name):
    page, scenario = plan(name, width=PHONE), read(shipped_folder() / f"{name}.yaml")
    sliders, first = page.get_by_role("slider").all(), scenario.plans[0].name
    held(page, sliders[0], 0.9)
    assert standing_as_the_engine_finds(page, scenario, first, MOST_WORLDS)
    looks_calm(page, f"{PHONE}-{name}")
    pull_to(page, sliders[0], 0.6)
    assert standing_as_the_engine_finds(page, scenario, first, MOST_WORLDS)
    let_go(page, name)
    held(page, sliders[1 % len(sliders)], 0.35)
    assert standing_as_the_engine_finds(page, scenario, first, MOST_WORLDS)
    let_go(page, name)
    looks_well_where_it_is_compared(page, name)


@pytest.mark.thorough
def test_where_the_total_is_kept_members_who_stay_are_followed_and_the_others_give_what_they_give_in_the_end(plan):
    page, scenario = plan("yoga-studio"), read(shipped_folder() / "yoga-studio.yaml")
    sliders, first = page.get_by_role("slider").all(), scenario.plans[0].name
    total = page.locator(".st-key-budget .total-amount").inner_text()
    page.get_by_role("switch", name="Keep the total").click()
    expect(page.get_by_role("switch", name="Keep the total")).to_be_checked()
    complete(page)
    sent = Sent.by(page)
    for shares in ((0.0,), (0.45, 0.2)):
        drag_to(page, sliders[0], shares[0])
        for share in shares:
            pull_to(page, sliders[0], share)
            is_live(page, "held")
            assert standing_as_the_engine_finds(page, scenario, first, MOST_WORLDS)
        assert sent.messages == []
        amounts = [each.input_value() for each in sliders]
        let_go(page)
        assert [each.input_value() for each in sliders] == amounts
        expect(page.locator(".fc-sentence")).to_contain_text(f"{total} a month")
        sent.messages.clear()


def test_what_is_supposed_is_so_while_held_and_what_comes_back_leaves_everything_as_it_was(plan):
    page = plan(query="&what-if=leads-cost:%2B30&what-if=stops.Google+Ads+search:4")
    expect(page.locator(".fc-supposed")).to_be_visible()
    search, sent = slider(page, "Google Ads search"), Sent.by(page)
    before = page.locator(".fc-result").inner_html(), marks(page)
    value = search.input_value()
    held(page, search, 0.7)
    supposed = supposing(as_moved(page, read(PLUMBER), "Today"), (LeadsCost(by=0.3), Stops("Google Ads search", 4)))
    assert shown_by_page(page) == shown_by_engine(supposed, "Today", MOST_WORLDS)
    pull_to(page, search, float(value) / float(search.get_attribute("max")))
    expect(search).to_have_value(value)
    let_go(page)
    assert (page.locator(".fc-result").inner_html(), marks(page)) == before

    is_one_step_of_undo_when_an_arrow_key_is_held(page, sent)
    has_the_server_follow_once_the_chart_cannot_be_drawn_into(page)


def is_one_step_of_undo_when_an_arrow_key_is_held(page: Page, sent: Sent) -> None:
    first = page.locator(".fc-sentence").inner_text()
    sent.messages.clear()
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
    is_live(page, "ready")
    complete(page)


def has_the_server_follow_once_the_chart_cannot_be_drawn_into(page: Page) -> None:
    page.evaluate(
        "() => { const find = document.querySelector.bind(document); window.followed = 0;"
        " document.querySelector = (place) => place.includes('profit-fan') ? null : find(place); }"
    )
    is_followed_by_the_server(page, slider(page, "Local Services Ads"))


def is_followed_by_the_server(page: Page, handle: Locator) -> None:
    drag_to(page, handle, 0.9)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible()
    assert followed(page) == 0
    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible()


@pytest.mark.thorough
def test_where_the_browser_is_too_slow_to_follow_held_moves_go_to_the_server(plan):
    page = plan(SMALL, clock=FASTER_CLOCK)
    page.wait_for_timeout(1_500)
    sent = Sent.by(page)
    is_followed_by_the_server(page, page.get_by_role("slider").first)
    assert len(sent.messages) > 0


@pytest.mark.thorough
def test_where_the_script_fails_while_it_follows_the_server_takes_over(plan):
    page, scenario = plan(SMALL, fails=True), read(shipped_folder() / f"{SMALL}.yaml")
    page.evaluate("() => { Float64Array.prototype.subarray = () => { throw new Error('the script fails'); }; }")
    is_followed_by_the_server(page, page.get_by_role("slider").first)
    complete(page, SMALL)
    assert standing_as_the_engine_finds(page, scenario, scenario.plans[0].name, 8_192)
