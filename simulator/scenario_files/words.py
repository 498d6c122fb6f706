"""Single words as they stand in a file: text, whole numbers, dates, one of a few words."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.errors import did_you_mean
from simulator.scenario_files.kinds import LONGEST_SHOWN, UNREAD, Kind, Reading, Schema, found, scalar_of, shown
from simulator.scenario_files.nodes import Node, Scalar
from simulator.scenario_files.plain import Plain, Word, Words
from simulator.scenario_files.scalars import is_truth, number

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


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
        odd = _CONTROL.search(scalar.text)
        if odd:
            message = f"has a character that no text has (U+{ord(odd.group()):04X}); remove it"
            return reading.refuse(path, message, node.line)
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
class Truth(Kind):
    """Whether something is so."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """True or false."""
        scalar = scalar_of(node, path, reading, wanted="true or false")
        if scalar is UNREAD:
            return UNREAD
        if scalar.style or not is_truth(scalar.text):
            return reading.refuse(path, f"{found(scalar)}; it must be true or false", node.line)
        return scalar.text.casefold() == "true"

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The word."""
        return Word("true" if value else "false")

    def placeholder(self) -> Any:
        """It is not so."""
        return False

    def schema(self) -> Schema:
        """A truth value."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day(Kind):
    """A date: a day, or a month by its first day."""

    by_month: bool = False

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The date."""
        form = "a year and a month, such as 2027-01" if self.by_month else "a date, such as 2027-01-31"
        scalar = scalar_of(node, path, reading, wanted=form)
        if scalar is UNREAD:
            return UNREAD
        pattern = r"[0-9]{4}-[0-9]{2}" if self.by_month else r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
        stated = scalar.text + ("-01" if self.by_month else "")
        try:
            return date.fromisoformat(stated if re.fullmatch(pattern, scalar.text) else "")
        except ValueError:
            if self.by_month and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar.text):
                form = f"a year and a month: write {scalar.text[:7]}"
            return reading.refuse(path, f"{found(scalar)}; it must be {form}", node.line)

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
