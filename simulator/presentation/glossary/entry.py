"""An entry of the glossary as a value: what a page, a document or a terminal shows; plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.metrics.kpis import Better
from simulator.units import Unit

Kind = Literal["result", "assumption", "word"]

KINDS: dict[Kind, str] = {
    "result": "What comes out",
    "assumption": "What you state",
    "word": "Words",
}
"""The kinds of entries, in the order in which they are shown, with their headings."""

BETTER: dict[Better, str] = {"higher": "Higher is better.", "lower": "Lower is better.", "": ""}

_ABBREVIATION = re.compile(r"\(([^)]+)\)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A term and what it means.

    ``formula`` is in words; ``example`` is the same in numbers of one small business, worked out by the model.
    ``better`` says which direction is, empty where neither is. ``also`` are other names of the same thing; ``key`` is
    its name in addresses and files.
    """

    key: str
    term: str
    kind: Kind
    words: str
    formula: str = ""
    example: str = ""
    unit: Unit | None = None
    better: Better = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names that it goes by: ``Cost per lead (CPL)`` is CPL too."""
        return (self.key, *self.spoken_names)

    @property
    def spoken_names(self) -> tuple[str, ...]:
        """Those that people say: the key of a number that is stated, such as ``cost``, may be an everyday word."""
        own = () if self.kind == "assumption" else (self.key,)
        return (*own, self.term, *_ABBREVIATION.findall(self.term), *self.also)


def named(entries: Sequence[Entry], name: str) -> Entry | None:
    """The entry that goes by this name, however it is written: ``cpl``, ``Cost per lead``; None if none does."""
    sought = _bare(name)
    first = [each for each in entries if sought in (_bare(each.key), _bare(each.term))]
    return next((each for each in (*first, *entries) if sought and sought in map(_bare, each.names)), None)


def found(entries: Sequence[Entry], text: str) -> list[Entry]:
    """The entries in which every word of a text occurs; those that have all of them in their names come first."""
    words = text.casefold().split()
    hits = [each for each in entries if _holds(_all_text(each), words)]
    return sorted(hits, key=lambda each: not _holds(" ".join(each.names), words))


def used_in(entries: Sequence[Entry], text: str) -> list[Entry]:
    """The entries that a text uses: a spoken name of each stands in it as words of their own, or as their plural."""
    return [each for each in entries if any(_occurs(name, text) for name in each.spoken_names)]


def _occurs(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", text, re.IGNORECASE) is not None


def _all_text(entry: Entry) -> str:
    return " ".join((*entry.names, entry.words, entry.formula))


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text.casefold() for word in words)


def _bare(name: str) -> str:
    """A name without what is written in many ways: capitals, signs, what stands in brackets, a plural."""
    return re.sub(r"[\W_]+", "", _ABBREVIATION.sub("", name).casefold()).removesuffix("s")
