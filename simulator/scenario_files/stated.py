"""Beliefs as they stand in a file: a number, a list of three, or a group with where they come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.scenario.beliefs import Belief, certain
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, Unread, found
from simulator.scenario_files.learned import LearnedFrom
from simulator.scenario_files.nodes import Broken, Group, Node, Scalar, Series
from simulator.scenario_files.numerals import Numeral, number_schema
from simulator.scenario_files.plain import Grouped, Listed, Plain
from simulator.scenario_files.thousands import commas_within
from simulator.scenario_files.words import Day, Text
from simulator.text.grammar import counted
from simulator.units import Quantity, Role, Unit
from simulator.validation.limits import LEAST_CHANGE, MOST_CHANGE

CHANGE = Numeral(
    Quantity(
        label="Change a year", unit=Unit.RATE, role=Role.NUMBER, at_least=LEAST_CHANGE, at_most=MOST_CHANGE, default=0.0
    )
)
_KEYS = ("range", "value", "source", "as_of", "at_least", "at_most", "yearly_change", "learned")


@dataclass(frozen=True)
class Stated(Kind):
    """A belief: low, likely and high of a number, or the number itself."""

    quantity: Quantity

    @cached_property
    def _number(self) -> Numeral:
        return Numeral(self.quantity)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        """What may stand beside the numbers."""
        return {
            "at_least": self._number,
            "at_most": self._number,
            "yearly_change": CHANGE,
            "source": Text(),
            "as_of": Day(),
            "learned": LearnedFrom(self.quantity),
        }

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The belief."""
        if isinstance(node, Group):
            return self._from_group(node, path, reading)
        three = self._three(node, path, reading)
        return three if isinstance(three, Unread) else _belief(three)

    def _three(self, node: Node, path: str, reading: Reading) -> tuple[float, float, float] | Unread:
        if isinstance(node, Series):
            return self._range(node, path, reading)
        if isinstance(node, Scalar) and not node.is_null:
            value = self._number.read(node, path, reading)
            return UNREAD if value is UNREAD else (value, value, value)
        if isinstance(node, Broken):
            reading.unread.add(path)
            return UNREAD
        wanted = "a number or a list of three: low, likely, high"
        return reading.refuse(path, f"{found(node)}; it must be {wanted}", node.line)

    def _range(self, node: Series, path: str, reading: Reading) -> tuple[float, float, float] | Unread:
        if problem := commas_within(node):
            return reading.refuse(path, problem, node.line)
        values = [self._number.read(item, path, reading) for item in node.items]
        if len(values) != 3:
            message = f"has {counted(len(values), 'number')}; a range has three: low, likely, high"
            return reading.refuse(path, message, node.line)
        low, likely, high = values
        return UNREAD if UNREAD in values else (low, likely, high)

    def _from_group(self, node: Group, path: str, reading: Reading) -> Any:
        for entry in node.entries:
            if entry.key.text not in _KEYS:
                reading.unknown(f"{path}.{entry.key.text}", entry.key.text, _KEYS, entry.key.line)
        stated = [key for key in ("range", "value") if node.get(key) is not None]
        if len(stated) != 1:
            both = (
                "has both range and value; state one of them"
                if stated
                else "has no range (or value): low, likely, high"
            )
            three: tuple[float, float, float] | Unread = reading.refuse(path, both, node.line)
        else:
            three = self._stated_by(stated[0], node, path, reading)
        details = dict(self._details(node, path, reading))
        if isinstance(three, Unread) or UNREAD in details.values():
            reading.unread.add(path)
            return UNREAD
        return _belief(three, **details)

    def _stated_by(self, key: str, node: Group, path: str, reading: Reading) -> tuple[float, float, float] | Unread:
        stated = node.get(key)
        assert stated is not None
        if isinstance(stated, Series) and key == "value":
            return reading.refuse(path, "has a list as its value; call it range", stated.line)
        if isinstance(stated, Scalar) and key == "range" and not stated.is_null:
            return reading.refuse(path, "has one number as its range; call it value, or give three", stated.line)
        return self._three(stated, path, reading)

    def _details(self, node: Group, path: str, reading: Reading) -> Iterator[tuple[str, Any]]:
        for key, kind in self._kinds.items():
            entry = node.entry(key)
            if entry is not None:
                reading.lines.setdefault(f"{path}.{key}", entry.key.line)
                yield key, kind.read(entry.value, f"{path}.{key}", reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """A number, a list of three, or a group where there is more to say."""
        former = node if isinstance(node, Group) else None
        if former is None and not _says_more(value):
            return self._numbers(value, node)
        entries: dict[str, Plain] = {}
        key = "value" if value.is_certain else "range"
        numbers = None if former is None else former.get(key) or former.get("range") or former.get("value")
        # Numbers that stood alone move into a group: there is nothing in it yet that could stay as it is.
        entries[key] = self._anew(value, node) if former is None else self._changed_numbers(value, numbers)
        for name, kind in self._kinds.items():
            stated, before = getattr(value, name), None if former is None else former.get(name)
            is_default = name == "yearly_change" and stated == 0.0
            if stated not in (None, "") and (before is not None or not is_default):
                entries[name] = kind.changed(stated, before)
        return Grouped(entries, renamed=_renamed(former, key))

    def _changed_numbers(self, value: Belief, node: Node | None) -> Plain:
        bare = Belief(low=value.low, likely=value.likely, high=value.high)
        numbers = Stated(self.quantity)
        return numbers.changed(bare, node)

    def _numbers(self, value: Belief, node: Node | None) -> Plain:
        if isinstance(node, Series) and len(node.items) == 3 and not value.is_certain:
            pairs = zip(_three(value), node.items, strict=True)
            return Listed(tuple(self._number.changed(each, item) for each, item in pairs))
        return self._anew(value, node)

    def _anew(self, value: Belief, node: Node | None) -> Plain:
        """The numbers in words of their own, in percent if those that stand there are."""
        if value.is_certain:
            return self._number.plain(value.likely, node)
        return Listed(tuple(self._number.plain(each, node) for each in _three(value)))

    def placeholder(self) -> Any:
        """A certainty within the limits."""
        return certain(self._number.placeholder())

    def schema(self) -> Schema:
        """A number, a list of three, or a group."""
        return belief_schema(self.quantity)


def belief_schema(quantity: Quantity) -> Schema:
    """The three ways to state a belief, in JSON Schema."""
    one = number_schema(quantity)
    three = {"type": "array", "items": one, "minItems": 3, "maxItems": 3}
    properties = {
        "range": three,
        "value": one,
        "source": {"type": ["string", "null"]},
        "as_of": Day().schema(),
        "at_least": one,
        "at_most": one,
        **({"yearly_change": CHANGE.schema()} if quantity.unit is Unit.MONEY else {}),
        **({"learned": LearnedFrom(quantity).schema()} if quantity.role is Role.BELIEF else {}),
    }
    group = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "oneOf": [{"required": ["range"]}, {"required": ["value"]}],
    }
    return {"anyOf": [one, three, group]}


def _belief(three: tuple[float, float, float], **details: Any) -> Belief:
    low, likely, high = three
    return Belief(low=low, likely=likely, high=high, **details)


def _three(belief: Belief) -> tuple[float, float, float]:
    return belief.low, belief.likely, belief.high


def _says_more(belief: Belief) -> bool:
    """Whether there is more to a belief than its numbers."""
    bare = Belief(low=belief.low, likely=belief.likely, high=belief.high)
    return belief != bare


def _renamed(former: Group | None, key: str) -> dict[str, str]:
    other = "range" if key == "value" else "value"
    return {key: other} if former is not None and former.get(key) is None and former.get(other) is not None else {}
