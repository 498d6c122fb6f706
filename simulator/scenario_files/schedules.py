"""Plans' spend as it stands in a file: an amount, an amount from a month to a month, or a list by month."""

from dataclasses import dataclass, field
from typing import Any

from simulator.scenario.plans import Monthly, Schedule, Steady
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, found, group_of
from simulator.scenario_files.lists import Several
from simulator.scenario_files.nodes import Broken, Group, Node, Scalar, Series
from simulator.scenario_files.numerals import Numeral
from simulator.scenario_files.plain import Grouped, Plain
from simulator.scenario_files.words import Whole
from simulator.units import Quantity, Role, Unit
from simulator.validation import one_line

AMOUNT = Numeral(Quantity(label="Spend per month", unit=Unit.MONEY, role=Role.NUMBER))
MONTH = Whole()
_KINDS: dict[str, Kind] = {"amount": AMOUNT, "from": MONTH, "to": MONTH}
_FIELDS = {"amount": "amount", "from": "first", "to": "last"}


@dataclass(frozen=True)
class Spend(Kind):
    """The spend of one channel."""

    by_month: Several = field(default=Several(AMOUNT))

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The schedule."""
        if isinstance(node, Group):
            return self._from_group(node, path, reading)
        if isinstance(node, Series):
            amounts = self.by_month.read(node, path, reading)
            return UNREAD if amounts is UNREAD else Monthly(amounts=amounts)
        if isinstance(node, Broken) or (isinstance(node, Scalar) and not node.is_null):
            amount = AMOUNT.read(node, path, reading)
            return UNREAD if amount is UNREAD else Steady(amount=amount)
        wanted = "an amount, {amount, from, to}, or a list by month"
        return reading.refuse(path, f"{found(node)}; it must be {wanted}", node.line)

    def _from_group(self, node: Group, path: str, reading: Reading) -> Any:
        stated: dict[str, Any] = {}
        for entry in node.entries:
            key = entry.key.text
            reading.lines.setdefault(f"{path}.{key}", entry.key.line)
            if key in _KINDS:
                stated[_FIELDS[key]] = _KINDS[key].read(entry.value, f"{path}.{key}", reading)
            else:
                reading.unknown(f"{path}.{key}", key, _KINDS, entry.key.line)
        if "amount" not in stated:
            return reading.refuse(f"{path}.amount", "is missing; state the amount per month", node.line)
        return UNREAD if UNREAD in stated.values() else Steady(**stated)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """An amount, a group, or a list."""
        if isinstance(value, Monthly):
            return self.by_month.plain(value.amounts, node)
        former = node if isinstance(node, Group) else None
        entries: dict[str, Plain] = {}
        for key, kind in _KINDS.items():
            stated, before = getattr(value, _FIELDS[key]), None if former is None else former.get(key)
            is_default = stated is None or (key == "from" and stated == 1)
            if (before is not None and stated is not None) or not is_default:
                entries[key] = kind.changed(stated, before)
        return Grouped(entries) if former is not None or len(entries) > 1 else entries["amount"]

    def placeholder(self) -> Any:
        """No spend."""
        return Steady(amount=0.0)

    def schema(self) -> Schema:
        """The three ways to state spend."""
        month = {"type": "integer", "minimum": 1}
        group = {
            "type": "object",
            "properties": {"amount": AMOUNT.schema(), "from": month, "to": month},
            "required": ["amount"],
            "additionalProperties": False,
        }
        return {"anyOf": [AMOUNT.schema(), {"type": "array", "items": AMOUNT.schema()}, group]}


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
