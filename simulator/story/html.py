"""Lists and tables of slides as HTML, for every renderer that makes pages. Words of people are escaped."""

from collections.abc import Sequence
from html import escape

from simulator.story.slide import Point, Table


def points_html(points: Sequence[Point]) -> str:
    """The points of a slide; empty where it has none."""
    return f'<ul class="fc-points">{"".join(map(_point, points))}</ul>' if points else ""


def _point(point: Point) -> str:
    text = f"<span>{escape(point.text)}</span>" if point.text else ""
    return f"<li><strong>{escape(point.title)}</strong>{text}</li>"


def table_html(table: Table) -> str:
    """A table with its caption; it scrolls sideways within its place, also by keyboard."""
    heads = "".join(
        f'<th scope="col"{_side(table, place)}>{escape(head)}</th>' for place, head in enumerate(table.heads)
    )
    rows = "".join(
        f"<tr{' class=fc-total' if table.has_total and place == len(table.rows) - 1 else ''}>{_cells(table, row)}</tr>"
        for place, row in enumerate(table.rows)
    )
    caption = escape(table.caption)
    return (
        f'<div class="fc-scroll" tabindex="0" role="region" aria-label="{caption}"><table class="fc-table">'
        f"<caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(table: Table, row: Sequence[str]) -> str:
    name, *rest = row
    cells = "".join(f"<td{_side(table, place)}>{escape(cell)}</td>" for place, cell in enumerate(rest, start=1))
    return f'<th scope="row"{_side(table, 0)}>{escape(name)}</th>{cells}'


def _side(table: Table, place: int) -> str:
    return ' class="fc-words"' if place in table.words else ""
