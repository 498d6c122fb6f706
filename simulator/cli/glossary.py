"""The glossary for a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from simulator.errors import UnknownNameError
from simulator.presentation.glossary import BETTER, KINDS, Entry, found, glossary, named
from simulator.text.formats import Formats


def looked_up(words: str, formats: Formats) -> Sequence[Entry]:
    """The entry of this name, else those in which all of these words occur. Raises UnknownNameError if none is."""
    entries = glossary(formats)
    exact = named(entries, words)
    hits = [exact] if exact else found(entries, words)
    if not hits:
        raise UnknownNameError("term", words, (entry.term for entry in entries))
    return hits


def glossary_page(entries: Sequence[Entry]) -> RenderableType:
    """The entries, those of each kind under its heading."""
    return Group(*(line for kind in KINDS for line in _kind(kind, [each for each in entries if each.kind == kind])))


def _kind(kind: Any, entries: Sequence[Entry]) -> Iterable[RenderableType]:
    if entries:
        yield Text(f"{KINDS[kind]}\n", style="bold underline")
    for entry in entries:
        yield Text(entry.term, style="bold")
        yield Padding(Text("\n".join(_lines(entry))), (0, 0, 1, 2))


def _lines(entry: Entry) -> Iterable[str]:
    yield f"{entry.words} {BETTER[entry.better]}".strip()
    if entry.formula:
        yield f"Formula: {entry.formula}"
    yield f"Example: {entry.example}"


def glossary_result(entries: Sequence[Entry]) -> dict[str, Any]:
    """The entries for machines, by their keys."""
    return {"terms": {entry.key: _plain(entry) for entry in entries}}


def _plain(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if name != "key"}
