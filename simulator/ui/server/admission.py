"""Admission: whether a request comes in, is sent on to another address, or is refused, and in which words."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from simulator.ui.server import access
from simulator.ui.server.origins import OwnNames, is_own_host, is_own_origin


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """The parts of a request that decide: its address and four of its headers, each as often as it was sent."""

    kind: Literal["http", "websocket"] = "http"
    method: str = "GET"
    scheme: str = "http"
    path: str = "/"
    query: str = ""
    reached: str = "127.0.0.1"
    port: int = 0
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()
    authorizations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Who may come in: the server's own names, and the token that strangers do not have, where one is needed."""

    names: OwnNames
    token: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SentOn:
    """To the same address without the token, which the browser keeps in a cookie."""

    location: str
    cookies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Not let in; ``text`` says why, and what to do about it.

    ``cookies`` are to be set all the same; ``again`` is the address that the page loads anew by itself.
    """

    text: str
    cookies: tuple[str, ...] = ()
    again: str = ""


Admission = Literal["admitted"] | SentOn | Refused


def admission(request: Request, rules: Rules) -> Admission:
    """Whether a request comes in: first for whom and from where, then with which token."""
    if len(request.hosts) != 1 or not is_own_host(request.hosts[0], rules.names, request.reached):
        return Refused(text=_not_our_name(", ".join(request.hosts)))
    if not all(is_own_origin(origin, request.hosts[0], rules.names) for origin in request.origins):
        return Refused(text=_not_our_page(", ".join(request.origins)))
    if rules.token is None:
        return "admitted"
    return _with_token(request, rules.token)


def _with_token(request: Request, token: str) -> Admission:
    if _opens(request) and access.shows(token, access.token_in_query(request.query)):
        return _sent_on(request, token)
    kept = access.value_in_cookies(request.cookies, access.cookie_name(request.port))
    stated = access.token_in_authorization(request.authorizations)
    if access.shows(token, kept) or access.shows(token, stated):
        return "admitted"
    if access.value_in_cookies(request.cookies, access.arrival_name(request.port)) is not None:
        return _arrived_by_link(request)
    return Refused(text=_STRANGER)


def _opens(request: Request) -> bool:
    return request.kind == "http" and request.method in ("GET", "HEAD")


def _sent_on(request: Request, token: str) -> SentOn:
    kept = access.cookie(token, request.port, scheme=request.scheme)
    return SentOn(location=_clean_address(request), cookies=(kept, access.arrival(request.port)))


def _arrived_by_link(request: Request) -> Refused:
    """A browser withholds a strict cookie while another site's link leads on; what our own page loads has it."""
    return Refused(text=_ONE_MOMENT, cookies=(access.end_of_arrival(request.port),), again=_clean_address(request))


def _clean_address(request: Request) -> str:
    query = access.without_token(request.query)
    # Two slashes at the start would be another server's name.
    path = "/" + request.path.lstrip("/\\")
    return f"{path}?{query}" if query else path


def page(refused: Refused) -> str:
    """The page that says so."""
    sends = f'<meta http-equiv="refresh" content="0; url={escape(refused.again)}">' if refused.again else ""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in refused.text.split("\n"))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{sends}<title>funnelcast</title>'
    body = f'<h1>funnelcast</h1>{paragraphs}<p><a href="">Try again</a></p>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


_ONE_MOMENT = "One moment, funnelcast opens."
_STRANGER = (
    "This address needs its token.\n"
    "Whoever started funnelcast sees the whole address, with ?token=... at its end, where it was started. "
    "Open that address once; this browser then remembers it until it is closed.\n"
    "If you have opened it before and came here by a link: try again."
)


def _not_our_name(host: str) -> str:
    return (
        f"funnelcast is not known by the name {host!r} here.\n"
        "If that is the name of this server, start it with that name: funnelcast app --public-name NAME."
    )


def _not_our_page(origin: str) -> str:
    return (
        f"A page of {origin!r} has asked for this, and funnelcast answers only its own pages.\n"
        "If that page is this server behind a proxy, start it with that name: funnelcast app --public-name NAME."
    )
