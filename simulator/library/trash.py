"""Discarded files: they and their versions lie in ``.trash/ID/`` of the library until the trash is emptied.

So does unsaved work, as a scenario file for people and, in a folder beside it, as what it is made of.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from simulator.errors import UnknownNameError
from simulator.library import versions
from simulator.library.atomic_files import flush_folder, make_folder, move_to_free_place, put
from simulator.library.file_names import SUFFIX, free_stem, is_timed, moment_of, stem_of, stems_in, timed_name
from simulator.library.locks import locked

_FOLDER = ".trash"
_VERSIONS = "versions"
_WORK = "work"


@dataclass(frozen=True, kw_only=True)
class Trashed:
    """A discarded file, by the stem that it had; or unsaved work (``is_work``), by the one that it would have."""

    id: str
    stem: str
    discarded: datetime
    is_work: bool = False


def discard(path: Path) -> Trashed:
    """Move a file and its versions to the trash; raises SaveError, and the file stays then."""
    with locked(path.parent, f"{path.name} was not moved to the trash of {path.parent}"):
        folder = path.parent / _FOLDER / timed_name(datetime.now(UTC))
        make_folder(folder)
        try:
            _move_out(path, folder)
        except OSError:
            with suppress(OSError):
                folder.rmdir()
            raise
        flush_folder(folder)
        flush_folder(path.parent)
    return _trashed(folder / path.name)


def throw_away(library: Path, name: str, content: bytes, work: Mapping[str, bytes]) -> Trashed:
    """Put unsaved work into the trash: as a scenario file of this name, and its own files; raises SaveError."""
    with locked(library, f"{name} was not moved to the trash of {library}"):
        folder = library / _FOLDER / timed_name(datetime.now(UTC))
        make_folder(folder / _WORK)
        for own, part in work.items():
            put(folder / _WORK / own, part)
        path = folder / f"{stem_of(name)}{SUFFIX}"
        put(path, content)
    return _trashed(path)


def work_in(library: Path, identifier: str) -> dict[str, bytes]:
    """The files of unsaved work in the trash, by name; raises UnknownNameError or SaveError."""
    place = _found(library, identifier).parent / _WORK
    with locked(library, f"this work was not taken out of the trash of {library}"):
        return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def remove(library: Path, identifier: str) -> None:
    """Remove for good one thing from the trash; raises UnknownNameError or SaveError."""
    place = _found(library, identifier).parent
    with locked(library, f"{identifier} was not removed from the trash of {library}"):
        shutil.rmtree(place)


def set_aside(path: Path) -> None:
    """Move to the trash what is left of a file that was removed by another program: its versions, if there are any.

    The newest of them stands for the file. Whoever calls this holds the lock, and has looked that there is no such
    file. Raises OSError.
    """
    left = versions.versions(path.parent, path.stem)
    if not left:
        return
    place = versions.place(path.parent, path.stem)
    folder = path.parent / _FOLDER / timed_name(datetime.now(UTC))
    make_folder(folder)
    move_to_free_place(place / f"{left[0].id}{SUFFIX}", folder / path.name)
    versions.move(place, folder / _VERSIONS)
    flush_folder(folder)


def trashed(folder: Path) -> list[Trashed]:
    """The trash of a library, the last discarded first."""
    return sorted((_trashed(path) for path in _files(folder)), key=lambda found: found.id, reverse=True)


def restore(folder: Path, identifier: str) -> Path:
    """Move a file and its versions back from the trash, under a free name; raises UnknownNameError or SaveError."""
    source = _found(folder, identifier)
    with locked(folder, f"{source.name} was not moved back to {folder}"):
        path = folder / f"{free_stem(source.stem, stems_in(folder))}{SUFFIX}"
        _move_back(source, path)
        flush_folder(folder)
        # What else somebody put there stays.
        with suppress(OSError):
            source.parent.rmdir()
    return path


def empty(folder: Path) -> int:
    """Remove for good what lies in the trash; returns how many files that were. Raises SaveError."""
    if not any(_places(folder)):
        return 0
    with locked(folder, f"the trash of {folder} cannot be emptied"):
        count = len(_files(folder))
        for place in _places(folder):
            shutil.rmtree(place)
    return count


def _move_out(path: Path, folder: Path) -> None:
    """Move a file and its versions to a folder of the trash; what fails is taken back."""
    old, new = versions.place(path.parent, path.stem), folder / _VERSIONS
    move_to_free_place(path, folder / path.name)
    try:
        versions.move(old, new)
    except OSError:
        move_to_free_place(folder / path.name, path)
        versions.move(new, old)
        raise


def _move_back(source: Path, path: Path) -> None:
    """Move a file and its versions from the trash; what fails is taken back."""
    old, new = source.parent / _VERSIONS, versions.place(path.parent, path.stem)
    # First the versions: where a process is killed in between, the file can be moved back again, to where they are.
    versions.move(old, new)
    try:
        move_to_free_place(source, path)
    except OSError:
        versions.move(new, old)
        raise


def _found(folder: Path, identifier: str) -> Path:
    found = {path.parent.name: path for path in _files(folder)}
    if identifier not in found:
        raise UnknownNameError("discarded file", identifier, found)
    return found[identifier]


def _files(folder: Path) -> list[Path]:
    return [path for place in _places(folder) for path in sorted(place.glob(f"*{SUFFIX}"))[:1]]


def _places(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (folder / _FOLDER / name for name in sorted(os.listdir(folder / _FOLDER)) if is_timed(name))


def _trashed(path: Path) -> Trashed:
    identifier = path.parent.name
    moment, is_work = moment_of(identifier).astimezone(), (path.parent / _WORK).is_dir()
    return Trashed(id=identifier, stem=path.stem, discarded=moment, is_work=is_work)
