"""How fast the page "Plan" follows, in a real Chromium, as ratios to the least that a Streamlit page can be.

    uv run python -m tests.benchmarks.browser_latency [--presses 30] [--scenario plumber]

From a key press on a slider to the last redrawn chart: the median over the presses, while the key is held, and where it
is let go in the same moment (all draws answer); and from letting go of a key that a finger held for a tenth of a
second. Each where the browser alone follows a held key, and where it cannot, and the server's first replicate answers.
The same from a key press to the changed text of a page with one slider and one text, under Streamlit's default
settings, alternating in the same run. And how many times a second the tiles and the charts change while a slider is
dragged, followed by the browser alone, by the server, and by the server for one who comes back and sees that there is
unsaved work. Digits depend on the machine; ratios hardly do.
"""

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import (
    LOOKS_AGAIN,
    PLAIN_ARGUMENTS,
    ROOT,
    opened_page,
    running_chromium,
    serving,
    wait_until_idle,
)
from tests.browser.plan_page import keep_worlds_away
from tests.browser.updates import TILES, updates_per_second, watch

KEY = "ArrowRight"
QUIET = 600
"""Nothing has changed for so long: the page has finished its answer [ms]."""

LONGEST = 30_000
CHARTS = "charts"
WATCHED = {"tiles": TILES, CHARTS: "[data-testid=stVegaLiteChart]"}
DRAG_SECONDS = 6.0
IN_ONE_PICTURE = 8.0
"""Changes that follow each other so closely are of one picture, where the browser alone follows [ms]."""

IS_READY = "document.documentElement.dataset.live === 'ready'"

QUIET_NOW = """([names, quiet]) => {
    const times = names.flatMap((name) => window.watched.changes[name] ?? []);
    return times.length > 0 && performance.now() - Math.max(...times) > quiet;
}"""
"""Something has changed, and then nothing for a while. A chart whose figures a press leaves alone is not redrawn."""

LAST_CHANGE = """([names, since]) =>
    Math.max(...names.flatMap((name) => window.watched.changes[name] ?? [])) - window.watched[since]"""

HOLD = 100.0
"""For so long a finger holds a key that it presses once [ms]."""


Updates = tuple[float, float]
"""How many times a second the tiles and the charts change."""


@dataclass
class PlanTimings:
    """Milliseconds from key presses on Plan, or from letting go, to what was seen last."""

    held: list[float] = field(default_factory=list)
    let_go: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)


@dataclass
class Timings:
    """Milliseconds from key presses to what was seen last: Plan where the browser follows alone, and by the server."""

    trivial: list[float] = field(default_factory=list)
    alone: PlanTimings = field(default_factory=PlanTimings)
    served: PlanTimings = field(default_factory=PlanTimings)


def last_of(page: Page, *names: str, since: str = "pressed") -> float:
    """Milliseconds since the last key was pressed, or released, to the last change of any of these, once quiet."""
    page.wait_for_function(QUIET_NOW, arg=[names, QUIET], timeout=LONGEST)
    elapsed: float = page.evaluate(LAST_CHANGE, [names, since])
    return elapsed


def warm_up(*pages: Page) -> None:
    """Press a few times before anything is measured; the first change also adds the saved plan to a chart."""
    for page in pages:
        for _ in range(3):
            page.get_by_role("slider").first.press(KEY)
            page.wait_for_timeout(2_000)


def press_trivial(page: Page) -> float:
    """One press on the page with one slider."""
    page.get_by_role("slider").press(KEY)
    return last_of(page, "text")


def press_plan(page: Page, timings: PlanTimings) -> None:
    """One held press, one as a finger does it, and one that is over as soon as it begins."""
    page.get_by_role("slider").first.focus()
    page.keyboard.down(KEY)
    timings.held.append(last_of(page, CHARTS))
    page.keyboard.up(KEY)
    page.wait_for_timeout(1_500)
    page.keyboard.press(KEY, delay=HOLD)
    timings.let_go.append(last_of(page, CHARTS, since="released"))
    page.wait_for_timeout(700)
    page.keyboard.press(KEY)
    timings.at_once.append(last_of(page, CHARTS))
    page.wait_for_timeout(300)


def measure(browser: Browser, *, presses: int, scenario: str) -> tuple[Timings, list[Updates]]:
    """Open all pages, press on them in turn, and come back as another visitor."""
    with ExitStack() as stack:
        homes = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        trivial_app = stack.enter_context(serving(Path(__file__).with_name("one_slider.py"), homes[0], folder=homes[0]))
        app = stack.enter_context(serving(ROOT / "app.py", homes[1]))
        trivial = stack.enter_context(opened_page(browser, trivial_app.address, width=1440, theme="light"))
        address = f"{app.address}/?scenario=example/{scenario}"
        alone = stack.enter_context(opened_page(browser, address, width=1440, theme="light", worlds=True))
        served = stack.enter_context(opened_page(browser, address, width=1440, theme="light"))
        by_the_server(served, address)
        warm_up(trivial, alone, served)
        alone.wait_for_function(IS_READY, polling=LOOKS_AGAIN)
        watch(trivial, {"text": "[data-testid=stText]"})
        for page in (alone, served):
            watch(page, WATCHED)
        timings = pressed_in_turn(trivial, alone, served, presses)
        return timings, [dragged(alone, apart=IN_ONE_PICTURE), dragged(served), returning(browser, app.address)]


def by_the_server(page: Page, address: str) -> None:
    """Open a page again so that the browser cannot follow a slider by itself."""
    keep_worlds_away(page)
    page.goto(address)
    wait_until_idle(page)


def pressed_in_turn(trivial: Page, alone: Page, served: Page, presses: int) -> Timings:
    """The timings of all pages."""
    timings = Timings()
    for _ in range(presses):
        timings.trivial.append(press_trivial(trivial))
        for page, own in ((alone, timings.alone), (served, timings.served)):
            # Only one is looked at; the others are not drawn.
            page.bring_to_front()
            press_plan(page, own)
        trivial.bring_to_front()
    return timings


def returning(browser: Browser, address: str) -> Updates:
    """Updates a second in the first drag of somebody who comes back while unsaved work lies about: see the notice."""
    with opened_page(browser, address, width=1440, theme="light") as page:
        by_the_server(page, address)
        expect(page.locator(".st-key-notices")).to_contain_text("worked on last here")
        watch(page, WATCHED)
        return dragged(page)


def dragged(page: Page, *, apart: float = 25.0) -> Updates:
    """Updates a second of the tiles and of the charts while a slider is dragged."""
    page.bring_to_front()
    slider = page.get_by_role("slider").first
    tiles, charts = updates_per_second(page, slider, WATCHED, seconds=DRAG_SECONDS, apart=apart)
    return tiles, charts


def report(timings: Timings, updates: list[Updates]) -> str:
    """The medians, and their ratios to the trivial page."""
    base = statistics.median(timings.trivial)
    lines = [f"{'one slider and one text':40} {base:7.0f} ms"]
    for follows, own in (("browser alone", timings.alone), ("server", timings.served)):
        for label, found in (
            ("held", own.held),
            ("let go, from then", own.let_go),
            ("pressed and let go at once", own.at_once),
        ):
            middle = statistics.median(found)
            lines.append(f"{follows}: {label:{38 - len(follows)}} {middle:7.0f} ms  {middle / base:5.2f} times")
    labels = ("dragging, the browser alone", "dragging, the server", "who comes back to unsaved work")
    for label, (tiles, charts) in zip(labels, updates, strict=True):
        lines.append(f"{label:40} tiles {tiles:.1f}, charts {charts:.1f} times a second")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--scenario", default="plumber")
    chosen = parser.parse_args()
    with running_chromium(PLAIN_ARGUMENTS) as browser:
        found = measure(browser, presses=chosen.presses, scenario=chosen.scenario)
    sys.stdout.write(f"{report(*found)}\n")


if __name__ == "__main__":
    main()
