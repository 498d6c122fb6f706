"""The appendix of the report as values: every number by channel, its sources once each, and the words explained."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from simulator.story import StatedNumber, Story
from simulator.story.terms import ABOUT_EXAMPLES

MOST_OF_TABLE = 80
"""Numbers of an appendix that are still set as a table; more of them are running text."""

MOST_OF_RANGE, LEAST_OF_MIDDLE = 16, 9
"""The room for a range in that table, and for the number in its middle [letters]."""

MOST_OF_PAGE = 70
"""Lines of that table that fit a page."""

LETTERS_OF_LINE = 65
"""The letters of a line of the appendix."""

SHARED = "The business as a whole"
"""Above the numbers that belong to no channel."""

SOURCE = "Source: "
"""Before a source where no heading says so."""

NOWHERE = {f"{SOURCE}assumption": "assumed", "No source stated": "none"}
"""What stands in place of a source's number where there is no more to say."""

HOW_TO_READ_NUMBERS = "Each number: 8 times in 10 between, half the time below, and its source."
"""Above numbers in running text."""


def appendix(story: Story) -> dict[str, Any]:
    """The numbers by channel, their sources once each, and the words of the glossary."""
    sources = dict.fromkeys(each.source for each in story.numbers if each.source not in NOWHERE)
    marks = {**NOWHERE, **{source: str(mark) for mark, source in enumerate(sources, 1)}}
    return {
        "numbers": {
            "title": story.beliefs.caption,
            "heads": [*story.beliefs.heads[:3], "Source"],
            "about": HOW_TO_READ_NUMBERS,
            "is_table": len(story.numbers) <= MOST_OF_TABLE,
            "widths": _letters_of_figures(story.numbers),
            "groups": [_group(owner, story.numbers, marks) for owner in dict.fromkeys(n.owner for n in story.numbers)],
        },
        "sources": {"title": "Sources", "all": [each.removeprefix(SOURCE) for each in sources]},
        "terms": {
            "title": story.terms.caption,
            "about": ABOUT_EXAMPLES,
            "example": story.terms.heads[-1],
            "halves": _in_halves(story.terms.rows),
        },
    }


def fits_a_page(story: Story) -> bool:
    """Whether there are numbers, and no more than fit a page beside their sources."""
    lines = len(story.numbers) + len({each.owner for each in story.numbers})
    return 0 < lines <= MOST_OF_PAGE


def _in_halves(rows: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """The rows in two lists of about as many letters."""
    sums = [*accumulate(sum(map(len, row)) + LETTERS_OF_LINE for row in rows)]
    first = sum(each <= 0.5 * sums[-1] + LETTERS_OF_LINE for each in sums) if sums else 0
    return [[list(row) for row in part] for part in (rows[:first], rows[first:])]


def _group(owner: str, numbers: Sequence[StatedNumber], marks: Mapping[str, str]) -> dict[str, Any]:
    own = [each for each in numbers if each.owner == owner]
    return {
        "owner": owner or SHARED,
        "rows": [[each.name, each.between, each.middle, marks[each.source]] for each in own],
    }


def _letters_of_figures(numbers: Sequence[StatedNumber]) -> list[int]:
    """The room of each column of the numbers [letters]; the first has what is left. A range may go on below."""
    longest = [max((len(each) for each in column), default=0) for column in zip(*(n.row for n in numbers), strict=True)]
    _, between, middle, _ = longest or [0] * 4
    return [0, max(min(between, MOST_OF_RANGE), -(-between // 2) + 2), max(middle, LEAST_OF_MIDDLE), len("assumed")]
