"""The visitors of the other tests know nothing of each other, although they share a browser that keeps the scripts."""

import pytest
from playwright.sync_api import Browser, Page

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


def test_a_visitor_finds_nothing_of_another_one_before_or_beside_and_a_phone_is_touched_while_a_desk_is_not(
    chromium: Browser, address: str
):
    with opened_page(chromium, address, width=400, theme="light") as phone:
        leave(phone)
        with opened_page(chromium, address, width=1440, theme="light") as desk:
            assert [page.evaluate("navigator.maxTouchPoints") for page in (phone, desk)] == [1, 0]
            assert phone.context != desk.context
            leave(desk)
    with opened_page(chromium, address, width=1440, theme="light") as later:
        assert later in (phone, desk)
        assert is_a_stranger(later)


def leave(page: Page) -> None:
    """Leave something behind where nothing was found."""
    assert is_a_stranger(page)
    page.evaluate(LEAVE)
    assert not is_a_stranger(page)
