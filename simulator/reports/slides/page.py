"""A page of slides: its title, its leading sentence, what stands at its foot, and words for screen readers."""

from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches, Pt

from simulator.reports.slides.fitting import height, size_that_fits

WIDTH, HEIGHT = 13.333, 7.5
"""16:9 [inches]."""

MARGIN, LEAD, FOOT, GAP = 0.6, 1.08, 6.8, 0.2
"""From the edge to what stands on a page, from its top to its lead and to its foot, and between parts [inches]."""

LOGO_WIDTH, LOGO_HEIGHT = 1.7, 0.62

INSIDE = WIDTH - 2.0 * MARGIN

TITLE_SLIDE, TITLE_ONLY = 0, 5
"""Places of layouts in the template that the library ships."""

FOOTER, NUMBER = 11, 12
"""Placeholders of a layout, by their numbers in that template."""

Frame = Any
"""The words of a shape; the library leaves most of its methods without types."""

INK, QUIET = "#1a1f29", "#5a6270"


@cache
def _template() -> bytes:
    """The template, which is 4:3, made as wide as screens are; layouts too, for whoever adds a slide."""
    deck, made = Presentation(), BytesIO()
    stretch = Inches(WIDTH) / deck.slide_width
    parts: Any = (deck.slide_master, *deck.slide_layouts)
    for shape in (shape for part in parts for shape in part.placeholders):
        # All four are stated, or what is left out would no longer be that of the master.
        left, top, width, height = shape.left, shape.top, shape.width, shape.height
        shape.left, shape.width = round(stretch * left), round(stretch * width)
        shape.top, shape.height = top, height
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.save(made)
    return made.getvalue()


@dataclass(frozen=True, kw_only=True)
class Look:
    """Design that all pages of a document share; ``colour`` can be read on white, ``logo`` is a PNG or empty."""

    colour: str
    logo: bytes
    footer: str
    deck: Deck = field(default_factory=lambda: Presentation(BytesIO(_template())))

    def page(self, title: str, lead: str) -> tuple[Page, float]:
        """A new page with a title and a sentence, and how far down they reach [inches]."""
        page = self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY])
        band(page, self.colour, top=0.0, high=0.12)
        beside_logo = INSIDE - (LOGO_WIDTH + GAP if self.logo else 0.0)
        size = size_that_fits([title], width=beside_logo, room=0.62, largest=30, least=16)
        place(page.shapes.title, left=MARGIN, top=0.38, wide=beside_logo, high=0.62)
        write(page.shapes.title.text_frame, [title], size=size, colour=self.colour, bold=True, anchor=MSO_ANCHOR.MIDDLE)
        self._logo(page)
        self.foot(page)
        return page, self._lead(page, lead)

    def _lead(self, page: Page, lead: str) -> float:
        size, high = lead_size(lead)
        if lead:
            write(box(page, left=MARGIN, top=LEAD, wide=INSIDE, high=high), [lead], size=size)
        return LEAD + high + GAP

    def _logo(self, page: Page) -> None:
        if self.logo:
            add_logo(page, self.logo, right=WIDTH - MARGIN, top=0.36, wide=LOGO_WIDTH, high=LOGO_HEIGHT)

    def foot(self, page: Page) -> None:
        """The line that says how the figures came about, and the number of the page, which counts by itself."""
        wide = INSIDE - 0.8
        frame = _own_placeholder(page, FOOTER, left=MARGIN, wide=wide)
        size = size_that_fits([self.footer], width=wide, room=0.45, largest=10, least=7)
        write(frame, [self.footer], size=size, colour=QUIET)
        number = _own_placeholder(page, NUMBER, left=WIDTH - MARGIN - 0.7, wide=0.7)
        number.paragraphs[0].alignment = PP_ALIGN.RIGHT
        number.paragraphs[0].font.size = Pt(11)
        number.paragraphs[0].font.color.rgb = rgb(QUIET)


def lead_size(lead: str) -> tuple[int, float]:
    """The size of the letters of a leading sentence [points] and its height [inches]."""
    size = size_that_fits([lead], width=INSIDE, room=1.15, largest=22, least=13)
    return size, height([lead], width=INSIDE, size=size) + 0.1 if lead else 0.0


def _own_placeholder(page: Any, number: int, *, left: float, wide: float) -> Frame:
    """The layout's placeholder of this number, on the page itself: what is at the foot is shown only then."""
    # By its number at once: the library would look at what every shape is.
    [there] = page.slide_layout.element.xpath(f".//p:sp[./p:nvSpPr/p:nvPr/p:ph/@idx='{number}']")
    page.shapes._spTree.append(deepcopy(there))
    shape = page.shapes[-1]
    place(shape, left=left, top=6.92, wide=wide, high=0.45)
    return shape.text_frame


def band(page: Page, colour: str, *, top: float, high: float) -> None:
    """A bar of colour across the page, which says nothing."""
    card(page, colour, left=0.0, top=top, wide=WIDTH, high=high)


def card(page: Page, colour: str, *, left: float, top: float, wide: float, high: float) -> Frame:
    """A rectangle of one colour, for words [inches]."""
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in (left, top, wide, high)))
    # The theme's style would add an outline and a shadow.
    [style] = shape.element.xpath("./p:style")
    shape.element.remove(style)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    return shape.text_frame


def add_logo(page: Page, logo: bytes, *, right: float, top: float, wide: float, high: float) -> None:
    """The logo, as large as fits, flush right."""
    picture = page.shapes.add_picture(BytesIO(logo), Inches(0), Inches(top))
    shrunk = min(Inches(wide) / picture.width, Inches(high) / picture.height)
    picture.width, picture.height = Emu(round(shrunk * picture.width)), Emu(round(shrunk * picture.height))
    picture.left = Emu(Inches(right) - picture.width)
    describe(picture, "Logo")


def box(page: Page, *, left: float, top: float, wide: float, high: float) -> Frame:
    """A place for words [inches]."""
    return page.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high)).text_frame


def place(shape: Any, *, left: float, top: float, wide: float, high: float) -> None:
    """Put a shape where it is to stand [inches]."""
    shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (left, top, wide, high))


def write(
    frame: Frame,
    paragraphs: list[str],
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
) -> None:
    """Put paragraphs in place of what a frame says."""
    frame.clear()
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        add_run(paragraph, words, size=size, colour=colour, bold=bold)


def as_bullet(paragraph: Any, colour: str) -> None:
    """Make a paragraph an entry of a list, its further lines below its first word."""
    shape = paragraph._p.get_or_add_pPr()  # the library knows no lists
    shape.set("marL", str(Inches(0.3)))
    shape.set("indent", str(-Inches(0.3)))
    for mark in (
        f'<a:buClr {nsdecls("a")}><a:srgbClr val="{rgb(colour)}"/></a:buClr>',
        f'<a:buChar {nsdecls("a")} char="•"/>',
    ):
        shape.append(parse_xml(mark))


def indent(paragraph: Any) -> None:
    """Let a paragraph stand below the words of an entry of a list."""
    paragraph._p.get_or_add_pPr().set("marL", str(Inches(0.3)))


def add_run(paragraph: Any, words: str, *, size: float, colour: str = INK, bold: bool = False) -> None:
    """Put words at the end of a paragraph."""
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)


def rgb(colour: str) -> RGBColor:
    """A colour of six digits after ``#``."""
    kind: Any = RGBColor
    made: RGBColor = kind.from_string(colour.removeprefix("#").upper())
    return made


def describe(shape: Any, words: str) -> None:
    """Say in words what a shape shows, for those who cannot see it."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", words)
