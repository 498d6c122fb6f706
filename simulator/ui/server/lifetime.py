"""The end of the server: with the process that started it, however that one ends.

The server's standard input is a pipe whose other end its parent holds and never writes to. Every system closes it when
the parent is gone, killed or not; a signal on the parent's death exists on Linux only, and can be set too late.
Standard input, because no other pipe is inherited on Windows.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

SECONDS_TO_END = 10.0
"""How long an orderly end may take; work that is underway cannot hold the process for longer."""


def end_with_input(end: Callable[[], None]) -> None:
    """Call ``end`` once standard input is closed; where that does not end the process in time, end it all the same."""
    threading.Thread(target=_end_with, args=(sys.stdin.fileno(), end), name="end with the parent", daemon=True).start()


def _end_with(descriptor: int, end: Callable[[], None]) -> None:
    await_end(descriptor)
    end()
    time.sleep(SECONDS_TO_END)
    os._exit(1)


def await_end(descriptor: int) -> None:
    """Wait until nobody can write to a pipe any more.

    Reads past Python's buffers: a thread that holds their lock would stop the interpreter from ending.
    """
    with suppress(OSError):
        while os.read(descriptor, 1_024):
            pass
