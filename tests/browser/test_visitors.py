"""The visitors of the other tests know nothing of each other, although they share a browser that keeps the scripts."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Open
from tests.browser.harness import Server, opened_page

pytestmark = pytest.mark.browser

LEAVE = """() => {
    for (const storage of [localStorage, sessionStorage]) storage.setItem('left', 'here');
    document.cookie = 'left=here';
}"""
FIND = """() => [
    localStorage.getItem('left'), sessionStorage.getItem('left'), document.cookie.includes('left='),
]"""


def is_a_stranger(page: Page) -> bool:
    return bool(page.evaluate(FIND) == [None, None, False])


@pytest.fixture
def address(server: Server) -> str:
    """Of a page that is soon drawn: which one it is does not matter here."""
    return f"{server.address}/glossary"


def test_a_visitor_finds_nothing_of_the_one_before(chromium: Browser, address: str):
    for _ in range(2):
        with opened_page(chromium, address, width=1440, theme="light") as page:
            assert is_a_stranger(page)
            page.evaluate(LEAVE)
            assert not is_a_stranger(page)


def test_two_visitors_at_once_are_strangers_and_a_phone_is_touched_while_a_desk_is_not(address: str, visit: Open):
    phone, desk = visit(address, width=400), visit(address, width=1440)
    assert [page.evaluate("navigator.maxTouchPoints") for page in (phone, desk)] == [1, 0]
    phone.evaluate(LEAVE)
    desk.reload()
    assert is_a_stranger(desk)
    assert phone.context != desk.context
