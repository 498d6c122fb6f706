"""An export from the bytes of its file: the platform is known by its headings, and read as its module says."""

from collections.abc import Mapping, Sequence
from datetime import date

from simulator.errors import ExportError
from simulator.imports.any_table import table_with
from simulator.imports.columns import Head, Matched, matched, rates_in
from simulator.imports.export import Export, LeftOut, NamedTable
from simulator.imports.files import HeadRow, head_rows
from simulator.imports.google_ads import GOOGLE_ADS
from simulator.imports.google_analytics import GOOGLE_ANALYTICS
from simulator.imports.hubspot_campaigns import HUBSPOT_CAMPAIGNS
from simulator.imports.hubspot_deals import HUBSPOT_DEALS
from simulator.imports.linkedin import LINKEDIN
from simulator.imports.meta_ads import META_ADS
from simulator.imports.microsoft_advertising import MICROSOFT_ADVERTISING
from simulator.imports.months import dated
from simulator.imports.platform import Known, Platform
from simulator.imports.sums import summed
from simulator.imports.table import MOST_QUOTED, Table, table_of
from simulator.tables.cells import UnreadableTableError
from simulator.text.grammar import listed


def read_export(
    name: str,
    content: bytes,
    *,
    today: date,
    month: date | None = None,
    columns: Mapping[str, str] | None = None,
    remembered: Sequence[Mapping[str, str]] = (),
) -> Export:
    """The figures of an export; ``month`` is the one that it is about where the file does not say so.

    ``columns`` are headings by what they hold, for a table of no known platform: ``{"spend": "Kosten"}``. Without them
    a table that is surely of no platform is read by the first of the ``remembered`` ones that has all of its headings.

    Raises ExportError, which says what is wrong and how to get a file that can be read.
    """
    try:
        known = [table_with(columns)] if columns else [*PLATFORMS, *map(table_with, remembered)]
        row, platform = _known_head(content, known)
        return _read(row, platform, today=today, month=month)
    except (ExportError, UnreadableTableError) as error:
        raise ExportError(f"{name[:MOST_QUOTED] or 'the file'}: {error}") from error


def named_table(content: bytes, remembered: Sequence[Mapping[str, str]]) -> NamedTable | None:
    """The table of no platform that has the headings of one of these, whether or not all of it can be read."""
    try:
        row, platform = _known_head(content, [*PLATFORMS, *map(table_with, remembered)])
    except (ExportError, UnreadableTableError):
        return None
    return NamedTable(platform.named, row.cells) if platform.named else None


def _known_head(content: bytes, platforms: Sequence[Platform]) -> tuple[HeadRow, Platform]:
    """The row that is surely, or else perhaps, the headings of a table of one of these platforms."""
    if not content[:100_000].strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise ExportError("there is nothing in this file. Export it again.")
    perhaps: tuple[HeadRow, Platform] | None = None
    for row in head_rows(content):
        head = Head(row.cells, row.above)
        for platform in platforms:
            known = platform.known(head)
            if known is Known.YES:
                return row, platform
            if known is Known.PERHAPS and perhaps is None:
                perhaps = row, platform
    if perhaps is None and len(platforms) == 1:
        headings = listed([f"“{name}”" for column in platforms[0].columns for name in column.names.values()])
        raise ExportError(f"no row of it has the {'heading' if ' and ' not in headings else 'headings'} {headings}.")
    if perhaps is None:
        names = listed([platform.name for platform in PLATFORMS])
        raise ExportError(
            f"it is not one of the exports that are known here: {names}. Any other CSV file or workbook can be read "
            "once you say which of its columns is which."
        )
    return perhaps


def _read(row: HeadRow, platform: Platform, *, today: date, month: date | None) -> Export:
    head = Head(row.cells, row.above)
    found = _with_source(matched(head, platform.columns), head, platform)
    table = table_of(row, head, found, has_totals=platform.has_totals)
    table = _with_columns_told(table, platform.prepared(table))
    result = summed(dated(table, by_month=platform.by_month, today=today, month=month), platform=platform.name)
    return Export(
        platform=platform.name,
        currency=result.currency,
        figures=result.figures,
        left_out=result.table.left_out,
        notes=result.table.notes,
        table=NamedTable(platform.named, row.cells) if platform.named else None,
    )


def _with_source(found: Matched, head: Head, platform: Platform) -> Matched:
    place = platform.place_of_source(head, found.places)
    return found if place is None else found.placing("source", place)


def _with_columns_told(before: Table, table: Table) -> Table:
    """The table with what is to be said of the columns that are taken, and why others are not."""
    found = before.matched
    for column in found.taken:
        if column.key in table.columns:
            table = table.saying(note=column.note)
    for heading, why in found.refused:
        table = table.saying(left_out=LeftOut(heading, why, before.rows))
    rates = rates_in(before.head, list(found.places.values()))
    if not rates:
        return table
    shown = ", ".join(rates[:MOST_RATES]) + (", ..." if len(rates) > MOST_RATES else "")
    return table.saying(left_out=LeftOut(shown, "rates and averages, which are worked out from sums", before.rows))


MOST_RATES = 4

PLATFORMS: tuple[Platform, ...] = (
    GOOGLE_ADS,
    GOOGLE_ANALYTICS,
    META_ADS,
    MICROSOFT_ADVERTISING,
    LINKEDIN,
    HUBSPOT_DEALS,
    HUBSPOT_CAMPAIGNS,
)
