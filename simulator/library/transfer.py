"""Scenario files that come and go: imports of several files and of archives, and archives of all.

How ranges turned out goes with the first archive, and is merged into what the library that it comes to knows of that.

An import has one budget for all of its files, and for all that is gone through to find them in archives. What the
library packs stays within it, so that its archives can come in again. What is in the library already, to the last byte,
is passed over: an import that ended early is gone on with by importing the same files again.
"""

import re
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from simulator.errors import Problem, SaveError, ScenarioFileError, to_keep
from simulator.library.archives import is_zip, packed, unpacked
from simulator.library.atomic_files import reason
from simulator.library.file_names import LONGEST_STEM as LONGEST_STEM
from simulator.library.file_names import SUFFIX as SUFFIX
from simulator.library.file_names import stem_of as stem_of
from simulator.library.folder import changed_at, paths, version_of
from simulator.library.locks import held, tidy
from simulator.library.outcomes import ARCHIVED, Outcomes, as_lines, import_outcomes, place_of, read_outcomes
from simulator.library.placing import Places
from simulator.scenario_files import MOST_BYTES, parse
from simulator.tables.zip_entries import most_entries

MEGABYTE = 2**20


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The budget of one import, all of its files together; the server takes no larger file than ``megabytes``."""

    megabytes: int = 50
    unpacked_megabytes: int = 200
    files: int = 10_000
    seconds: float = 120.0

    def __str__(self) -> str:
        return f"{self.megabytes} MB, {self.files:,} files and {self.seconds:.0f} seconds"


IMPORT = Budget()

ROOM_OF_A_FILE = 1_000
"""The most that an archive adds to the bytes of a file: its name, twice, and packing where that gains nothing."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A file that came from elsewhere, by the name it had: where it lies now, or why it was refused.

    Neither, where it was not reached in time. ``was_there`` tells that the library had it before, to the last byte.
    """

    name: str
    path: Path | None = None
    trouble: ScenarioFileError | SaveError | None = None
    was_there: bool = False

    @property
    def is_outcomes(self) -> bool:
        """Whether it is no scenario, but says how ranges turned out."""
        return self.name == ARCHIVED

    @property
    def was_reached(self) -> bool:
        """Whether it was looked at before the time was over."""
        return self.path is not None or self.trouble is not None


@dataclass(frozen=True)
class Incoming:
    """A file that is to come in, not unpacked yet; ``content`` raises ScenarioFileError where it cannot be had."""

    name: str
    content: Callable[[], bytes]


@dataclass(frozen=True)
class Arriving:
    """The files of one import in their order, and the ``end`` of its time by the clock."""

    files: Sequence[Incoming]
    end: float


def incoming(
    files: Iterable[tuple[str, bytes]], *, budget: Budget = IMPORT, clock: Callable[[], float] = time.monotonic
) -> Arriving:
    """Files that came from elsewhere, and those within archives; their time begins now.

    What exceeds the budget is refused when it is read. An archive of more entries than are left of the budget is never
    opened, and named as a whole: all that is listed here are as many files as one import takes, and what was sent.
    """
    end, found, sent, left = clock() + budget.seconds, list[Incoming](), 0, budget.files
    for name, content in files:
        sent += len(content)
        count = most_entries(content) if is_zip(content) else 1
        if sent > budget.megabytes * MEGABYTE:
            found.append(_refused(name, f"goes beyond the {budget.megabytes} MB of one import: import it by itself"))
        elif count > budget.files:
            found.append(_refused(name, f"holds {count:,} files; import at most {budget.files:,} at once"))
        elif max(count, 1) > left:
            beyond = f"goes beyond the {budget.files:,} files of one import: import it after the others"
            found.append(_refused(name, beyond))
        elif clock() >= end:
            # The time is over for it, and whatever it holds.
            found.append(_as_it_is(name, content))
        else:
            found += _opened(name, content)
            left -= max(count, 1)
    return Arriving(found, end)


def imports(
    folder: Path,
    arriving: Arriving,
    *,
    budget: Budget = IMPORT,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Imported]:
    """Save files as they are, one with each step, under free names; tells of each what became of it.

    Nothing is written of a file with problems. Whoever asks for no more leaves the others as they are.
    """
    taken, places = 0, Places(folder)
    tidy(folder)
    for each in arriving.files:
        if clock() >= arriving.end:
            yield Imported(name=each.name)
        elif taken > budget.unpacked_megabytes * MEGABYTE:
            yield Imported(name=each.name, trouble=_beyond_unpacked(budget))
        else:
            content = _content(each)
            taken += len(content) if isinstance(content, bytes) else 0
            yield _imported(places, each.name, content)


def import_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Imported]:
    """Save files that came from elsewhere, or those in a zip archive, in one go; see ``imports``."""
    return list(imports(folder, incoming(files)))


def archive_parts(folder: Path, *, budget: Budget = IMPORT) -> list[list[Path]]:
    """The library's files in as few groups as it takes for the archive of each to come in again with one import."""
    ranges = min(version_of(place_of(folder))[1], MOST_BYTES)
    # How ranges turned out is in the first part, which is there for that alone too.
    parts = list[list[Path]]([[]] if ranges else [])
    room, most = budget.megabytes * MEGABYTE - ranges - ROOM_OF_A_FILE, budget.files - 2
    for path in paths(folder):
        size = min(version_of(path)[1], MOST_BYTES) + ROOM_OF_A_FILE
        if not parts or size > room or len(parts[-1]) >= most:
            parts.append([])
            # A note on what is not in an archive is a file of it too.
            room, most = budget.megabytes * MEGABYTE, budget.files - 1
        parts[-1].append(path)
        room -= size
    return parts


def as_zip(folder: Path, *, part: int = 1, budget: Budget = IMPORT) -> bytes:
    """A group of ``archive_parts``, counted from 1, in one zip archive, with a note on what is not in it."""
    files, missing = [], []
    for path in next(iter(archive_parts(folder, budget=budget)[part - 1 : part]), []):
        try:
            files.append((path.stem, changed_at(path), _bytes(path)))
        except SaveError as error:
            missing.append(str(error))
    known = read_outcomes(folder) if part == 1 else Outcomes()
    if known.trouble:
        missing.append(known.trouble)
    outcomes = as_lines(known.ranges) if known.ranges else b""
    return packed(files, note="\n".join(missing), outcomes=outcomes)


def _as_it_is(name: str, content: bytes) -> Incoming:
    return Incoming(name, lambda: content)


def _opened(name: str, content: bytes) -> list[Incoming]:
    if not is_zip(content):
        return [_as_it_is(name, content)]
    try:
        return [Incoming(member, read) for member, read in unpacked(content)]
    except ScenarioFileError as error:
        return [Incoming(name, partial(_raise, error))]


def _refused(name: str, message: str) -> Incoming:
    return Incoming(name, partial(_raise, ScenarioFileError([Problem("", message)])))


def _raise(error: ScenarioFileError) -> bytes:
    raise error


def _beyond_unpacked(budget: Budget) -> ScenarioFileError:
    message = f"goes beyond the {budget.unpacked_megabytes} MB that one import unpacks: unpack the archive yourself"
    return ScenarioFileError([Problem("", f"{message}, and import its files in several goes")])


def _content(each: Incoming) -> bytes | ScenarioFileError:
    try:
        return each.content()
    except ScenarioFileError as error:
        return error


def _imported(places: Places, name: str, content: bytes | ScenarioFileError) -> Imported:
    stem = stem_of(re.sub(r"\.ya?ml$", "", re.split(r"[/\\]", name)[-1], flags=re.IGNORECASE))
    try:
        if isinstance(content, ScenarioFileError):
            raise content
        if name == ARCHIVED:
            is_new = import_outcomes(places.folder, content, today=date.today())
            return Imported(name=name, path=place_of(places.folder), was_there=not is_new)
        if (there := places.holding(stem, content)) is not None:
            return Imported(name=name, path=there, was_there=True)
        parse(content)
        return Imported(name=name, path=_brought_in(places, name, stem, content))
    except (ScenarioFileError, SaveError) as error:
        return Imported(name=name, trouble=to_keep(error))


def _brought_in(places: Places, name: str, stem: str, content: bytes) -> Path:
    with held(places.folder, f"{name} cannot be saved in {places.folder}") as staging:
        return places.put(stem, content, staging)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise SaveError(f"{path.name} cannot be read in {path.parent}: {reason(error)}") from error
    if len(content) > MOST_BYTES:
        raise SaveError(f"{path.name} has more than {MOST_BYTES:,} bytes, which is too large for a scenario")
    return content
