"""How fast the page "Plan" follows, in a real Chromium, as ratios to the least that a Streamlit page can be.

    uv run python -m tests.benchmarks.browser_latency [--presses 30] [--scenario plumber]

From a key press on a slider to the last redrawn chart: the median over the presses, while the key is held (the first
replicate answers) and after it was let go (all draws answer). The same from a key press to the changed text of a page
with one slider and one text, under Streamlit's default settings, alternating in the same run. And how many times a
second the tiles and the charts change while a slider is dragged, by the first visitor and by one who comes back and
sees that there is unsaved work. Digits depend on the machine; ratios hardly do.
"""

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.harness import ROOT, opened_page, running_chromium, serving
from tests.browser.updates import TILES, updates_per_second, watch

KEY = "ArrowRight"
QUIET = 600
"""Nothing has changed for so long: the page has finished its answer [ms]."""

LONGEST = 30_000
CHARTS = "charts"
WATCHED = {"tiles": TILES, CHARTS: "[data-testid=stVegaLiteChart]"}
DRAG_SECONDS = 6.0

QUIET_NOW = """([names, quiet]) => {
    const times = names.flatMap((name) => window.watched.changes[name] ?? []);
    return times.length > 0 && performance.now() - Math.max(...times) > quiet;
}"""
"""Something has changed, and then nothing for a while. A chart whose figures a press leaves alone is not redrawn."""

LAST_CHANGE = """(names) =>
    Math.max(...names.flatMap((name) => window.watched.changes[name] ?? [])) - window.watched.pressed"""


Updates = tuple[float, float]
"""How many times a second the tiles and the charts change."""


@dataclass
class Timings:
    """Milliseconds from key presses to what was seen last."""

    trivial: list[float] = field(default_factory=list)
    preview: list[float] = field(default_factory=list)
    all_draws: list[float] = field(default_factory=list)


def last_of(page: Page, *names: str) -> float:
    """Milliseconds from the last key press to the last change of any of these, once all are quiet."""
    page.wait_for_function(QUIET_NOW, arg=[names, QUIET], timeout=LONGEST)
    elapsed: float = page.evaluate(LAST_CHANGE, names)
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


def press_plan(page: Page, slider: Locator, timings: Timings) -> None:
    """One held press, and one that is let go."""
    slider.focus()
    page.keyboard.down(KEY)
    timings.preview.append(last_of(page, CHARTS))
    page.keyboard.up(KEY)
    page.wait_for_timeout(1_500)
    page.keyboard.press(KEY)
    timings.all_draws.append(last_of(page, CHARTS))
    page.wait_for_timeout(300)


def measure(browser: Browser, *, presses: int, scenario: str) -> tuple[Timings, Updates, Updates]:
    """Open both pages, press on them in turn, and come back as another visitor."""
    with ExitStack() as stack:
        homes = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        trivial_app = stack.enter_context(serving(Path(__file__).with_name("one_slider.py"), homes[0], folder=homes[0]))
        app = stack.enter_context(serving(ROOT / "app.py", homes[1]))
        trivial = stack.enter_context(opened_page(browser, trivial_app.address, width=1440, theme="light"))
        address = f"{app.address}/?scenario=example/{scenario}"
        plan = stack.enter_context(opened_page(browser, address, width=1440, theme="light"))
        warm_up(trivial, plan)
        watch(trivial, {"text": "[data-testid=stText]"})
        watch(plan, WATCHED)
        timings, first = pressed_in_turn(trivial, plan, presses)
        return timings, first, returning(browser, app.address)


def pressed_in_turn(trivial: Page, plan: Page, presses: int) -> tuple[Timings, Updates]:
    """The timings of both pages."""
    timings, slider = Timings(), plan.get_by_role("slider").first
    for _ in range(presses):
        timings.trivial.append(press_trivial(trivial))
        press_plan(plan, slider, timings)
    return timings, dragged(plan, slider)


def returning(browser: Browser, address: str) -> Updates:
    """Updates a second in the first drag of somebody who comes back while unsaved work lies about: see the notice."""
    with opened_page(browser, address, width=1440, theme="light") as page:
        expect(page.locator(".st-key-notices")).to_contain_text("what you worked on last")
        watch(page, WATCHED)
        return dragged(page, page.get_by_role("slider").first)


def dragged(page: Page, slider: Locator) -> Updates:
    """Updates a second of the tiles and of the charts while the slider is dragged."""
    tiles, charts = updates_per_second(page, slider, WATCHED, seconds=DRAG_SECONDS)
    return tiles, charts


def report(timings: Timings, first: Updates, returning: Updates) -> str:
    """The medians, and their ratios to the trivial page."""
    base = statistics.median(timings.trivial)
    lines = [f"{'one slider and one text':34} {base:7.0f} ms"]
    for label, found in (
        ("while held, to the last chart", timings.preview),
        ("let go, to the last chart", timings.all_draws),
    ):
        middle = statistics.median(found)
        lines.append(f"{label:34} {middle:7.0f} ms  {middle / base:5.2f} times")
    lines.append(f"{'while dragging':34} tiles {first[0]:.1f}, charts {first[1]:.1f} times a second")
    ratios = f"{returning[0] / first[0]:.2f} and {returning[1] / first[1]:.2f} times the first"
    lines.append(f"{'who comes back to unsaved work':34} tiles {returning[0]:.1f}, charts {returning[1]:.1f}, {ratios}")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--scenario", default="plumber")
    chosen = parser.parse_args()
    with running_chromium() as browser:
        found = measure(browser, presses=chosen.presses, scenario=chosen.scenario)
    sys.stdout.write(f"{report(*found)}\n")


if __name__ == "__main__":
    main()
