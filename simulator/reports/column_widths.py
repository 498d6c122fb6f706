"""The widths of a table's columns, from the letters in them, so that figures stay on one line."""

from collections.abc import Sequence

from simulator.story import Table

LEAST, MOST_OF_NAME, MOST = 8, 66, 90
"""Letters that a column has room for in one line, the first one and any other; longer words go on in the next."""

MOST_OF_HEAD = 14
"""Letters of a word over figures that are kept in one line."""

BETWEEN = 2.5
"""The room between columns [letters]."""

WIDE = 1.15
"""The width of a digit, in letters of words."""

NARROWEST = 14
"""The least that words are squeezed to [letters]."""


def column_widths(table: Table, room: float) -> list[float]:
    """The share of the table's width that each column has, of ``room`` for so many letters; they add up to one.

    Where there is too little room, figures keep theirs and words go on in the next line.
    """
    needed = [
        _letters(column, [head, *(row[column] for row in table.rows)], column in table.words)
        for column, head in enumerate(table.heads)
    ]
    words = sum(needed[column] for column in table.words)
    squeezed = max(room - (sum(needed) - words), NARROWEST * len(table.words)) / words
    if squeezed < 1.0:
        needed = [each * squeezed if column in table.words else each for column, each in enumerate(needed)]
    return [letters / sum(needed) for letters in needed]


def _letters(column: int, cells: Sequence[str], is_words: bool) -> float:
    head, *below = cells
    # A heading may break between words, and so may what is no figure.
    longest = max((len(cell) for cell in below), default=0)
    word = min(MOST_OF_HEAD, max((len(part) for part in head.split()), default=0))
    letters = BETWEEN + max(LEAST, longest, word)
    if is_words:
        return min(MOST if column else MOST_OF_NAME, letters)
    return WIDE * letters
