"""Charts of a story as images that a page carries: for wide and narrow windows, by day and in the dark.

An image runs nothing and fetches nothing, whatever people named in it.
"""

import re
from base64 import b64encode

from simulator.reports.chart_images import DARK, FONT_FAMILY, LETTERS, as_svg
from simulator.story import Picture

WIDE, NARROW = 840, 358
"""Widths of a chart [pixels]; the second is that of a phone."""

IN_THE_DARK = {DARK: "#ece9e4", "#dfe3e8": "#3d3a35"}
"""The colours of words and lines on a dark page, in place of those on paper."""

FONTS = f"{FONT_FAMILY}, system-ui, Helvetica, Arial, sans-serif"
"""An image has no font of its own."""


ROOM = 8
"""The room on the left of a chart [pixels]."""

FONT_SIZES = (f'font-size="{LETTERS}px"', 'font-size="11px"')
"""The size of words as laid out, and as shown: the fonts at hand are a sixth wider than that of the documents."""


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
    svg = with_room(svg.replace(*FONT_SIZES))
    for on_paper, in_the_dark in IN_THE_DARK.items() if dark else ():
        svg = svg.replace(on_paper, in_the_dark)
    return svg


def with_room(svg: str) -> str:
    """The image with some room on its left: where the reader's font is wide, the amounts of an axis need it."""
    width, height = re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0]
    wider = int(width) + ROOM
    svg = svg.replace(f'viewBox="0 0 {width} {height}"', f'viewBox="-{ROOM} 0 {wider} {height}"', 1)
    return svg.replace(f'width="{width}"', f'width="{wider}"', 1)


def _data(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}"
