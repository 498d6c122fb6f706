"""Records and their fields: how a class of quantities is declared, and how a tree of them is walked.

``record`` is the one kind of dataclass that a scenario is made of: frozen, keyword-only, its fields declared by
``money``, ``rate``, ``count``, ``months``, ``ratio`` (numbers with a Quantity), ``part`` and ``parts`` (records within
records) and ``text``. A field of type ``T`` holds a Belief in ``Scenario[Belief]``, draws in ``Scenario[FloatArray]``.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from dataclasses import replace as replaced
from typing import Any, NamedTuple, TypeVar, cast, dataclass_transform

from simulator.scenario.beliefs import certain
from simulator.units import Quantity, Role, Unit

RecordType = TypeVar("RecordType")


def _declared(label: str, unit: Unit, settings: dict[str, Any]) -> Any:
    quantity = Quantity(label=label, unit=unit, **settings)
    metadata = {"quantity": quantity}
    if quantity.optional:
        return field(default=None, metadata=metadata)
    if quantity.default is None:
        return field(metadata=metadata)
    return field(default=_default(quantity), metadata=metadata)


def _default(quantity: Quantity) -> Any:
    assert quantity.default is not None
    return quantity.default if quantity.role is Role.NUMBER else certain(quantity.default)


def money(label: str, **settings: Any) -> Any:
    """An amount in the scenario's currency."""
    return _declared(label, Unit.MONEY, settings)


def rate(label: str, **settings: Any) -> Any:
    """A fraction of one, shown as percent."""
    return _declared(label, Unit.RATE, {"at_most": 1.0, **settings})


def share(label: str, **settings: Any) -> Any:
    """A relative amount that may exceed one, shown as percent."""
    return _declared(label, Unit.RATE, settings)


def count(label: str, **settings: Any) -> Any:
    """A number of things."""
    return _declared(label, Unit.COUNT, settings)


def months(label: str, **settings: Any) -> Any:
    """A duration in months."""
    return _declared(label, Unit.MONTHS, settings)


def ratio(label: str, **settings: Any) -> Any:
    """A plain number without a unit."""
    return _declared(label, Unit.RATIO, settings)


def part(factory: Callable[[], Any] | None = None) -> Any:
    """A record within a record."""
    metadata = {"part": True}
    return field(metadata=metadata) if factory is None else field(default_factory=factory, metadata=metadata)


def parts() -> Any:
    """A tuple of named records; their draws belong to their names, not their places."""
    return field(default=(), metadata={"parts": True})


def text(label: str, *, default: Any = MISSING, help: str = "", key: str = "", by_day: bool = False) -> Any:
    """Words that a person wrote, or one of a few to choose from; ``key`` is its name in files, if it has another.

    A date is a month unless it is stated ``by_day``.
    """
    metadata = {"label": label, "help": help, "key": key, "by_day": by_day}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(money, rate, share, count, months, ratio, part, parts, text, field),
)
def record(declared: type[RecordType]) -> type[RecordType]:
    """The project's dataclass: frozen, keyword-only, with declarations as field specifiers."""
    return dataclass(frozen=True, kw_only=True)(declared)


class Place(NamedTuple):
    """One declared number in a tree of records: its path, declaration and value (``None`` if it is not stated)."""

    path: str
    owner: Any
    name: str
    quantity: Quantity
    value: Any


class _Shape(NamedTuple):
    """The fields of a class of records by what they hold."""

    numbers: dict[str, Quantity]
    part_names: tuple[str, ...]
    parts_names: tuple[str, ...]


# A class's declarations never change, and every walk asks for them: they are looked up once.
_SHAPES: dict[type[Any], _Shape] = {}


def _shape(declared: type[Any]) -> _Shape:
    if declared not in _SHAPES:
        known = fields(declared)
        _SHAPES[declared] = _Shape(
            {item.name: item.metadata["quantity"] for item in known if "quantity" in item.metadata},
            tuple(item.name for item in known if "part" in item.metadata),
            tuple(item.name for item in known if "parts" in item.metadata),
        )
    return _SHAPES[declared]


def quantity_of(owner: Any, name: str) -> Quantity:
    """The declaration of a field, with the limits that hold for this owner.

    ``owner`` is a record or a class of records. A record whose limits depend on another of its fields has a
    method ``limited(name, quantity)``.
    """
    if isinstance(owner, type):
        return _shape(owner).numbers[name]
    quantity = _shape(type(owner)).numbers[name]
    return owner.limited(name, quantity) if hasattr(owner, "limited") else quantity


def quantities(owner: Any) -> dict[str, Quantity]:
    """The declared numbers of a record or a class of records, by field name, in order of declaration."""
    if isinstance(owner, type):
        return dict(_shape(owner).numbers)
    return {name: quantity_of(owner, name) for name in _shape(type(owner)).numbers}


def walk(node: Any, path: str = "") -> Iterator[Place]:
    """Every declared number of a tree of records: a record's own first, then those of its parts."""
    prefix = f"{path}." if path else ""
    shape = _shape(type(node))
    for name in shape.numbers:
        yield Place(f"{prefix}{name}", node, name, quantity_of(node, name), getattr(node, name))
    for name in shape.part_names:
        yield from walk(getattr(node, name), f"{prefix}{name}")
    for name in shape.parts_names:
        for child in getattr(node, name):
            yield from walk(child, f"{prefix}{name}.{child.name}")


def mapped(node: RecordType, change: Callable[[Place], Any], path: str = "") -> RecordType:
    """A copy of a tree of records in which every declared number is what ``change`` makes of it."""
    prefix = f"{path}." if path else ""
    shape = _shape(type(node))
    changes: dict[str, Any] = {
        name: change(Place(f"{prefix}{name}", node, name, quantity_of(node, name), getattr(node, name)))
        for name in shape.numbers
    }
    for name in shape.part_names:
        changes[name] = mapped(getattr(node, name), change, f"{prefix}{name}")
    for name in shape.parts_names:
        children = getattr(node, name)
        changes[name] = tuple(mapped(child, change, f"{prefix}{name}.{child.name}") for child in children)
    copied: RecordType = replaced(cast("Any", node), **changes)
    return copied
