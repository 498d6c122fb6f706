"""A file's content as a tree that knows its places: for messages the line, for edits the span of characters.

Spans count characters of the decoded text; ``end`` is the place after the last character. Lines count from 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Node:
    """Anything that stands in a file."""

    line: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True)
class Scalar(Node):
    """A single value as it was written; ``style`` is ``""`` for plain, else the quotation mark or ``|``, ``>``."""

    text: str
    style: str = ""

    @property
    def is_null(self) -> bool:
        """Whether nothing is stated: an empty entry, ``~`` or ``null``."""
        return not self.style and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, kw_only=True)
class Broken(Node):
    """Something that was refused already: an alias, or a value with a tag. Nothing more is said about it."""


@dataclass(frozen=True, kw_only=True)
class Series(Node):
    """A list, in brackets (``flow``) or with dashes."""

    items: tuple[Node, ...]
    flow: bool = True


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A key with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, kw_only=True)
class Group(Node):
    """Entries by key, in braces (``flow``) or by indentation. No key stands twice."""

    entries: tuple[Entry, ...]
    flow: bool = True

    def entry(self, key: str) -> Entry | None:
        """The entry of this key; None if there is none."""
        return next((entry for entry in self.entries if entry.key.text == key), None)

    def get(self, key: str) -> Node | None:
        """The value of this key; None if there is none."""
        entry = self.entry(key)
        return None if entry is None else entry.value


def leaves(node: Node) -> Iterator[Scalar]:
    """Every single value within a node, keys left out."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Series):
        for item in node.items:
            yield from leaves(item)
    elif isinstance(node, Group):
        for entry in node.entries:
            yield from leaves(entry.value)


def node_of(value: Any) -> Node:
    """A node that holds plain Python values, for entries that come from elsewhere than a scenario file."""
    if isinstance(value, dict):
        entries = tuple(Entry(key=Scalar(text=str(key)), value=node_of(item)) for key, item in value.items())
        return Group(entries=entries)
    if isinstance(value, list | tuple):
        return Series(items=tuple(node_of(item) for item in value))
    if isinstance(value, bool):
        return Scalar(text=str(value).lower())
    return Scalar(text="" if value is None else str(value))
