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
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from simulator.beliefs import Belief
from simulator.errors import ConflictError, SaveError, ScenarioFileError, UnknownNameError
from simulator.file_names import LONGEST_STEM as LONGEST_STEM
from simulator.file_names import SUFFIX as SUFFIX
from simulator.file_names import free_stem
from simulator.file_names import stem_of as stem_of
from simulator.locks import locked
from simulator.scenario import Scenario
from simulator.scenario_files import check, content_of, parse, write
from simulator.versions import MOST_VERSIONS, keep, move, place, prune, read_version
from simulator.whole_files import put, put_new

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
        changed=datetime.fromtimestamp(version_of(path)[0] / 1e9).astimezone(),
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
    """Save a file under a name that is not yet taken; raises SaveError, and overwrites nothing."""
    path = folder / f"{stem_of(name)}{SUFFIX}"
    check(path, content)
    with locked(folder, f"{path.name} cannot be saved in {folder}") as workshop:
        _place_new(path, content, workshop)
    return path


def save_over(path: Path, content: bytes, *, expected: bytes | None, most_versions: int = MOST_VERSIONS) -> None:
    """Save a file in place of a former one, which is kept as a version.

    ``expected`` is what the file held when it was opened: if it holds anything else now, ConflictError is raised. None
    overwrites knowingly whatever is there. Raises SaveError too; the file is then as it was.
    """
    check(path, content)
    if expected is not None and not path.exists():
        raise _conflict(path, None)
    with locked(path.parent, f"{path.name} cannot be saved in {path.parent}") as workshop:
        if expected is None or _is_unsaved(path, content, expected):
            _replace(path, content, workshop)
            prune(path.parent, path.stem, most_versions)


def restore_version(path: Path, identifier: str, *, expected: bytes | None) -> None:
    """Save a former state again in place of the present one, which is kept; raises as save_over and read_version."""
    save_over(path, read_version(path.parent, path.stem, identifier), expected=expected)


def duplicate(path: Path, name: str) -> Path:
    """Save the scenario of a file under another name as well; raises SaveError or ScenarioFileError."""
    return save_new(path.parent, name, _renamed(content_of(path), name))


def rename(path: Path, name: str) -> Path:
    """Give a scenario and its file another name; its versions follow. Raises SaveError or ScenarioFileError."""
    target = path.with_name(f"{stem_of(name)}{SUFFIX}")
    former = content_of(path)
    content = _renamed(former, name)
    check(target, content)
    if target.name == path.name:
        save_over(path, content, expected=former)
        return path
    with locked(path.parent, f"{path.name} cannot be renamed in {path.parent}") as workshop:
        keep(path, workshop)
        _place_new(target, content, workshop)
        move(place(path.parent, path.stem), place(target.parent, target.stem))
        path.unlink()
    return target


def _renamed(content: bytes, name: str) -> bytes:
    return write(replace(parse(content), name=name), onto=content)


def _place_new(path: Path, content: bytes, workshop: Path) -> None:
    try:
        put_new(path, content, workshop=workshop)
    except FileExistsError as error:
        raise SaveError(f"there is already a file {path.name} in {path.parent}: choose another name") from error


def _is_unsaved(path: Path, content: bytes, expected: bytes) -> bool:
    """Whether a file still is what was opened, and not yet what shall be saved; raises ConflictError."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        raise _conflict(path, None) from None
    if found not in (expected, content):
        raise _conflict(path, found)
    return found != content


def _replace(path: Path, content: bytes, workshop: Path) -> None:
    kept = keep(path, workshop) if path.exists() else None
    try:
        put(path, content, workshop=workshop)
    except OSError:
        if kept is not None:
            kept.unlink()
        raise


def _conflict(path: Path, found: bytes | None) -> ConflictError:
    if found is None:
        message = f"{path.name} is not in {path.parent} any more: someone removed or renamed it since you opened it"
    else:
        message = f"{path.name} was changed by someone else since you opened it"
    return ConflictError(f"{message}; your changes are not lost", found=found)


# -- many at once --------------------------------------------------------------------------------------------------


def import_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Imported]:
    """Save files that came from elsewhere as they are, under free names; says of each where it is or what is wrong."""
    return [_imported(folder, name, content) for name, content in files]


def _imported(folder: Path, name: str, content: bytes) -> Imported:
    stem = stem_of(re.split(r"[/\\\\]", name)[-1].removesuffix(SUFFIX))
    try:
        parse(content)
        with locked(folder, f"{name} cannot be saved in {folder}") as workshop:
            path = folder / f"{free_stem(folder, stem)}{SUFFIX}"
            _place_new(path, content, workshop)
    except (ScenarioFileError, SaveError) as error:
        return Imported(name=name, trouble=error)
    return Imported(name=name, path=path)


def as_zip(folder: Path) -> bytes:
    """All files of the library as they are, in one; raises SaveError if one cannot be read."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path in paths(folder):
            archive.writestr(f"{path.stem}{SUFFIX}", path.read_bytes())
    return packed.getvalue()


def _beside(name: str) -> Path:
    package = find_spec("simulator")
    assert package is not None
    assert package.origin is not None
    inside = Path(package.origin).parent / "installed" / name
    return inside if inside.exists() else inside.parents[2] / name
