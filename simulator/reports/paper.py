"""Paper sizes, by where the reader lives."""

from typing import Literal

from simulator.text.formats import known_locale

Paper = Literal["a4", "us-letter"]

LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""Where paper is US Letter; elsewhere it is A4. Source: Unicode CLDR 48, supplemental data, paperSize."""


def paper_of(locale: str | None) -> Paper:
    """The paper that a reader of this locale prints on."""
    return "us-letter" if known_locale(locale).territory in LETTER else "a4"
