"""Plans' spend as it stands in a file: an amount, a list by month, amounts from month to month, by quarter, by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.scenario.plans import Monthly, Periodic, PerQuarter, PerYear, Schedule, Spans, Steady
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, found, group_of
from simulator.scenario_files.lists import Several
from simulator.scenario_files.nodes import Broken, Group, Node, Scalar, Series
from simulator.scenario_files.plain import Grouped, Plain
from simulator.scenario_files.spans import AMOUNT, SPAN, several
from simulator.validation import one_line

BY_MONTH = Several(AMOUNT)
SPANS = several(SPAN)
PERIODS: Mapping[str, type[Periodic]] = {"per_quarter": PerQuarter, "per_year": PerYear}
_KEYS = (*SPAN.kinds, *PERIODS)
_WAYS = "an amount, {amount, from, to}, {per_quarter}, {per_year}, or a list by month"


@dataclass(frozen=True)
class Amounts(Kind):
    """The amounts of a schedule by period: one for every period, or a list."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The amount or the amounts."""
        return BY_MONTH.read(node, path, reading) if isinstance(node, Series) else AMOUNT.read(node, path, reading)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """A number, or a list in brackets."""
        return BY_MONTH.plain(value, node) if isinstance(value, tuple) else AMOUNT.plain(value, node)

    def placeholder(self) -> Any:
        """No spend."""
        return 0.0

    def schema(self) -> Schema:
        """A number or a list."""
        return {"anyOf": [AMOUNT.schema(), {"type": "array", "items": AMOUNT.schema()}]}


@dataclass(frozen=True)
class Spend(Kind):
    """The spend of one channel."""

    amounts: Amounts = field(default=Amounts())

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The schedule."""
        if isinstance(node, Group):
            return self._from_group(node, path, reading)
        if isinstance(node, Series):
            return self._from_list(node, path, reading)
        if isinstance(node, Broken) or (isinstance(node, Scalar) and not node.is_null):
            amount = AMOUNT.read(node, path, reading)
            return UNREAD if amount is UNREAD else Steady(amount=amount)
        return reading.refuse(path, f"{found(node)}; it must be {_WAYS}", node.line)

    def _from_list(self, node: Series, path: str, reading: Reading) -> Any:
        groups = [isinstance(item, Group) for item in node.items]
        if not any(groups):
            amounts = BY_MONTH.read(node, path, reading)
            return UNREAD if amounts is UNREAD else Monthly(amounts=amounts)
        if not all(groups):
            message = "mixes amounts with groups; write amounts by month, or {amount, from, to} in every place"
            return reading.refuse(path, message, node.line)
        return Spans(spans=SPANS.read(node, path, reading))

    def _from_group(self, node: Group, path: str, reading: Reading) -> Any:
        stated = [entry.key.text for entry in node.entries if entry.key.text in _KEYS]
        periods = [key for key in stated if key in PERIODS]
        if not periods:
            return replace(SPAN, elsewhere=tuple(PERIODS)).read(node, path, reading)
        if len(stated) > 1:
            return reading.refuse(path, _both(stated), node.line)
        for entry in node.entries:
            reading.lines.setdefault(f"{path}.{entry.key.text}", entry.key.line)
            if entry.key.text not in stated:
                reading.unknown(f"{path}.{entry.key.text}", entry.key.text, PERIODS, entry.key.line)
        value = node.get(periods[0])
        assert value is not None
        amounts = self.amounts.read(value, f"{path}.{periods[0]}", reading)
        return UNREAD if amounts is UNREAD else PERIODS[periods[0]](amounts=amounts)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """The schedule in the way in which it was stated."""
        if isinstance(value, Monthly):
            return BY_MONTH.plain(value.amounts, node)
        if isinstance(value, Spans):
            return SPANS.plain(value.spans, node)
        former = node if isinstance(node, Group) else None
        if isinstance(value, Periodic):
            key = next(key for key, owner in PERIODS.items() if isinstance(value, owner))
            return Grouped({key: self.amounts.changed(value.amounts, None if former is None else former.get(key))})
        span = SPAN.plain(value, node)
        assert isinstance(span, Grouped)
        return span if former is not None or len(span.entries) > 1 else span.entries["amount"]

    def placeholder(self) -> Any:
        """No spend."""
        return Steady(amount=0.0)

    def schema(self) -> Schema:
        """The ways to state spend."""
        periods = [
            {
                "type": "object",
                "properties": {key: self.amounts.schema()},
                "required": [key],
                "additionalProperties": False,
            }
            for key in PERIODS
        ]
        by_month = {"type": "array", "items": AMOUNT.schema()}
        spans = {"type": "array", "items": SPAN.schema(), "minItems": 1}
        return {"anyOf": [AMOUNT.schema(), by_month, SPAN.schema(), spans, *periods]}


@dataclass(frozen=True)
class SpendByChannel(Kind):
    """Each channel's schedule, by its name."""

    spend: Spend = field(default=Spend())

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The schedules by name of channel."""
        group = group_of(node, path, reading, wanted="amounts by channel, such as Google Ads: 3000")
        if group is UNREAD:
            return UNREAD
        schedules: dict[str, Schedule] = {}
        for entry in group.entries:
            place = f"{path}.{one_line(entry.key.text)}"
            reading.lines.setdefault(place, entry.key.line)
            schedule = self.spend.read(entry.value, place, reading)
            if schedule is UNREAD:
                reading.unread.add(place)
            schedules[entry.key.text] = self.spend.placeholder() if schedule is UNREAD else schedule
        return schedules

    def plain(self, value: Any, node: Node | None) -> Plain:
        """A line for each channel."""
        former = {entry.key.text: entry.value for entry in node.entries} if isinstance(node, Group) else {}
        gone, new = [key for key in former if key not in value], [key for key in value if key not in former]
        # As many gone as new: these are the same channels under other names.
        renamed = dict(zip(new, gone, strict=True)) if len(gone) == len(new) else {}
        entries = {
            name: self.spend.changed(schedule, former.get(renamed.get(name, name))) for name, schedule in value.items()
        }
        return Grouped(entries, block=True, renamed=renamed)

    def placeholder(self) -> Any:
        """No spend."""
        return {}

    def schema(self) -> Schema:
        """Spend by name of channel."""
        return {"type": ["object", "null"], "additionalProperties": self.spend.schema()}


def _both(stated: Sequence[str]) -> str:
    """Why entries cannot stand beside each other."""
    if set(stated) <= set(PERIODS):
        return "states both per_quarter and per_year; state one of them"
    period = next(key for key in stated if key in PERIODS)
    other = next(key for key in ("amount", *stated) if key in stated and key not in PERIODS)
    if other == "amount":
        return f"states both amount and {period}; state one of them"
    return f"has {other} beside {period}, which counts from the plan's first month; leave {other} out, or state amount"
