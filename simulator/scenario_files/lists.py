"""Lists as they stand in a file: single values in brackets, records after dashes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, series_of
from simulator.scenario_files.nodes import Group, Node, Scalar, Series
from simulator.scenario_files.plain import Listed, Plain, Word
from simulator.scenario_files.thousands import commas_within
from simulator.validation import place_names


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
        if problem := commas_within(series):
            return reading.refuse(path, problem, series.line)
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


@dataclass(frozen=True)
class Perhaps(Kind):
    """A value of a kind, or none: ``null``, or nothing."""

    kind: Kind

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The value, None where there is none."""
        return None if isinstance(node, Scalar) and node.is_null else self.kind.read(node, path, reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The value, or the word for none."""
        return Word("null") if value is None else self.kind.plain(value, node)

    def placeholder(self) -> Any:
        """None."""
        return None

    def schema(self) -> Schema:
        """The kind, or null."""
        return {"anyOf": [self.kind.schema(), {"type": "null"}]}


@dataclass(frozen=True)
class Records(Kind):
    """A list of records, known by their names where they have them.

    ``identity`` is the entry by which one is known again; without it the place does.
    """

    kind: Kind
    named: bool
    identity: str

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The records, in their order."""
        series = series_of(node, path, reading, wanted="a list, each item after a dash")
        if series is UNREAD:
            return UNREAD
        names = [_peeked(item, "name") for item in series.items]
        places = place_names(names) if self.named else [str(index + 1) for index in range(len(names))]
        return tuple(
            self._item(item, f"{path}.{place}", name, reading)
            for item, place, name in zip(series.items, places, names, strict=True)
        )

    def _item(self, node: Node, path: str, name: str, reading: Reading) -> Any:
        reading.lines.setdefault(path, node.line)
        value = self.kind.read(node, path, reading)
        if value is not UNREAD:
            return value
        reading.unread.add(path)
        placeholder = self.kind.placeholder()
        # Plans that name this channel are right to do so.
        return replace(placeholder, name=name) if self.named else placeholder

    def plain(self, value: Any, node: Node | None) -> Plain:
        """An item after a dash for each record."""
        former = node.items if isinstance(node, Series) else ()
        origins = self._origins(value, former)
        items = (
            self.kind.changed(item, None if origin is None else former[origin])
            for item, origin in zip(value, origins, strict=True)
        )
        return Listed(tuple(items), block=True, origins=tuple(origins))

    def _origins(self, values: Sequence[Any], former: Sequence[Node]) -> list[int | None]:
        """For each record the place in the former list where it stands, perhaps under another name."""
        left = dict(enumerate(former))
        origins: list[int | None] = [None] * len(values)
        for is_same in (self._is_equal, self._has_same_identity, self._is_alike):
            for index, value in enumerate(values):
                if origins[index] is None:
                    origins[index] = next((place for place, node in left.items() if is_same(value, node)), None)
                    left = {place: node for place, node in left.items() if place != origins[index]}
        self._pair_in_place(origins, left, len(values), len(former))
        return origins

    def _is_equal(self, value: Any, node: Node) -> bool:
        return self._has_same_identity(value, node) and self.kind.says(node, value)

    def _has_same_identity(self, value: Any, node: Node) -> bool:
        return not self.identity or bool(_peeked(node, self.identity) == getattr(value, self.identity))

    def _is_alike(self, value: Any, node: Node) -> bool:
        """Whether the name alone differs."""
        return self.named and self.kind.says(node, replace(value, name=_peeked(node, "name")))

    def _pair_in_place(self, origins: list[int | None], left: dict[int, Node], new: int, old: int) -> None:
        for index, origin in enumerate(origins):
            if origin is None and new == old and index in left:
                origins[index] = index
                del left[index]

    def placeholder(self) -> Any:
        """No records."""
        return ()

    def schema(self) -> Schema:
        """A list."""
        return {"type": ["array", "null"], "items": self.kind.schema()}


def _peeked(node: Node, key: str) -> str:
    stated = node.get(key) if isinstance(node, Group) else None
    return stated.text if isinstance(stated, Scalar) and not stated.is_null else ""
