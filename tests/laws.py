"""The number of times that a law is tried; ``pytest --hypothesis-profile=deep`` tries each forty times as often."""

from hypothesis import settings

USUAL = 100
DEEP = settings.default.max_examples > USUAL


def examples(count: int) -> settings:
    """So many examples of a law, or their multiple in a deeper profile; see ``tests/conftest.py``."""
    return settings(max_examples=count * settings.default.max_examples // USUAL)
