"""The app in a real browser: it works under its content policy, and strangers' pages cannot reach it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.conftest import Open
from tests.browser.harness import Server, drag_to, wait_until_idle
from tests.ui.server.running import running

pytestmark = pytest.mark.browser

TOKEN = "the-token-of-these-tests"

TRIES = """async (address) => {
    const opened = new Promise((resolve) => {
        const socket = new WebSocket(address.replace('http', 'ws') + '/_stcore/stream', ['streamlit']);
        socket.onopen = () => resolve('opened');
        socket.onerror = () => resolve('refused');
    });
    const read = fetch(address + '/_stcore/health', {credentials: 'include'}).then(() => 'read', () => 'refused');
    return [await opened, await read];
}"""
"""Attempts of a page against another port of the same computer."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Nothing: the tests' output is theirs."""


@contextmanager
def site_of_a_stranger(folder: Path) -> Iterator[str]:
    """The address of a web server on another port of localhost."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="en-US")
    yield context.new_page()
    context.close()


@pytest.mark.thorough
def test_all_pages_work_under_the_content_policy_and_a_script_put_into_one_does_not_run(server: Server, visit: Open):
    page = visit(f"{server.address}/glossary")
    complaints: list[str] = []
    outside: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: outside.append(request.url))
    page.goto(f"{server.address}/?scenario=example/online-shop")
    wait_until_idle(page)
    drag_to(page, page.get_by_role("slider").first, 0.8, steps=2)
    page.mouse.up()
    wait_until_idle(page)
    for name in ("Compare", "Assumptions", "Scenarios", "Start"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        wait_until_idle(page)
    assert complaints == []
    assert [url for url in outside if not url.startswith((server.address, "blob:", "data:"))] == []

    page.evaluate(
        "() => { const image = document.createElement('img');"
        "image.setAttribute('onerror', 'window.ran = true'); image.src = 'data:,'; document.body.append(image); }"
    )
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.ran") is None


def test_a_page_on_another_port_cannot_drive_or_read_it(server: Server, page: Page, tmp_path: Path):
    (tmp_path / "index.html").write_text("<title>a stranger</title>")
    own = server.address.replace("127.0.0.1", "localhost")
    page.goto(f"{own}/_stcore/health")
    assert page.evaluate(TRIES, own) == ["opened", "read"]
    with site_of_a_stranger(tmp_path) as address:
        page.goto(address)
        assert page.evaluate(TRIES, own) == ["refused", "refused"]


@pytest.mark.thorough
def test_the_address_with_the_token_opens_it_also_by_a_link_of_another_site(page: Page, tmp_path: Path):
    with (
        running(tmp_path, "--host", "0.0.0.0", FUNNELCAST_TOKEN=TOKEN) as server,
        site_of_a_stranger(tmp_path) as mail,
    ):
        address = f"http://127.0.0.1:{server.port}"
        page.goto(f"{address}/glossary")
        expect(page.get_by_text("This address needs its token.")).to_be_visible()
        (tmp_path / "mail.html").write_text(f'<a href="{address}/glossary?token={TOKEN}">our plan</a>')
        page.goto(f"{mail}/mail.html")
        page.get_by_role("link", name="our plan").click()
        wait_until_idle(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert TOKEN not in page.url
        later = page.goto(f"{address}/compare", wait_until="commit")
        assert later is not None
        assert later.ok
