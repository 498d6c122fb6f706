"""The glossary: every figure that comes out, every number that is stated, and the words around them.

An entry is made from its declaration; a new metric or number has one by itself. Every example is worked out by the
model on the one small business of ``worked.yaml``.
"""

from dataclasses import dataclass
from functools import lru_cache

from simulator.presentation.glossary.assumptions import assumptions
from simulator.presentation.glossary.entry import BETTER, KINDS, Entry, Kind, found, named, used_in
from simulator.presentation.glossary.results import results
from simulator.presentation.glossary.words import words
from simulator.text.formats import Formats
from simulator.units import Unit

__all__ = ["BETTER", "KINDS", "Entry", "Kind", "found", "glossary", "named", "used_in"]


@lru_cache(maxsize=16)
def glossary(formats: Formats) -> tuple[Entry, ...]:
    """All entries, by kind."""
    own = formats if formats.has_cents else _InHundreds(formats.currency, formats.locale)
    return (*results(own), *assumptions(own), *words(own))


@dataclass(frozen=True)
class _InHundreds(Formats):
    """A business a hundred times as large, so that no sum of the examples hangs on cents that a currency lacks."""

    def money(self, value: float, error: float | None = None) -> str:
        """A hundred times an amount of the examples."""
        return super().money(_HUNDRED * value, None if error is None else _HUNDRED * error)

    def range(
        self,
        low: float,
        high: float,
        unit: Unit,
        errors: tuple[float | None, float | None] = (None, None),
        *,
        horizon_months: int | None = None,
    ) -> str:
        """The same of a range of amounts."""
        if unit is Unit.MONEY:
            low, high = _HUNDRED * low, _HUNDRED * high
        return super().range(low, high, unit, errors, horizon_months=horizon_months)


_HUNDRED = 100.0
