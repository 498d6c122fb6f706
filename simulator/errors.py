"""Every error raised on purpose.

    FunnelcastError
    ├── ScenarioError         what was stated cannot be used; carries every problem found
    │   └── ScenarioFileError     the same, of a file
    ├── UnknownNameError      a plan, channel or metric that does not exist
    ├── SettingsError         draws or seed outside what can be run
    ├── LimitsError           limits of a split that cannot be met together
    ├── LostWorkError         the process that worked something out has died
    ├── PictureError          a picture that cannot be taken as a logo
    ├── ExportError           an export of figures that cannot be read, or says too little to be used
    ├── MissingLibraryError   a document needs a library that is not installed
    └── SaveError             a file could not be written; the former file is untouched
        └── ConflictError         because it is not what it was when it was opened; carries what is there now

The message of each is fit to be shown to a person. ``ValueError`` and ``assert`` stand for our own bugs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with a scenario: where, what was found, and how to mend it."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.path or "the file"
        return f"{place}: {self.message}" if self.line is None else f"{place} (line {self.line}): {self.message}"


class FunnelcastError(Exception):
    """Anything that funnelcast refuses, with a message for people; the same in whatever process it arrives."""

    def __reduce__(self) -> tuple[object, ...]:
        return _remade, (type(self), self.args, dict(self.__dict__))


def _remade(kind: type[FunnelcastError], args: tuple[object, ...], known: dict[str, object]) -> FunnelcastError:
    """An error as it was, past what its class is made from."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(known)
    return error


class ScenarioError(FunnelcastError):
    """A scenario that cannot be simulated. ``problems`` holds all that was found, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ScenarioFileError(ScenarioError):
    """A scenario file that cannot be read. ``problems`` carry lines."""


MOST_LISTED = 20
"""The most names that a message lists: a library may hold hundreds of files."""


class UnknownNameError(FunnelcastError):
    """A name that stands for nothing here; says what there is and which is near."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = tuple(known)
        more = [f"and {len(names) - MOST_LISTED} more"] if len(names) > MOST_LISTED else []
        listed = ", ".join([*names[:MOST_LISTED], *more]) or "none"
        super().__init__(f"there is no {kind} {name!r}{did_you_mean(name, names)} (there are: {listed})")


class SettingsError(FunnelcastError):
    """A number of draws or a seed that cannot be run."""


class PictureError(FunnelcastError):
    """A picture that is too large, cannot be read, or holds more than a picture."""


class ExportError(FunnelcastError):
    """An export of figures that cannot be used; says what it lacks, where, and how to get one that can."""


class MissingLibraryError(FunnelcastError):
    """A document needs libraries that are not installed; says how to get them."""

    def __init__(self, form: str, modules: Iterable[str]) -> None:
        names = ", ".join(modules)
        super().__init__(f"{form} needs what is not installed here ({names}): pip install 'funnelcast[documents]'")


class LimitsError(FunnelcastError):
    """Limits of a split that cannot be met together."""


class LostWorkError(FunnelcastError):
    """Loss of the process that worked something out: it has died of it, or was ended."""

    def __init__(self) -> None:
        super().__init__(
            "these figures could not be worked out: the system has ended that work, most probably for lack of memory;"
            " close other programs, or look at a shorter time or fewer channels, and try again"
        )


class SaveError(FunnelcastError):
    """A file could not be written. The former file is untouched."""


class ConflictError(SaveError):
    """A file is not what it was when it was opened. ``found`` is what is there now; None if it is gone."""

    def __init__(self, message: str, *, found: bytes | None) -> None:
        self.found = found
        super().__init__(message)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean X?`` when a known name is near, else nothing."""
    near = get_close_matches(name, tuple(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""
