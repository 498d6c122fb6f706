"""Changes to the open file from outside of this window: somebody else may have changed, moved or spoilt it."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from simulator import library
from simulator.errors import ScenarioFileError
from simulator.library.commits import is_gone
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of
from simulator.ui.session.cache import kept
from simulator.ui.session.results import entry
from simulator.ui.session.workspaces import Workspace


class Fate(Enum):
    """The fate of a file since it was opened."""

    CHANGED = "changed"
    UNREADABLE = "unreadable"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class OutsideChange:
    """A file that is not what was opened; ``scenario`` is what it holds if it has been CHANGED."""

    fate: Fate
    scenario: Scenario[Belief] | None = None
    trouble: ScenarioFileError | None = None


def outside(now: Workspace) -> OutsideChange | None:
    """The fate of the open file; None where there is none, or it is what it was when it was opened."""
    file = now.file
    if file is None:
        return None
    version = library.version_of(file)
    if version == (0, 0) and is_gone(file):
        return OutsideChange(fate=Fate.GONE)
    if kept(("digest", file, version), lambda: _digest_of(file)) == _digest(now.content):
        return None
    found = entry(file)
    if found.scenario is None:
        return OutsideChange(fate=Fate.UNREADABLE, trouble=found.trouble)
    return OutsideChange(fate=Fate.CHANGED, scenario=found.scenario)


def _digest_of(path: Path) -> bytes | None:
    try:
        return _digest(content_of(path))
    except ScenarioFileError:
        return None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
