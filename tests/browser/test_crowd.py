"""A move of a slider draws what it changes, and no more; where others wait, the headline before everything else."""

import pytest
from playwright.sync_api import Page, expect

from simulator.ui.plan.extent import LOOKS_AGAIN
from tests.browser.conftest import Open, Serve
from tests.browser.harness import ROOT, serious_faults, wait_until_idle
from tests.browser.plan_page import complete
from tests.browser.scenarios_page import library_of
from tests.browser.updates import TILES

pytestmark = pytest.mark.browser

SCRIPT = ROOT / "tests" / "browser" / "crowded_app.py"
SMALL = "online-shop"
"""A scenario of few channels."""

WATCHED = {
    "tiles": TILES,
    "status": ".st-key-bar",
    "what if": ".st-key-what-if",
    "menu": ".st-key-plan-menu",
    "charts": "[data-testid=stVegaLiteChart]",
    "table": "[data-testid=stHtml]:has(.fc-table)",
}
WATCH = """(watched) => {
    window.touched = new Set();
    const within = (node) => node instanceof Element ? node : node.parentElement;
    new MutationObserver((changes) => {
        for (const [name, selector] of Object.entries(watched))
            if (changes.some((change) => change.type !== 'attributes' && within(change.target)?.closest(selector)))
                window.touched.add(name);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def touched_by(page: Page, key: str) -> set[str]:
    """What a press on the first slider has drawn otherwise."""
    tiles = page.locator(".fc-tiles")
    before = tiles.text_content() or ""
    page.evaluate("() => window.touched.clear()")
    page.get_by_role("slider").first.press(key)
    expect(tiles).not_to_have_text(before)
    wait_until_idle(page)
    return set(page.evaluate("() => [...window.touched]"))


def test_a_move_draws_its_answer_and_leaves_the_rest_and_in_a_crowd_the_headline_alone_until_it_has_gone(
    serve: Serve, visit: Open
):
    server = serve(SCRIPT)
    crowded = library_of(server.home) / "crowded"
    # The page cannot follow a slider by itself: no worlds come to it.
    page = visit(f"{server.address}/?scenario=example/{SMALL}")
    complete(page)
    page.evaluate(WATCH, WATCHED)
    # The first move makes the work unsaved, and there is something to undo.
    assert "status" in touched_by(page, "ArrowRight")
    complete(page)
    assert touched_by(page, "ArrowRight") == {"tiles", "charts", "table"}
    complete(page)
    crowded.touch()
    try:
        the_headline_comes_alone_and_what_is_pale_is_said(page)
        spent, tiles = first_amount(page), page.locator(".fc-tiles").text_content()
    finally:
        crowded.unlink()
    the_whole_follows(page)
    assert page.locator(".fc-tiles").text_content() != tiles
    assert first_amount(page) == spent

    crowded.touch()
    for _ in range(2):
        assert touched_by(page, "ArrowRight") == {"tiles"}
    crowded.unlink()
    # Whoever moves before that has the whole answer at once.
    assert touched_by(page, "ArrowLeft") >= {"tiles", "charts"}
    complete(page)
    expect(page.locator(".st-key-about-worlds")).to_have_count(0)


def the_headline_comes_alone_and_what_is_pale_is_said(page: Page) -> None:
    assert touched_by(page, "ArrowRight") == {"tiles"}
    expect(page.locator(".st-key-about-worlds")).to_contain_text(
        "from 1,024 possible worlds for now; all 8,192 follow, and so does what is faint below"
    )
    for pale, opacity in ((".fc-words", "0.75"), (".fc-table", "0.75"), ("[data-testid=stVegaLiteChart]", "0.6")):
        expect(page.locator(pale).first).to_have_css("opacity", opacity)
    assert serious_faults(page) == []
    # The one after that comes from another place of the page.
    assert touched_by(page, "ArrowRight") == {"tiles"}


def the_whole_follows(page: Page) -> None:
    expect(page.locator(".st-key-about-worlds")).to_have_count(0, timeout=(LOOKS_AGAIN + 10.0) * 1_000)
    complete(page)
    expect(page.locator(".fc-words")).to_have_css("opacity", "1")
    expect(page.locator(".fc-words")).to_contain_text("8,192 possible worlds")


def first_amount(page: Page) -> str:
    return page.locator(".st-key-budget-column").get_by_role("textbox").first.input_value()
