"""One at a time: whoever changes a library's files holds its lock meanwhile.

The lock belongs to the operating system: when a process is killed, its lock is free at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from simulator.errors import SaveError
from simulator.library.atomic_files import make_folder, reason, sweep

LONGEST_WAIT = 10.0
"""How long to wait for somebody else to finish [seconds]; a save takes a few thousandths of one."""

_FOLDER = ".locks"
_POLL = 0.005
_HOUR = 3600.0


@contextmanager
def locked(folder: Path, doing: str) -> Iterator[Path]:
    """Nobody else changes the folder's files within; gives the staging, a folder for unfinished files.

    ``doing`` begins the message of the SaveError that is raised where the system refuses something, here or within:
    ``Ridge.yaml cannot be saved``.
    """
    with held(folder, doing) as staging:
        tidy(folder)
        yield staging


@contextmanager
def held(folder: Path, doing: str) -> Iterator[Path]:
    """The same for one of many files: the folder is not tidied, as listing it each time would take the longest."""
    staging = folder / _FOLDER
    _make(staging, doing)
    try:
        lock = FileLock(staging / "library.lock", timeout=LONGEST_WAIT, mode=0o666, poll_interval=_POLL)
        with lock:
            # Only the holder of the lock writes in the staging: whatever is there was left by a killed process.
            sweep(staging, older_than=0.0)
            yield staging
    except Timeout as error:
        raise SaveError(f"{doing}: {folder} is in use by somebody else at the moment; try again shortly") from error
    except OSError as error:
        raise SaveError(f"{doing}: {reason(error)}") from error


def tidy(folder: Path) -> None:
    """Remove what killed processes left in a folder; not at once, as somebody may be writing there without the lock."""
    sweep(folder, older_than=_HOUR)


def _make(staging: Path, doing: str) -> None:
    try:
        make_folder(staging)
    except OSError as error:
        raise SaveError(f"{doing}: the folder {staging} cannot be made: {reason(error)}") from error
