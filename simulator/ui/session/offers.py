"""Offers of runs of pages to browsers: had by name alone, and forgotten once enough else has been offered."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

MOST_OFFERED = 256
"""So many offers stand at a time, of each kind."""


class Offers(Generic[Value]):
    """Offers by name, ``most`` at a time; safe to use from any thread."""

    def __init__(self, most: int = MOST_OFFERED) -> None:
        self._most = most
        self._offered = OrderedDict[str, Value]()
        self._lock = Lock()

    def put(self, name: str, value: Value) -> None:
        """Offer this under its name, in place of what was offered under it; the oldest makes room."""
        with self._lock:
            self._offered[name] = value
            self._offered.move_to_end(name)
            while len(self._offered) > self._most:
                self._offered.popitem(last=False)

    def found(self, name: str) -> Value | None:
        """Offer under a name; None where there is none."""
        with self._lock:
            return self._offered.get(name)
