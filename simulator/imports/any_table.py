"""Any other table: somebody says which of its columns holds what."""

from collections.abc import Mapping

from simulator.errors import ExportError
from simulator.imports.columns import Column, Head, joined
from simulator.imports.export import FIGURES
from simulator.imports.platform import Known, Platform
from simulator.text.grammar import listed

NAME = "a table"

KEYS = ("source", "day", "month", "currency", *FIGURES)
"""What a column can hold: whose figures a row has, the time that they are of, their currency, and the figures."""


def table_with(columns: Mapping[str, str]) -> Platform:
    """The table with these headings, by what their columns hold. Raises ExportError unless one is a figure."""
    unknown = [key for key in columns if key not in KEYS]
    if unknown:
        raise ExportError(f"no column holds “{unknown[0]}”; one holds {listed(list(KEYS))}")
    if not any(key in FIGURES for key in columns):
        raise ExportError(f"say of one column at least which figure it holds: {listed(list(FIGURES))}")

    def known(head: Head) -> Known:
        return Known.YES if fits(columns, head) else Known.NO

    return Platform(
        name=NAME,
        columns=tuple(Column(key=key, names={"en": heading}) for key, heading in columns.items()),
        known=known,
        by_month="take a table with a column of days or months",
        named=columns,
    )


def fits(columns: Mapping[str, str], head: Head) -> bool:
    """Whether a table has all of these headings."""
    # Of some texts nothing is left that could tell one heading from another.
    return all(joined(heading) and head.has(heading) for heading in columns.values())
