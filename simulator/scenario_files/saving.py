"""Files on disk: only a whole, valid one ever replaces another."""

from pathlib import Path

from simulator.errors import SaveError, ScenarioFileError
from simulator.scenario_files.reading import parse
from simulator.whole_files import put, reason


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
