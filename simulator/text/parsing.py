"""Numbers as people type them: read from a box with tolerance, and written back exactly.

``write`` and ``read`` are inverses to the last digit, so that showing a number never changes it. Rates are typed and
shown as percent. A box shows how its text was understood: "1,5" in an English browser comes back as 1.5.
"""

from decimal import Decimal

from babel.numbers import format_decimal, get_decimal_symbol

from simulator.text.amounts import Amount, decided, fits_currency, has_other_mark, taken_apart, usual_mark
from simulator.units import Unit

_MONTH_WORDS = ("months", "month", "mo")

_SMALL = (Unit.RATIO, Unit.RATE, Unit.MONTHS)
"""Units in which thousands are rare: a mark before three digits may well begin decimals."""


def read(typed: str, unit: Unit, *, locale: str, currency: str) -> float | None:
    """The number that a person typed, a rate as a fraction of one; None if it is not a number.

    Signs and codes of the currency, percent signs, spaces, and the thousands and decimal marks of either habit are
    understood: "$1,200", "1 200", "1.2k", "8 %", "8,5". A single mark that could be either is the one of ``locale``.
    """
    amount = _amount(typed, unit, locale, currency)
    if amount is None or amount.foreign or (amount.is_percent and unit is not Unit.RATE):
        return None
    return _in_unit(decided(amount, locale), unit)


def read_otherwise(typed: str, unit: Unit, *, locale: str, currency: str) -> float | None:
    """Another number that a person may have meant by what ``read`` reads; None where there is no doubt.

    ``0.45`` as a rate is 0.45 % and may be meant as 45 %; ``1.250`` that is read as 1.25 may be 1,250, and one of an
    exchange that is read as 1,250 may be 1.25.
    """
    amount = _amount(typed, unit, locale, currency)
    if amount is None:
        return None
    number = decided(amount, locale)
    if unit is Unit.RATE and not amount.is_percent and 0 < abs(number) < 1:
        return float(number)
    smaller, larger = (choose(amount.readings.values(), key=abs) for choose in (min, max))
    if smaller == larger:
        return None
    if number == larger:
        return _in_unit(smaller, unit) if unit in _SMALL else None
    if unit is Unit.MONEY and fits_currency(amount, usual_mark(amount, locale), currency):
        return None
    return None if unit is Unit.RATE and abs(larger) > 100 else _in_unit(larger, unit)


def _in_unit(number: Decimal, unit: Unit) -> float:
    return float(number.scaleb(-2) if unit is Unit.RATE else number)


def is_scaled(typed: str, unit: Unit, *, locale: str, currency: str) -> bool:
    """Whether a word behind the number, such as k, multiplies it."""
    amount = _amount(typed, unit, locale, currency)
    return amount is not None and amount.is_scaled


def is_reworded(typed: str, unit: Unit, *, locale: str, currency: str) -> bool:
    """Whether a text says its number in other words than ``write``.

    A word behind it, such as k, multiplies it, or its decimal mark is not that of the locale: ``1,25`` in en_US.
    """
    amount = _amount(typed, unit, locale, currency)
    return amount is not None and (amount.is_scaled or has_other_mark(amount, locale))


def _amount(typed: str, unit: Unit, locale: str, currency: str) -> Amount | None:
    bare = typed
    for word in _MONTH_WORDS if unit is Unit.MONTHS else ():
        bare = bare.strip().lower().removesuffix(word)
    own = currency if unit is Unit.MONEY else ""
    return taken_apart(bare, currency=own, locale=locale, scaled=unit in (Unit.MONEY, Unit.COUNT))


def write(value: float, unit: Unit, *, locale: str) -> str:
    """A finite number as it stands in a box: every digit of it, a rate as percent."""
    exact = Decimal(repr(value))
    if unit is Unit.RATE:
        return f"{_grouped(exact.scaleb(2), locale)} %"
    return _grouped(exact, locale)


def _grouped(exact: Decimal, locale: str) -> str:
    sign = "-" if exact < 0 else ""
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    # Babel rounds to 28 digits; it gets the whole part only, so that no digit of a number is lost.
    grouped = format_decimal(int(whole), locale=locale) if len(whole) < 20 else whole
    shown = fraction.rstrip("0")
    return f"{sign}{grouped}{get_decimal_symbol(locale) + shown if shown else ''}"
