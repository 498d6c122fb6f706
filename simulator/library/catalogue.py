"""The channel catalogue: ready channels with sourced ranges to start from, by trade where the figures differ.

The figures stand in ``catalogue.yaml``, in the words of a scenario file: a channel's own entries, and for a trade
the entries that differ there; the trades in ``trades.yaml``. Nothing in them is a promise: each range carries where it
comes from, and whoever has figures of their own replaces them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from simulator.errors import UnknownNameError
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario_files import channel_from

CURRENCY = "USD"
"""The currency of every figure in the catalogue."""


SOMETHING_ELSE = "something_else"
"""The key of the trade that stands for every business that has none of its own here."""


@dataclass(frozen=True, kw_only=True)
class Trade:
    """A line of business; ``scenario`` is the stem of the shipped scenario that shows it."""

    key: str
    label: str
    scenario: str


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """A kind of channel as it usually works, before anyone's own figures are known.

    ``entries`` are those of a channel in a scenario file, without its name; ``by_trade`` those that replace them.
    """

    key: str
    label: str
    about: str
    entries: Mapping[str, Any]
    by_trade: Mapping[str, Mapping[str, Any]]

    def channel(self, trade: str | None = None, *, name: str | None = None) -> Channel[Belief]:
        """The channel to start from; with a trade's own figures where there are any."""
        own = {} if trade is None else self.by_trade.get(trade, {})
        return channel_from({**self.entries, **own}, self.label if name is None else name)

    def differs_for(self, trade: str | None) -> bool:
        """Whether the figures of this trade differ from the general ones."""
        return trade in self.by_trade


@cache
def entries() -> tuple[CatalogueEntry, ...]:
    """All entries, in the order in which they are offered.

    They are read when they are first asked for, which few commands do: it takes a third of a second.
    """
    return tuple(_entries(_content("catalogue.yaml")["channels"]))


def entry(key: str) -> CatalogueEntry:
    """The entry of the catalogue with this key; raises UnknownNameError."""
    for found in entries():
        if found.key == key:
            return found
    raise UnknownNameError("catalogue entry", key, (found.key for found in entries()))


def trade(key: str) -> Trade:
    """The trade with this key; raises UnknownNameError."""
    for found in TRADES:
        if found.key == key:
            return found
    raise UnknownNameError("trade", key, (found.key for found in TRADES))


def _entries(listed: Sequence[Mapping[str, Any]]) -> Iterator[CatalogueEntry]:
    for item in listed:
        yield CatalogueEntry(
            key=item["key"],
            label=item["label"],
            about=" ".join(item["about"].split()),
            entries=item["channel"],
            by_trade=item.get("trades", {}),
        )


def _content(name: str) -> Any:
    text = files("simulator.library").joinpath(name).read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)


TRADES: tuple[Trade, ...] = tuple(Trade(**item) for item in _content("trades.yaml"))
