"""Numbers as people type them: read from a box with tolerance, and written back exactly.

``write`` and ``read`` are inverses to the last digit, so that showing a number never changes it. Rates are typed and
shown as percent. A box shows how its text was understood: "1,5" in an English browser comes back as 1.5.
"""

import re
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol, get_decimal_symbol, get_group_symbol

from simulator.units import Unit

TEXT_MOST = 40
"""A longer text is not a number that a person typed."""

_SPACES = re.compile(r"[\s\u00a0\u202f'’_]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*|[+-]?[.,][0-9]+")
_MONTH_WORDS = ("months", "month", "mo")
_THOUSAND = "k"


def read(typed: str, unit: Unit, *, locale: str, currency: str) -> float | None:
    """The number that a person typed, a rate as a fraction of one; None if it is not a number.

    Currency signs, percent signs, spaces, and the thousands and decimal marks of either habit are understood:
    "$1,200", "1 200", "1.2k", "8 %", "8,5". A single mark that could be either is the one of ``locale``.
    """
    bare = _SPACES.sub("", typed).replace("−", "-").lower()
    if not bare or len(typed) > TEXT_MOST:
        return None
    for sign in _signs(unit, locale, currency):
        bare = bare.removeprefix(sign).removesuffix(sign)
    scale = 3 if bare.endswith(_THOUSAND) and unit in (Unit.MONEY, Unit.COUNT) else 0
    plain = _plain(bare.removesuffix(_THOUSAND) if scale else bare, locale)
    if plain is None:
        return None
    return float(Decimal(plain).scaleb(-2 if unit is Unit.RATE else scale))


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


def _signs(unit: Unit, locale: str, currency: str) -> tuple[str, ...]:
    match unit:
        case Unit.RATE:
            return ("%",)
        case Unit.MONEY:
            symbols = {get_currency_symbol(currency, locale), get_currency_symbol(currency, "en_US"), currency}
            return tuple(sorted({_SPACES.sub("", symbol).lower() for symbol in symbols}, key=len, reverse=True))
        case Unit.MONTHS:
            return _MONTH_WORDS
        case _:
            return ()


def _plain(bare: str, locale: str) -> str | None:
    """The digits with a point as the decimal mark; None if this is not a number."""
    if _NUMBER.fullmatch(bare) is None:
        return None
    decimal = _decimal_mark(bare, locale)
    whole, _, fraction = bare.rpartition(decimal) if decimal else (bare, "", "")
    groups = re.split(r"[.,]", whole.lstrip("+-"))
    if (not fraction.isdigit() and fraction) or not _is_grouped(groups):
        return None
    sign = "-" if bare.startswith("-") else ""
    return f"{sign}{''.join(groups) or '0'}.{fraction or '0'}"


def _decimal_mark(bare: str, locale: str) -> str:
    """The mark that separates the fraction in this text; empty if there is none."""
    marks = [character for character in bare if character in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return ""
    return "" if _groups_thousands(bare, marks[0], locale) else marks[0]


def _groups_thousands(bare: str, mark: str, locale: str) -> bool:
    """Whether a text's only mark separates thousands: it can, and the locale does not use it for decimals."""
    before, _, after = bare.lstrip("+-").partition(mark)
    could = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    if mark == get_decimal_symbol(locale):
        return False
    # A locale that groups with spaces or apostrophes leaves both marks free: there a point groups nothing.
    return could and (mark == get_group_symbol(locale) or mark == ",")


def _is_grouped(groups: list[str]) -> bool:
    """Whether the parts between thousands marks have the lengths that such marks leave, Indian habit included."""
    if len(groups) == 1:
        return True
    first, *middle, last = groups
    return 1 <= len(first) <= 3 and len(last) == 3 and all(len(part) in (2, 3) for part in middle)
