"""The former states of a library's files.

Every save keeps the former file as it was, in ``.versions/STEM/ID.yaml`` of the library. An id is the time when that
state was saved, so that ids sort as the states followed each other, and a random part.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from simulator.errors import SaveError, UnknownNameError
from simulator.library.atomic_files import flush_folder, followed, make_folder, put_new, reason
from simulator.library.file_names import SUFFIX, is_single, is_timed, moment_of, timed_name

MOST_VERSIONS = 50
"""How many former states of a file are kept; beyond that the oldest go."""

_FOLDER = ".versions"


@dataclass(frozen=True, kw_only=True)
class Version:
    """A former state of the file ``stem``; ``saved`` is when it was saved."""

    stem: str
    id: str
    saved: datetime


def versions(folder: Path, stem: str) -> list[Version]:
    """The former states of a file, the newest first; none if there is no such file."""
    found = reversed(_ids(place(folder, stem))) if is_single(stem) else []
    return [version(stem, identifier) for identifier in found]


def version(stem: str, identifier: str) -> Version:
    """A former state by its id, which is known to be one, whether or not it is still there."""
    return Version(stem=stem, id=identifier, saved=moment_of(identifier).astimezone())


def read_version(folder: Path, stem: str, identifier: str) -> bytes:
    """The bytes of a former state; raises UnknownNameError if it is not there (any more), SaveError if unreadable."""
    if not (is_single(stem) and is_timed(identifier)):
        raise UnknownNameError("version", identifier, [])
    try:
        return (place(folder, stem) / f"{identifier}{SUFFIX}").read_bytes()
    except FileNotFoundError:
        raise UnknownNameError("version", identifier, [kept.id for kept in versions(folder, stem)]) from None
    except OSError as error:
        raise SaveError(f"the version {identifier} of {stem} cannot be read: {reason(error)}") from error


def place(folder: Path, stem: str) -> Path:
    """Where the versions of a file of the library lie."""
    assert is_single(stem), "a name is checked before it becomes a path"
    return folder / _FOLDER / stem


def keep(path: Path, staging: Path) -> Path | None:
    """Keep a file as it is, before it is replaced; None if it is kept already. Raises OSError.

    Whoever calls this holds the lock, as for all functions below.
    """
    former = followed(path)
    versions_of = place(path.parent, path.stem)
    make_folder(versions_of)
    newest = _ids(versions_of)[-1:]
    if newest and _is_same(former, versions_of / f"{newest[0]}{SUFFIX}"):
        return None
    saved = datetime.fromtimestamp(former.stat().st_mtime, UTC)
    kept = versions_of / f"{timed_name(saved, after=''.join(newest))}{SUFFIX}"
    _link_or_copy(former, kept, staging)
    flush_folder(versions_of)
    return kept


def prune(folder: Path, stem: str, most: int) -> None:
    """Remove the oldest versions beyond a number, never the last one."""
    versions_of = place(folder, stem)
    for identifier in _ids(versions_of)[: -max(most, 1)]:
        # The file is saved already: what cannot be removed now goes the next time.
        with suppress(OSError):
            (versions_of / f"{identifier}{SUFFIX}").unlink()


def move(source: Path, target: Path) -> None:
    """Move the versions of one place to another, where there may be some. Raises OSError."""
    if not source.is_dir():
        return
    make_folder(target)
    for identifier in _ids(source):
        os.replace(source / f"{identifier}{SUFFIX}", target / f"{identifier}{SUFFIX}")
    flush_folder(target)
    # What else somebody put there stays.
    with suppress(OSError):
        source.rmdir()


def _ids(versions_of: Path) -> list[str]:
    """The ids in a folder, the oldest first."""
    try:
        names = [name.removesuffix(SUFFIX) for name in os.listdir(versions_of) if name.endswith(SUFFIX)]
    except OSError:
        return []
    return sorted(name for name in names if is_timed(name))


def _is_same(former: Path, kept: Path) -> bool:
    if former.samefile(kept):
        return True
    # A file that cannot be read is kept once more.
    with suppress(OSError):
        return former.stat().st_size == kept.stat().st_size and former.read_bytes() == kept.read_bytes()
    return False


def _link_or_copy(former: Path, kept: Path, staging: Path) -> None:
    try:
        # The very file: nothing is written, and it can be kept even where it cannot be read.
        os.link(former, kept)
    except OSError:
        put_new(kept, former.read_bytes(), staging=staging)
