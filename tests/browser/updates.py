"""How often parts of a page change, and whether they are drawn anew: what a person sees while dragging."""

import time
from collections.abc import Mapping

from playwright.sync_api import Locator, Page

# Tiles are written anew as a whole, so what changes is the element around them.
TILES = "[data-testid=stHtml]:has(.fc-tiles)"

PAUSE = 8
"""How long a hand rests between two moves of a drag [ms]: shorter than a picture of the screen."""

WATCH = """(watched) => {
    const state = window.watched = { pressed: 0, released: 0, changes: {} };
    document.addEventListener('keydown', () => { state.pressed = performance.now(); state.changes = {}; }, true);
    document.addEventListener('keyup', () => { state.released = performance.now(); }, true);
    const touches = (node, selector) => node instanceof Element
        && (node.closest(selector) !== null || node.querySelector(selector) !== null);
    const within = (node) => node instanceof Element ? node : node.parentElement;
    const concerns = (change, selector) => within(change.target)?.closest(selector)
        || [...change.addedNodes].some((node) => touches(node, selector));
    new MutationObserver((changes) => {
        for (const [name, selector] of Object.entries(watched))
            if (changes.some((change) => concerns(change, selector)))
                (state.changes[name] ??= []).push(performance.now());
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}"""
"""Remembers when something changed within what a selector finds, or such a thing came new, since the last key press."""

COUNT_MOUNTS = """(selector) => {
    window.mounts = 0;
    const holds = (node) => node instanceof Element
        && (node.matches(selector) || node.querySelector(selector) !== null);
    new MutationObserver((changes) => {
        window.mounts += changes.flatMap((change) => [...change.addedNodes]).filter(holds).length;
    }).observe(document.body, { subtree: true, childList: true });
}"""


def watch(page: Page, watched: Mapping[str, str]) -> None:
    """Begin to remember when things change: selectors by name."""
    page.evaluate(WATCH, dict(watched))


def count_mounts(page: Page, selector: str) -> None:
    """Begin to count how often what a selector finds is put into the page."""
    page.evaluate(COUNT_MOUNTS, selector)


def mounts(page: Page) -> int:
    """How often it was put into the page since."""
    counted: int = page.evaluate("() => window.mounts")
    return counted


def updates_per_second(
    page: Page, slider: Locator, watched: Mapping[str, str], *, seconds: float, apart: float = 25.0
) -> list[float]:
    """How often each of the watched things changes while the slider is dragged to and fro, and then let go.

    Changes that are not ``apart`` [ms] belong to one update.
    """
    box = slider.bounding_box()
    assert box is not None
    page.evaluate("() => { window.watched.changes = {}; }")
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    begin, step = time.monotonic(), 0
    while time.monotonic() - begin < seconds:
        share = 0.2 + 0.5 * abs(1.0 - step % 160 / 80.0)
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        page.wait_for_timeout(PAUSE)
        step += 1
    elapsed = time.monotonic() - begin
    found = [bursts(page, name, apart) / elapsed for name in watched]
    page.mouse.up()
    return found


def bursts(page: Page, name: str, apart: float) -> int:
    """How many times something changed; changes of one update follow each other closely."""
    times: list[float] = page.evaluate("(name) => window.watched.changes[name] ?? []", name)
    return sum(later - earlier > apart for earlier, later in zip([-1e9, *times], times, strict=False))
