"""Amounts from a month on as they stand in a file: ``{amount: 1200, from: 2}``, and lists of such."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from simulator.scenario.plans import Steady
from simulator.scenario.steps import Step, Steps
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, found, scalar_of
from simulator.scenario_files.lists import Records
from simulator.scenario_files.nodes import Broken, Group, Node, Series
from simulator.scenario_files.numerals import Numeral, number_schema
from simulator.scenario_files.plain import Grouped, Plain
from simulator.scenario_files.scalars import number
from simulator.scenario_files.words import Day, Whole
from simulator.units import Quantity, Role, Unit
from simulator.validation.decisions import LEAST_GROWTH, MOST_GROWTH

AMOUNT = Numeral(Quantity(label="Spend per month", unit=Unit.MONEY, role=Role.NUMBER))
GROWTH = Numeral(
    Quantity(label="Grows by a month", unit=Unit.RATE, role=Role.NUMBER, at_least=LEAST_GROWTH, at_most=MOST_GROWTH)
)


@dataclass(frozen=True)
class WhichMonth(Kind):
    """A month: counted from the plan's first, which is 1, or by the calendar as 2027-03."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The number, or the first day of the month."""
        wanted = "a month: 3 for the third, or 2027-03"
        scalar = scalar_of(node, path, reading, wanted=wanted)
        if scalar is UNREAD:
            return UNREAD
        if _CALENDAR.match(scalar.text):
            return Day(by_month=True).read(scalar, path, reading)
        if number(scalar.text) is None:
            return reading.refuse(path, f"{found(scalar)}; it must be {wanted}", node.line)
        # A month in quotation marks is meant like any other, as many write the year and month so.
        return Whole().read(replace(scalar, style=""), path, reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The number, or year and month."""
        return (Day(by_month=True) if isinstance(value, date) else Whole()).plain(value, node)

    def placeholder(self) -> Any:
        """The first."""
        return 1

    def schema(self) -> Schema:
        """A whole number, or year and month as text."""
        return {"anyOf": [{"type": "integer", "minimum": 1}, Day(by_month=True).schema()]}


MONTH = WhichMonth()
_CALENDAR = re.compile(r"[0-9]{4}-")
_FIELDS = {"amount": "amount", "from": "first", "to": "last", "grows": "grows"}


@dataclass(frozen=True)
class FromMonth(Kind):
    """An amount in a group with the months in which it holds, by the kinds of the group's entries.

    ``elsewhere`` are keys that could stand in the place of all of these.
    """

    owner: type[Any]
    kinds: Mapping[str, Kind]
    elsewhere: tuple[str, ...] = ()

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The record."""
        if isinstance(node, Broken):
            reading.unread.add(path)
            return UNREAD
        if not isinstance(node, Group):
            wanted = ", ".join(self.kinds)
            return reading.refuse(path, f"{found(node)}; it must be {{{wanted}}}", node.line)
        stated: dict[str, Any] = {}
        for entry in node.entries:
            key = entry.key.text
            reading.lines.setdefault(f"{path}.{key}", entry.key.line)
            if key in self.kinds:
                stated[_FIELDS[key]] = self.kinds[key].read(entry.value, f"{path}.{key}", reading)
            else:
                reading.unknown(f"{path}.{key}", key, (*self.kinds, *self.elsewhere), entry.key.line)
        if any(f"{path}.{key}" in reading.unread for key in ("amount", *self.elsewhere)):
            return UNREAD
        if "amount" not in stated:
            return reading.refuse(f"{path}.amount", "is missing; state the amount per month", node.line)
        return UNREAD if UNREAD in stated.values() else self.owner(**stated)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """A group of what is not at its default, and of what stands there now."""
        former = node if isinstance(node, Group) else None
        entries: dict[str, Plain] = {}
        for key, kind in self.kinds.items():
            stated, before = getattr(value, _FIELDS[key]), None if former is None else former.get(key)
            if stated is not None and (before is not None or stated != self._defaults[_FIELDS[key]]):
                entries[key] = kind.changed(stated, before)
        return Grouped(entries)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        return {item.name: None if item.default is MISSING else item.default for item in fields(self.owner)}

    def placeholder(self) -> Any:
        """An amount of its kind, in every month."""
        return self.owner(amount=self.kinds["amount"].placeholder())

    def schema(self) -> Schema:
        """An object with an amount."""
        properties = {key: kind.schema() for key, kind in self.kinds.items()}
        return {"type": "object", "properties": properties, "required": ["amount"], "additionalProperties": False}


SPAN = FromMonth(Steady, {"amount": AMOUNT, "from": MONTH, "to": MONTH, "grows": GROWTH})
"""An amount of spend, from a month to a month."""


def several(kind: Kind) -> Records:
    """A list of such, each known by its place alone."""
    return Records(kind, named=False, identity="")


@dataclass(frozen=True)
class Stepped(Kind):
    """A number, or a list of numbers of which each holds until the next."""

    quantity: Quantity

    @property
    def _number(self) -> Numeral:
        return Numeral(self.quantity)

    @cached_property
    def _steps(self) -> Records:
        return several(FromMonth(Step, {"amount": self._number, "from": MONTH}))

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The number, or the steps."""
        if isinstance(node, Series):
            return Steps(steps=self._steps.read(node, path, reading))
        if isinstance(node, Group):
            wanted = "a number, or a list of steps such as [{amount: 60}, {amount: 90, from: 7}]"
            return reading.refuse(path, f"{found(node)}; it must be {wanted}", node.line)
        return self._number.read(node, path, reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """A number, or an item after a dash for each step."""
        if isinstance(value, Steps):
            return self._steps.plain(value.steps, node)
        return self._number.plain(value, node)

    def placeholder(self) -> Any:
        """A number within the limits."""
        return self._number.placeholder()

    def schema(self) -> Schema:
        """A number, or a list of objects."""
        steps = {"type": "array", "items": self._steps.kind.schema(), "minItems": 1}
        return {"anyOf": [number_schema(self.quantity), steps]}
