"""The story on paper, as a PDF that screen readers can read aloud (PDF/UA-1).

Layout is that of ``report.typ``; whatever people wrote goes into it as data and never as markup. Needs the libraries of
``funnelcast[documents]``.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category

import typst

from simulator.reports.appendix import appendix, fits_a_page
from simulator.reports.chart_images import FONT_FOLDER, as_svg
from simulator.reports.column_widths import column_widths
from simulator.reports.ink import on_white
from simulator.reports.paper import Paper
from simulator.reports.printable import how_made, printable
from simulator.story import Picture, Point, Slide, Story, Table

BESIDE, ACROSS = 370, 800
"""The width of a chart beside something else, and of one across the page [pixels]."""

LOWER = {BESIDE: 0.56, ACROSS: 0.66}
"""How much lower such a chart is than on a page of the app."""

LOWER_YET = 0.75
"""How much lower yet it is where long tables need the room."""

WIDTH, LETTER = 490.0, 0.47
"""The width of a table [points], and that of a letter as a share of its height."""

LONG_NAME = 40
"""Letters of a name that still fits under a chart that stands beside something [letters]."""

UNSHOWN = "□"
"""What stands for a character that no font here has."""

MARKS = frozenset(["Mn", "Me", "Mc", "Cf"])
"""Characters that stand on others or join them. Source: Unicode Standard Annex 44, general category."""

ROUNDS = 12
"""How often characters without a glyph are replaced; the compiler names all that it met at once."""

LETTERS = {14: 9.0, 24: 8.0}
"""The size of the letters of a table of at most so many rows [points]."""

LEAST_LETTERS = 7.5
"""That of any longer table."""

MOST_ROWS = 24
"""Rows of a table in a report that has room to spare."""


def as_pdf(story: Story, *, paper: Paper) -> bytes:
    """The story as a report of two to six pages, dozens of channels with a source for each number included.

    The answer and its figures come first, whatever the order of slides, and every number that it rests on comes last.
    """
    told = printable(story)
    values = json.dumps(_values(told, paper), ensure_ascii=False)
    return _compiled(values, int(datetime.combine(told.made.on, time(12), UTC).timestamp()))


def warm() -> None:
    """The fonts take a while to be found; the next report need not look for them."""
    _fonts()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[FONT_FOLDER])


@cache
def _template() -> bytes:
    return files("simulator.reports").joinpath("report.typ").read_bytes()


def _compiled(values: str, made_at: int) -> bytes:
    """The document. Characters that no font has are shown as a box, where the standard would refuse the document."""
    for _ in range(ROUNDS):
        try:
            return typst.compile(
                _template(),
                format="pdf",
                font_paths=_fonts(),
                sys_inputs={"story": values},
                pdf_standards="ua-1",
                timestamp=made_at,
            )
        except typst.TypstError as error:
            missing = _without_glyph(error)
            if not missing:
                raise
        for characters in missing:
            values = values.replace(characters, _bare(characters))
    raise ValueError("characters without a glyph were not all found")


def _without_glyph(error: typst.TypstError) -> list[str]:
    """The characters that the compiler says no font has; those that stand on or join others come together with them.

    Plain letters are named too where what stands on them is missing, and are not missing themselves.
    """
    named = re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic)
    found = {re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), each) for each in named}
    missing = [each for each in found - {UNSHOWN} if not each.isascii()]
    together = [each for each in missing if len(each) > 1]
    return sorted(together or missing, key=len, reverse=True)


def _bare(characters: str) -> str:
    """What stands for characters that no font has: those that marks were put on, or a box for one of its own."""
    kept = "".join(each for each in characters if category(each) not in MARKS)
    return kept if len(characters) > 1 or not kept else UNSHOWN


def _values(story: Story, paper: Paper) -> dict[str, Any]:
    title, *parts = story.slides
    shown = sorted(parts, key=lambda part: part.key != "returns")
    lower = LOWER_YET if _is_long(story) else 1.0
    return {
        "paper": paper,
        "title": story.title,
        "client": story.client,
        "colour": on_white(story.colour),
        "logo": list(story.logo),
        "answer": title.lead,
        "about": list(title.sentences),
        "rows": [[_part(part, lower) for part in row] for row in _beside_each_other(shown)],
        "apart": not _is_long(story),
        **appendix(story),
        "made": [list(line) for line in story.made.lines],
        "footer": how_made(story.made),
    }


def _is_long(story: Story) -> bool:
    """Whether charts are lower and appendices begin where there is room, so that six pages are enough."""
    tables = [slide.table for slide in story.slides if slide.table]
    return not fits_a_page(story) or any(len(table.rows) > MOST_ROWS for table in tables)


def _beside_each_other(parts: Sequence[Slide]) -> list[list[Slide]]:
    """The parts in rows: two that are a chart each stand beside each other."""
    rows: list[list[Slide]] = []
    for part in parts:
        if rows and len(rows[-1]) == 1 and _is_chart(rows[-1][0]) and _is_chart(part):
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _is_chart(part: Slide) -> bool:
    return bool(part.pictures) and not (part.table or part.points or part.tiles)


def _part(part: Slide, lower: float) -> dict[str, Any]:
    beside = (_is_chart(part) or bool(part.points)) and not _has_long_names(part)
    return {
        "key": part.key,
        "title": part.title,
        "lead": part.lead,
        "sentences": list(part.sentences),
        "tiles": [{"label": tile.label, "middle": tile.middle, "range": tile.range} for tile in part.tiles],
        "pictures": [_picture(picture, BESIDE if beside else ACROSS, lower) for picture in part.pictures],
        "beside": beside,
        "table": None if part.table is None else _table(part.table),
        "points": [_point(point) for point in part.points],
    }


def _has_long_names(part: Slide) -> bool:
    """Whether plans are named under a chart whose names would be cut in a half of the page."""
    frames = (picture.frame for picture in part.pictures)
    return any(frame["plan"].str.len().max() > LONG_NAME for frame in frames if "plan" in frame)


def _point(point: Point) -> dict[str, str]:
    return {"title": point.title, "text": point.text}


def _picture(picture: Picture, width: int, lower: float) -> dict[str, str]:
    return {
        "says": picture.says,
        "reading": picture.reading,
        "svg": as_svg(picture, width=width, lower=lower * LOWER[width]),
    }


def _table(table: Table) -> dict[str, Any]:
    size = next((size for rows, size in LETTERS.items() if len(table.rows) <= rows), LEAST_LETTERS)
    return {
        "caption": table.caption,
        "heads": list(table.heads),
        "rows": [list(row) for row in table.rows],
        "words": list(table.words),
        "total": table.has_total,
        "widths": column_widths(table, WIDTH / (LETTER * size)),
        "size": size,
    }
