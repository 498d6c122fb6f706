"""Text that fits: sizes from the number of letters, because no slide is laid out before it is opened."""

import math
from collections.abc import Sequence
from unicodedata import east_asian_width

LETTER = 0.5
"""The width of a letter as a share of its height; generous, because other fonts may take the place of the slides'."""

LINE = 1.2
"""The height of a line, in heights of its letters."""

NEARLY_FULL = 0.9
"""So much of a line may be filled that it is one line whatever the font."""

POINTS = 72.0
"""Points an inch."""


def letters(text: str) -> int:
    """The letters of a text, those of East Asia and pictures counted twice."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def lines(text: str, *, width: float, size: float) -> int:
    """The lines that a paragraph takes in letters of a size [points] over a width [inches]."""
    fit = max(1.0, width * POINTS / (LETTER * size))
    # Words do not break, so a line is not filled to its end; and in another font a full line goes on in the next.
    count = letters(text)
    return max(1, math.ceil(count / fit * (1.0 if count < NEARLY_FULL * fit else 1.07)))


def height(paragraphs: Sequence[str], *, width: float, size: float) -> float:
    """The height of paragraphs [inches]."""
    return sum(lines(each, width=width, size=size) for each in paragraphs) * size * LINE / POINTS


def size_that_fits(
    paragraphs: Sequence[str], *, width: float, room: float, largest: int, least: int, between: float = 0.0
) -> int:
    """The largest size at which paragraphs fit into a width and a height [inches], ``between`` them so much room."""
    gaps = between * max(0, len(paragraphs) - 1)
    fitting = (size for size in range(largest, least, -1) if height(paragraphs, width=width, size=size) + gaps <= room)
    return next(fitting, least)


def in_groups(heights: Sequence[float], room: float) -> list[range]:
    """Which of things that stand below each other come onto the same slide, in their order."""
    starts, used = [0], 0.0
    for number, each in enumerate(heights):
        if used + each > room and number > starts[-1]:
            starts.append(number)
            used = 0.0
        used += each
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(heights)], strict=True)]


def in_even_groups(heights: Sequence[float], room: float) -> list[range]:
    """The same on as few slides, each about as full as the others: nothing stands on a slide alone at the end."""
    fewest = len(in_groups(heights, room))
    tried = (in_groups(heights, share / 20 * room) for share in range(1, 21))
    return next(groups for groups in tried if len(groups) == fewest)
