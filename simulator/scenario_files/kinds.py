"""Kinds of entries: each reads a node, says what to write, and describes itself in the JSON Schema.

A kind that meets a problem notes it, marks its place as unread, and gives ``UNREAD``.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final

from simulator.errors import Problem, did_you_mean
from simulator.scenario_files.nodes import Broken, Group, Node, Scalar, Series
from simulator.scenario_files.plain import Keep, Plain

Schema = dict[str, Any]


MOST_HINTS = 100
"""After so many problems no more is guessed about what was meant: guessing takes time."""

LONGEST_SHOWN = 60


class Unread(Enum):
    """Stands for what could not be read."""

    UNREAD = "unread"


UNREAD: Final = Unread.UNREAD

_GROUP = re.compile(r"[0-9]{3}")
THOUSANDS = "; if it is the end of a number with a comma, as in 1,500, write 1500"


@dataclass
class Reading:
    """One pass over a file: what was wrong, where entries stand, and which could not be read."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def refuse(self, path: str, message: str, line: int) -> Unread:
        """Note a problem, and that what stands here is unread."""
        self.problems.append(Problem(path, message, line or None))
        self.unread.add(path)
        return UNREAD

    def unknown(self, path: str, word: str, known: Iterable[str], line: int) -> None:
        """Note an entry that is not known. The one that was probably meant counts as unread."""
        near: list[str] = []
        if len(self.problems) < MOST_HINTS and len(word) <= LONGEST_SHOWN:
            near = get_close_matches(word, tuple(known), n=1, cutoff=0.6)
        hint = THOUSANDS if _GROUP.fullmatch(word) else did_you_mean(word, near)
        self.problems.append(Problem(path, f"no such entry{hint}", line or None))
        if near:
            self.unread.add(path.removesuffix(word) + near[0])


class Kind(ABC):
    """A kind of entry."""

    @abstractmethod
    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The value at a node; UNREAD, with a problem noted, if it is not of this kind."""

    @abstractmethod
    def plain(self, value: Any, node: Node | None) -> Plain:
        """The content to write for a value, in the manner of what stands there now."""

    @abstractmethod
    def placeholder(self) -> Any:
        """A value of this kind that stands in for one that could not be read."""

    @abstractmethod
    def schema(self) -> Schema:
        """The kind in JSON Schema."""

    def changed(self, value: Any, node: Node | None) -> Plain:
        """The content to write for a value; Keep if the node says the same already."""
        if node is not None and self.says(node, value):
            return Keep()
        return self.plain(value, node)

    def says(self, node: Node, value: Any) -> bool:
        """Whether a node can be read and stands for this value."""
        reading = Reading()
        stated = self.read(node, "", reading)
        return not reading.problems and stated is not UNREAD and bool(stated == value)


def shown(text: str) -> str:
    """Text of a file within a message: one line, not too long."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_SHOWN else one_line[: LONGEST_SHOWN - 3] + "..."


def found(node: Node) -> str:
    """The content of a node, in words: ``is a list``, ``is "abc"``."""
    if isinstance(node, Series):
        return "is a list"
    if isinstance(node, Group):
        return "is a group of entries"
    if isinstance(node, Scalar) and not node.is_null:
        return f'is "{shown(node.text)}"'
    return "is empty"


def group_of(node: Node, path: str, reading: Reading, *, wanted: str) -> Group | Unread:
    """A node as a group of entries; nothing at all counts as a group without entries."""
    if isinstance(node, Group):
        return node
    if isinstance(node, Scalar) and node.is_null:
        return Group(entries=(), line=node.line, start=node.start, end=node.end)
    return _not(node, path, reading, wanted)


def series_of(node: Node, path: str, reading: Reading, *, wanted: str) -> Series | Unread:
    """A node as a list; nothing at all counts as an empty list."""
    if isinstance(node, Series):
        return node
    if isinstance(node, Scalar) and node.is_null:
        return Series(items=(), line=node.line, start=node.start, end=node.end)
    return _not(node, path, reading, wanted)


def scalar_of(node: Node, path: str, reading: Reading, *, wanted: str) -> Scalar | Unread:
    """A node as a single value that is not empty."""
    if isinstance(node, Scalar) and not node.is_null:
        return node
    return _not(node, path, reading, wanted)


def _not(node: Node, path: str, reading: Reading, wanted: str) -> Unread:
    if isinstance(node, Broken):
        reading.unread.add(path)
        return UNREAD
    return reading.refuse(path, f"{found(node)}; it must be {wanted}", node.line)
