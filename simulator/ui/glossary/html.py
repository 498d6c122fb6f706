"""HTML of the page Glossary: its entries, each with an anchor. Pure; every text is escaped."""

from collections.abc import Sequence
from html import escape

from simulator.presentation.glossary import BETTER, KINDS, Entry, Kind
from simulator.ui.frame.html import section_html

NOT_FOUND = "Nothing here goes by that name. Try a part of it, or an abbreviation such as CAC."


def glossary_html(entries: Sequence[Entry]) -> str:
    """The entries, those of each kind under its heading."""
    return "".join(_kind_html(kind, [each for each in entries if each.kind == kind]) for kind in KINDS)


def entry_html(entry: Entry) -> str:
    """An entry: the term, what it means, its formula and an example."""
    lines = (("Formula", entry.formula), ("Example", entry.example), ("Also called", ", ".join(_further_names(entry))))
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in lines if text)
    words = f"{entry.words} {BETTER[entry.better]}".strip()
    return (
        f'<article class="fc-entry" id="{escape(entry.key)}"><h3 class="fc-term">{escape(entry.term)}</h3>'
        f"<p>{escape(words)}</p><dl>{facts}</dl></article>"
    )


def _further_names(entry: Entry) -> list[str]:
    """The names that its term does not say already."""
    term = entry.term.casefold()
    return [name for name in dict.fromkeys(entry.also) if name.casefold() not in term]


def _kind_html(kind: Kind, entries: Sequence[Entry]) -> str:
    return section_html(KINDS[kind]) + "".join(map(entry_html, entries)) if entries else ""
