"""Turns: only so many runs of pages work out results at the same time.

One after the other, runs that share the processor are done sooner on average than side by side, and the draws of a few
runs are in memory in place of everybody's. Large runs take turns of their own, so that nobody waits for one whose own
is small.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from simulator.engine.cost import Cost

LARGE_FROM = 250e6
"""A run that takes more than this goes alone among the large ones [bytes]."""

_small = BoundedSemaphore(max(2, os.cpu_count() or 2))
_large = BoundedSemaphore(1)


@contextmanager
def turn(cost: Cost) -> Iterator[None]:
    """Wait for a turn, and have it for what stands within; not to be taken again within."""
    with _large if cost.memory > LARGE_FROM else _small:
        yield
