"""Places for the files of an import: the folder is listed once for all of them, and again where others change it."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from simulator.library import atomic_files
from simulator.library.file_names import SUFFIX, folded, numbered, stems_in
from simulator.library.folder import version_of
from simulator.library.trash import set_aside


class Places:
    """The scenario files of a folder by name, as they are now and with each file that is put among them.

    Listing a folder of thousands of files for each that comes in takes longer than all else. Whether somebody changed
    it meanwhile shows in the time of the folder itself; where even that is missed, a taken place is not overwritten.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._paths = dict[str, Path]()
        self._version: tuple[int, int] | None = None

    def holding(self, stem: str, content: bytes) -> Path | None:
        """The file of this name, or of this name with a number, that holds just that."""
        # Whether the folder can be used shows when the file is saved.
        with suppress(OSError):
            known = self._known()
            for wanted in numbered(stem):
                if (path := known.get(folded(wanted))) is None:
                    return None
                if _holds(path, content):
                    return path
        return None

    def put(self, stem: str, content: bytes, staging: Path) -> Path:
        """Save a file under a name that is free on every system; whoever calls this holds the lock. Raises OSError."""
        try:
            return self._put(stem, content, staging)
        except FileExistsError:
            # Somebody who holds no lock took the place, within the same tick of the folder's clock.
            self._version = None
            return self._put(stem, content, staging)

    def _put(self, stem: str, content: bytes, staging: Path) -> Path:
        known = self._known()
        free = next(wanted for wanted in numbered(stem) if folded(wanted) not in known)
        path = self.folder / f"{free}{SUFFIX}"
        if not os.path.lexists(path):
            set_aside(path)
        atomic_files.put_new(path, content, staging=staging)
        self._paths[folded(free)] = path
        self._version = version_of(self.folder)
        return path

    def _known(self) -> Mapping[str, Path]:
        # Looked at before it is listed: what comes in between changes it again.
        version = version_of(self.folder)
        if version != self._version:
            self._paths = {folded(stem): self.folder / f"{stem}{SUFFIX}" for stem in stems_in(self.folder)}
            self._version = version
        return self._paths


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
