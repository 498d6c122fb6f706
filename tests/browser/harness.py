"""Driving the app in a real Chromium: start it, open a page, wait until it is idle, look for faults."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as Late

from simulator.cli.serving import app_script

ROOT = Path(__file__).parents[2]
_CHROMIUMS = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
"""Without any windows a page takes an eighth less of the processor than in a Chromium that only hides them."""
CHROMIUM = next((program for program in _CHROMIUMS if program.exists()), _CHROMIUMS[0])
PLAIN_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Pages of tests live for seconds: to optimise their scripts for longer lives takes more than it gives back, and to
# interpret them at first a little more than to compile each function plainly at once.
_SHORT_LIVES = "--no-turbofan --invocation-count-for-maglev=2000 --always-sparkplug --no-lazy-feedback-allocation"
CHROMIUM_ARGUMENTS = [*PLAIN_ARGUMENTS, f"--js-flags={_SHORT_LIVES}"]
PATIENCE = 60_000
"""How long a page may take for one step before a test fails [ms]; generous, for a machine where much else runs."""
expect.set_options(timeout=PATIENCE)
DESK, PHONE = 1440, 400
"""Usual widths of a window [px]; one narrower than TOUCHED is touched."""
TOUCHED = 600
HEIGHT = 900
LOOKS_AGAIN = 50
"""How often a page is asked whether it is idle [ms]: asking at every frame makes it draw all of them."""
WORLDS = "*/_funnelcast/worlds/*"
PARKED = "about:blank"
"""Where a page is that has no visitor."""

IDLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app?.dataset.testScriptState === 'notRunning'
        && app?.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
        && !document.getAnimations().some((animation) => animation.playState === 'running'
            && animation.effect?.getKeyframes().some((frame) => 'height' in frame));
}"""
"""The script has run, and nothing opens or closes: what is pressed meanwhile may move away below the pointer."""

SEEN = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const { testScriptState, testConnectionState } = app?.dataset ?? {};
    const boxes = [...document.querySelectorAll('input, textarea')].map((box) => `${box.ariaLabel}: ${box.value}`);
    const held = document.activeElement?.outerHTML.slice(0, 200);
    return [testScriptState, testConnectionState, held, ...boxes, document.body.innerText].join('\\n');
}"""
"""What goes on in a page, where the focus is, what its boxes hold and what it says."""

STILL = """() => document.getAnimations().every(
    (animation) => animation.playState !== 'running' || animation.effect.getTiming().iterations === Infinity
)"""
"""Nothing moves or changes its colour on its way to somewhere; what turns for ever may turn."""

AXE = Axe()
# Describing every place that is as it should be takes axe three times as long, and handing its answer over twice.
FAULTS = """async (part) => (await axe.run(part ?? document, { resultTypes: ['violations'] })).violations
    .filter((fault) => ['serious', 'critical'].includes(fault.impact))
    .flatMap((fault) => fault.nodes.map((place) => `${fault.id}: ${place.html}`))"""

Theme = Literal["light", "dark"]
PAPER: dict[Theme, str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 22, 20)"}
"""The colour of the app's page in each theme, as its settings state it."""


LOOKS: tuple[tuple[int, Theme], ...] = ((DESK, "light"), (PHONE, "dark"))


@dataclass(frozen=True, slots=True)
class Server:
    """A running app: its address, the folder that is its user's home, and the number of its process."""

    address: str
    home: Path
    process: int

    @property
    def plan(self) -> str:
        """The address of a plan, whatever work lies about: the bare address leads to the last work, or to Start."""
        return f"{self.address}/?scenario=example/plumber"

    def written(self) -> str:
        """The messages that the app has written so far."""
        return _log(self.home).read_text("utf-8", "replace")


@contextmanager
def serving(script: Path, home: Path, *, folder: Path = ROOT, port: int | None = None) -> Iterator[Server]:
    """Run a Streamlit script on a port of 127.0.0.1, a free one by default, with a home folder of its own.

    Streamlit takes its settings from the ``folder`` that it is started in.
    """
    port = port or _free_port()
    log = _log(home)
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(script, port),
            cwd=folder,
            env=_environment(home),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
        )
        server = Server(f"http://127.0.0.1:{port}", home, process.pid)
        try:
            _wait_until_healthy(server, process, log)
            yield server
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.terminate()
            process.wait(timeout=60)


@contextmanager
def started_again(page: Page, script: Path, server: Server) -> Iterator[Server]:
    """Kill a server in which a page is open, and start it again in the same place; the page has found it again."""
    connected = page.locator("[data-test-connection-state=CONNECTED]")
    os.kill(server.process, signal.SIGKILL)
    expect(connected).to_have_count(0)
    with serving(script, server.home, port=int(server.address.rsplit(":", 1)[1])) as again:
        expect(connected).to_have_count(1)
        yield again


def _log(home: Path) -> Path:
    return home / "server.log"


def _command(script: Path, port: int) -> list[str]:
    """The app itself has the server that people get, which ends with these tests; other scripts have Streamlit's."""
    if script == app_script():
        return [sys.executable, "-m", "simulator.ui.server", "--ends-with-input", f"--port={port}"]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    return [sys.executable, "-m", "streamlit", "run", str(script), *options]


def _environment(home: Path) -> dict[str, str]:
    folders = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state"}
    own = {variable: str(home / folder) for variable, folder in folders.items()}
    # Its library is the one in its home, whatever other tests of the same process use.
    inherited = {variable: value for variable, value in os.environ.items() if variable != "FUNNELCAST_LIBRARY"}
    return {**inherited, **own, "HOME": str(home), "PYTHONPATH": str(ROOT)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=1):
                return
        except OSError:  # refused, reset or too late: not listening yet
            time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text('utf-8')}")


@contextmanager
def running_chromium(arguments: Sequence[str] = CHROMIUM_ARGUMENTS) -> Iterator[Browser]:
    """A Chromium with a profile, which keeps what it downloaded and compiled.

    A fresh context downloads and compiles the app's scripts anew: about half of the work of opening a page.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=list(arguments), locale="en-US"
        )
        browser = context.browser
        assert browser is not None
        yield browser
        context.close()


@contextmanager
def opened_page(
    browser: Browser,
    address: str,
    *,
    width: int,
    theme: Theme,
    worlds: bool = False,
    script: str = "",
    fails: bool = False,
) -> Iterator[Page]:
    """A new visitor's page at ``address``, idle; unless it ``fails`` every message in its error console fails the test.

    Only with ``worlds`` do they come to it: trying them out takes a page a second of the processor, and few tests are
    about them. A ``script`` runs before any of the page's own.
    """
    with (
        _new_visitor(browser) as page,
        _window(page, width, theme, worlds=worlds, script=script),
        nullcontext() if fails else _no_failures(page),
    ):
        page.goto(address)
        wait_until_idle(page)
        yield page


@contextmanager
def _no_failures(page: Page) -> Iterator[None]:
    failures: list[str] = []

    def note(error: Error) -> None:
        failures.append(str(error))

    page.on("pageerror", note)
    try:
        yield
    finally:
        page.remove_listener("pageerror", note)
    assert not failures, "\n".join(failures)


@contextmanager
def _new_visitor(browser: Browser) -> Iterator[Page]:
    """The page of somebody who remembers nothing: a former visitor's, who forgot everything, else a fresh one.

    A page that is used again has the app's scripts at hand: it opens for two thirds of a fresh one's processor time.
    """
    parked = (context.pages[0] for context in browser.contexts if context.pages and context.pages[0].url == PARKED)
    page = next(parked, None) or browser.new_context(locale="en-US").new_page()
    page.context.set_default_timeout(PATIENCE)
    try:
        yield page
    finally:
        _forget(page)


def pages_of(browser: Browser) -> list[Page]:
    """The pages in which somebody is at the moment."""
    return [page for context in browser.contexts for page in context.pages if page.url != PARKED]


def _forget(page: Page) -> None:
    """Leave the app, and clear what was left in the browser, but not the scripts that it keeps."""
    context = page.context
    page.unroute_all()
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    devtools = context.new_cdp_session(page)
    devtools.send("DOMStorage.enable")
    with suppress(Error):  # where the app never came, nothing is stored
        devtools.send("DOMStorage.clear", {"storageId": {"securityOrigin": origin, "isLocalStorage": False}})
    page.goto(PARKED)
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
    devtools.detach()
    context.clear_cookies()
    context.clear_permissions()


@contextmanager
def _window(page: Page, width: int, theme: Theme, *, worlds: bool, script: str) -> Iterator[None]:
    """Set the size and the colours of a visitor's window, whether it is touched, as on a phone, and what may come.

    The visitor wants no motion: what glides or fades is drawn many times.
    """
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(media="screen", color_scheme=theme, forced_colors="none", reduced_motion="reduce")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": width < TOUCHED})
    devtools.send("Network.enable")
    devtools.send("Network.setBlockedURLs", {"urls": [] if worlds else [WORLDS]})
    # Scripts that Playwright adds stay with the page, which later visitors use again.
    devtools.send("Page.enable")
    devtools.send("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        yield
    finally:
        devtools.detach()


def in_both_widths(page: Page) -> Iterator[int]:
    """Give an open page the width of a phone and of a desk in turn; it ends with its own.

    Only the look changes: what is touched like a phone is opened as one.
    """
    own = page.viewport_size["width"] if page.viewport_size else DESK
    for width in (PHONE, DESK) if own == DESK else (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wait_until_idle(page)
        page.wait_for_function(STILL, polling=LOOKS_AGAIN)
        yield width


def in_both_looks(page: Page) -> Iterator[str]:
    """Give an open page the look of a desk by day, and then of a phone in the dark."""
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        _take(page, theme)
        yield f"{width}-{theme}"


def in_both_themes(page: Page) -> Iterator[Theme]:
    """Give an open page of the app the colours of each theme in turn, as when a computer turns dark at sunset."""
    for theme in PAPER:
        _take(page, theme)
        yield theme


def _take(page: Page, theme: Theme) -> None:
    page.emulate_media(color_scheme=theme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPER[theme])
    wait_until_idle(page)
    page.wait_for_function(STILL, polling=LOOKS_AGAIN)


def wait_until_idle(page: Page) -> None:
    """Wait until the script has run, the browser is connected, and nothing shown is out of date, opens or closes.

    To know that a run *happened*, wait for a changed text first.
    """
    expect(page.get_by_test_id("stApp")).to_be_visible(timeout=PATIENCE)
    page.wait_for_function(IDLE, timeout=PATIENCE, polling=LOOKS_AGAIN)


CARDS, DIALOG, UNFOLDED = "[class*=st-key-card]", "[role=dialog]", "[data-testid=stPopoverBody]"
"""Parts of pages: the numbers of a section of the page Assumptions, a window, and what a button unfolds."""


def serious_faults(page: Page, part: str | None = None) -> list[str]:
    """Serious and critical accessibility faults that axe finds, one line for each place.

    Of a ``part`` of the page alone where the rest of it was looked at before: all of it takes axe up to a second of the
    processor.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    assert part is None or page.locator(part).count() > 0, f"there is no {part}"
    return list(page.evaluate(FAULTS, part))


FITS = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
    .every((box) => !box || box.scrollWidth <= box.clientWidth + 1)"""

FOLLOWS = 3_000
"""How long a chart may take to follow the width of its window [ms]."""


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window, so that it must be scrolled sideways.

    A chart follows the width of a window a moment after everything else has come to rest.
    """
    try:
        page.wait_for_function(FITS, polling=LOOKS_AGAIN, timeout=FOLLOWS)
    except Late:
        return True
    return False


def screenshot(page: Page, name: str) -> None:
    """Keep a picture in the folder that FUNNELCAST_SCREENSHOTS names; without it, none is made."""
    if folder := os.environ.get("FUNNELCAST_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png", full_page=True)


def drag_to(page: Page, slider: Locator, share: float, *, steps: int = 8) -> None:
    """Take a slider's thumb and pull it to ``share`` of the way, without letting go."""
    box = slider.bounding_box()
    assert box is not None
    value, end = (float(slider.evaluate(f"input => input.{name}")) for name in ("value", "max"))
    thumb = 20
    middle = box["y"] + box["height"] / 2

    def place(part: float) -> float:
        return box["x"] + thumb / 2 + part * (box["width"] - thumb)

    page.mouse.move(place(min(1.0, value / end)), middle)
    page.mouse.down()
    page.mouse.move(place(share), middle, steps=steps)
