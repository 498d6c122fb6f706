"""Findings about an object, kept as long as that object is there.

Scenarios and simulations are compared by all that they hold, which takes longer than most of what is asked of them: so
they are told apart by what they are, not by what is in them.
"""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import finalize

Found = TypeVar("Found")


class Memo(Generic[Found]):
    """Findings about objects that never change, each kept until its object is let go; for any thread."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], Found] = {}

    def of(self, about: object, work: Callable[[], Found], *, part: str = "") -> Found:
        """Finding of ``work`` about this object, or about a ``part`` of it; worked out when first asked for."""
        key = id(about), part
        if key not in self._found:
            self._found[key] = work()
            finalize(about, self._found.pop, key, None)
        return self._found[key]
