"""A logo is drawn anew: small enough, and without anything else that was in its file."""

import io
import zlib
from base64 import b64decode

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from simulator.edits.logo import HIGHEST, WIDEST, logo, with_logo, without_logo
from simulator.errors import PictureError
from simulator.scenario.presentation import LARGEST_LOGO
from simulator.validation import problems
from tests.examples import PLUMBER


def png(width: int, height: int, *, secret: str = "", noise: bool = False) -> bytes:
    picture = Image.effect_noise((width, height), 90) if noise else Image.new("RGBA", (width, height))
    text = PngInfo()
    text.add_text("Comment", secret)
    output = io.BytesIO()
    picture.save(output, "PNG", pnginfo=text)
    return output.getvalue()


def svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{inside}</svg>'.encode()


def size(content: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(content)).size


def test_a_picture_keeps_its_shape_and_nothing_else_of_its_file():
    found = logo(png(1_600, 400, secret="home address"))
    assert size(found) == (WIDEST, 200)
    assert b"home address" not in found


def test_an_svg_is_drawn_twice_as_sharp():
    found = logo(svg('<rect width="40" height="20" fill="#1f6f54"/>'))
    assert size(found) == (80, 40)
    assert Image.open(io.BytesIO(found)).getpixel((40, 20)) == (0x1F, 0x6F, 0x54, 255)


def test_a_picture_that_does_not_pack_is_made_smaller_until_it_fits():
    found = logo(png(400, 320, noise=True))
    assert len(found) <= LARGEST_LOGO
    assert size(found)[1] <= HIGHEST


def test_a_scenario_takes_a_logo_and_is_whole():
    scenario = with_logo(PLUMBER, png(10, 10))
    assert problems(scenario) == []
    assert size(b64decode(scenario.presentation.logo)) == (10, 10)
    assert without_logo(scenario) == PLUMBER


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/passwd"/>',
        "<image xlink:href='http://evil.example/a.png'/>",
        "<style>@import 'http://evil.example';</style>",
        '<rect fill="url(http://evil.example/a.svg#b)"/>',
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
    ],
)
def test_an_svg_that_leads_elsewhere_is_refused(inside):
    with pytest.raises(PictureError, match="Save it as a PNG"):
        logo(svg(inside))


def test_an_svg_with_entities_is_refused():
    with pytest.raises(PictureError, match="more than a picture"):
        logo(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(10, 10)[:-24], svg("<rect")])
def test_what_is_no_picture_is_refused_in_words(content):
    with pytest.raises(PictureError, match="PNG"):
        logo(content)


def test_what_is_too_large_is_refused_unread():
    with pytest.raises(PictureError, match=r"at most 200,000 are taken"):
        logo(bytes(LARGEST_LOGO + 1))


def test_a_small_file_with_an_enormous_picture_is_refused():
    huge = Image.new("1", (20_000, 20_000))
    output = io.BytesIO()
    huge.save(output, "PNG")
    content = output.getvalue()
    assert len(content) < LARGEST_LOGO
    assert len(zlib.compress(content)) < LARGEST_LOGO
    with pytest.raises(PictureError):
        logo(content)
