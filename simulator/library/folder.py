"""The library: a folder of scenario files, and the scenarios that are shipped with the program.

Names come from people and are never used as paths: ``stem_of`` makes a file's name out of one, and what is opened is
looked up in the list of what is there.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from simulator.errors import ScenarioFileError, UnknownNameError, to_keep
from simulator.library.file_names import LONGEST_STEM as LONGEST_STEM
from simulator.library.file_names import SUFFIX as SUFFIX
from simulator.library.file_names import stem_of as stem_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, parse

FOLDER_VARIABLE = "FUNNELCAST_LIBRARY"


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
    return beside("scenarios")


def paths(folder: Path) -> list[Path]:
    """The scenario files in a folder by name; none if there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            found = [entry.name for entry in entries if _is_listed(entry)]
    except OSError:
        return []
    return [folder / name for name in sorted(found, key=str.casefold)]


def _is_listed(entry: os.DirEntry[str]) -> bool:
    return entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and entry.is_file()


def entry(path: Path) -> Entry:
    """A scenario file as it stands in a list, also when it cannot be read."""
    try:
        scenario, trouble = parse(content_of(path)), None
    except ScenarioFileError as error:
        scenario, trouble = None, to_keep(error)
    return Entry(
        path=path,
        changed=changed_at(path),
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


def changed_at(path: Path) -> datetime:
    """When a file was last changed, in the time zone of this computer."""
    return datetime.fromtimestamp(version_of(path)[0] / 1e9).astimezone()


def beside(name: str) -> Path:
    """A file or folder beside the package in its source, within it once installed."""
    package = find_spec("simulator")
    assert package is not None
    assert package.origin is not None
    inside = Path(package.origin).parent / "installed" / name
    return inside if inside.exists() else inside.parents[2] / name
