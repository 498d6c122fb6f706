"""Files that are written whole or not at all.

Written beside the place, flushed to disk, then moved there: whoever opens the file sees the former one or the new one.
A process that is killed meanwhile leaves a part behind, a file with a name that is made here; ``sweep`` removes it.
"""

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PART = re.compile(r"\.[0-9a-f]{16}\.part")
_OPENING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_ADVICE = {
    errno.ENOSPC: "free some space on the disk, then try again",
    errno.EDQUOT: "your share of the disk is used up: free some space, then try again",
    errno.EACCES: "you have no permission there: allow it, or choose another folder",
    errno.EPERM: "you have no permission there: allow it, or choose another folder",
    errno.EROFS: "nothing can be written there: choose another folder",
    errno.ENOENT: "the file or its folder was moved or removed: put it back, or save under a new name",
}


def put(path: Path, content: bytes, *, staging: Path | None = None) -> None:
    """Put bytes in place of a file, or leave it as it was and raise OSError.

    ``staging`` is a folder on the same disk where the part may lie meanwhile. A link is followed: what it points to
    is what the person keeps.
    """
    target = followed(path)
    at_home = target.parent == followed(path.parent)
    with _part(staging if staging is not None and at_home else target.parent, content) as part:
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    flush_folder(target.parent)


def put_new(path: Path, content: bytes, *, staging: Path | None = None) -> None:
    """Put bytes in a place that is free; raises FileExistsError, or another OSError, and changes nothing then."""
    with _part(staging or path.parent, content) as part:
        move_to_free_place(part, path)
    flush_folder(path.parent)


def move_to_free_place(source: Path, path: Path) -> None:
    """Give a file another name, unless that is taken (FileExistsError), in one step where the file system can."""
    try:
        os.link(source, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some network drives): look first, then rename.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "there is already a file of this name", str(path)) from None
        os.rename(source, path)
    else:
        _take_away(source, path)


def followed(path: Path) -> Path:
    """Where a path leads, through all links; a circle of links leads to one of them."""
    return Path(os.path.realpath(path))


def make_folder(folder: Path) -> None:
    """Make a folder, and those that it lies in, if it is not there, so that it outlasts a power cut. Raises OSError."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder outlast a power cut, where the system can open a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path, *, older_than: float) -> None:
    """Remove the parts that killed processes left in a folder and that are older than this [seconds]."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if _PART.fullmatch(name):
                _remove_old(folder / name, time.time() - older_than)


def reason(error: OSError) -> str:
    """Why the system refused, in its words, and how to mend it where that is known."""
    said = error.strerror or str(error)
    advice = _ADVICE.get(error.errno or 0)
    return said if advice is None else f"{said}; {advice}"


@contextmanager
def _part(folder: Path, content: bytes) -> Iterator[Path]:
    """A file with this content that is on disk; what is left of it at the end is removed."""
    place = folder / f".{secrets.token_hex(8)}.part"
    try:
        _write(place, content)
        yield place
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def _take_away(source: Path, path: Path) -> None:
    """Remove a file's old name, or else its new one."""
    try:
        os.unlink(source)
    except OSError:
        with suppress(OSError):
            os.unlink(path)
        raise


def _write(place: Path, content: bytes) -> None:
    descriptor = os.open(place, _OPENING, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_old(part: Path, moment: float) -> None:
    with suppress(OSError):
        if part.lstat().st_mtime <= moment:
            part.unlink()
