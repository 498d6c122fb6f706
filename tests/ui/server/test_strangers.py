"""A real server, asked by strangers: it refuses them itself, and nothing is asked or sent outside of this computer."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.http11 import Response

from simulator.ui.components.live_figures import WORLDS_PLACE
from simulator.ui.server.__main__ import main
from tests.ui.server.browser_page import connected, cookies, visit
from tests.ui.server.running import Running, running, watched

TOKEN = "the-token-of-these-tests"
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
)


@pytest.fixture(scope="module")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for the local network and for those who come through a proxy."""
    options = ("--host", "0.0.0.0", "--public-name", "plan.example.com")
    with running(tmp_path_factory.mktemp("open"), *options, FUNNELCAST_TOKEN=TOKEN) as server:
        yield server


def with_the_token(server: Running) -> str:
    """The Cookie header of a browser that has opened the address with the token."""
    return "; ".join(f"{name}={value}" for name, value in cookies(server.ask(f"/?token={TOKEN}")).items())


def refusal(server: Running, **connection: str) -> Response | None:
    """The answer to a websocket that does not come about; None if it does."""
    try:
        with connected(server, **connection):
            return None
    except InvalidStatus as refused:
        return refused.response


def is_refused(server: Running, **connection: str) -> bool:
    answer = refusal(server, **connection)
    return answer is not None and answer.status_code == 403


def test_the_guard_sees_every_attempt_to_leave_this_computer(tmp_path):
    attempts = [
        "socket.getaddrinfo('example.com', 80)",
        "socket.socket().connect(('198.51.100.1', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('198.51.100.1', 53))",
        "__import__('urllib.request').request.urlopen('http://198.51.100.1')",
    ]
    for attempt in attempts:
        command = [sys.executable, "-c", f"import socket; {attempt}"]
        assert subprocess.run(command, env=watched(tmp_path), capture_output=True, timeout=60, check=False).returncode
    assert len((tmp_path / "outside.log").read_text().splitlines()) == len(attempts)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://evil.example:8501", "http://localhost:1", "http://198.51.100.7", "null"]
)
def test_a_websocket_of_another_page_is_refused_and_nothing_is_asked_outside(here, origin):
    assert is_refused(here, origin=origin)
    assert here.left() == []


def test_a_websocket_under_a_strangers_name_is_refused(here):
    assert is_refused(here, host=f"evil.example:{here.port}", origin=f"http://evil.example:{here.port}")
    assert here.left() == []


@pytest.mark.parametrize(
    ("host", "page"), [("[::1]", "[0:0::1]"), ("[0:0::1]", "[::1]"), ("[::ffff:7f00:1]", "127.0.0.1")]
)
def test_a_number_is_the_same_in_each_spelling_and_nothing_is_asked_outside(here, host, page):
    assert not is_refused(here, host=f"{host}:{here.port}", origin=f"http://{page}:{here.port}")
    assert here.left() == []


def test_a_proxy_may_hand_on_its_name_or_ours_and_nothing_is_asked_outside(open_to_all):
    kept = with_the_token(open_to_all)
    for host in (f"127.0.0.1:{open_to_all.port}", "plan.example.com:443", "plan.example.com", "PLAN.example.com."):
        assert not is_refused(open_to_all, host=host, origin="https://plan.example.com", cookie=kept), host
    assert open_to_all.left() == []


def test_a_name_may_end_with_the_dot_of_the_root_and_nothing_is_asked_outside(open_to_all):
    name = socket.gethostname()
    assert not is_refused(open_to_all, host=f"{name}.", origin=f"http://{name}", cookie=with_the_token(open_to_all))
    assert open_to_all.left() == []


def test_its_own_page_runs(here):
    with visit(here) as page:
        page.open("scenarios")
        assert page.session
    assert here.left() == []


def test_a_strangers_name_is_answered_in_words(here):
    answer = here.ask(Host="evil.example")
    assert answer.status == 403
    assert b"--public-name" in answer.body


def test_a_page_on_another_port_cannot_send_or_read(here):
    for method in ("GET", "PUT", "POST", "DELETE", "OPTIONS"):
        answer = here.ask("/_stcore/health", method=method, Origin="http://localhost:1")
        assert answer.status == 403
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/nowhere", "/static/js/nowhere.js"])
def test_every_answer_carries_the_protecting_headers(here, path):
    for answer in (here.ask(path), here.ask(path, Host="evil.example")):
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_refused_websocket_says_why_under_the_protecting_headers_and_is_no_error(here):
    answer = refusal(here, host="evil.example")
    assert answer.status_code == 403
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"not known by the name" in answer.body
    assert here.ask().status == 200
    assert "handshake" not in here.logged()


def test_a_refused_websocket_is_logged_with_its_host_and_page(here):
    assert is_refused(here, origin="https://plan.example.org")
    line = next(line for line in here.logged().splitlines() if "https://plan.example.org" in line)
    assert f"Host '127.0.0.1:{here.port}', Origin 'https://plan.example.org'" in line


def test_the_log_of_refusals_takes_no_sign_that_steers_a_terminal_and_no_token(open_to_all):
    address = ("127.0.0.1", open_to_all.port)
    head = f"GET /_stcore/stream?token={TOKEN} HTTP/1.1\r\nHost: a\x9b2J\r\n{UPGRADE}\r\n\r\n"
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(head.encode("latin-1"))
        assert connection.recv(100).startswith(b"HTTP/1.1 403")
    assert "\x9b" not in open_to_all.logged()
    assert r"a\x9b2J" in open_to_all.logged()
    assert TOKEN not in open_to_all.logged()


def test_only_the_token_opens_a_server_that_others_can_reach(open_to_all):
    assert open_to_all.ask().status == 403
    assert open_to_all.ask("/?token=wrong").status == 403
    assert is_refused(open_to_all, origin=f"http://127.0.0.1:{open_to_all.port}")
    opened = open_to_all.ask(f"/compare?plan=B&token={TOKEN}")
    assert (opened.status, opened.headers["Location"]) == (303, "/compare?plan=B")
    kept = "; ".join(f"{name}={value}" for name, value in cookies(opened).items())
    assert open_to_all.ask("/compare?plan=B", Cookie=kept).status == 200
    assert not is_refused(open_to_all, origin=f"http://127.0.0.1:{open_to_all.port}", cookie=kept)


def test_a_proxy_with_the_token_lets_its_people_in_under_its_name(open_to_all):
    known = {"Authorization": f"Bearer {TOKEN}"}
    assert open_to_all.ask(Host="plan.example.com", Origin="https://plan.example.com", **known).status == 200
    assert open_to_all.ask(Origin="https://plan.example.com", **known).status == 200
    assert open_to_all.ask(Host="plan.example.org", **known).status == 403
    assert open_to_all.ask(Host="198.51.100.7", **known).status == 403


@pytest.mark.parametrize(
    ("options", "token", "said"),
    [
        (("--host", "0.0.0.0"), "", "FUNNELCAST_TOKEN"),
        (("--public-name", "plan.example.com"), "", "FUNNELCAST_TOKEN"),
        ((), "short", "16 characters"),
        (("--public-name", "https://plan.example.com/"), TOKEN, "a name alone"),
        (("--host", "198.51.100.1"), TOKEN, "198.51.100.1"),
    ],
)
def test_a_server_does_not_start_open_by_mistake(monkeypatch, capsys, options, token, said):
    monkeypatch.setenv("FUNNELCAST_TOKEN", token)
    with pytest.raises(SystemExit) as ended:
        main(["--port", "9", *options])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_worlds_are_behind_the_gate_and_an_unknown_name_has_none(here, open_to_all):
    place = f"{WORLDS_PLACE}{'0' * 64}"
    assert here.ask(place).status == 404
    assert b"open the page Plan again" in here.ask(place).body
    assert here.ask(place, Host="evil.example.com").status == 403
    assert here.ask(place, Origin="http://evil.example.com").status == 403
    assert open_to_all.ask(place).status == 403
    assert open_to_all.ask(place, Cookie=with_the_token(open_to_all)).status == 404
