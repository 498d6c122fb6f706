"""The Hosts and Origins that are the server's own: DNS rebinding and hijacked websockets are what this keeps out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ui.server.origins import Address, address_in, is_own_host, is_own_origin, names_of_machine, own_names

HERE = own_names("127.0.0.1")
PUBLIC = own_names("127.0.0.1", [Address("plan.example.com", None), Address("plan.example.org", 8443)])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost", ("localhost", None)),
        ("LocalHost:8501", ("localhost", 8501)),
        ("plan.example.com.", ("plan.example.com", None)),
        ("[::1]:8501", ("::1", 8501)),
        ("[0:0:0:0:0:0:0:1]", ("::1", None)),
        ("[::ffff:10.0.0.7]:80", ("10.0.0.7", 80)),
    ],
)
def test_an_address_has_one_spelling(text, address):
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":8501",
        ".",
        "::1",
        "[::1",
        "[localhost]",
        "localhost:",
        "localhost:x",
        "localhost:99999",
        "localhost:8501:1",
        "me@localhost",
        "localhost/evil",
        "localhost?a",
        "local host",
        "localhost\n",
        "lôcalhost",
        "localhost, evil.example",
    ],
)
def test_what_is_no_address_is_none(text):
    assert address_in(text) is None


@given(st.text())
def test_no_text_is_too_strange_to_be_judged(text):
    assert not is_own_host(f"{text}.evil.example", HERE, "127.0.0.1")
    assert not is_own_origin(f"http://{text}.evil.example", "localhost:8501", HERE)


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "localhost", "localhost:9000"])
def test_this_computer_goes_by_its_own_names_at_any_port_of_a_tunnel(host):
    assert is_own_host(host, HERE, "127.0.0.1")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.9", ""]
)
def test_a_strangers_name_is_not_its_own_even_where_it_points_here(host):
    assert not is_own_host(host, HERE, "127.0.0.1")


def test_the_number_that_was_reached_is_its_own():
    open_to_all = own_names("0.0.0.0")
    assert is_own_host("192.168.1.20:8501", open_to_all, "192.168.1.20")
    assert is_own_host("192.168.1.20:8501", open_to_all, "::ffff:192.168.1.20")
    assert is_own_host("[fd00::20]:8501", open_to_all, "fd00:0::20")
    assert not is_own_host("192.168.1.21:8501", open_to_all, "192.168.1.20")
    assert not is_own_host("0.0.0.0:8501", open_to_all, "127.0.0.1")


def test_the_place_that_was_reached_counts_only_as_a_number():
    assert not is_own_host("testserver", own_names("0.0.0.0"), "testserver")


def test_a_public_name_is_its_own():
    assert is_own_host("Plan.Example.com", PUBLIC, "127.0.0.1")
    assert not is_own_host("plan.example.com", HERE, "127.0.0.1")


def test_a_machine_is_known_by_its_name_in_full_in_short_and_by_mdns():
    assert names_of_machine("Office.Example.com") == {"office.example.com", "office", "office.local"}
    assert names_of_machine("office") == {"office", "office.local"}
    assert names_of_machine("") == frozenset()


def test_the_names_of_the_machine_count_only_where_others_can_come(monkeypatch):
    monkeypatch.setattr("socket.gethostname", lambda: "office")
    assert is_own_host("office:8501", own_names("0.0.0.0"), "192.168.1.20")
    assert not is_own_host("office:8501", own_names("127.0.0.1"), "127.0.0.1")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8501", "localhost:8501"),
        ("http://[::1]:8501", "[::1]:8501"),
        ("http://localhost", "localhost:80"),
        ("https://plan.example.com", "plan.example.com"),
        ("https://plan.example.com:443", "plan.example.com"),
        ("https://plan.example.com", "127.0.0.1:8501"),
        ("https://plan.example.org:8443", "127.0.0.1:8501"),
    ],
)
def test_its_own_page_is_the_one_it_was_asked_for_or_that_of_a_public_name(origin, host):
    assert is_own_origin(origin, host, PUBLIC)


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8502",
        "http://127.0.0.1:8501",
        "http://evil.example",
        "http://evil.example:8501",
        "http://localhost:8501.evil.example",
        "http://localhost:8501@evil.example",
        "http://evil.example/localhost:8501",
        "https://plan.example.com:8443",
        "https://plan.example.org",
        "null",
        "",
        "file://",
        "ftp://localhost:8501",
        "localhost:8501",
        "chrome-extension://localhost:8501",
    ],
)
def test_any_other_page_is_a_strangers(origin):
    assert not is_own_origin(origin, "localhost:8501", PUBLIC)
