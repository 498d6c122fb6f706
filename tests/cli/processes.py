"""Command lines in processes of their own, each with a group that can be ended as a whole."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
SECONDS_TO_END = 30

Process = subprocess.Popen[str]
Start = Callable[..., Process]


def started(
    *words: str,
    first: str = "",
    stdout: int | IO[str] = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> Process:
    """A command line; ``first`` is Python that runs before it."""
    command = [sys.executable, "-c", f"{first}\nfrom simulator.cli import main; main()", *words]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=stdout, stderr=stderr, start_new_session=True)


def end(process: Process) -> None:
    """Kill what is left of a process and its group, and wait until nobody holds its pipes."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
    process.communicate(timeout=SECONDS_TO_END)
