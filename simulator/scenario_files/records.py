"""Records as they stand in a file: read, written and described by their field declarations alone.

A field added to a class of the scenario is read, written and in the schema without a word here.
"""

import math
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from simulator.scenario.actuals import Actuals, Imported, ImportedTable, TableColumns
from simulator.scenario.channels import CHANNEL_TYPES, Channel
from simulator.scenario.curves import CURVES, Curve
from simulator.scenario.limits import ChannelLimits, GroupLimits
from simulator.scenario.plans import BestSplit, Purchase
from simulator.scenario.scenario import Target
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage
from simulator.scenario.steps import Steps
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, found, group_of
from simulator.scenario_files.lists import Perhaps, Records, Several
from simulator.scenario_files.nodes import Group, Node, Scalar
from simulator.scenario_files.numerals import Numeral
from simulator.scenario_files.plain import Grouped, Plain
from simulator.scenario_files.purchases import PurchasesByName
from simulator.scenario_files.schedules import SpendByChannel
from simulator.scenario_files.spans import MONTH, Stepped
from simulator.scenario_files.stated import Stated
from simulator.scenario_files.words import Choice, Day, Text, Truth, Whole
from simulator.units import Quantity, Role, Unit

FAMILIES: Mapping[type[Any], Mapping[str, type[Any]]] = {Channel: CHANNEL_TYPES, Curve: CURVES}
"""Classes whose members stand in a file by their ``type``."""

INLINE = (Curve, Target, ChannelLimits, GroupLimits, BestSplit, Actuals, Imported, ImportedTable, TableColumns)
"""Classes whose records fit on one line."""

_FIRST = ("format", "name", "type", "client", "notes", "stages")
_ANY_NUMBER = Quantity(label="", unit=Unit.RATIO, role=Role.NUMBER)
_AMOUNT = Numeral(Quantity(label="", unit=Unit.MONEY, role=Role.NUMBER, at_least=-math.inf))


@dataclass(frozen=True)
class Member:
    """A field of a record, as an entry of a file under the key ``name``."""

    field: str
    name: str
    kind: Kind
    default: Any
    is_part: bool
    label: str
    help: str

    @property
    def is_required(self) -> bool:
        """Whether a file must state it."""
        return self.default is MISSING and not self.is_part


@dataclass(frozen=True)
class Record(Kind):
    """A class of the scenario; ``constants`` are entries that always say the same."""

    owner: type[Any]
    constants: tuple[tuple[str, str], ...] = ()
    block: bool = True

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The fields, the class's own before those of its bases."""
        return tuple(_members(self.owner))

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that may stand here."""
        return (*dict(self.constants), *(member.name for member in self.members))

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The record; what could not be read holds a placeholder and is marked as unread."""
        group = group_of(node, path, reading, wanted="a group of entries")
        if group is UNREAD:
            return UNREAD
        unstated = [key for key in self.keys if group.get(key) is None]
        for entry in group.entries:
            if entry.key.text not in self.keys:
                reading.unknown(_within(path, entry.key.text), entry.key.text, unstated, entry.key.line)
        return self.owner(**{member.field: self._value(member, group, path, reading) for member in self.members})

    def _value(self, member: Member, group: Group, path: str, reading: Reading) -> Any:
        place, entry = _within(path, member.name), group.entry(member.name)
        if entry is None and not member.is_required:
            return member.kind.read(Scalar(text=""), place, reading) if member.default is MISSING else member.default
        if entry is None:
            if place not in reading.unread:
                reading.refuse(place, "is missing", group.line)
            return member.kind.placeholder()
        reading.lines.setdefault(place, entry.key.line)
        value = member.kind.read(entry.value, place, reading)
        if value is UNREAD:
            reading.unread.add(place)
        return member.kind.placeholder() if value is UNREAD else value

    def plain(self, value: Any, node: Node | None) -> Plain:
        """An entry for every field that is not at its default, and for those that stand there now."""
        former = node if isinstance(node, Group) else None
        entries: dict[str, Plain] = {}
        for key, word in self.constants:
            entries[key] = Choice((word,)).changed(word, None if former is None else former.get(key))
        for member in self.members:
            stated, before = getattr(value, member.field), None if former is None else former.get(member.name)
            if stated is not None and (before is not None or stated != member.default):
                entry = member.kind.changed(stated, before)
                if before is not None or not member.is_part or entry != Grouped({}, block=True):
                    entries[member.name] = entry
        in_order = sorted(entries, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
        return Grouped({key: entries[key] for key in in_order}, block=self.block)

    def placeholder(self) -> Any:
        """A record of placeholders."""
        required = (member for member in self.members if member.default is MISSING)
        return self.owner(**{member.field: member.kind.placeholder() for member in required})

    def schema(self) -> Schema:
        """An object with a property for every field."""
        properties: Schema = {key: {"const": _number_or_word(word)} for key, word in self.constants}
        for member in self.members:
            words = {"title": member.label, "description": member.help}
            properties[member.name] = {**member.kind.schema(), **{key: text for key, text in words.items() if text}}
        required = [*dict(self.constants), *(member.name for member in self.members if member.is_required)]
        schema: Schema = {"type": "object" if required else ["object", "null"], "properties": properties}
        return {**schema, "required": required, "additionalProperties": False}


@dataclass(frozen=True)
class Family(Kind):
    """One of several classes, by its ``type``."""

    name: str
    types: tuple[tuple[str, type[Any]], ...]
    block: bool = True

    def record(self, key: str) -> Record:
        """The class of this type."""
        return self._records[key]

    @cached_property
    def _records(self) -> Mapping[str, Record]:
        return {key: Record(owner, (("type", key),), self.block) for key, owner in self.types}

    @property
    def _type(self) -> Choice:
        return Choice(tuple(dict(self.types)))

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The record of the type that stands there."""
        if isinstance(node, Scalar) and node.text in dict(self.types):
            return reading.refuse(path, f"{found(node)}; write {{type: {node.text}}}", node.line)
        group = group_of(node, path, reading, wanted=f"a group of entries with a type ({', '.join(self._type.words)})")
        if group is UNREAD:
            return UNREAD
        stated = group.entry("type")
        if stated is None:
            reading.refuse(f"{path}.type", f"is missing; it is one of {', '.join(self._type.words)}", node.line)
            return UNREAD
        reading.lines.setdefault(f"{path}.type", stated.key.line)
        key = self._type.read(stated.value, f"{path}.type", reading)
        return UNREAD if key is UNREAD else self.record(key).read(node, path, reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The record with its type."""
        return self.record(value.type).plain(value, node)

    def placeholder(self) -> Any:
        """The first of the types."""
        return self.record(self.types[0][0]).placeholder()

    def schema(self) -> Schema:
        """One of the types."""
        return {"oneOf": [self.record(key).schema() for key, _ in self.types]}


@dataclass(frozen=True)
class Either(Kind):
    """One of several classes, by the entries that only it has; the first where there are none of any."""

    records: tuple[Record, ...]

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The record of the class whose entries stand there."""
        stated = {entry.key.text for entry in node.entries} if isinstance(node, Group) else set()
        record = next((each for each in self.records if not stated.isdisjoint(each.keys)), self.records[0])
        return record.read(node, path, reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The record as its class is written."""
        return next(each for each in self.records if isinstance(value, each.owner)).plain(value, node)

    def placeholder(self) -> Any:
        """The first of the classes."""
        return self.records[0].placeholder()

    def schema(self) -> Schema:
        """One of the classes."""
        return {"oneOf": [each.schema() for each in self.records]}


def kind_of_class(owner: type[Any]) -> Record | Family:
    """How records of a class, or of its family, stand in a file."""
    if owner in FAMILIES:
        return Family(owner.__name__, tuple(FAMILIES[owner].items()), block=owner not in INLINE)
    return Record(owner, block=owner not in INLINE)


def _members(owner: type[Any]) -> Iterator[Member]:
    hints = get_type_hints(owner)
    declared = fields(owner)
    if issubclass(owner, tuple(FAMILIES)):
        # What makes a type what it is stands before what all types share.
        depth = {
            name: level for level, base in enumerate(owner.__mro__) for name in vars(base).get("__annotations__", ())
        }
        declared = tuple(sorted(declared, key=lambda item: depth[item.name]))
    for item in declared:
        if item.name not in getattr(owner, "unused", ()):
            yield _member(item, hints[item.name])


def _member(item: Field[Any], hint: Any) -> Member:
    default = item.default if item.default_factory is MISSING else item.default_factory()
    described = item.metadata.get("quantity")
    label = item.metadata.get("label", "") if described is None else described.label
    help_text = item.metadata.get("help", "") if described is None else described.help
    kind = _kind(item, hint)
    if isinstance(kind, Text):
        kind = Text(may_be_empty=default is not MISSING)
    key = item.metadata.get("key") or item.name
    return Member(item.name, key, kind, default, "part" in item.metadata, label, help_text)


def _kind(item: Field[Any], hint: Any) -> Kind:
    quantity = item.metadata.get("quantity")
    if quantity is not None and Steps in get_args(hint):
        return Stepped(quantity)
    if quantity is not None:
        return Numeral(quantity) if quantity.role is Role.NUMBER else Stated(quantity)
    if hint is date:
        return Day(by_month=not item.metadata.get("by_day"))
    if {int, date} <= set(get_args(hint)):
        return MONTH
    return _kind_of_hint(_stated_type(hint))


def _stated_type(hint: Any) -> Any:
    """The type of an entry that is stated: without the None of one that may be missing."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _kind_of_hint(hint: Any) -> Kind:
    origin, arguments = get_origin(hint) or hint, get_args(hint)
    if origin is tuple:
        return _kind_of_tuple(arguments[0])
    if origin is Literal:
        return Choice(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return SpendByChannel()
    simple: dict[Any, Kind] = {
        str: Text(),
        int: Whole(),
        bool: Truth(),
        float: Numeral(_ANY_NUMBER, perhaps_share=True),
        date: Day(by_month=True),
    }
    return simple[origin] if origin in simple else kind_of_class(origin)


def _kind_of_tuple(hint: Any) -> Kind:
    owner = get_origin(hint) or hint
    if isinstance(owner, type) and issubclass(owner, Stage):
        return Several(Choice(QUALIFICATION_STAGES))
    if owner is Literal:
        return Several(Choice(get_args(hint)))
    if owner is Purchase:
        return PurchasesByName()
    if owner is str:
        return Several(Text(may_be_empty=False))
    if float in get_args(hint):
        return Several(Perhaps(_AMOUNT))
    if owner is float:
        return Several(Numeral(Quantity(label="", unit=Unit.RATIO, role=Role.NUMBER, open_below=True)))
    if get_origin(hint) in (Union, types.UnionType):
        return Records(Either(tuple(Record(each, block=each not in INLINE) for each in get_args(hint))), False, "")
    kind = kind_of_class(owner)
    named = any(item.name == "name" for item in fields(owner))
    return Records(kind, named, "name" if named else fields(owner)[0].name)


def _within(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _number_or_word(word: str) -> int | str:
    return int(word) if word.isdigit() else word
