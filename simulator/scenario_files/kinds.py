"""Kinds of entries: each reads a node, says what to write, and describes itself in the JSON Schema.

A kind that meets a problem notes it, marks its place as unread, and gives ``UNREAD``.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Final

from simulator.errors import Problem, did_you_mean
from simulator.scenario_files.nodes import Broken, Group, Node, Scalar, Series, leaves
from simulator.scenario_files.plain import Keep, Listed, Plain, Word, Words
from simulator.scenario_files.scalars import (
    is_infinite,
    is_truth,
    meant,
    number,
    percent,
    written_number,
    written_percent,
)
from simulator.units import Quantity, Unit

Schema = dict[str, Any]

PERCENT: Final[Schema] = {"type": "string", "pattern": r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)? ?%$"}

MOST_HINTS = 100
"""After so many problems no more is guessed about what was meant: guessing takes time."""

LONGEST_SHOWN = 60


class Unread(Enum):
    """Stands for what could not be read."""

    UNREAD = "unread"


UNREAD: Final = Unread.UNREAD


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
        """Note an entry that is not known, with the one that was probably meant."""
        hint = ""
        if len(self.problems) < MOST_HINTS and len(word) <= LONGEST_SHOWN:
            hint = did_you_mean(word, known)
        self.problems.append(Problem(path, f"no such entry{hint}", line or None))


class Kind(ABC):
    """A kind of entry."""

    @abstractmethod
    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """What stands at a node; UNREAD, with a problem noted, if it is not of this kind."""

    @abstractmethod
    def plain(self, value: Any, node: Node | None) -> Plain:
        """What to write for a value, in the manner of what stands there now."""

    @abstractmethod
    def placeholder(self) -> Any:
        """A value of this kind that stands in for one that could not be read."""

    @abstractmethod
    def schema(self) -> Schema:
        """The kind in JSON Schema."""

    def changed(self, value: Any, node: Node | None) -> Plain:
        """What to write for a value; Keep if the node says the same already."""
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
    """What stands at a node, in words: ``is a list``, ``is "abc"``."""
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


@dataclass(frozen=True)
class Numeral(Kind):
    """A number; shares are written in percent, and what may be a share (``perhaps_share``) can be."""

    quantity: Quantity
    perhaps_share: bool = False

    @property
    def is_share(self) -> bool:
        """Whether the number is a share of something."""
        return self.quantity.unit is Unit.RATE

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The number."""
        scalar = scalar_of(node, path, reading, wanted="a number")
        if scalar is UNREAD:
            return UNREAD
        value = number(scalar.text) if not scalar.style else None
        if value is None and (self.is_share or self.perhaps_share):
            value = percent(scalar.text)
        if value is None:
            return reading.refuse(path, self._refusal(scalar), node.line)
        return value

    def _refusal(self, scalar: Scalar) -> str:
        text = scalar.text
        is_plain = not scalar.style
        if is_plain and is_infinite(text):
            return f"is {text}; it must be a finite number"
        if is_plain and is_truth(text):
            return f"is {text}; it must be a number"
        if not is_plain and number(text) is not None:
            return f"is text because of the quotation marks; write {text} without them"
        if percent(text) is not None:
            return f"is {text}; this is no share of something: write a plain number"
        suggestion = meant(text)
        hint = f": write {suggestion}" if suggestion else ""
        return f'is "{shown(text)}"; it must be a number, without signs, commas or words{hint}'

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The number; a share in percent, unless the file writes this one as a fraction."""
        return Word(written_percent(value) if self._in_percent(node) else written_number(value))

    def _in_percent(self, node: Node | None) -> bool:
        written = [] if node is None else [leaf.text for leaf in leaves(node)]
        if any(percent(text) is not None for text in written):
            return self.is_share or self.perhaps_share
        return self.is_share and not any(number(text) is not None for text in written)

    def placeholder(self) -> Any:
        """A number within the limits."""
        if self.quantity.default is not None:
            return self.quantity.default
        top = min(self.quantity.at_most, self.quantity.at_least + 2.0)
        return (self.quantity.at_least + top) / 2.0

    def schema(self) -> Schema:
        """A number within the limits, or percent."""
        return {"anyOf": [{"type": "number"}, PERCENT]} if self.perhaps_share else number_schema(self.quantity)


def number_schema(quantity: Quantity) -> Schema:
    """A number within the limits of its declaration; a share may be text in percent."""
    schema: Schema = {"type": "number"}
    schema["exclusiveMinimum" if quantity.open_below else "minimum"] = quantity.at_least
    if quantity.at_most < float("inf"):
        schema["exclusiveMaximum" if quantity.open_above else "maximum"] = quantity.at_most
    if quantity.unit is not Unit.RATE:
        return schema
    return {"anyOf": [schema, PERCENT]}


@dataclass(frozen=True)
class Text(Kind):
    """Words that a person wrote."""

    may_be_empty: bool = True

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The words; numbers and dates are taken as they are written."""
        if isinstance(node, Scalar) and node.is_null and self.may_be_empty:
            return ""
        scalar = scalar_of(node, path, reading, wanted="text")
        if scalar is UNREAD:
            return UNREAD
        odd = re.search("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]", scalar.text)
        if odd:
            return reading.refuse(path, f"has a control character (U+{ord(odd.group()):04X}); remove it", node.line)
        return scalar.text

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The words."""
        return Words(value)

    def placeholder(self) -> Any:
        """Nothing: no path is made of it."""
        return ""

    def schema(self) -> Schema:
        """Text."""
        return {"type": ["string", "null"]} if self.may_be_empty else {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number, such as a month counted from 1."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The whole number."""
        scalar = scalar_of(node, path, reading, wanted="a whole number")
        if scalar is UNREAD:
            return UNREAD
        value = number(scalar.text) if not scalar.style else None
        if value is None or not value.is_integer() or abs(value) > 1e9:
            return reading.refuse(path, f"is {shown(scalar.text)}; it must be a whole number", node.line)
        return int(value)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The digits."""
        return Word(str(value))

    def placeholder(self) -> Any:
        """One."""
        return 1

    def schema(self) -> Schema:
        """A whole number."""
        return {"type": "integer"}


@dataclass(frozen=True)
class Day(Kind):
    """A date: a day, or a month by its first day."""

    by_month: bool = False

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The date."""
        form = "a month, written 2027-01" if self.by_month else "a day, written 2027-01-31"
        scalar = scalar_of(node, path, reading, wanted=form)
        if scalar is UNREAD:
            return UNREAD
        pattern = r"[0-9]{4}-[0-9]{2}" if self.by_month else r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
        stated = scalar.text + ("-01" if self.by_month else "")
        try:
            return date.fromisoformat(stated if re.fullmatch(pattern, scalar.text) else "")
        except ValueError:
            hint = f": write {scalar.text[:7]}" if re.fullmatch(r"[0-9]{4}-[0-9]{2}-.*", scalar.text) else ""
            return reading.refuse(path, f"{found(scalar)}; it must be {form}{hint}", node.line)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The date as year, month and perhaps day."""
        return Word(value.isoformat()[:7] if self.by_month else value.isoformat())

    def placeholder(self) -> Any:
        """Any day."""
        return date(2000, 1, 1)

    def schema(self) -> Schema:
        """A date as text."""
        return {"type": "string", "pattern": r"^\d{4}-\d{2}$" if self.by_month else r"^\d{4}-\d{2}-\d{2}$"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The word."""
        allowed = ", ".join(self.words)
        scalar = scalar_of(node, path, reading, wanted=f"one of {allowed}")
        if scalar is UNREAD:
            return UNREAD
        if scalar.text not in self.words:
            hint = did_you_mean(scalar.text, self.words) if len(scalar.text) <= LONGEST_SHOWN else ""
            return reading.refuse(path, f"{found(scalar)}; it must be one of {allowed}{hint}", node.line)
        return self.words[self.words.index(scalar.text)]

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The word."""
        return Word(str(value))

    def placeholder(self) -> Any:
        """The first of the words."""
        return self.words[0]

    def schema(self) -> Schema:
        """One of the words."""
        return {"enum": [str(word) for word in self.words]}


@dataclass(frozen=True)
class Several(Kind):
    """A list of single values of one kind."""

    kind: Kind
    empty: tuple[Any, ...] = ()

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The values, in their order."""
        series = series_of(node, path, reading, wanted="a list, in brackets")
        if series is UNREAD:
            return UNREAD
        values = [self.kind.read(item, path, reading) for item in series.items]
        return UNREAD if any(value is UNREAD for value in values) else tuple(values)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The values in brackets."""
        former: Sequence[Node | None] = node.items if isinstance(node, Series) else ()
        nodes = [*former, *([None] * len(value))]
        return Listed(tuple(self.kind.changed(item, nodes[index]) for index, item in enumerate(value)))

    def placeholder(self) -> Any:
        """No values."""
        return self.empty

    def schema(self) -> Schema:
        """A list."""
        return {"type": ["array", "null"], "items": self.kind.schema()}
