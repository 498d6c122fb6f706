"""A move of a slider draws what it changes, and no more; where others wait, the headline before everything else."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from simulator.ui.plan.pace import LOOKS_AGAIN
from tests.browser.conftest import Open, Serve
from tests.browser.harness import ROOT, serious_faults, wait_until_idle
from tests.browser.plan_page import complete, keep_worlds_away
from tests.browser.scenarios_page import library_of
from tests.browser.updates import TILES

pytestmark = pytest.mark.browser

SCRIPT = ROOT / "tests" / "browser" / "crowded_app.py"
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


def opened(serve: Serve, visit: Open) -> tuple[Page, Path]:
    """The page Plan, which cannot follow a slider by itself, and the file that makes it crowded."""
    server = serve(SCRIPT)
    crowded = Path(library_of(server.home)) / "crowded"
    crowded.parent.mkdir(parents=True, exist_ok=True)
    page = visit(f"{server.address}/glossary")
    keep_worlds_away(page)
    page.goto(f"{server.address}/?scenario=example/plumber")
    complete(page)
    return page, crowded


def touched_by(page: Page, key: str) -> set[str]:
    """What a press on the first slider has drawn otherwise."""
    tiles = page.locator(".fc-tiles")
    before = tiles.text_content() or ""
    page.evaluate("() => window.touched.clear()")
    page.get_by_role("slider").first.press(key)
    expect(tiles).not_to_have_text(before)
    wait_until_idle(page)
    return set(page.evaluate("() => [...window.touched]"))


def test_a_move_draws_its_answer_and_leaves_the_rest_and_in_a_crowd_the_headline_alone(serve: Serve, visit: Open):
    page, crowded = opened(serve, visit)
    page.evaluate(WATCH, WATCHED)
    # The first move makes the work unsaved, and there is something to undo.
    assert "status" in touched_by(page, "ArrowRight")
    complete(page)
    assert touched_by(page, "ArrowRight") == {"tiles", "charts", "table"}
    complete(page)
    crowded.touch()
    try:
        assert touched_by(page, "ArrowRight") == {"tiles"}
        note = page.locator(".st-key-about-worlds")
        expect(note).to_contain_text(
            "from 1,024 possible worlds for now; all 8,192 follow, and so does what is pale below"
        )
        for pale, opacity in ((".fc-words", "0.75"), (".fc-table", "0.75"), ("[data-testid=stVegaLiteChart]", "0.6")):
            expect(page.locator(pale).first).to_have_css("opacity", opacity)
        assert serious_faults(page) == []
        # The one after that comes from another place of the page.
        assert touched_by(page, "ArrowRight") == {"tiles"}
        spent = page.locator(".st-key-budget-column").get_by_role("textbox").first.input_value()
        tiles = page.locator(".fc-tiles").text_content()
    finally:
        crowded.unlink()
    expect(note).to_have_count(0, timeout=(LOOKS_AGAIN + 10.0) * 1_000)
    complete(page)
    expect(page.locator(".fc-words")).to_have_css("opacity", "1")
    expect(page.locator(".fc-words")).to_contain_text("8,192 possible worlds")
    assert page.locator(".fc-tiles").text_content() != tiles
    assert page.locator(".st-key-budget-column").get_by_role("textbox").first.input_value() == spent


def test_a_move_after_the_crowd_has_gone_has_the_whole_answer_at_once(serve: Serve, visit: Open):
    page, crowded = opened(serve, visit)
    for key in ("ArrowRight", "ArrowRight"):
        crowded.touch()
        page.get_by_role("slider").first.press(key)
        wait_until_idle(page)
    crowded.unlink()
    page.evaluate(WATCH, WATCHED)
    assert touched_by(page, "ArrowLeft") >= {"tiles", "charts"}
    complete(page)
    expect(page.locator(".st-key-about-worlds")).to_have_count(0)
