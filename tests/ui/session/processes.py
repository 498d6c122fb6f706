"""Processes that others have begun: whether they end."""

import os
import time

PATIENCE = 60.0


def ends(process: int, within: float = PATIENCE) -> bool:
    """Whether a process ends in so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
