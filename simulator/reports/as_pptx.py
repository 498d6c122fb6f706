"""The story as slides, one idea each, with native tables and charts that whoever gets them can edit.

Needs the libraries of ``funnelcast[documents]``.
"""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide as Page
from pptx.util import Inches

from simulator.presentation.headline import Tile
from simulator.reports.ink import on_white
from simulator.reports.printable import how_made, printable
from simulator.reports.slides.charts import add_chart
from simulator.reports.slides.fitting import height, in_even_groups, size_that_fits
from simulator.reports.slides.page import (
    FOOT,
    GAP,
    INSIDE,
    LEAD,
    MARGIN,
    QUIET,
    TITLE_SLIDE,
    WIDTH,
    Frame,
    Look,
    add_logo,
    add_run,
    as_bullet,
    band,
    box,
    card,
    indent,
    lead_size,
    place,
    write,
)
from simulator.reports.slides.tables import add_table, tables_that_fit
from simulator.story import Point, Slide, Story, Table
from simulator.story.terms import ABOUT_EXAMPLES

CARD, CARD_HEIGHT, MOST_ACROSS = "#f2f4f7", 1.95, 3
"""The colour and the height [inches] of cards with a figure, and how many stand beside each other."""

FACTS = 3.6
"""The width of what stands beside a chart [inches]."""

LARGEST, LEAST = 22, 13
"""Letters of a list of points [points]."""

HOW_TO_READ_NUMBERS = "Each number is a range: 1 time in 10 the truth is below it, 1 time in 10 above."


def as_pptx(story: Story) -> bytes:
    """The story as slides of 16:9."""
    told = printable(story)
    look = Look(colour=on_white(told.colour), logo=told.logo, footer=how_made(told.made))
    first, *parts = told.slides
    _add_title(look, told, first)
    for part in parts:
        _add_part(look, part)
    _add_tables(look, told.beliefs, told.beliefs.caption, lead="", sentences=(), notes=HOW_TO_READ_NUMBERS)
    _add_tables(look, told.terms, told.terms.caption, lead=ABOUT_EXAMPLES, sentences=(), notes=ABOUT_EXAMPLES)
    _state(look, told)
    written = BytesIO()
    look.deck.save(written)
    return written.getvalue()


def _state(look: Look, story: Story) -> None:
    properties, made = look.deck.core_properties, datetime.combine(story.made.on, time(12))
    properties.title, properties.author, properties.language = story.title, story.client, "en"
    properties.created = properties.modified = made
    properties.last_modified_by = ""


def _add_title(look: Look, story: Story, slide: Slide) -> None:
    page = look.deck.slides.add_slide(look.deck.slide_layouts[TITLE_SLIDE])
    band(page, look.colour, top=0.0, high=0.35)
    title, answer = page.shapes.title, page.placeholders[1]
    size = size_that_fits([slide.title], width=INSIDE, room=1.6, largest=48, least=22)
    place(title, left=MARGIN, top=1.75, wide=INSIDE, high=1.6)
    write(title.text_frame, [slide.title], size=size, colour=look.colour, bold=True, anchor=MSO_ANCHOR.BOTTOM)
    size = size_that_fits([slide.lead], width=INSIDE, room=1.6, largest=28, least=14)
    place(answer, left=MARGIN, top=3.55, wide=INSIDE, high=1.6)
    write(answer.text_frame, [slide.lead], size=size)
    about = [*slide.sentences]
    size = size_that_fits(about, width=INSIDE, room=1.2, largest=18, least=11)
    write(box(page, left=MARGIN, top=5.4, wide=INSIDE, high=1.2), about, size=size, colour=QUIET)
    if story.client:
        write(box(page, left=MARGIN, top=0.8, wide=8.0, high=0.5), [story.client], size=20, colour=QUIET)
    if look.logo:
        add_logo(page, look.logo, right=WIDTH - MARGIN, top=0.65, wide=3.2, high=1.1)
    look.foot(page)
    _note(page, slide.notes)


def _add_part(look: Look, slide: Slide) -> None:
    """The slides of one part of the story: what is drawn or listed first, then its table."""
    if slide.pictures or slide.tiles or slide.points or slide.table is None:
        _add_drawn(look, slide)
        if slide.table is not None:
            title = f"{slide.title}: {_lower_first(slide.table.caption)}"
            _add_tables(look, slide.table, title, lead="", sentences=(), notes=slide.notes)
    else:
        _add_tables(look, slide.table, slide.title, lead=slide.lead, sentences=slide.sentences, notes=slide.notes)


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _add_drawn(look: Look, slide: Slide) -> None:
    if slide.points and not slide.pictures:
        _add_points(look, slide)
        return
    page, top = look.page(slide.title, slide.lead)
    bottom = _add_sentences(page, slide.sentences)
    if slide.tiles:
        _add_tiles(page, slide.tiles, top=top + GAP, colour=look.colour)
    wide = INSIDE - (FACTS + 2 * GAP if slide.points else 0.0)
    for picture in slide.pictures:
        add_chart(page, picture, left=MARGIN, top=top, wide=wide, high=bottom - top)
    if slide.points:
        _add_facts(page, slide.points, top=top + GAP, room=bottom - top - GAP)
    _note(page, slide.notes, *(f"{picture.title}. {picture.says}" for picture in slide.pictures))


def _add_sentences(page: Page, sentences: Sequence[str]) -> float:
    """The sentences at the foot of a page; how far up they reach [inches]."""
    size, high = _sentences_size(sentences)
    if sentences:
        top = FOOT - high + GAP
        write(box(page, left=MARGIN, top=top, wide=INSIDE, high=high - GAP), [*sentences], size=size, colour=QUIET)
    return FOOT - high


def _sentences_size(sentences: Sequence[str]) -> tuple[int, float]:
    """The size of the letters of sentences at the foot [points] and their height, with room above [inches]."""
    size = size_that_fits(sentences, width=INSIDE, room=0.8, largest=14, least=11)
    return size, height(sentences, width=INSIDE, size=size) + GAP + 0.1 if sentences else 0.0


def _add_tiles(page: Page, tiles: Sequence[Tile], *, top: float, colour: str) -> None:
    """A card for each figure, at most so many beside each other that they can be read from afar."""
    across = min(len(tiles), MOST_ACROSS)
    wide = (INSIDE - GAP * (across - 1)) / across
    # Bold figures are wider than letters are.
    inside = 0.85 * (wide - 2 * GAP)
    size = min(size_that_fits([tile.middle], width=inside, room=0.8, largest=44, least=16) for tile in tiles)
    for number, tile in enumerate(tiles):
        left, down = MARGIN + number % across * (wide + GAP), top + number // across * (CARD_HEIGHT + GAP)
        frame = card(page, CARD, left=left, top=down, wide=wide, high=CARD_HEIGHT)
        write(frame, [tile.middle], size=size, colour=colour, bold=True, anchor=MSO_ANCHOR.MIDDLE)
        frame.margin_left = frame.margin_right = Inches(GAP)
        add_run(frame.add_paragraph(), tile.label, size=18, colour=QUIET)
        if tile.range:
            add_run(frame.add_paragraph(), tile.range, size=18)


def _add_facts(page: Page, facts: Sequence[Point], *, top: float, room: float) -> None:
    """What stands beside a chart: each fact with its name above it."""
    said = [words for fact in facts for words in (fact.title, fact.text)]
    size = size_that_fits(said, width=FACTS, room=room, largest=20, least=11, between=0.1)
    frame = box(page, left=MARGIN + INSIDE - FACTS, top=top, wide=FACTS, high=room)
    write(frame, [], size=size)
    for number, fact in enumerate(facts):
        name = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        add_run(name, fact.title, size=max(11, size - 5), colour=QUIET)
        text = frame.add_paragraph()
        add_run(text, fact.text, size=size, bold=True)
        text.space_after = Inches(0.14)


def _add_points(look: Look, slide: Slide) -> None:
    """Points below each other, on further slides where there are too many for one."""
    page, top = look.page(slide.title, slide.lead)
    bottom = _add_sentences(page, slide.sentences)
    gap, wide = 0.16, INSIDE - 0.3
    said = [words for point in slide.points for words in (point.title, point.text) if words]
    size = size_that_fits(said, width=wide, room=bottom - top - gap * len(slide.points), largest=LARGEST, least=LEAST)
    heights = [
        height([words for words in (point.title, point.text) if words], width=wide, size=size) + gap
        for point in slide.points
    ]
    groups = in_even_groups(heights, bottom - top + gap)
    for number, group in enumerate(groups):
        if number:
            page, top = look.page(_continued(slide.title, number, len(groups)), "")
        _list(
            page, [slide.points[each] for each in group], size, top=top, high=bottom - top, gap=gap, colour=look.colour
        )
        _note(page, slide.notes)


def _list(page: Page, points: Sequence[Point], size: int, *, top: float, high: float, gap: float, colour: str) -> None:
    frame = box(page, left=MARGIN, top=top, wide=INSIDE, high=high)
    write(frame, [], size=size)
    for number, point in enumerate(points):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        as_bullet(paragraph, colour)
        add_run(paragraph, point.title, size=size, bold=bool(point.text))
        if point.text:
            paragraph = frame.add_paragraph()
            indent(paragraph)
            add_run(paragraph, point.text, size=size)
        paragraph.space_after = Inches(gap)


def _add_tables(look: Look, table: Table, title: str, *, lead: str, sentences: Sequence[str], notes: str) -> None:
    """A table on as many slides as it takes, the sentences on the last one."""
    room = FOOT - LEAD - GAP - lead_size(lead)[1] - _sentences_size(sentences)[1]
    parts = tables_that_fit(table, room)
    for number, (part, size) in enumerate(parts):
        page, top = look.page(_continued(title, number, len(parts)), "" if number else lead)
        add_table(page, part, size, top=top, colour=look.colour)
        if number == len(parts) - 1:
            _add_sentences(page, sentences)
        _note(page, notes)


def _continued(title: str, number: int, of: int) -> str:
    return f"{title} ({number + 1} of {of})" if of > 1 else title


def _note(page: Page, *notes: str) -> None:
    frame: Frame = page.notes_slide.notes_text_frame
    frame.text = "\n\n".join(each for each in notes if each)
