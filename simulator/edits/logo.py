"""A logo for a presentation: a picture from a person, drawn anew, so that nothing else that was in its file is kept."""

import io
import re
import warnings
from base64 import b64encode
from dataclasses import replace

from PIL import Image

from simulator.errors import PictureError
from simulator.scenario.beliefs import Belief
from simulator.scenario.presentation import LARGEST_LOGO
from simulator.scenario.scenario import Scenario

WIDEST, HIGHEST = 800, 320
"""What a logo is made smaller to [pixels]: sharp on paper at a width of five centimetres."""

MOST_PIXELS = 16_000_000
"""A small file may unpack to a picture that fills the memory."""

SMALLER = 0.75
"""By how much a picture shrinks that still takes too many bytes."""

_OUTSIDE = re.compile(
    rb"""<!|@import|<script|<foreignObject|url\(\s*["']?\s*[^#"'\s]|href\s*=\s*["']\s*[^#"'\s]""", re.IGNORECASE
)
"""What leads out of an SVG, or is no picture: entities, styles and pictures from elsewhere, scripts."""

_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)


def with_logo(scenario: Scenario[Belief], content: bytes) -> Scenario[Belief]:
    """The scenario with this picture, a PNG or an SVG, as its logo. Raises PictureError."""
    return replace(scenario, presentation=replace(scenario.presentation, logo=b64encode(logo(content)).decode("ascii")))


def without_logo(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario without a logo."""
    return replace(scenario, presentation=replace(scenario.presentation, logo=""))


def logo(content: bytes) -> bytes:
    """A picture as a PNG of at most ``LARGEST_LOGO`` bytes. Raises PictureError."""
    if len(content) > LARGEST_LOGO:
        raise PictureError(
            f"The picture has {len(content):,} bytes; at most {LARGEST_LOGO:,} are taken. Make it smaller."
        )
    picture = _opened(_drawn(content) if _SVG.search(content[:2_000]) else content)
    picture.thumbnail((WIDEST, HIGHEST))
    while len(png := _written(picture)) > LARGEST_LOGO:
        picture = picture.resize((max(1, int(picture.width * SMALLER)), max(1, int(picture.height * SMALLER))))
    return png


def _drawn(svg: bytes) -> bytes:
    """An SVG as a PNG."""
    if _OUTSIDE.search(svg):
        raise PictureError("The SVG leads to other files, or holds more than a picture. Save it as a PNG.")
    try:
        from vl_convert import svg_to_png
    except ImportError:
        raise PictureError("An SVG needs funnelcast[documents]. Save the picture as a PNG.") from None
    try:
        return svg_to_png(svg.decode("utf-8"), scale=2.0)
    except (ValueError, RuntimeError):
        raise PictureError("The SVG cannot be drawn. Save it as a PNG.") from None


def _opened(content: bytes) -> Image.Image:
    unreadable = "This is no PNG or SVG that can be read. Save the picture as a PNG, and try again."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=["PNG"])
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureError(f"The picture has {picture.width} x {picture.height} points. Make it smaller.")
            picture.load()
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError):
        raise PictureError(unreadable) from None
    return picture.convert("RGBA")


def _written(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()
