"""The library: a folder of scenario files, and the scenarios that are shipped with the program.

Names come from people and are never used as paths: ``stem_of`` makes a file's name out of one, and what is opened is
looked up in the list of what is there.
"""

import os
import re
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from simulator.beliefs import Belief
from simulator.errors import SaveError, ScenarioFileError, UnknownNameError
from simulator.scenario import Scenario
from simulator.scenario_files import content_of, parse, save

FOLDER_VARIABLE = "FUNNELCAST_LIBRARY"
SUFFIX = ".yaml"
LONGEST_STEM = 100
"""The longest file name without its suffix [bytes in UTF-8]; file systems allow about 250."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)( .*)?", re.IGNORECASE)


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


def stem_of(name: str) -> str:
    """A file name, without suffix, for a scenario of this name: safe on every system, readable where possible.

    Letters, marks and digits of any script, spaces, ``-`` and ``_`` stay; everything else becomes a hyphen.
    """
    kept = (sign if _is_plain(sign) else "-" for sign in unicodedata.normalize("NFC", name))
    plain = re.sub(r"[-\s]*-[-\s]*", "-", re.sub(r"\s+", " ", "".join(kept))).strip("- ")
    short = plain.encode("utf-8")[:LONGEST_STEM].decode("utf-8", "ignore").strip("- ")
    return f"{short}-scenario" if _RESERVED.fullmatch(short) else short or "scenario"


def save_new(folder: Path, name: str, content: bytes) -> Path:
    """Save a file under a name that is not yet taken; raises SaveError, and overwrites nothing."""
    path = folder / f"{stem_of(name)}{SUFFIX}"
    beside = folder / f".{secrets.token_hex(8)}.part"
    _make(folder)
    try:
        save(beside, content)
        _move_to_free_place(beside, path)
    except FileExistsError as error:
        raise SaveError(f"there is already a file {path.name} in {folder}: choose another name") from error
    except (OSError, SaveError) as error:
        raise SaveError(f"{path.name} cannot be saved in {folder}: {_reason(error)}") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return path


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"the folder {folder} cannot be made: {_reason(error)}") from error


def _reason(error: OSError | SaveError) -> str:
    cause = error.__cause__ if isinstance(error, SaveError) else error
    return cause.strerror or str(cause) if isinstance(cause, OSError) else str(error)


def _beside(name: str) -> Path:
    package = find_spec("simulator")
    assert package is not None
    assert package.origin is not None
    inside = Path(package.origin).parent / "installed" / name
    return inside if inside.exists() else inside.parents[2] / name


def _is_plain(sign: str) -> bool:
    return sign in " -_" or unicodedata.category(sign)[0] in "LMN"


def _move_to_free_place(beside: Path, path: Path) -> None:
    """Give a finished file its name, unless the name is taken, in one step where the file system can."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some network drives): look first, then rename.
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(beside, path)
