"""The library: a folder of scenario files, and the scenarios that are shipped with the program.

Names come from people and are never used as paths: ``stem_of`` makes a file's name out of one, and what is opened is
looked up in the list of what is there.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from simulator.beliefs import Belief
from simulator.errors import SaveError, ScenarioFileError, UnknownNameError
from simulator.file_names import LONGEST_STEM as LONGEST_STEM
from simulator.file_names import SUFFIX as SUFFIX
from simulator.file_names import free_stem, is_same_stem, stems_in
from simulator.file_names import stem_of as stem_of
from simulator.locks import locked
from simulator.placing import conflict, is_gone, is_to_be_saved, kept, move_on, place_new, replace_kept
from simulator.scenario import Scenario
from simulator.scenario_files import check, content_of, parse, write
from simulator.trash import set_aside
from simulator.versions import MOST_VERSIONS, prune, read_version
from simulator.whole_files import reason
from simulator.zips import is_zip, packed, unpacked

FOLDER_VARIABLE = "FUNNELCAST_LIBRARY"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A file that came from elsewhere, by the name it had: where it was saved, or why it was not."""

    name: str
    path: Path | None = None
    trouble: ScenarioFileError | SaveError | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A scenario file in a list. ``scenario`` is None where the file cannot be read; ``trouble`` says why."""

    path: Path
    changed: datetime
    scenario: Scenario[Belief] | None
    trouble: ScenarioFileError | None = None

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return self.path.stem


def library_folder() -> Path:
    """The folder for saved scenarios: the environment variable FUNNELCAST_LIBRARY, else one among the documents."""
    stated = os.environ.get(FOLDER_VARIABLE, "")
    return Path(stated).expanduser().absolute() if stated else Path.home() / "Documents" / "funnelcast"


def shipped_folder() -> Path:
    """The scenarios that come with the program: beside the package in its source, within it once installed."""
    return _beside("scenarios")


def app_script() -> Path:
    """The script of the browser front end."""
    return _beside("app.py")


def paths(folder: Path) -> list[Path]:
    """The scenario files in a folder by name; none if there is no such folder."""
    try:
        found = [path for path in folder.glob(f"*{SUFFIX}") if path.is_file() and not path.name.startswith(".")]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name.casefold())


def entry(path: Path) -> Entry:
    """A scenario file as it stands in a list, also when it cannot be read."""
    try:
        scenario, trouble = parse(content_of(path)), None
    except ScenarioFileError as error:
        scenario, trouble = None, error
    return Entry(
        path=path,
        changed=_changed(path),
        scenario=scenario,
        trouble=trouble,
    )


def version_of(path: Path) -> tuple[int, int]:
    """When a file was last changed [ns] and its size [bytes]; zeros if it is gone."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def find(folder: Path, stem: str) -> Path:
    """The file of this name (without suffix) in a folder; raises UnknownNameError."""
    found = {path.stem: path for path in paths(folder)}
    if stem not in found:
        raise UnknownNameError("scenario", stem, found)
    return found[stem]


# -- saving --------------------------------------------------------------------------------------------------------


def save_new(folder: Path, name: str, content: bytes) -> Path:
    """Save a file under a name that is not yet taken; raises SaveError, and overwrites nothing.

    Where another program removed a file of that name, its versions go to the trash: they are not the new one's.
    """
    path = folder / f"{stem_of(name)}{SUFFIX}"
    check(path, content)
    with locked(folder, f"{path.name} cannot be saved in {folder}") as workshop:
        _put_new(path, content, workshop)
    return path


def save_over(path: Path, content: bytes, *, expected: bytes | None, most_versions: int = MOST_VERSIONS) -> None:
    """Save a file in place of a former one, which is kept as a version.

    ``expected`` is what the file held when it was opened: if it holds anything else now, ConflictError is raised. None
    overwrites knowingly whatever is there. Raises SaveError too; the file is then as it was.
    """
    check(path, content)
    if expected is not None and is_gone(path):
        raise conflict(path, None)
    with locked(path.parent, f"{path.name} was not saved in {path.parent} and is as it was") as workshop:
        if expected is None or is_to_be_saved(path, content, expected=expected):
            replace_kept(path, content, workshop)
            prune(path.parent, path.stem, most_versions)


def restore_version(path: Path, identifier: str, *, expected: bytes | None) -> None:
    """Save a former state again in place of the present one, which is kept; raises as save_over and read_version."""
    save_over(path, read_version(path.parent, path.stem, identifier), expected=expected)


def free_name(folder: Path, name: str) -> str:
    """The name, or one with a number that is not taken: ``Ridge``, ``Ridge 2``."""
    stem = stem_of(name)
    try:
        free = free_stem(stem, stems_in(folder))
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
    with locked(path.parent, f"{path.name} was not renamed in {path.parent}") as workshop:
        is_to_be_saved(path, content, expected=former)
        with kept(path, workshop):
            _put_new(target, content, workshop)
            move_on(path, target)
        prune(target.parent, target.stem, MOST_VERSIONS)
    return target


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
            files.append((path.stem, _changed(path), _bytes(path)))
        except SaveError as error:
            missing.append(str(error))
    return packed(files, note="\n".join(missing))


# -- how it is done ------------------------------------------------------------------------------------------------


def _renamed(content: bytes, name: str) -> bytes:
    return write(replace(parse(content), name=name), onto=content)


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
    with locked(folder, f"{name} cannot be saved in {folder}") as workshop:
        path = folder / f"{free_stem(stem, stems_in(folder))}{SUFFIX}"
        _put_new(path, content, workshop)
    return path


def _put_new(path: Path, content: bytes, workshop: Path) -> None:
    """Save a file in a free place, without the versions of another one that was there before."""
    if not os.path.lexists(path):
        set_aside(path)
    place_new(path, content, workshop)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read in {path.parent}: {reason(error)}") from error


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(version_of(path)[0] / 1e9).astimezone()


def _beside(name: str) -> Path:
    package = find_spec("simulator")
    assert package is not None
    assert package.origin is not None
    inside = Path(package.origin).parent / "installed" / name
    return inside if inside.exists() else inside.parents[2] / name
