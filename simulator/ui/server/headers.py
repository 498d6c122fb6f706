"""The headers of every answer through the gate: what a browser may do with it, and where its page may turn.

Source of the policy's words: Content Security Policy Level 3, W3C.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_scripts(page: str) -> list[str]:
    """The scripts that stand in a page itself, as sources of a policy: each by its digest."""
    return [f"'sha256-{_digest(text)}'" for text in _INLINE_SCRIPT.findall(page)]


def content_policy(scripts: Iterable[str]) -> str:
    """The policy for pages of the front end: everything comes from this server, and nothing goes anywhere else.

    Streamlit loads a component's script as a blob, Vega compiles the expressions of charts (``'unsafe-eval'``), and
    both style elements in place. A script that came in with somebody's text would be inline, and does not run.
    """
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", "'unsafe-eval'", "'wasm-unsafe-eval'", *scripts],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in rules.items())


def protections(policy: str) -> dict[str, str]:
    """The headers that every answer of the gate carries, those of refusals too, also of websockets.

    What is no request, or no proper handshake, does not come as far: the web server, uvicorn, answers it without them.
    """
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Cross-Origin-Resource-Policy": "same-origin",
        # The address may carry a token, which no other server is told.
        "Referrer-Policy": "same-origin",
    }


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
