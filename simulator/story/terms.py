"""The terms: what the words of a story mean, for whoever reads it without us."""

from collections.abc import Iterator, Sequence

from simulator.presentation.glossary import Entry, glossary, used_in
from simulator.story.slide import NUMBER_HEADS, Slide, StatedNumber, Table
from simulator.text.formats import Formats

HEADS = ("Term", "What it means", "How it is worked out", "Example")

CAPTION = "What the words mean"

ABOUT_EXAMPLES = "The examples are of another, small business in round numbers, worked out by the same model."

ALWAYS = "Possible world"
"""What every figure is of, whether a sentence says so or not."""


def terms(slides: Sequence[Slide], numbers: Sequence[StatedNumber], formats: Formats) -> Table:
    """A row for each entry of the glossary that goes by a name which these slides and numbers use."""
    words = "\n".join((ALWAYS, *NUMBER_HEADS, *_said(slides), *dict.fromkeys(number.name for number in numbers)))
    rows = tuple(map(_row, used_in(glossary(formats), words)))
    return Table(caption=CAPTION, heads=HEADS, rows=rows, words=(0, 1, 2, 3))


def _row(entry: Entry) -> tuple[str, ...]:
    return entry.term, entry.words, entry.formula, entry.example


def _said(slides: Sequence[Slide]) -> Iterator[str]:
    """What the slides say in words of ours: what people named is left out where it stands by itself."""
    for slide in slides:
        yield from (slide.lead, *slide.sentences)
        yield from (tile.label for tile in slide.tiles)
        yield from (picture.title for picture in slide.pictures)
        yield from slide.table.heads if slide.table else ()
        yield from (words for point in slide.points for words in (point.title, point.text))
