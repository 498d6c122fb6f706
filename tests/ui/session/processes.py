"""Processes that others have begun: whether they end."""

import os
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 60.0


def ends(process: int, within: float = PATIENCE) -> bool:
    """Whether a process ends in so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if has_ended(process):
            return True
        time.sleep(0.05)
    return False


def has_ended(process: int) -> bool:
    """Whether a process is gone, or was killed with its parent and waits (Z) for somebody to ask how it ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    return False
