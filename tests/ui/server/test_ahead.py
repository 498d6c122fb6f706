"""Where a slider rests comes from a browser: nothing of it is trusted."""

import asyncio
import json

import pytest
from starlette.requests import Request

from simulator.ui.components.live_figures import AHEAD_PLACE
from simulator.ui.server import ahead
from simulator.ui.server.ahead import amounts


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no JSON",
        b"\xff",
        b"[1]",
        b"null",
        b'{"Radio": "100"}',
        b'{"Radio": true}',
        b'{"Radio": null}',
        b'{"Radio": -1}',
        b'{"Radio": 1e10}',
        b'{"Radio": NaN}',
        b'{"Radio": Infinity}',
        b'{"Radio": 1' + b"0" * 400 + b"}",
        b"[" * 100_000,
    ],
)
def test_what_no_slider_says_has_no_amounts(sent):
    assert amounts(sent) is None


def test_amounts_are_read_by_name():
    assert amounts(json.dumps({"Radio": 0, "Größe 🙂": 12.5}).encode()) == {"Radio": 0.0, "Größe 🙂": 12.5}


def test_nobody_asks_who_was_given_no_name_or_is_another_page(here):
    place = f"{AHEAD_PLACE}nobody-was-given-this"
    refused = here.ask(place, method="POST", body=b"{}")
    assert refused.status == 404
    assert b"open the page Plan again" in refused.body
    assert here.ask(place, method="POST", body=b"{}", Origin="http://evil.example.com").status == 403
    assert here.ask(place, method="POST", body=b"{}", Host="evil.example.com").status == 403


def test_it_works_ahead_for_amounts_and_takes_nothing_that_is_longer_than_a_page_says(monkeypatch):
    asked = []
    monkeypatch.setattr(ahead, "offered", lambda name: name if name == "mine" else None)
    monkeypatch.setattr(ahead, "work_ahead", lambda sliders, spend: asked.append((sliders, spend)))
    assert status_of(b'{"Radio": 150}') == 204
    assert asked == [("mine", {"Radio": 150.0})]
    assert status_of(b'{"Radio": "much"}') == 400
    assert status_of(b" " * 200_001) == 413
    assert len(asked) == 1


def status_of(body: bytes) -> int:
    """How a message about the sliders ``mine`` is answered."""

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "headers": [], "path_params": {"name": "mine"}}
    return asyncio.run(ahead.ahead(Request(scope, receive))).status_code
