"""Who comes in, who is sent on, who is refused, and what they are told."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from simulator.ui.server.admission import Refused, Request, Rules, SentOn, admission, page
from simulator.ui.server.origins import Address, own_names

TOKEN = "a-token-of-this-test"
HERE = Rules(names=own_names("127.0.0.1"))
FOR_COLLEAGUES = Rules(names=own_names("0.0.0.0", [Address("plan.example.com", None)]), token=TOKEN)
ASKED = Request(path="/compare", reached="192.168.1.20", port=8501, hosts=("192.168.1.20:8501",))
COOKIE = f"funnelcast-8501={TOKEN}"


def asked_here(**changes):
    return replace(ASKED, reached="127.0.0.1", hosts=("localhost:8501",), **changes)


def test_on_this_computer_no_token_is_needed():
    assert admission(asked_here(), HERE) == "admitted"


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("hosts", [("evil.example:8501",), (), ("localhost:8501", "evil.example")])
def test_a_request_for_another_name_is_refused(kind, hosts):
    assert isinstance(admission(replace(asked_here(kind=kind), hosts=hosts), HERE), Refused)


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "origins", [("http://localhost:8502",), ("null",), ("http://localhost:8501", "http://evil.example")]
)
def test_a_request_of_another_page_is_refused(kind, origins):
    assert admission(asked_here(kind=kind, origins=("http://localhost:8501",)), HERE) == "admitted"
    assert isinstance(admission(asked_here(kind=kind, origins=origins), HERE), Refused)


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_without_the_token_nobody_else_comes_in(kind):
    for cookies in ((), ("funnelcast-8501=wrong",), (f"funnelcast-8502={TOKEN}",)):
        assert isinstance(admission(replace(ASKED, kind=kind, cookies=cookies), FOR_COLLEAGUES), Refused)
    assert admission(replace(ASKED, kind=kind, cookies=(COOKIE,)), FOR_COLLEAGUES) == "admitted"


def test_the_token_is_needed_on_the_computer_itself_too_once_others_can_come():
    assert isinstance(admission(asked_here(), FOR_COLLEAGUES), Refused)


def test_the_token_does_not_help_a_strangers_page_or_name():
    with_cookie = replace(ASKED, cookies=(COOKIE,))
    assert isinstance(admission(replace(with_cookie, origins=("http://evil.example",)), FOR_COLLEAGUES), Refused)
    assert isinstance(admission(replace(with_cookie, hosts=("evil.example",)), FOR_COLLEAGUES), Refused)


def test_the_address_with_the_token_leads_to_the_same_without_it():
    found = admission(replace(ASKED, query=f"plan=B%26B&token={TOKEN}&x="), FOR_COLLEAGUES)
    assert isinstance(found, SentOn)
    assert found.location == "/compare?plan=B%26B&x="
    assert found.cookies[0].startswith(f"{COOKIE};")


def test_an_address_of_two_slashes_does_not_lead_to_another_server():
    for path in ("//evil.example/", "/\\evil.example/", "///evil.example/"):
        found = admission(replace(ASKED, path=path, query=f"token={TOKEN}"), FOR_COLLEAGUES)
        assert isinstance(found, SentOn)
        assert found.location == "/evil.example/"


@pytest.mark.parametrize("change", [{"kind": "websocket"}, {"method": "PUT"}, {"query": "token=wrong"}])
def test_only_opening_the_right_address_gives_a_cookie(change):
    request = replace(ASKED, **{"query": f"token={TOKEN}", **change})
    assert isinstance(admission(request, FOR_COLLEAGUES), Refused)


def test_a_browser_that_withholds_the_cookie_after_another_sites_link_is_asked_once_more():
    arrived = replace(ASKED, query="plan=B", cookies=("funnelcast-arrival-8501=1",))
    found = admission(arrived, FOR_COLLEAGUES)
    assert isinstance(found, Refused)
    assert found.again == "/compare?plan=B"
    assert [cookie.rpartition("; ")[2] for cookie in found.cookies] == ["Max-Age=0"]
    assert admission(replace(ASKED, cookies=()), FOR_COLLEAGUES).again == ""


def test_a_refusal_says_what_to_do():
    def said(request, rules):
        found = admission(request, rules)
        assert isinstance(found, Refused)
        return found.text

    assert "--public-name" in said(replace(ASKED, hosts=("plan.example.org",)), FOR_COLLEAGUES)
    assert "--public-name" in said(asked_here(origins=("https://plan.example.org",)), HERE)
    assert "?token=" in said(ASKED, FOR_COLLEAGUES)


def test_the_page_of_a_refusal_shows_a_hostile_name_as_text():
    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(tag)

    seen: list[str] = []
    Tags().feed(page(Refused(text="<script>alert(1)</script>", again='/"><script>alert(2)</script>')))
    assert "script" not in seen
    assert {"title", "h1", "p", "meta"} <= set(seen)
