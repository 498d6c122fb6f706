"""The gate: the outermost layer of the application, through which every request and every websocket comes."""

import asyncio
import logging
from contextlib import suppress
from http import HTTPStatus
from typing import Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.ui.server.admission import Refused, Request, Rules, SentOn, admission, page

_logger = logging.getLogger(__name__)

SECONDS_TO_PART = 1.0
"""How long a refused websocket may take to be gone."""


class Gate:
    """ASGI middleware that admits, sends on or refuses, and adds the protecting headers to every answer."""

    def __init__(self, app: ASGIApp, *, rules: Rules, headers: dict[str, str]) -> None:
        self._app = app
        self._rules = rules
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request = request_in(scope)
        found = admission(request, self._rules)
        if found == "admitted":
            await self._app(_handed_on(scope), receive, self._protected(send))
            return
        _log(request, found)
        await answer(found)(scope, receive, self._protected(send))
        if scope["type"] == "websocket":
            await _parted(receive)

    def _protected(self, send: Send) -> Send:
        async def with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return with_headers


def request_in(scope: Scope) -> Request:
    """The request that is decided about, from the scope of ASGI."""
    headers = Headers(scope=scope)
    reached, port = scope.get("server") or ("", 0)
    return Request(
        kind=_kind(scope),
        method=scope.get("method", "GET"),
        scheme=scope.get("scheme", "http"),
        path=scope.get("raw_path", b"").decode("latin-1") or scope["path"],
        query=scope.get("query_string", b"").decode("latin-1"),
        reached=reached,
        port=port or 0,
        hosts=tuple(headers.getlist("host")),
        origins=tuple(headers.getlist("origin")),
        cookies=tuple(headers.getlist("cookie")),
        authorizations=tuple(headers.getlist("authorization")),
    )


def answer(found: SentOn | Refused) -> Response:
    """The answer to a request that is not handed on."""
    if isinstance(found, Refused):
        response: Response = HTMLResponse(page(found), HTTPStatus.FORBIDDEN)
    else:
        response = RedirectResponse(found.location, HTTPStatus.SEE_OTHER)
    for cookie in found.cookies:
        response.headers.append("Set-Cookie", cookie)
    response.headers["Cache-Control"] = "no-store"
    return response


def _handed_on(scope: Scope) -> Scope:
    """The scope for Streamlit: without the origin of a websocket, which is decided about here.

    Streamlit compares an origin with the Host letter by letter, and asks an outside address for its own where they
    differ, as they do behind most proxies. Without an origin it asks nothing.
    """
    if scope["type"] != "websocket":
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() != b"origin"]}


def _log(request: Request, found: SentOn | Refused) -> None:
    """A line for whoever runs the server: a page whose websocket is refused stays empty and cannot say why.

    What strangers send is quoted, so that it stays on its line; the address is left out, as it may carry the token.
    """
    if request.kind == "websocket" and isinstance(found, Refused):
        reason = found.text.partition("\n")[0]
        host, origin = ", ".join(request.hosts), ", ".join(request.origins)
        _logger.warning("funnelcast refuses a websocket with Host %r, Origin %r: %s", host, origin, reason)


async def _parted(receive: Receive) -> None:
    """Wait until a websocket that was answered with a page is gone.

    The server, uvicorn, takes its handshake for unfinished until then, and would log an error of ours.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_PART):
            # That it has come, that it is refused, that it is gone.
            for _ in range(3):
                await receive()


def _kind(scope: Scope) -> Literal["http", "websocket"]:
    return "websocket" if scope["type"] == "websocket" else "http"
