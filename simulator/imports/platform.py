"""A platform, once: what its export is called, its columns, how it is known, and what is peculiar to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from simulator.imports.columns import Column, Head
from simulator.imports.table import Table


class Known(IntEnum):
    """How surely headings are a platform's."""

    NO = 0
    PERHAPS = 1
    YES = 2


@dataclass(frozen=True, kw_only=True)
class Platform:
    """An export of a platform.

    ``by_month`` tells how to get a row for each month. ``prepared`` is given the rows without totals, and works out
    what the platform states in a way of its own. ``place_of_source`` finds the column of the sources where it has no
    fixed name. Where it ``has_totals``, a row without a source is one. ``named`` are the headings by what they hold, of
    a table of which somebody named them.
    """

    name: str
    columns: Sequence[Column]
    known: Callable[[Head], Known]
    by_month: str
    prepared: Callable[[Table], Table] = lambda table: table
    place_of_source: Callable[[Head, Mapping[str, int]], int | None] = lambda head, places: places.get("source")
    has_totals: bool = True
    named: Mapping[str, str] = field(default_factory=dict)
