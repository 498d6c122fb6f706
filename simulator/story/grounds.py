"""The grounds: the numbers that it all rests on, and what could go wrong."""

from collections.abc import Sequence

from simulator.findings.own_figures import own_figures
from simulator.findings.review import Review
from simulator.findings.stated import Stated, beliefs_in_use, by_effect
from simulator.presentation.beliefs import shown, shown_range, source_line
from simulator.presentation.own_figures import own_figures_line
from simulator.story.slide import Point, Slide, StatedNumber, numbers_table
from simulator.story.titles import TITLES
from simulator.story.told import Told
from simulator.text.grammar import counted, sentence

MOST_NUMBERS, MOST_RISKS = 6, 5
"""Lines that can be read from three metres."""


def assumptions(told: Told) -> Slide:
    """Slide on what it rests on: the numbers that move profit most, with their sources."""
    review = Review(told.proposed, told.formats)
    stated = beliefs_in_use(review)
    strongest = [each for each, _ in by_effect(review, stated)] or list(stated)
    whose = own_figures_line(own_figures(told.proposed), told.formats)
    is_all = len(strongest) <= MOST_NUMBERS
    caption = "The numbers behind it" if is_all else f"The {MOST_NUMBERS} numbers that move profit most"
    return Slide(
        key="assumptions",
        title=TITLES["assumptions"],
        lead=whose or "There is no number behind this plan.",
        sentences=tuple(filter(None, [_without_source(stated)])),
        table=numbers_table(caption, _numbers(strongest[:MOST_NUMBERS], told)) if stated else None,
        notes="Each number is a range: 1 time in 10 the truth is below it, 1 time in 10 above.",
    )


def _without_source(stated: Sequence[Stated]) -> str:
    """How many of the numbers have no source; empty where all have one."""
    missing, of = sum(not each.has_source for each in stated), len(stated)
    if not missing:
        return ""
    if missing == of:
        return "It has no source yet." if of == 1 else f"None of the {of} numbers has a source yet."
    return f"{missing} of the {of} numbers {'has' if missing == 1 else 'have'} no source yet."


def all_numbers(told: Told) -> tuple[StatedNumber, ...]:
    """Every number that the proposed plan rests on, with its range, source and date."""
    return _numbers(beliefs_in_use(Review(told.proposed, told.formats)), told)


def _numbers(stated: Sequence[Stated], told: Told) -> tuple[StatedNumber, ...]:
    return tuple(_number(each, told) for each in stated)


def _number(each: Stated, told: Told) -> StatedNumber:
    belief, quantity, formats = each.belief, each.quantity, told.formats
    return StatedNumber(
        owner=each.owner,
        name=quantity.label,
        between="certain" if belief.is_certain else shown_range(belief, quantity, formats),
        middle=shown(belief.likely, quantity, formats),
        source=source_line(belief, formats),
    )


def risks(told: Told) -> Slide:
    """Slide on what could go wrong, and what to do about it; the serious points first."""
    found = told.findings
    points = tuple(Point(title=sentence(each.message), text=each.advice) for each in found[:MOST_RISKS])
    more = len(found) - len(points)
    lead = "Points to keep an eye on." if points else "Nothing stands out that would need attention."
    return Slide(
        key="risks",
        title=TITLES["risks"],
        lead=lead,
        sentences=(f"And {counted(more, 'smaller point')} more.",) if more > 0 else (),
        points=points,
        notes="Checked by rule, from the figures alone: each point says what was found and what helps.",
    )
