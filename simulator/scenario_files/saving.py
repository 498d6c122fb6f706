"""Files on disk: only a whole, valid one ever replaces another."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from simulator.errors import SaveError, ScenarioFileError
from simulator.scenario_files.reading import parse

_ORDINARY = 0o666


def save(path: Path, content: bytes) -> None:
    """Put a scenario's bytes in place of a file, or leave the former file as it was and raise SaveError.

    Written beside the file, flushed to disk, then renamed: whoever opens the file sees the one or the other.
    """
    try:
        parse(content)
    except ScenarioFileError as error:
        raise SaveError(f"{path.name} was not saved, because it could not be read again:\n{error}") from error
    try:
        _replace(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"{path} could not be saved ({reason}); the former file is untouched") from error


def _replace(path: Path, content: bytes) -> None:
    # A link is followed: what it points to is what the person keeps.
    target = path.resolve()
    descriptor, beside = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        Path(beside).chmod(_mode(target))
        Path(beside).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise
    _flush_folder(target.parent)


def _mode(target: Path) -> int:
    """The permissions of the former file, or those that a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _ORDINARY & ~mask


def _flush_folder(folder: Path) -> None:
    # Without this a power cut could undo the rename; not every system can open a folder.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
