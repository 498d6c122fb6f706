"""Numbers as they stand in a file, shares also in percent."""

from dataclasses import dataclass
from typing import Any, Final

from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, scalar_of, shown
from simulator.scenario_files.nodes import Node, Scalar, leaves
from simulator.scenario_files.plain import Plain, Word
from simulator.scenario_files.scalars import (
    begins_with_zero,
    is_infinite,
    is_truth,
    looks_like_thousands,
    meant,
    number,
    percent,
    without_zeros,
    written_number,
    written_percent,
)
from simulator.units import Quantity, Unit
from simulator.validation.limits import MOST

PERCENT: Final[Schema] = {"type": "string", "pattern": r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)? ?%$"}


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
        if problem := self._unclear(scalar):
            return reading.refuse(path, problem, node.line)
        value = number(scalar.text) if not scalar.style else None
        if value is None and (self.is_share or self.perhaps_share):
            value = percent(scalar.text)
        if value is None:
            return reading.refuse(path, self._refusal(scalar), node.line)
        return value

    def _unclear(self, scalar: Scalar) -> str:
        """Why a number is probably not meant as it would be read; empty if nothing tells so."""
        text, clear = scalar.text, self._clearly(scalar.text)
        if scalar.style or clear == text:
            return ""
        if begins_with_zero(text):
            return f"is {shown(text)}; a number does not begin with 0: write {clear}"
        return f"is {text}; a point begins the decimals: write {clear}"

    def _clearly(self, text: str) -> str:
        """How to write a number so that it is read as it is meant: the text itself where it may stay."""
        if begins_with_zero(text):
            return without_zeros(text)
        if self.quantity.unit is Unit.MONEY and looks_like_thousands(text):
            return f"{text.replace('.', '')}, or {float(text):g}"
        return text

    def _refusal(self, scalar: Scalar) -> str:
        text = scalar.text
        is_plain = not scalar.style
        if is_plain and is_infinite(text):
            return f"is {text}; it must be a finite number"
        if is_plain and is_truth(text):
            return f"is {text}; it must be a number"
        if not is_plain and number(text) is not None:
            return f"is text because of the quotation marks; write {self._clearly(text)} without them"
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
    schema["exclusiveMinimum" if quantity.open_below else "minimum"] = max(quantity.at_least, -MOST)
    schema["exclusiveMaximum" if quantity.open_above else "maximum"] = min(quantity.at_most, MOST)
    if quantity.unit is not Unit.RATE:
        return schema
    return {"anyOf": [schema, PERCENT]}
