"""Headings of exports: which column holds what, and the language that they are written in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from simulator.tables.headings import simplified
from simulator.text.amounts import currencies_of

LOCALES: Mapping[str, str] = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_BR"}
"""The languages of headings, and how numbers and months are written in each."""

LONGEST_NAME = 100
"""No platform's column has a longer name."""

_CURRENCY = re.compile(r"\s*\(([A-Z]{3})\)$")
_TIME_ZONE = re.compile(r"\s*\((?:in|en|em) utc\)$")
_RATE = re.compile(
    r"%|\b(?:rate|ctr|cpc|cpm|cpl|avg|average|roas|frequency)\b|\bcost per\b|\bcost ?/|/ ?cost\b|\bper\b"
    r"|rate$|^average|durchschn|\bquote\b|\btaux\b|\btasa\b|\bpro\b|\bpar\b|\bpor\b"
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of an export: what it holds, and its names by language, several parted by ``|``.

    Of several columns with one ``key`` the first is taken. ``note`` is said where it is taken; ``why_not`` is why it
    never is.
    """

    key: str
    names: Mapping[str, str]
    note: str = ""
    why_not: str = ""

    def languages(self, name: str) -> frozenset[str]:
        """The languages in which this is its name."""
        return _languages(self).get(name, frozenset())


@lru_cache(maxsize=512)
def _of_names(names: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language, listed in names:
        for name in listed.split("|"):
            found.setdefault(joined(name), set()).add(language)
    return {name: frozenset(languages) for name, languages in found.items()}


def _languages(column: Column) -> dict[str, frozenset[str]]:
    return _of_names(tuple(column.names.items()))


@lru_cache(maxsize=4096)
def joined(heading: str) -> str:
    """A heading in small letters, without spaces, accents, currency and time zone; empty for one of a person's own."""
    if heading.startswith("* ") or len(heading) > LONGEST_NAME:
        return ""
    bare = _CURRENCY.sub("", heading.strip()) if currency_in(heading) else heading
    plain = _TIME_ZONE.sub("", simplified(bare)).replace(" ", "").replace("’", "'")
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(character for character in parts if not unicodedata.combining(character))


def currency_in(heading: str) -> str:
    """The currency that a heading states, as in ``Amount spent (USD)``; empty if it states none."""
    found = _CURRENCY.search(heading.strip()[:LONGEST_NAME])
    return found[1] if found and found[1] in currencies_of(found[1].casefold()) else ""


@dataclass(frozen=True)
class Head:
    """A row of headings, as it is written, and the lines above it."""

    cells: tuple[str, ...]
    above: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The headings without what varies from file to file."""
        return tuple(map(joined, self.cells))

    def has(self, *names: str) -> bool:
        """Whether one of these columns is there."""
        return any(joined(name) in self.names for name in names)

    def says(self, *words: str) -> bool:
        """Whether a line above begins with one of these."""
        lines = [line.lstrip("# ").casefold() for line in self.above]
        return any(line.startswith(word) for line in lines for word in words)


@dataclass(frozen=True, kw_only=True)
class Matched:
    """Headings understood: the place of each key, the columns taken, those that are not, the language, currencies."""

    places: Mapping[str, int]
    taken: tuple[Column, ...]
    refused: tuple[tuple[str, str], ...]
    language: str
    currencies: frozenset[str]

    @property
    def locale(self) -> str:
        """How the file's language writes numbers and months."""
        return LOCALES[self.language]

    def placing(self, key: str, place: int) -> "Matched":
        """The same with the place of one more key."""
        return replace(self, places={**self.places, key: place})


def matched(head: Head, columns: Sequence[Column]) -> Matched:
    """The columns of a platform found in a head row."""
    found = [(column, place) for column in columns for place in _places(head, column)]
    places: dict[str, int] = {}
    taken = []
    for column, place in found:
        if column.key and column.key not in places:
            places[column.key] = place
            taken.append(column)
    spends = [head.cells[place] for column, place in found if column.key == "spend"]
    return Matched(
        places=places,
        taken=tuple(taken),
        refused=tuple((head.cells[place], column.why_not) for column, place in found if column.why_not),
        language=_language(head, [column for column, _ in found]),
        currencies=frozenset(filter(None, map(currency_in, spends))),
    )


def rates_in(head: Head, places: Sequence[int]) -> list[str]:
    """The headings of rates and averages, of the columns that are not in these places."""
    return [
        cell
        for at, cell in enumerate(head.cells)
        if at not in places and joined(cell) and _RATE.search(simplified(cell))
    ]


def _places(head: Head, column: Column) -> Iterator[int]:
    names = _languages(column)
    return (at for at, name in enumerate(head.names) if name in names)


def _language(head: Head, columns: Sequence[Column]) -> str:
    """The language of most headings; English where several are as likely."""
    counts = Counter(language for column in columns for name in set(head.names) for language in column.languages(name))
    return max(LOCALES, key=lambda language: counts[language])
