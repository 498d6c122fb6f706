"""The glossary: every figure that comes out, every number that is stated, and the words around them.

An entry is made from its declaration; a new metric or number has one by itself. Every example is worked out by the
model on the one small business of ``worked.yaml``.
"""

from functools import lru_cache

from simulator.presentation.glossary.assumptions import assumptions
from simulator.presentation.glossary.entry import BETTER, KINDS, Entry, Kind, found, named, used_in
from simulator.presentation.glossary.results import results
from simulator.presentation.glossary.words import words
from simulator.text.formats import Formats

__all__ = ["BETTER", "KINDS", "Entry", "Kind", "found", "glossary", "named", "used_in"]


@lru_cache(maxsize=16)
def glossary(formats: Formats) -> tuple[Entry, ...]:
    """All entries, by kind."""
    return (*results(formats), *assumptions(formats), *words(formats))
