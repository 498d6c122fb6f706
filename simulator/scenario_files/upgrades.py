"""Files of an older format: brought up to date, one format at a time, as text.

An upgrade takes a document of format n and returns the text of the same scenario in format n + 1. It works on the
text, with the places that the tree knows, so that comments survive and each entry stays on its line: the problems
of an upgraded file still name the lines that its writer sees.

Format 1 is the first, so there is no upgrade yet. An entry of ``UPGRADES`` is all that a new format needs here.
"""

from collections.abc import Callable, Mapping

from simulator.errors import Problem, ScenarioFileError
from simulator.scenario_files.loading import Document, loaded_text
from simulator.scenario_files.nodes import Group, Scalar
from simulator.scenario_files.scalars import number

FORMAT = 1
"""The format that is written."""

Upgrade = Callable[[Document], str]

UPGRADES: Mapping[int, Upgrade] = {}
"""By the format that an upgrade starts from."""


def upgraded(document: Document, *, upgrades: Mapping[int, Upgrade] = UPGRADES, newest: int = FORMAT) -> Document:
    """The document in the newest format. Raises ScenarioFileError if its format is not known."""
    stated = _stated_format(document, newest)
    oldest = min([newest, *upgrades])
    if stated > newest:
        message = f"is {stated}, from a newer funnelcast; this one reads formats up to {newest}: update funnelcast"
        raise _refusal(document, message)
    if stated < oldest:
        raise _refusal(document, f"is {stated}; there is no such format, the first is {oldest}")
    for number_before in range(stated, newest):
        text = upgrades[number_before](document)
        document = loaded_text(text, has_bom=document.has_bom)
    return document


def _stated_format(document: Document, newest: int) -> int:
    root = document.root
    if not isinstance(root, Group):
        what = "a list" if not isinstance(root, Scalar) else "text"
        message = f"holds {what}, not the entries of a scenario (format: {newest}, name: ..., and so on)"
        raise ScenarioFileError([*document.problems, Problem("", message, root.line)])
    stated = root.get("format")
    value = number(stated.text) if isinstance(stated, Scalar) and not stated.style else None
    # What a file without a usable format says is read as the newest; that it has none is a problem of its own.
    return newest if value is None or not value.is_integer() else int(value)


def _refusal(document: Document, message: str) -> ScenarioFileError:
    entry = document.root.entry("format") if isinstance(document.root, Group) else None
    return ScenarioFileError([Problem("format", message, None if entry is None else entry.key.line)])
