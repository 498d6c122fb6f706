"""What a list needs to know of a file, without reading all of it: hundreds of files are searched and sorted at once.

The name, the client, the notes, the currency and the channels' names are cut out of the text and read alone. A file
that is written in an unusual way is read as a whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from simulator import library
from simulator.errors import ScenarioFileError
from simulator.scenario_files import content_of
from simulator.scenario_files.loading import BOM, decoded, loaded_text
from simulator.scenario_files.nodes import Group, Scalar, leaves
from simulator.ui.session import results

_TOP = re.compile(r"([a-z_]+):")
_NAME_WITHIN = re.compile(r"(?:\s*-\s+|\s+)name:(.*)")
_KEPT = frozenset({"name", "client", "notes", "currency"})


@dataclass(frozen=True, kw_only=True)
class FileSummary:
    """A file as a list shows it; one that cannot be read is called by its file's name, and says nothing else."""

    path: Path
    changed: datetime
    name: str
    client: str = ""
    notes: str = ""
    currency: str = ""
    channels: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return self.path.stem


def summaries(folder: Path) -> list[FileSummary]:
    """The scenario files of a folder whose names can be shown; each is read again when it has changed."""
    return [_glimpse(path, library.version_of(path)) for path in library.paths(folder) if results.can_be_shown(path)]


def unshown(folder: Path) -> int:
    """How many scenario files of a folder have names of bytes that are no text, as an old archive may leave them."""
    return sum(not results.can_be_shown(path) for path in library.paths(folder))


@st.cache_resource(max_entries=5_000, show_spinner=False)
def _glimpse(path: Path, version: tuple[int, int]) -> FileSummary:
    changed = datetime.fromtimestamp(version[0] / 1e9).astimezone()
    try:
        found = _cut_out(path, changed, decoded(content_of(path)))
    except ScenarioFileError:
        found = None
    return found or _of_all(path, changed)


def _cut_out(path: Path, changed: datetime, text: str) -> FileSummary | None:
    """A file that states its name in the usual way; None if it does not. Raises ScenarioFileError."""
    root = loaded_text("\n".join(_kept_lines(text.removeprefix(BOM)))).root
    if not isinstance(root, Group) or not (name := _word(root, "name")):
        return None
    listed = root.get("channels")
    return FileSummary(
        path=path,
        changed=changed,
        name=name,
        client=_word(root, "client"),
        notes=_word(root, "notes"),
        currency=_word(root, "currency"),
        channels=() if listed is None else tuple(leaf.text for leaf in leaves(listed)),
    )


def _kept_lines(text: str) -> Iterator[str]:
    names, part = [], ""
    for line in text.splitlines():
        top = _TOP.match(line)
        part = top.group(1) if top else part
        if part in _KEPT:
            yield line
        elif part == "channels" and (name := _NAME_WITHIN.match(line)):
            names.append(name.group(1))
    yield "channels:"
    yield from (f"- {name.strip()}" for name in names)


def _word(root: Group, key: str) -> str:
    found = root.get(key)
    return found.text.strip() if isinstance(found, Scalar) and not found.is_null else ""


def _of_all(path: Path, changed: datetime) -> FileSummary:
    scenario = results.entry(path).scenario
    if scenario is None:
        return FileSummary(path=path, changed=changed, name=path.name)
    return FileSummary(
        path=path,
        changed=changed,
        name=scenario.name,
        client=scenario.client,
        notes=scenario.notes,
        currency=scenario.currency,
        channels=scenario.channel_names,
    )
