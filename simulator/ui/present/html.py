"""Slides as HTML: everything but the pictures, which are charts of the page. Words of people are escaped."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from simulator.presentation.headline import Tile
from simulator.story import Picture, Slide, Story
from simulator.story.html import points_html, table_html
from simulator.ui.frame.html import figure_size


def head_html(slide: Slide, of: Story) -> str:
    """The title of a slide with its answer, the client's name and logo beside it."""
    said = "".join(f'<p class="fc-slide-more">{escape(each)}</p>' for each in slide.sentences)
    lead = f'<p class="fc-slide-lead">{escape(slide.lead)}</p>' if slide.lead else ""
    words = f"<div><h1>{escape(slide.title)}</h1>{lead}{said}</div>"
    look = f'class="fc-slide-head fc-slide-{slide.key}" style="--accent: {of.colour}"'
    return f"<header {look}>{words}{_client_html(of)}</header>"


def body_html(slide: Slide) -> str:
    """The figures, the points and the table of a slide; empty where it has none."""
    parts = (
        _tiles_html(slide.tiles),
        points_html(slide.points),
        "" if slide.table is None else table_html(slide.table),
    )
    return "".join(parts)


def reading_html(picture: Picture) -> str:
    """How to read a chart, where its legend does not say."""
    return f'<p class="fc-slide-more">{escape(picture.reading)}</p>'


def _client_html(of: Story) -> str:
    name = f"<span>{escape(of.client)}</span>" if of.client else ""
    if not of.logo:
        return f'<div class="fc-slide-client">{name}</div>' if name else ""
    source = f"data:image/png;base64,{b64encode(of.logo).decode('ascii')}"
    return f'<div class="fc-slide-client"><img src="{source}" alt="{escape(of.client or "Logo")}"></div>'


def _tiles_html(tiles: Sequence[Tile]) -> str:
    return f'<div class="fc-slide-tiles">{"".join(_tile_html(tile) for tile in tiles)}</div>' if tiles else ""


def _tile_html(tile: Tile) -> str:
    spread = f'<p>8 in 10: <span class="fc-slide-range">{escape(tile.range)}</span></p>' if tile.range else ""
    return (
        f'<div class="fc-slide-tile"><p>{escape(tile.label)}</p>'
        f'<p class="fc-slide-figure{figure_size(tile.middle)}">{escape(tile.middle)}</p>{spread}</div>'
    )
