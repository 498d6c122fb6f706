"""Warming: what the first document would wait for is loaded while nobody waits for anything."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

SECONDS_AFTER_START = 10.0
"""By then the first page is there; whoever opened it has not come to the documents yet."""

SECONDS_TO_FINISH = 3.0
"""How long the end of the server waits for what is being loaded."""


@contextmanager
def warmed_later(seconds: float = SECONDS_AFTER_START) -> Iterator[threading.Timer]:
    """Load the libraries of documents in a thread of its own, so many seconds from now unless it has ended by then."""
    timer = threading.Timer(seconds, _warm)
    timer.name, timer.daemon = "warm the documents", True
    timer.start()
    try:
        yield timer
    finally:
        timer.cancel()
        timer.join(SECONDS_TO_FINISH)


def _warm() -> None:
    # Imported here: at the top it would come before the server listens.
    import_module("simulator.reports").warm()
