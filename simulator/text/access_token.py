"""The token of a server, which strangers do not have, as the environment states it."""

import os

TOKEN_VARIABLE = "FUNNELCAST_TOKEN"  # noqa: S105
"""The environment variable that states the token."""

SHORTEST = 16
"""The fewest characters of a token that cannot be guessed."""

RULE = f"{TOKEN_VARIABLE} must be {SHORTEST} characters or more, only letters from a to z, digits, - and _"
"""What is said where it is none; never the token itself."""


def stated_token() -> str:
    """Token that the environment states, without the line end that files of secrets have; empty if none is."""
    return os.environ.get(TOKEN_VARIABLE, "").strip()


def is_token(text: str) -> bool:
    """Whether a text can be a token: long enough, and safe in addresses, cookies and headers as it is."""
    return len(text) >= SHORTEST and text.isascii() and text.replace("-", "").replace("_", "").isalnum()
