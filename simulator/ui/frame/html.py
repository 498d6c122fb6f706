"""Parts of a page as HTML that every page uses: headings, and how large a figure is written."""

from html import escape

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
    """What a picture below shows, for those who hear the page; nothing is seen of it."""
    return f'<p class="fc-hidden">{escape(spoken)}</p>' if spoken else ""
