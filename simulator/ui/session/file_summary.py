"""Summaries of files, without reading all of each: thousands are searched and sorted at once.

What is certain at a glance is told without the parser; a file that is written in another way is read as a whole.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from simulator import library
from simulator.errors import ScenarioFileError
from simulator.scenario_files import content_of
from simulator.scenario_files.glance import glance
from simulator.scenario_files.loading import BOM, decoded
from simulator.ui.session import results
from simulator.ui.session.cache import kept

Version = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class FileSummary:
    """A file as a list shows it; one that cannot be read is called by its file's name, and says nothing else."""

    path: Path
    changed: datetime
    name: str
    client: str = ""
    notes: str = ""
    currency: str = ""
    horizon_months: int | None = None
    channels: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return self.path.stem


def summaries(folder: Path) -> list[FileSummary]:
    """The scenario files of a folder whose names can be shown; each is read again when it has changed."""
    return [_kept(path) for path in library.paths(folder) if results.can_be_shown(path)]


def unshown(folder: Path) -> int:
    """How many scenario files of a folder have names of bytes that are no text, as an old archive may leave them."""
    return sum(not results.can_be_shown(path) for path in library.paths(folder))


def _kept(path: Path) -> FileSummary:
    version = library.version_of(path)
    # Among what is counted in bytes: notes can be as long as a file.
    return kept(("summary", path, version), lambda: _summary(path, version))


def _summary(path: Path, version: Version) -> FileSummary:
    changed = datetime.fromtimestamp(version[0] / 1e9).astimezone()
    try:
        found = glance(decoded(content_of(path)).removeprefix(BOM))
    except ScenarioFileError:
        found = None
    if found is None:
        return _of_all(path, changed)
    return FileSummary(
        path=path,
        changed=changed,
        name=found.name,
        client=found.client,
        notes=found.notes,
        currency=found.currency,
        horizon_months=found.horizon_months,
        channels=found.channels,
    )


def _of_all(path: Path, changed: datetime) -> FileSummary:
    scenario = results.entry(path).scenario
    if scenario is None:
        return FileSummary(path=path, changed=changed, name=path.name)
    return FileSummary(
        path=path,
        changed=changed,
        name=scenario.name,
        client=scenario.client,
        notes=scenario.notes.strip(),
        currency=scenario.currency,
        horizon_months=scenario.horizon_months,
        channels=scenario.channel_names,
    )
