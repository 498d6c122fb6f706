"""Charts of a story as images that a page carries: for wide and narrow windows, by day and in the dark.

An image runs nothing and fetches nothing, whatever people named in it.
"""

from base64 import b64encode

from simulator.reports.chart_images import DARK, FONT_FAMILY, as_svg
from simulator.story import Picture

WIDE, NARROW = 840, 358
"""Widths of a chart [pixels]; the second is that of a phone."""

IN_THE_DARK = {DARK: "#ece9e4", "#dfe3e8": "#3d3a35"}
"""The colours of words and lines on a dark page, in place of those on paper."""

FONTS = f"{FONT_FAMILY}, system-ui, Helvetica, Arial, sans-serif"
"""An image has no font of its own."""


def image_html(picture: Picture) -> str:
    """A chart; what it says stands beside it in words."""
    sources = "".join(
        f'<source media="{media}" srcset="{_data(_svg(picture, width, dark=dark))}">'
        for media, width, dark in (
            ("(max-width: 40rem) and (prefers-color-scheme: dark)", NARROW, True),
            ("(max-width: 40rem)", NARROW, False),
            ("(prefers-color-scheme: dark)", WIDE, True),
        )
    )
    return f'<picture>{sources}<img src="{_data(_svg(picture, WIDE, dark=False))}" alt=""></picture>'


def _svg(picture: Picture, width: int, *, dark: bool) -> str:
    svg = as_svg(picture, width=width).replace(f'font-family="{FONT_FAMILY}"', f'font-family="{FONTS}"')
    for on_paper, in_the_dark in IN_THE_DARK.items() if dark else ():
        svg = svg.replace(on_paper, in_the_dark)
    return svg


def _data(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}"
