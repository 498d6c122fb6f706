"""Unsaved work on disk: a draft outlives a reload of the page, a lost connection and a restart of the server.

A draft is two files in the folder ``.drafts`` of the library: ``ID.yaml``, the scenario file as it was when the work
began (written anew only where that file was renamed since), and ``ID.json``, the work itself (written at every change,
whole or not at all). A draft that equals what it began from is no work and is removed. A process that is killed between
the two leaves the first alone, an orphan, which is removed an hour later.

Work that nobody goes on with does not pile up: when new work begins, what is beyond the newest ``MOST_DRAFTS`` and was
not changed for a day, and what is beyond ``MOST_EVER``, moves to the trash, from where it can be put back.
"""

import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from simulator.errors import SaveError
from simulator.library.atomic_files import put, reason, sweep
from simulator.library.draft_encoding import DraftEncodingError, decoded, encoded
from simulator.library.trash import remove, throw_away, work_in
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import write

_IDENTIFIER = re.compile(r"[0-9a-f]{24}")
_WORK, _BASE = "work.json", "base.yaml"
"""The names of the two files in the trash."""
_HOUR = 3600.0
_DAY = 24 * _HOUR

MOST_DRAFTS = 50
"""So many drafts are kept for as long as nobody discards them."""

MOST_EVER = 500
"""So many are kept even if all of them were changed within a day."""


class Stamp(NamedTuple):
    """Tells one written state of a draft from any other: every write makes a new file."""

    inode: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Unsaved work: the scenario as it stands, and what it began from.

    ``content`` is the file that the work began from; ``file`` its place in the library, or ``shipped`` the name of the
    shipped scenario; a new scenario has neither. ``plan`` is the selected plan.
    """

    id: str
    scenario: Scenario[Belief]
    content: bytes
    file: str | None
    shipped: str | None
    plan: str


@dataclass(frozen=True, kw_only=True)
class DraftEntry:
    """A draft as it is listed: what it is called, what it began from (see Draft), when it was last changed."""

    id: str
    name: str
    client: str
    file: str | None
    shipped: str | None
    changed: datetime


def new_id() -> str:
    """A name for a draft that nobody can guess."""
    return secrets.token_hex(12)


def is_id(text: str) -> bool:
    """Whether a text, perhaps from an address, has the form of a draft's name; nothing else becomes a path."""
    return _IDENTIFIER.fullmatch(text) is not None


def drafts_folder(library: Path) -> Path:
    """Where the drafts of a library lie."""
    return library / ".drafts"


def write_draft(library: Path, draft: Draft) -> Stamp:
    """Keep a draft; returns the stamp of what was written. Raises SaveError; the former state is then untouched."""
    work, base = _places(library, draft.id)
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        if not base.exists():
            sweep(base.parent, older_than=_HOUR)
            _sweep_orphans(base.parent)
            prune(library, keep=draft.id)
            put(base, draft.content)
        elif base.read_bytes() != draft.content:
            # The file was renamed meanwhile: the work begins from what it is now.
            put(base, draft.content)
        put(work, _text(draft).encode("utf-8"))
        return _stamp(work)
    except OSError as error:
        raise SaveError(f"unsaved work cannot be kept in {base.parent}: {reason(error)}") from error


def read_draft(library: Path, identifier: str) -> tuple[Draft, Stamp] | None:
    """A draft and the stamp of its state; None if there is none that can be read."""
    if not is_id(identifier):
        return None
    work, base = _places(library, identifier)
    try:
        stamp = _stamp(work)
        return _draft(identifier, work.read_text(encoding="utf-8"), base.read_bytes()), stamp
    except (OSError, ValueError, KeyError, TypeError, DraftEncodingError):
        return None


def stamp_of(library: Path, identifier: str) -> Stamp | None:
    """The stamp of a draft's present state on disk; None if it is not there."""
    try:
        return _stamp(_places(library, identifier)[0])
    except OSError:
        return None


def remove_draft(library: Path, identifier: str) -> None:
    """Forget a draft; nothing happens if there is none. Raises SaveError."""
    for path in _places(library, identifier):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise SaveError(f"unsaved work cannot be removed: {reason(error)}") from error


def prune(library: Path, *, keep: str = "") -> None:
    """Move drafts that nobody goes on with to the trash; the one to ``keep`` stays. What cannot be moved stays too."""
    by_age = sorted(_changed(drafts_folder(library)), reverse=True)
    old = time.time() - _DAY
    for place, (changed, identifier) in enumerate(by_age):
        beyond = place >= MOST_EVER or (place >= MOST_DRAFTS and changed < old)
        if beyond and identifier != keep:
            with suppress(SaveError):
                set_aside(library, identifier)


def _sweep_orphans(folder: Path) -> None:
    """Remove what work began from where there is no work; not at once, as somebody may be about to write it."""
    names = set(os.listdir(folder))
    for name in names:
        identifier = name.removesuffix(".yaml")
        if name.endswith(".yaml") and is_id(identifier) and f"{identifier}.json" not in names:
            # What cannot be removed now goes the next time.
            with suppress(OSError):
                if (folder / name).stat().st_mtime < time.time() - _HOUR:
                    (folder / name).unlink()


def _changed(folder: Path) -> Iterator[tuple[float, str]]:
    for name in _names(folder):
        if is_id(identifier := name.removesuffix(".json")):
            with suppress(OSError):
                yield (folder / name).stat().st_mtime, identifier


def set_aside(library: Path, identifier: str) -> None:
    """Move a draft to the trash; raises SaveError, and it stays then.

    One that cannot be read stays too: another version of the program may have written it.
    """
    found = read_draft(library, identifier)
    if found is not None:
        draft = found[0]
        work = {_WORK: _text(draft).encode("utf-8"), _BASE: draft.content}
        throw_away(library, draft.scenario.name, write(draft.scenario, onto=draft.content), work)
        remove_draft(library, identifier)


def put_back(library: Path, trashed: str) -> str:
    """Make unsaved work of what lies in the trash again; returns its name. Raises UnknownNameError or SaveError.

    It lies in both places where a process is killed in between, and in the trash where it cannot be read.
    """
    work, identifier = work_in(library, trashed), new_id()
    try:
        draft = _draft(identifier, work[_WORK].decode("utf-8"), work[_BASE])
    except (ValueError, KeyError, TypeError, DraftEncodingError) as error:
        raise SaveError("this work cannot be read: another version of the program may have written it") from error
    write_draft(library, draft)
    remove(library, trashed)
    return identifier


def drafts(library: Path) -> list[DraftEntry]:
    """All drafts that can be read, the last changed first."""
    return sorted(_entries(library), key=lambda entry: entry.changed, reverse=True)


def _entries(library: Path) -> Iterator[DraftEntry]:
    for name in _names(drafts_folder(library)):
        found = read_draft(library, name.removesuffix(".json"))
        if found is not None:
            draft, stamp = found
            yield DraftEntry(
                id=draft.id,
                name=draft.scenario.name,
                client=draft.scenario.client,
                file=draft.file,
                shipped=draft.shipped,
                changed=datetime.fromtimestamp(stamp.changed / 1e9).astimezone(),
            )


def _names(folder: Path) -> list[str]:
    """The files in a folder that hold work; none where it may not be read at the moment."""
    try:
        return [name for name in os.listdir(folder) if name.endswith(".json")]
    except OSError:
        return []


def _places(library: Path, identifier: str) -> tuple[Path, Path]:
    assert is_id(identifier), "a draft's name is checked before it becomes a path"
    folder = drafts_folder(library)
    return folder / f"{identifier}.json", folder / f"{identifier}.yaml"


def _text(draft: Draft) -> str:
    # The scenario's own text stands in the middle as it is: encoding it twice would cost more than the rest.
    about = json.dumps({"file": draft.file, "shipped": draft.shipped, "plan": draft.plan}, ensure_ascii=False)
    return f"{about}\n{encoded(draft.scenario)}\n"


def _draft(identifier: str, text: str, content: bytes) -> Draft:
    about, scenario = text.split("\n", 1)
    return Draft(id=identifier, scenario=decoded(scenario), content=content, **json.loads(about))


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return Stamp(status.st_ino, status.st_mtime_ns)
