"""Native tables: as many rows a slide as fit, the rest on further slides under the same heads."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide as Page
from pptx.util import Inches, Pt

from simulator.reports.column_widths import column_widths
from simulator.reports.slides.fitting import LETTER, POINTS, in_even_groups, lines
from simulator.reports.slides.page import INK, INSIDE, MARGIN, add_run, describe, rgb
from simulator.story import Table

SIZES = range(18, 9, -1)
"""Letters that a table may have so that it fits one slide [points]."""

OF_LONG_TABLES = 11
"""Letters of a table that goes on."""

PADDING, SIDE = 0.045, 0.09
"""The room above and below the words of a cell, and beside them [inches]."""

STRIPE = "#f2f4f7"
"""Behind every other row."""

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style without fills and lines that all versions of the format know."""


def tables_that_fit(table: Table, room: float) -> list[tuple[Table, int]]:
    """The table in parts that each fit a height [inches], with the size of their letters [points]."""
    for size in SIZES:
        if sum(_heights(table, size)) <= room:
            return [(table, size)]
    head, *rows = _heights(table, OF_LONG_TABLES)
    groups = in_even_groups(rows, room - head)
    return [(_rows(table, group), OF_LONG_TABLES) for group in groups]


def _rows(table: Table, group: range) -> Table:
    has_total = table.has_total and group.stop == len(table.rows)
    return replace(table, rows=table.rows[group.start : group.stop], has_total=has_total)


def add_table(page: Page, table: Table, size: int, *, top: float, colour: str) -> None:
    """A table across the page."""
    heights = _heights(table, size)
    frame = page.shapes.add_table(
        len(heights), len(table.heads), Inches(MARGIN), Inches(top), Inches(INSIDE), Inches(sum(heights))
    )
    describe(frame, f"{table.caption}: a table of {', '.join(table.heads)}; {len(table.rows)} rows.")
    native = frame.table
    native.horz_banding, native.last_row = False, table.has_total
    frame.element.xpath(".//a:tableStyleId")[0].text = PLAIN
    for column, share in enumerate(_widths(table, size)):
        native.columns[column].width = Inches(share * INSIDE)
    last = len(table.rows) if table.has_total else -1
    looks: dict[CellLook, Any] = {}
    for number, (high, row) in enumerate(zip(heights, (table.heads, *table.rows), strict=True)):
        native.rows[number].height = Inches(high)
        for column, words in enumerate(row):
            look = CellLook(number == 0, number % 2 == 0, number == last, column in table.words)
            cell = native.cell(number, column)
            # To copy the look of a cell is quicker by far than to state it again.
            if look in looks:
                _say_alike(cell, words, looks[look])
            else:
                _fill(cell, words, size, colour, look)
                looks[look] = cell


class CellLook(NamedTuple):
    """Properties that decide how a cell looks."""

    is_head: bool
    is_striped: bool
    is_total: bool
    is_flush_left: bool


def _say_alike(cell: Any, words: str, alike: Any) -> None:
    """Say words in a cell that looks like another."""
    cell._tc[:] = deepcopy(alike._tc)[:]  # the library copies no cells
    cell.text_frame.paragraphs[0].runs[0].text = words


def _fill(cell: Any, words: str, size: int, colour: str, look: CellLook) -> None:
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(PADDING)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if look.is_head else MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(colour if look.is_head else STRIPE if look.is_striped else "#ffffff")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if look.is_flush_left else PP_ALIGN.RIGHT
    ink = "#ffffff" if look.is_head else INK
    add_run(paragraph, words, size=size, colour=ink, bold=look.is_total or look.is_head)
    # An empty cell takes its height from here.
    paragraph.font.size = Pt(size)


def _widths(table: Table, size: int) -> list[float]:
    sides = 2.0 * SIDE * len(table.heads)
    return column_widths(table, (INSIDE - sides) * POINTS / (LETTER * size))


def _heights(table: Table, size: int) -> list[float]:
    """The height of the heads and of each row [inches]."""
    widths = [share * INSIDE - 2.0 * SIDE for share in _widths(table, size)]
    return [_height(row, widths, size) for row in (table.heads, *table.rows)]


def _height(row: Sequence[str], widths: Sequence[float], size: int) -> float:
    most = max(lines(cell, width=width, size=size) for cell, width in zip(row, widths, strict=True))
    return most * size * 1.2 / POINTS + 2.0 * PADDING
