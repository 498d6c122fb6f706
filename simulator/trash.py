"""Discarded files: they and their versions lie in ``.trash/ID/`` of the library until the trash is emptied."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from simulator import versions
from simulator.errors import UnknownNameError
from simulator.file_names import SUFFIX, free_stem, is_timed, moment_of, timed_name
from simulator.locks import locked
from simulator.whole_files import flush_folder, move_to_free_place

_FOLDER = ".trash"
_VERSIONS = "versions"


@dataclass(frozen=True, kw_only=True)
class Trashed:
    """A discarded file, by the stem that it had."""

    id: str
    stem: str
    discarded: datetime


def discard(path: Path) -> Trashed:
    """Move a file and its versions to the trash; raises SaveError, and the file stays then."""
    with locked(path.parent, f"{path.name} cannot be moved to the trash of {path.parent}"):
        folder = path.parent / _FOLDER / timed_name(datetime.now(UTC))
        folder.mkdir(parents=True)
        try:
            os.rename(path, folder / path.name)
        except OSError:
            folder.rmdir()
            raise
        versions.move(versions.place(path.parent, path.stem), folder / _VERSIONS)
        flush_folder(path.parent)
    return _trashed(folder / path.name)


def trashed(folder: Path) -> list[Trashed]:
    """What lies in the trash of a library, the last discarded first."""
    return sorted((_trashed(path) for path in _files(folder)), key=lambda found: found.id, reverse=True)


def restore(folder: Path, identifier: str) -> Path:
    """Move a file and its versions back from the trash, under a free name; raises UnknownNameError or SaveError."""
    found = {path.parent.name: path for path in _files(folder)}
    if identifier not in found:
        raise UnknownNameError("discarded file", identifier, found)
    source = found[identifier]
    with locked(folder, f"{source.name} cannot be moved back to {folder}"):
        path = folder / f"{free_stem(folder, source.stem)}{SUFFIX}"
        # First the versions: a process that is killed in between leaves a file that can be restored again.
        versions.move(source.parent / _VERSIONS, versions.place(folder, path.stem))
        move_to_free_place(source, path)
        flush_folder(folder)
        source.parent.rmdir()
    return path


def empty(folder: Path) -> int:
    """Remove for good what lies in the trash; returns how many files that were. Raises SaveError."""
    count = len(_files(folder))
    if (folder / _FOLDER).is_dir():
        with locked(folder, f"the trash of {folder} cannot be emptied"):
            for place in _places(folder):
                shutil.rmtree(place)
    return count


def _files(folder: Path) -> list[Path]:
    return [path for place in _places(folder) for path in sorted(place.glob(f"*{SUFFIX}"))[:1]]


def _places(folder: Path) -> Iterator[Path]:
    try:
        names = os.listdir(folder / _FOLDER)
    except OSError:
        return
    yield from (folder / _FOLDER / name for name in sorted(names) if is_timed(name))


def _trashed(path: Path) -> Trashed:
    identifier = path.parent.name
    return Trashed(id=identifier, stem=path.stem, discarded=moment_of(identifier).astimezone())
