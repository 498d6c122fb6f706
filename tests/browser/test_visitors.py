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


def test_a_visitor_finds_nothing_of_the_one_before(chromium: Browser, server: Server):
    for _ in range(2):
        with opened_page(chromium, server.plan, width=1440, theme="light") as page:
            assert is_a_stranger(page)
            page.evaluate(LEAVE)
            assert not is_a_stranger(page)


def test_two_visitors_at_once_are_strangers(server: Server, visit: Open):
    first, second = visit(server.plan), visit(server.plan)
    first.evaluate(LEAVE)
    second.reload()
    assert is_a_stranger(second)
    assert first.context != second.context


def test_a_phone_is_touched_and_a_desk_is_not(server: Server, visit: Open):
    touched = {width: visit(server.plan, width=width).evaluate("navigator.maxTouchPoints") for width in (400, 1440)}
    assert touched == {400: 1, 1440: 0}
