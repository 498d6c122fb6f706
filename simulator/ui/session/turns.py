"""Turns: only so many runs of pages work out results at the same time.

One after the other, runs that share the processor are done sooner on average than side by side, and the draws of a few
runs are in memory in place of everybody's. Large runs take turns of their own, so that nobody waits for one whose own
is small.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Event, Lock

from simulator.engine.cost import Cost

LARGE_FROM = 250e6
"""A run that takes more than this goes alone among the large ones [bytes]."""

SMALL_AT_ONCE, LARGE_AT_ONCE = max(2, os.cpu_count() or 2), 1
AT_ONCE = SMALL_AT_ONCE + LARGE_AT_ONCE

_small = BoundedSemaphore(SMALL_AT_ONCE)
_large = BoundedSemaphore(LARGE_AT_ONCE)

ended = Event()
"""Set whenever a turn has ended: its draws are free."""


class _Present:
    """How many have a turn, or wait for one."""

    def __init__(self) -> None:
        self._count, self._lock = 0, Lock()

    @contextmanager
    def counted(self) -> Iterator[int]:
        """Be counted while this goes on; how many are there now."""
        with self._lock:
            self._count += 1
            now = self._count
        try:
            yield now
        finally:
            with self._lock:
                self._count -= 1


_present = _Present()


@contextmanager
def turn(cost: Cost) -> Iterator[bool]:
    """Wait for a turn, and have it for what stands within; not to be taken again within.

    It gives whether nobody else was there when one came.
    """
    with _present.counted() as count, _large if cost.memory > LARGE_FROM else _small:
        try:
            yield count == 1
        finally:
            ended.set()
