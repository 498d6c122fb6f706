"""A slide as a section of the page to play with; every word is escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from simulator.presentation.headline import Tile
from simulator.story import Slide, Table
from simulator.story.html import points_html, table_html


def section_html(slide: Slide, images: Mapping[str, str], *, heading: int = 2) -> str:
    """A slide; ``images`` are its pictures as HTML, by key, and one that has none is told in words."""
    parts = (
        f"<h{heading}>{escape(slide.title)}</h{heading}>",
        f'<p class="lead">{escape(slide.lead)}</p>' if slide.lead else "",
        *(f'<p class="more">{escape(each)}</p>' for each in slide.sentences),
        f'<div class="tiles">{"".join(map(_tile, slide.tiles))}</div>' if slide.tiles else "",
        *(f"<figure>{images.get(each.key, '')}{_caption(each.title, each.says)}</figure>" for each in slide.pictures),
        points_html(slide.points),
        "" if slide.table is None else table_html(slide.table),
        f'<p class="note">{escape(slide.notes)}</p>' if slide.notes and heading > 1 else "",
    )
    return f"<section>{''.join(parts)}</section>"


def terms_html(terms: Table) -> str:
    """The words of the glossary below each other, because four columns do not fit a phone."""
    _, _, *heads = terms.heads
    return "".join(_term(heads, row) for row in terms.rows)


def _term(heads: Sequence[str], row: Sequence[str]) -> str:
    term, means, *rest = row
    lines = "".join(
        f"<dt>{escape(head)}</dt><dd>{escape(text)}</dd>" for head, text in zip(heads, rest, strict=True) if text
    )
    return f'<div class="term"><h3>{escape(term)}</h3><p>{escape(means)}</p><dl>{lines}</dl></div>'


def _caption(title: str, says: str) -> str:
    return f"<figcaption>{escape(title)}. {escape(says)}</figcaption>"


def _tile(tile: Tile) -> str:
    spread = (
        f'<p class="tile-range">8 in 10 worlds: <span class="tile-figures">{escape(tile.range)}</span></p>'
        if tile.range
        else ""
    )
    luck = f'<p class="tile-about">{escape(tile.luck)}</p>' if tile.luck else ""
    return (
        f'<div class="tile"><p class="tile-label">{escape(tile.label)}</p>'
        f'<p class="tile-middle">{escape(tile.middle)}</p>{spread}'
        f'<p class="tile-about">{escape(tile.average)}</p>{luck}</div>'
    )
