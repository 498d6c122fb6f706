"""Turns: only so many runs of pages work out results at the same time.

One after the other, runs that share the processor are done sooner on average than side by side, and the draws of a few
runs are in memory in place of everybody's. Large runs take turns of their own, so that nobody waits for one whose own
is small.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Event, Lock

from streamlit.runtime.scriptrunner import get_script_run_ctx

from simulator.engine.cost import Cost

LARGE_FROM = 250e6
"""A run that takes more than this goes alone among the large ones [bytes]."""

SMALL_AT_ONCE, LARGE_AT_ONCE = max(2, os.cpu_count() or 2), 1
AT_ONCE = SMALL_AT_ONCE + LARGE_AT_ONCE

drawing = Lock()
"""Held while a page is drawn of what a worker has worked out. Python runs one thread at a time: those who draw side by
side all have their page as late as the last of them."""

_small = BoundedSemaphore(SMALL_AT_ONCE)
_large = BoundedSemaphore(LARGE_AT_ONCE)

ended = Event()
"""Set whenever a turn has ended: its draws are free."""


LASTS = 5.0
"""For so many seconds after somebody had to wait it goes on as if somebody had: whoever moves money moves more."""


class _Present:
    """Who has a turn, or waits for one, once for each run of a page, and when somebody had to wait for others last."""

    def __init__(self) -> None:
        self.runs, self.crowded, self._lock = list[object](), -LASTS, Lock()

    @property
    def has_others_waiting(self) -> bool:
        """Whether more visitors are there than have a turn. One whose runs follow each other closely is one."""
        return len(set(self.runs)) > SMALL_AT_ONCE

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Be counted while this goes on."""
        context = get_script_run_ctx(suppress_warning=True)
        visitor = object() if context is None else context.session_id
        with self._lock:
            self.runs.append(visitor)
            if self.has_others_waiting:
                self.crowded = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self.runs.remove(visitor)


_present = _Present()


@contextmanager
def turn(cost: Cost) -> Iterator[int]:
    """Wait for a turn, and have it for what stands within; not to be taken again within.

    It gives how many others had one, or waited, when it came.
    """
    with _present.counted(), _large if cost.memory > LARGE_FROM else _small:
        try:
            yield len(_present.runs) - 1
        finally:
            ended.set()


def is_crowded() -> bool:
    """Whether somebody has to wait for others, or had to a moment ago."""
    return _present.has_others_waiting or time.monotonic() - _present.crowded < LASTS


def is_quiet() -> bool:
    """Whether nobody has a turn now, or waits for one."""
    return not _present.runs
