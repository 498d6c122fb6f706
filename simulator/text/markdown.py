"""Text of people in Streamlit's Markdown."""

import re


def escape_markdown(text: str) -> str:
    """Text that Streamlit's Markdown shows letter by letter, on one line.

    A backslash before every mark of punctuation stops emphasis, links, images, HTML, formulas (``$``), lists and
    directives (``:red[...]``). Emoji names (``:bomb:``), web and mail addresses and arrows (``->``) are found
    later, in the finished text: an invisible word joiner breaks those apart. Marks that turn the direction of what
    follows are left out: they would reach beyond the text. Letters that run from right to left do so without them.
    """
    one_line = " ".join(_TURNING.sub("", text).split())
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", _FOUND_LATER.sub("\\g<0>\u2060", one_line))


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FOUND_LATER = re.compile(r":|@|www(?=\.)|[<>~-](?=[-=>])", re.IGNORECASE)
