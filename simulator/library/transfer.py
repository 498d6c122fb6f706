"""Scenario files that come and go: imports of several files and of archives, and one archive of all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import SaveError, ScenarioFileError
from simulator.library.archives import is_zip, packed, unpacked
from simulator.library.atomic_files import reason
from simulator.library.file_names import LONGEST_STEM as LONGEST_STEM
from simulator.library.file_names import SUFFIX as SUFFIX
from simulator.library.file_names import free_stem, stems_in
from simulator.library.file_names import stem_of as stem_of
from simulator.library.folder import changed_at, paths
from simulator.library.locks import locked
from simulator.library.saving import put_new
from simulator.scenario_files import parse


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A file that came from elsewhere, by the name it had: where it was saved, or why it was not."""

    name: str
    path: Path | None = None
    trouble: ScenarioFileError | SaveError | None = None


def import_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Imported]:
    """Save files that came from elsewhere, or those in a zip archive, as they are and under free names.

    Says of each where it was saved or why it was not; nothing is written of one with problems.
    """
    return [imported for name, content in files for imported in _all_imported(folder, name, content)]


def as_zip(folder: Path) -> bytes:
    """All files of the library as they are, in one zip archive, with a note on those that cannot be read."""
    files, missing = [], []
    for path in paths(folder):
        try:
            files.append((path.stem, changed_at(path), _bytes(path)))
        except SaveError as error:
            missing.append(str(error))
    return packed(files, note="\n".join(missing))


def _all_imported(folder: Path, name: str, content: bytes) -> Iterable[Imported]:
    if not is_zip(content):
        return [_imported(folder, name, content)]
    try:
        return [_imported(folder, member, found) for member, found in unpacked(content)]
    except ScenarioFileError as error:
        return [Imported(name=name, trouble=error)]


def _imported(folder: Path, name: str, content: bytes | ScenarioFileError) -> Imported:
    try:
        if isinstance(content, ScenarioFileError):
            raise content
        parse(content)
        return Imported(name=name, path=_brought_in(folder, name, content))
    except (ScenarioFileError, SaveError) as error:
        return Imported(name=name, trouble=error)


def _brought_in(folder: Path, name: str, content: bytes) -> Path:
    stem = stem_of(re.sub(r"\.ya?ml$", "", re.split(r"[/\\]", name)[-1], flags=re.IGNORECASE))
    with locked(folder, f"{name} cannot be saved in {folder}") as staging:
        path = folder / f"{free_stem(stem, stems_in(folder))}{SUFFIX}"
        put_new(path, content, staging)
    return path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read in {path.parent}: {reason(error)}") from error
