"""Lessons of a belief as they stand in a file: months, a count, and the range as it was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.scenario.beliefs import Learned
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, group_of
from simulator.scenario_files.lists import Several
from simulator.scenario_files.nodes import Group, Node
from simulator.scenario_files.numerals import Numeral
from simulator.scenario_files.plain import Grouped, Plain
from simulator.scenario_files.words import Day, Text
from simulator.text.grammar import counted
from simulator.units import Quantity, Role, Unit

_COUNT = Numeral(Quantity(label="Count", unit=Unit.COUNT, role=Role.NUMBER))
_WEIGHT = Numeral(Quantity(label="Weight", unit=Unit.RATE, role=Role.NUMBER, at_most=1.0))
_REQUIRED = ("from", "to", "count", "before")
_FIELDS = {"from": "first", "to": "last"}
"""The fields whose keys have another name."""


@dataclass(frozen=True)
class LearnedFrom(Kind):
    """The months that a belief has learned from, and the range that was stated before, of a quantity."""

    quantity: Quantity

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {
            "from": Day(by_month=True),
            "to": Day(by_month=True),
            "count": _COUNT,
            "before": Several(Numeral(self.quantity)),
            "weight": _WEIGHT,
            "before_source": Text(),
            "before_as_of": Day(),
        }

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The months, the count and the former range."""
        group = group_of(node, path, reading, wanted="a group of entries: from, to, count, before")
        if group is UNREAD:
            return UNREAD
        for entry in group.entries:
            if entry.key.text not in self._kinds:
                reading.unknown(f"{path}.{entry.key.text}", entry.key.text, self._kinds, entry.key.line)
        found: dict[str, Any] = {}
        for key, kind in self._kinds.items():
            stated = group.entry(key)
            if stated is not None:
                reading.lines.setdefault(f"{path}.{key}", stated.key.line)
                found[_FIELDS.get(key, key)] = kind.read(stated.value, f"{path}.{key}", reading)
            elif f"{path}.{key}" in reading.unread:
                found[key] = UNREAD
            elif key in _REQUIRED:
                found[key] = reading.refuse(f"{path}.{key}", "is missing", group.line)
        if UNREAD in found.values():
            return UNREAD
        if len(found["before"]) != 3:
            message = f"has {counted(len(found['before']), 'number')}; a range has three: low, likely, high"
            return reading.refuse(f"{path}.before", message, group.line)
        return Learned(**found)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The entries on one line."""
        former = node if isinstance(node, Group) else None
        entries: dict[str, Plain] = {}
        for key, kind in self._kinds.items():
            stated, before = getattr(value, _FIELDS.get(key, key)), None if former is None else former.get(key)
            is_default = stated in (None, "") or (key == "weight" and stated == 1.0)
            if stated is not None and (before is not None or not is_default):
                entries[key] = kind.changed(stated, before)
        return Grouped(entries)

    def placeholder(self) -> Any:
        """Nothing: no belief rests on it."""
        return None

    def schema(self) -> Schema:
        """An object."""
        three = {"type": "array", "items": Numeral(self.quantity).schema(), "minItems": 3, "maxItems": 3}
        properties = {key: kind.schema() for key, kind in self._kinds.items()} | {"before": three}
        return {
            "type": "object",
            "properties": properties,
            "required": list(_REQUIRED),
            "additionalProperties": False,
        }
