"""Saving scenario files: only a whole, valid one ever replaces another, and what it replaces is kept as a version."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from simulator.errors import SaveError, ScenarioFileError
from simulator.library.atomic_files import put, reason
from simulator.library.commits import conflict, is_gone, is_to_be_saved, kept, move_on, place_new, replace_kept
from simulator.library.file_names import SUFFIX, free_stem, is_same_stem, stem_of, stems_in
from simulator.library.locks import locked
from simulator.library.trash import set_aside
from simulator.library.versions import MOST_VERSIONS, prune, read_version
from simulator.scenario_files import content_of, parse, write


def check(path: Path, content: bytes) -> None:
    """Raise SaveError unless a scenario's bytes can be read again, so that they are fit to be saved there."""
    try:
        parse(content)
    except ScenarioFileError as error:
        raise SaveError(f"{path.name} was not saved, because it could not be read again:\n{error}") from error


def save(path: Path, content: bytes) -> None:
    """Put a scenario's bytes in place of a file, or leave the former file as it was and raise SaveError."""
    check(path, content)
    try:
        put(path, content)
    except OSError as error:
        raise SaveError(f"{path} could not be saved ({reason(error)}); the former file is untouched") from error


def save_new(folder: Path, name: str, content: bytes) -> Path:
    """Save a file under a name that is not yet taken; raises SaveError, and overwrites nothing.

    Where another program removed a file of that name, its versions go to the trash: they are not the new one's.
    """
    path = folder / f"{stem_of(name)}{SUFFIX}"
    check(path, content)
    with locked(folder, f"{path.name} cannot be saved in {folder}") as staging:
        put_new(path, content, staging)
    return path


def save_over(path: Path, content: bytes, *, expected: bytes | None, most_versions: int = MOST_VERSIONS) -> None:
    """Save a file in place of a former one, which is kept as a version.

    ``expected`` is what the file held when it was opened: if it holds anything else now, ConflictError is raised. None
    overwrites knowingly whatever is there. Raises SaveError too; the file is then as it was.
    """
    check(path, content)
    if expected is not None and is_gone(path):
        raise conflict(path, None)
    with locked(path.parent, f"{path.name} was not saved in {path.parent} and is as it was") as staging:
        if expected is None or is_to_be_saved(path, content, expected=expected):
            replace_kept(path, content, staging)
            prune(path.parent, path.stem, most_versions)


def restore_version(path: Path, identifier: str, *, expected: bytes | None) -> None:
    """Save a former state again in place of the present one, which is kept; raises as save_over and read_version."""
    save_over(path, read_version(path.parent, path.stem, identifier), expected=expected)


def free_name(folder: Path, name: str, taken: Iterable[str] = ()) -> str:
    """The name, or one with a number that no file has: ``Ridge``, ``Ridge 2``. Further names may be taken."""
    stem = stem_of(name)
    try:
        free = free_stem(stem, [*stems_in(folder), *map(stem_of, taken)])
    except OSError:
        # A proposal: whether the folder can be used shows when it is saved.
        return name
    return name if free == stem else free


def duplicate(path: Path, name: str) -> Path:
    """Save the scenario of a file under another name as well; raises SaveError or ScenarioFileError."""
    return save_new(path.parent, name, _renamed(content_of(path), name))


def rename(path: Path, name: str) -> Path:
    """Give a scenario and its file another name; its versions follow. Raises SaveError or ScenarioFileError.

    Where the new name differs in nothing that a file's name can show, the file's own name stays.
    """
    former = content_of(path)
    content = _renamed(former, name)
    target = path.with_name(f"{stem_of(name)}{SUFFIX}")
    if is_same_stem(target.stem, path.stem):
        save_over(path, content, expected=former)
        return path
    check(target, content)
    with locked(path.parent, f"{path.name} was not renamed in {path.parent}") as staging:
        is_to_be_saved(path, content, expected=former)
        with kept(path, staging):
            put_new(target, content, staging)
            move_on(path, target)
        prune(target.parent, target.stem, MOST_VERSIONS)
    return target


def _renamed(content: bytes, name: str) -> bytes:
    return write(replace(parse(content), name=name), onto=content)


def put_new(path: Path, content: bytes, staging: Path) -> None:
    """Save a file in a free place, without the versions of another one that was there before."""
    if not os.path.lexists(path):
        set_aside(path)
    place_new(path, content, staging)
