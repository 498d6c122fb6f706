"""An export, read: figures by source and month, what was left out, and doubts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FIGURES = ("spend", "impressions", "visits", "leads", "customers", "revenue")
"""What an export can state, in the order of the funnel."""


@dataclass(frozen=True)
class SourceFigures:
    """Figures that one source brought in one month.

    ``source`` is the name in the file: a campaign, a channel group; ``month`` is its first day. ``figures`` are of
    ``FIGURES``, and only those that the file states: a missing value is absent, never 0.
    """

    source: str
    month: date
    figures: Mapping[str, float]


@dataclass(frozen=True)
class LeftOut:
    """Rows or columns that were not taken: what, why, and in how many rows."""

    what: str
    why: str
    rows: int


@dataclass(frozen=True)
class NamedTable:
    """A table of no known platform: the headings that somebody named by what they hold, and all that it has."""

    columns: Mapping[str, str]
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Export:
    """A platform's export: one entry of ``figures`` for each source and month, in the file's order.

    ``currency`` is the ISO code where the file states it. ``notes`` are doubts, a sentence or two each. ``table`` is
    None for the export of a platform.
    """

    platform: str
    currency: str | None
    figures: tuple[SourceFigures, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    table: NamedTable | None = None
