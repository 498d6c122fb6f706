"""The page Plan while a slider is held: the browser alone follows, and the server answers when it is let go."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Error, Locator, Page, expect

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
from simulator.ui.components.live_figures import AHEAD_PLACE
from simulator.ui.session.offered_worlds import MOST_WORLDS
from tests.browser.harness import PHONE, Server, Theme, drag_to, opened_page, screenshot
from tests.browser.plan_page import ONE_MONTH, complete, looks_well_where_it_is_compared

pytestmark = pytest.mark.browser

SLOWER_CLOCK, FASTER_CLOCK = 0.02, 100.0
CLOCK = """
    const now = performance.now.bind(performance);
    let [told, since] = [0, now()];
    window.clock = {};
    performance.now = () => {
        const passed = now() - since;
        since += passed;
        return told += window.clock * passed;
    };
"""
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


def held(page: Page, handle: Locator, share: float, *, steps: int = 4) -> None:
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
    name = "yoga-studio"
    page, scenario = plan(name, theme="dark"), read(shipped_folder() / f"{name}.yaml")
    first, sentence = scenario.plans[0].name, page.locator(".fc-sentence")
    sent, drawn, said = Sent.by(page), marks(page), sentence.inner_text()
    told = []
    page.on("request", lambda request: told.append(request.post_data_json) if AHEAD_PLACE in request.url else None)
    with standing_still(server):
        held(page, page.get_by_role("slider").first, 0.9, steps=40)
        assert standing_as_the_engine_finds(page, scenario, first, MOST_WORLDS)
        assert marks(page)[0] != drawn[0]
        assert followed(page) > 10
        assert sent.messages == []
        # Where the slider rests is told, so that the server can work ahead; nothing more before it has answered.
        assert [set(amounts) for amounts in told] == [set(paid_names(scenario))]
        looks_calm(page, "1440-dark")
    let_go(page, name)
    expect(sentence).not_to_have_text(said)
    assert len(sent.messages) > 0
    assert standing_as_the_engine_finds(page, scenario, first, 8_192)

    members_who_stay_are_followed_where_the_total_is_kept_and_the_others_give_what_they_give_in_the_end(
        page, scenario, sent
    )


def members_who_stay_are_followed_where_the_total_is_kept_and_the_others_give_what_they_give_in_the_end(
    page: Page, scenario: Scenario[Belief], sent: Sent
) -> None:
    sliders, first = page.get_by_role("slider").all(), scenario.plans[0].name
    total = page.locator(".st-key-budget .total-amount").inner_text()
    page.get_by_role("switch", name="Keep the total").click()
    expect(page.get_by_role("switch", name="Keep the total")).to_be_checked()
    complete(page)
    for shares in ((0.0,), (0.45, 0.2)):
        sent.messages.clear()
        drag_to(page, sliders[0], shares[0], steps=2)
        for share in shares:
            pull_to(page, sliders[0], share)
            is_live(page, "held")
            assert standing_as_the_engine_finds(page, scenario, first, MOST_WORLDS)
        assert sent.messages == []
        amounts = [each.input_value() for each in sliders]
        what_is_set_against_the_saved_plan_is_hidden_until_it_is_let_go_and_nothing_moves_for_the_answer(page)
        assert [each.input_value() for each in sliders] == amounts
        expect(page.locator(".fc-sentence")).to_contain_text(f"{total} a month")


def what_is_set_against_the_saved_plan_is_hidden_until_it_is_let_go_and_nothing_moves_for_the_answer(
    page: Page,
) -> None:
    change, tiles = page.locator(".fc-change").first, page.locator(".fc-tiles")
    expect(change).to_contain_text("from the example")
    expect(change).to_be_hidden()
    place = tiles.bounding_box()
    let_go(page)
    expect(change).to_be_visible()
    assert tiles.bounding_box()["y"] == pytest.approx(place["y"], abs=1)


@pytest.mark.thorough
def test_a_single_month_is_followed_and_looks_well_once_let_go(plan):
    is_followed_and_looks_well_once_let_go(plan(ONE_MONTH, width=PHONE), ONE_MONTH)


@pytest.mark.thorough
def test_a_long_sales_cycle_is_too_but_by_the_server_where_the_browser_is_too_slow_or_its_script_fails(plan):
    name = "b2b-manufacturer"
    page, failures = plan(name, width=PHONE, clock=FASTER_CLOCK, fails=True), list[Error]()
    page.on("pageerror", lambda error: failures.append(error))
    page.wait_for_timeout(1_500)
    sent, scenario = Sent.by(page), read(shipped_folder() / f"{name}.yaml")
    is_followed_by_the_server(page, page.get_by_role("slider").first)
    assert len(sent.messages) > 0
    complete(page, name)

    # A computer that was busy meanwhile has another try with the next worlds.
    page.evaluate(f"window.clock = {SLOWER_CLOCK}")
    page.get_by_role("radio", name=scenario.plans[1].name, exact=True).click()
    is_live(page, "ready")
    complete(page, name)
    is_followed_and_looks_well_once_let_go(page, name, plan=1)
    assert failures == []

    page.evaluate("() => { Float64Array.prototype.subarray = () => { throw new Error('the script fails'); }; }")
    page.evaluate("window.followed = 0")
    is_followed_by_the_server(page, page.get_by_role("slider").first)
    complete(page, name)
    assert standing_as_the_engine_finds(page, scenario, scenario.plans[1].name, 8_192)


def is_followed_and_looks_well_once_let_go(page: Page, name: str, *, plan: int = 0) -> None:
    scenario, moved = read(shipped_folder() / f"{name}.yaml"), page.get_by_role("slider").nth(1)
    chosen = scenario.plans[plan].name
    held(page, moved, 0.9)
    assert standing_as_the_engine_finds(page, scenario, chosen, MOST_WORLDS)
    looks_calm(page, f"{PHONE}-{name}")
    pull_to(page, moved, 0.35)
    assert standing_as_the_engine_finds(page, scenario, chosen, MOST_WORLDS)
    let_go(page, name)
    looks_well_where_it_is_compared(page, name)


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
    drag_to(page, handle, 0.9, steps=2)
    expect(page.locator(".fc-note", has_text="1,024 possible worlds")).to_be_visible()
    assert followed(page) == 0
    page.mouse.up()
    expect(page.locator(".fc-note", has_text="8,192 possible worlds")).to_be_visible()
