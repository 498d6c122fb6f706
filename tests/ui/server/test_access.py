"""The token in an address, a cookie and a header."""

from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ui.server import access

TOKEN = "Zm9vYmFyLWJhei1xdXV4"


@pytest.mark.parametrize("presented", [None, "", TOKEN[:-1], TOKEN + "x", TOKEN.lower(), "ÿ", "\ud800"[:0] + "é" * 20])
def test_only_the_token_itself_is_the_token(presented):
    assert access.shows(TOKEN, TOKEN)
    assert not access.shows(TOKEN, presented)


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        (f"token={TOKEN}", ""),
        (f"plan=Shift%20to+SEO&token={TOKEN}&scenario=plumber", "plan=Shift%20to+SEO&scenario=plumber"),
        (f"token={TOKEN}&token=other", ""),
        ("my_token=1", "my_token=1"),
        ("", ""),
    ],
)
def test_an_address_without_its_token_is_otherwise_the_same(query, rest):
    assert access.without_token(query) == rest


@given(st.lists(st.tuples(st.text(min_size=1), st.text())), st.text(min_size=1))
def test_the_token_is_found_among_any_entries_and_they_are_kept(entries, token):
    others = [(name, value) for name, value in entries if name != "token"]
    query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in [*others, ("token", token)])
    assert access.token_in_query(query) == token
    assert parse_qsl(access.without_token(query), keep_blank_values=True) == others


def test_the_token_is_found_among_other_cookies():
    kept = access.cookie(TOKEN, 8501, scheme="http").partition(";")[0]
    for cookies in ([kept], [f"a=b; {kept}; c=d"], ["a=b", kept]):
        assert access.value_in_cookies(cookies, access.cookie_name(8501)) == TOKEN
    assert access.value_in_cookies([kept], access.cookie_name(8502)) is None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites():
    attributes = access.cookie(TOKEN, 8501, scheme="http").split("; ")[1:]
    assert set(attributes) == {"Path=/", "HttpOnly", "SameSite=Strict"}
    assert "; Secure" in access.cookie(TOKEN, 8501, scheme="https")


def test_a_proxy_can_state_the_token_in_a_header():
    assert access.token_in_authorization([f"Bearer {TOKEN}"]) == TOKEN
    assert access.token_in_authorization(["Basic YTpi", f"bearer {TOKEN}"]) == TOKEN
    assert access.token_in_authorization(["Basic YTpi"]) is None
