"""The token: who has it in the address, in a cookie or in an Authorization header, may come in.

The address with the token is opened once; the browser then keeps a cookie, and the address in its history has none.
"""

import hmac
from collections.abc import Iterable
from urllib.parse import unquote_plus

ENTRY = "token"
"""The entry of the address that carries the token."""

ARRIVAL_SECONDS = 30
"""How long a browser that has shown the token may take to come back with its cookie."""


def shows(token: str, presented: str | None) -> bool:
    """Whether what was presented is the token; takes as long for a near miss as for any other."""
    return presented is not None and hmac.compare_digest(presented.encode(), token.encode())


def token_in_query(query: str) -> str | None:
    """The token in the query of an address."""
    return next((unquote_plus(value) for name, value in _entries(query) if name == ENTRY), None)


def without_token(query: str) -> str:
    """The query of an address without the token, everything else as it was."""
    return "&".join(part for part in query.split("&") if part.partition("=")[0] != ENTRY)


def value_in_cookies(cookies: Iterable[str], name: str) -> str | None:
    """The value of a cookie in the Cookie headers of a request."""
    pairs = (pair.strip().partition("=") for header in cookies for pair in header.split(";"))
    return next((value for key, _, value in pairs if key == name), None)


def token_in_authorization(headers: Iterable[str]) -> str | None:
    """The token in an Authorization header, with which a proxy that knows its people lets them in."""
    schemes = (header.partition(" ") for header in headers)
    return next((value.strip() for scheme, _, value in schemes if scheme.lower() == "bearer"), None)


def cookie_name(port: int) -> str:
    """The cookie's name, with the port: browsers give the cookies of a machine to all its ports."""
    return f"funnelcast-{port}"


def cookie(token: str, port: int, *, scheme: str) -> str:
    """The value of a Set-Cookie header that keeps the token out of the reach of scripts and of other sites' links."""
    secure = "; Secure" if scheme == "https" else ""
    return f"{cookie_name(port)}={token}; Path=/; HttpOnly; SameSite=Strict{secure}"


def arrival_name(port: int) -> str:
    """The name of the cookie that says: this browser has just shown the token."""
    return f"funnelcast-arrival-{port}"


def arrival(port: int) -> str:
    """The Set-Cookie header for it; it holds no secret, and reaches us even where another site's link leads on."""
    return f"{arrival_name(port)}=1; Path=/; HttpOnly; SameSite=Lax; Max-Age={ARRIVAL_SECONDS}"


def end_of_arrival(port: int) -> str:
    """The Set-Cookie header that ends it, so that a browser without cookies of ours is asked once only."""
    return f"{arrival_name(port)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"


def _entries(query: str) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, _, value in (part.partition("=") for part in query.split("&")))
