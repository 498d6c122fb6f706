"""Exports of advertising platforms, analytics and CRMs: bytes of a file in, figures by source and month out.

::

    export        the answer: figures, what was left out and why, doubts
    files         the bytes of a file -> every row that may be its headings, with what stands above and below
    columns       the headings of a row -> which column holds what, in which language
    coded         a column as its different cells, and which of them stands in each row
    cells         the cells of a column -> numbers under one decimal mark, never a mark for each cell
    periods       dates, months and ranges as files write them -> days
    preamble      the lines above the headings -> the days that the file is about
    table         a file's rows under the headings of one platform; totals set apart
    months        the rows of a table -> the month of each; refuses what reaches over several
    sums          rows -> figures by source and month, checked against the totals that the file states
    platform      what is to be said of a platform, once
    reading       all of it, one after the other; the list of platforms

    by_channel    several exports -> what each channel did in each month

and one module for each platform: ``google_ads``, ``google_analytics``, ``meta_ads``, ``microsoft_advertising``,
``linkedin``, ``hubspot_deals``, ``hubspot_campaigns``; ``any_table`` for those of which somebody names the columns.

A head row is known by the names of its columns, wherever it stands. Rates are not read: they are worked out from sums.
An empty cell is no figure, and never 0. A figure with a cell that cannot be read is left out as a whole, because a sum
without it would be too small. Nothing is spread: a row that reaches over several months is refused.
"""

from simulator.imports.export import FIGURES, Export, LeftOut, NamedTable, SourceFigures
from simulator.imports.reading import named_table, read_export

__all__ = ["FIGURES", "Export", "LeftOut", "NamedTable", "SourceFigures", "named_table", "read_export"]
