"""Work for workers: functions that another process finds by their names, and imports little for."""

import os
import signal
import time
from pathlib import Path

from simulator.errors import LimitsError
from simulator.ui.session.cache import shared
from simulator.ui.session.workers import report

IMPORTS = [__name__]
"""What processes that are copied import once for all: each for itself it takes longer than any of this work."""


def begin() -> None:
    pass


def process() -> int:
    return os.getpid()


def add(one: int, other: int) -> int:
    return one + other


def refuse() -> None:
    raise FileNotFoundError("nothing is there")


def end_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def begin_and_die(folder: str) -> None:
    with (Path(folder) / "begun").open("a") as note:
        note.write("once more ")
    end_this_process()


def cache_bytes() -> int:
    return shared().most_bytes


def worked_out(folder: str, number: int) -> int:
    """Twice the number, as soon as the folder has a file ``go``; says there which process works on it."""
    (Path(folder) / str(number)).write_text(str(os.getpid()), "utf-8")
    report(0.5, "half of it is done")
    while not (Path(folder) / "go").exists():
        time.sleep(0.01)
    return 2 * number


def refuse_limits() -> None:
    raise LimitsError("these limits cannot be met together")


def politeness() -> int:
    return os.nice(0)


def divide_by_nothing() -> float:
    return 1 / 0
