"""Parts of a page as HTML that every page uses: headings, lines, tables, and how large a figure is written."""

from collections.abc import Sequence
from html import escape

from simulator.text.formats import UNDEFINED

LONG_FIGURE, VERY_LONG_FIGURE = 8, 12
"""From so many letters on a figure is written smaller, so that it stays on its line."""


def figure_size(figure: str) -> str:
    """The class that writes a long figure smaller."""
    if len(figure) >= VERY_LONG_FIGURE:
        return " fc-very-long"
    return " fc-long" if len(figure) >= LONG_FIGURE else ""


def section_html(title: str, note: str = "", *, spoken: str = "") -> str:
    """The heading of a part of the page, and a line on how to read it; ``spoken`` says what a picture below shows."""
    return f'<h2 class="fc-title">{escape(title)}</h2>{note_html(note)}{spoken_html(spoken)}'


def note_html(note: str) -> str:
    """A line of explanation."""
    return f'<p class="fc-note">{escape(note)}</p>' if note else ""


def spoken_html(spoken: str) -> str:
    """Description of a picture below, for those who hear the page; nothing is seen of it."""
    return f'<p class="fc-hidden">{escape(spoken)}</p>' if spoken else ""


def lines_html(lines: Sequence[str]) -> str:
    """Sentences, one below the other."""
    return f'<ul class="fc-lines">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>' if lines else ""


def heads_html(heads: Sequence[str]) -> str:
    """The headings of a table's columns."""
    return "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)


def rows_html(lines: Sequence[Sequence[str]]) -> str:
    """Rows of a table, each of which begins with its name."""
    return "".join(
        f'<tr><th scope="row"><bdi>{escape(name)}</bdi></th>'
        f"{''.join(f'<td>{escape(cell or UNDEFINED)}</td>' for cell in cells)}</tr>"
        for name, *cells in lines
    )


def scroll_table_html(heads: str, rows: str, *, caption: str, kind: str = "") -> str:
    """A table of cells that are HTML already; it scrolls sideways within its place, also by keyboard.

    ``kind`` is a class of its own: ``fc-wraps`` for one whose words wrap on a phone.
    """
    return (
        f'<div class="{f"fc-scroll {kind}".rstrip()}" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="fc-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
