"""Files put in their places in a library, by whoever holds its lock."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from simulator.errors import ConflictError, SaveError
from simulator.library.atomic_files import put, put_new
from simulator.library.file_names import free_stem, stems_in
from simulator.library.versions import keep, move, place
from simulator.scenario_files import MOST_BYTES


def place_new(path: Path, content: bytes, staging: Path) -> None:
    """Save a file in a place that is free on every system; raises SaveError if it is not, or OSError."""
    taken = SaveError(f"there is already a file {path.name} in {path.parent}: choose another name")
    if free_stem(path.stem, stems_in(path.parent)) != path.stem:
        raise taken
    try:
        put_new(path, content, staging=staging)
    except FileExistsError as error:
        raise taken from error


def replace_kept(path: Path, content: bytes, staging: Path) -> None:
    """Save a file in place of the former one, if there is one, which is kept. Raises OSError."""
    with kept(path, staging):
        put(path, content, staging=staging)


@contextmanager
def kept(path: Path, staging: Path) -> Iterator[None]:
    """Keep a file, if there is one, as a version before it is replaced; what fails within takes that back."""
    version = keep(path, staging) if path.exists() else None
    try:
        yield
    except (OSError, SaveError):
        if version is not None:
            with suppress(OSError):
                version.unlink()
        raise


def move_on(path: Path, target: Path) -> None:
    """Let versions follow to a file's new name, and take away its old one; what fails is taken back."""
    old, new = place(path.parent, path.stem), place(target.parent, target.stem)
    try:
        move(old, new)
        path.unlink()
    except OSError:
        with suppress(OSError):
            target.unlink()
            move(new, old)
        raise


def is_to_be_saved(path: Path, content: bytes, *, expected: bytes) -> bool:
    """Whether a file still is what was opened, and not already what shall be saved; raises ConflictError or OSError."""
    found = _found(path)
    if found is None or found not in (expected, content):
        raise conflict(path, found)
    return found != content


def is_gone(path: Path) -> bool:
    """Whether there is certainly no such file."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def conflict(path: Path, found: bytes | None) -> ConflictError:
    """The error to raise where a file is not what it was when it was opened."""
    if found is None:
        happened = f"{path.name} is not in {path.parent} any more: someone removed or renamed it since you opened it"
    else:
        happened = f"{path.name} was changed by someone else since you opened it"
    return ConflictError(f"{happened}; nothing was saved, and your changes are still here", found=found)


def _found(path: Path) -> bytes | None:
    """A file's bytes, of a very large one only the beginning; None if it is gone."""
    if is_gone(path):
        return None
    if not path.is_file():
        raise OSError(errno.EEXIST, "something that is not a file has its name")
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
