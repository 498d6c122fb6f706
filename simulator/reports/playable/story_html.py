"""A slide as a section of the page to play with; every word is escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from simulator.presentation.headline import Tile
from simulator.story import Point, Slide, Table


def section_html(slide: Slide, images: Mapping[str, str], *, heading: int = 2) -> str:
    """A slide; ``images`` are its pictures as HTML, by key, and one that has none is told in words."""
    parts = (
        f"<h{heading}>{escape(slide.title)}</h{heading}>",
        f'<p class="lead">{escape(slide.lead)}</p>' if slide.lead else "",
        *(f'<p class="more">{escape(each)}</p>' for each in slide.sentences),
        f'<div class="tiles">{"".join(map(_tile, slide.tiles))}</div>' if slide.tiles else "",
        *(f"<figure>{images.get(each.key, '')}{_caption(each.title, each.says)}</figure>" for each in slide.pictures),
        _points(slide.points),
        "" if slide.table is None else table_html(slide.table),
        f'<p class="note">{escape(slide.notes)}</p>' if slide.notes and heading > 1 else "",
    )
    return f"<section>{''.join(parts)}</section>"


def _caption(title: str, says: str) -> str:
    return f"<figcaption>{escape(title)}. {escape(says)}</figcaption>"


def _tile(tile: Tile) -> str:
    spread = f'<p class="tile-range">8 in 10 worlds: {escape(tile.range)}</p>' if tile.range else ""
    luck = f'<p class="tile-about">{escape(tile.luck)}</p>' if tile.luck else ""
    return (
        f'<div class="tile"><p class="tile-label">{escape(tile.label)}</p>'
        f'<p class="tile-middle">{escape(tile.middle)}</p>{spread}'
        f'<p class="tile-about">{escape(tile.average)}</p>{luck}</div>'
    )


def _points(points: Sequence[Point]) -> str:
    return f'<ul class="points">{"".join(map(_point, points))}</ul>' if points else ""


def _point(point: Point) -> str:
    text = f"<span>{escape(point.text)}</span>" if point.text else ""
    return f"<li><strong>{escape(point.title)}</strong>{text}</li>"


def table_html(table: Table) -> str:
    """A table that scrolls sideways within its place, also by keyboard."""
    heads = "".join(
        f'<th scope="col"{_side(table, place)}>{escape(head)}</th>' for place, head in enumerate(table.heads)
    )
    rows = "".join(
        f"<tr{' class=total' if table.has_total and place == len(table.rows) - 1 else ''}>{_cells(table, row)}</tr>"
        for place, row in enumerate(table.rows)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        "</div>"
    )


def _cells(table: Table, row: Sequence[str]) -> str:
    name, *rest = row
    cells = "".join(f"<td{_side(table, place)}>{escape(cell)}</td>" for place, cell in enumerate(rest, start=1))
    return f'<th scope="row"{_side(table, 0)}>{escape(name)}</th>{cells}'


def _side(table: Table, place: int) -> str:
    return ' class="words"' if place in table.words else ""
