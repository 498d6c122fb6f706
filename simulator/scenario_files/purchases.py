"""The improvements that a plan buys, as they stand in a file: ``{New landing page: 3}``, each with its month."""

from dataclasses import dataclass
from typing import Any

from simulator.scenario.plans import Purchase
from simulator.scenario_files.kinds import UNREAD, Kind, Reading, Schema, group_of
from simulator.scenario_files.nodes import Group, Node
from simulator.scenario_files.plain import Grouped, Plain
from simulator.scenario_files.spans import MONTH
from simulator.validation import one_line


@dataclass(frozen=True)
class PurchasesByName(Kind):
    """The month of each improvement that is bought, by its name."""

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        """The purchases, in their order."""
        group = group_of(node, path, reading, wanted="months by improvement, such as New landing page: 3")
        if group is UNREAD:
            return UNREAD
        purchases = []
        for entry in group.entries:
            place = f"{path}.{one_line(entry.key.text)}"
            reading.lines.setdefault(place, entry.key.line)
            month = MONTH.read(entry.value, place, reading)
            if month is UNREAD:
                reading.unread.add(place)
            first = MONTH.placeholder() if month is UNREAD else month
            purchases.append(Purchase(improvement=entry.key.text, first=first))
        return tuple(purchases)

    def plain(self, value: Any, node: Node | None) -> Plain:
        """A line for each improvement."""
        former = {entry.key.text: entry.value for entry in node.entries} if isinstance(node, Group) else {}
        months = {each.improvement: each.first for each in value}
        gone, new = [key for key in former if key not in months], [key for key in months if key not in former]
        # As many gone as new: these are the same improvements under other names.
        renamed = dict(zip(new, gone, strict=True)) if len(gone) == len(new) else {}
        entries = {name: MONTH.changed(first, former.get(renamed.get(name, name))) for name, first in months.items()}
        return Grouped(entries, block=True, renamed=renamed)

    def placeholder(self) -> Any:
        """Nothing is bought."""
        return ()

    def schema(self) -> Schema:
        """Months by name of improvement."""
        return {"type": ["object", "null"], "additionalProperties": MONTH.schema()}
