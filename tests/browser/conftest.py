"""A Chromium and running apps for the tests below; see ``harness`` for what they do with them."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Error, Page

from simulator.cli.serving import app_script
from tests.browser.harness import CHROMIUM, SEEN, Server, Theme, opened_page, pages_of, running_chromium, serving
from tests.browser.scenarios_page import library_of

Serve = Callable[[Path], Server]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; where there is none, they are skipped, or fail if it is required."""
    if not CHROMIUM.exists():
        missing = f"no Chromium at {CHROMIUM}"
        if os.environ.get("FUNNELCAST_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """``serve(script)``: the script's running app, started once, stopped after the last test."""
    with ExitStack() as stack:
        running: dict[Path, Server] = {}

        def start(script: Path) -> Server:
            if script not in running:
                running[script] = stack.enter_context(serving(script, tmp_path_factory.mktemp(script.stem)))
            return running[script]

        yield start


@pytest.fixture
def server(serve: Serve) -> Server:
    """The app itself, which all tests share."""
    return serve(app_script())


@pytest.fixture
def folder(server: Server) -> Iterator[Path]:
    """The library of that app, empty before the test and after it; unsaved work is removed from it at the end."""
    library = library_of(server.home)
    emptied(library, ".trash", ".versions", ".drafts", ".calibration")
    yield library
    emptied(library, ".trash", ".versions", ".drafts", ".calibration")


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Open]:
    """``visit(address, width=1440, theme="light", worlds=False)``: a new visitor's page, closed after the test."""
    with ExitStack() as stack:

        def visit_page(address: str, *, width: int = 1440, theme: Theme = "light", worlds: bool = False) -> Page:
            return stack.enter_context(opened_page(chromium, address, width=width, theme=theme, worlds=worlds))

        yield visit_page


@pytest.fixture
def example(server: Server, visit: Open) -> Open:
    """``example("plumber", "goals", goal="roi", width=400)``: a new visitor's page about an example, as first drawn."""

    def opened(name: str, page: str = "", *, width: int = 1440, **entries: object) -> Page:
        address = urlencode({"scenario": f"example/{name}", **entries}, doseq=True, safe="/")
        return visit(f"{server.address}/{page}?{address}", width=width)

    return opened


def emptied(library: Path, *hidden: str) -> None:
    for path in library.glob("*.yaml"):
        path.unlink()
    for name in hidden:
        shutil.rmtree(library / name, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What every visitor saw when a test failed, and what the app wrote, stand below the failure."""
    report = yield
    fixtures = getattr(item, "funcargs", {})
    if report.failed and call.when == "call" and isinstance(browser := fixtures.get("chromium"), Browser):
        for number, page in enumerate(pages_of(browser), start=1):
            report.sections.append((f"visitor {number}", seen_by(page)))
        if isinstance(server := fixtures.get("server"), Server):
            report.sections.append(("the app wrote", server.written()[-MOST_SEEN:]))
    return report


MOST_SEEN = 4_000


def seen_by(page: Page) -> str:
    """The address of a visitor's page, what goes on in it, and its words."""
    with suppress(Error):  # a page that has crashed says nothing
        return f"{page.url}\n{page.evaluate(SEEN)}"[:MOST_SEEN]
    return page.url
