"""An amount as people write it, taken apart: its currency, its sign, and what its marks may mean.

``1.500`` is one and a half where the point is the decimal mark, and one thousand five hundred where the comma is. A
text alone often cannot say which; whoever knows more (the reader's locale, the other cells of a table) decides.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision, get_currency_symbol, get_decimal_symbol, get_group_symbol

from simulator.text.formats import known_locale

TEXT_MOST = 40
"""A longer text is not a number that a person typed."""

POINT, COMMA = ".", ","

SIGNS: Mapping[str, str] = {
    "$": "USD AUD CAD NZD HKD SGD TWD MXN ARS CLP COP UYU DOP BSD BBD BMD BND BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD",
    "us$": "USD",
    "usd$": "USD",
    "u$s": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "nt$": "TWD",
    "mx$": "MXN",
    "r$": "BRL",
    "€": "EUR",
    "euro": "EUR",
    "£": "GBP EGP LBP SSP SYP GIP FKP SHP",
    "¥": "JPY CNY",
    "円": "JPY",
    "元": "CNY",
    "rmb": "CNY",
    "kr": "SEK NOK DKK ISK",
    "zł": "PLN",
    "zl": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "lei": "RON MDL",
    "лв": "BGN",
    "fr": "CHF",
    "sfr": "CHF",
    "rp": "IDR",
    "rm": "MYR",
    "₱": "PHP",
    "₫": "VND",
    "đ": "VND",
    "฿": "THB",
    "₩": "KRW",
    "₹": "INR",
    "rs": "INR PKR LKR NPR MUR SCR",
    "₨": "INR PKR LKR NPR MUR SCR",
    "৳": "BDT",
    "₺": "TRY",
    "tl": "TRY",
    "₪": "ILS",
    "₽": "RUB",
    "руб": "RUB",
    "₴": "UAH",
    "грн": "UAH",
    "₸": "KZT",
    "₦": "NGN",
    "₵": "GHS",
    "gh₵": "GHS",
    "ksh": "KES",
    "ush": "UGX",
    "tsh": "TZS",
    "r": "ZAR",
    "kd": "KWD",
    "دك": "KWD",
    "bd": "BHD",
    "دب": "BHD",
    "ro": "OMR",
    "رع": "OMR",
    "jd": "JOD",
    "دا": "JOD",
    "dt": "TND",
    "دت": "TND",
    "dh": "AED MAD",
    "dhs": "AED",
    "دإ": "AED",
    "sr": "SAR",
    "رس": "SAR",
    "qr": "QAR",
    "رق": "QAR",
    "le": "EGP",
    "جم": "EGP",
    "₡": "CRC",
    "₲": "PYG",
    "s/": "PEN",
}
"""What people write for a currency, in small letters and without dots and spaces, and what it may stand for."""

SCALES: Mapping[str, int] = {"k": 3, "tsd": 3, "m": 6, "mn": 6, "mio": 6, "mln": 6, "lakh": 5, "lakhs": 5, "crore": 7}
"""Words behind a number that multiply it by a power of ten."""

_HIDDEN = re.compile("[\u200b\u200e\u200f\u061c\u2066-\u2069\u202a-\u202e\ufeff]")
_DASHES = re.compile("[−–—‐‑‒﹣－]")
# The point of an abbreviation (Rp.500) belongs to the word before it.
_CORE = re.compile(r"(?:(?<![^\W\d_])[.,])?[0-9](?:[0-9.,' ]*[0-9])?[.,]?")
_NO_CENTS = re.compile(r"[.,] ?-{1,2}(?=\D*$)")
_SPACES = re.compile(r"[\s\u00a0\u202f_’´`＇]+")
_QUOTES = "'’´`＇"


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A text that is an amount. ``readings``: by decimal mark, the number that it is then; at least one of the two.

    ``foreign`` is the sign or code of another currency than the one asked for, as it was written; ``is_scaled``: a word
    behind the digits, such as k, multiplies them.
    """

    readings: Mapping[str, Decimal]
    is_percent: bool = False
    is_scaled: bool = False
    foreign: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it depends on the decimal mark which number this is."""
        return len(set(self.readings.values())) > 1

    @property
    def decimal_mark(self) -> str:
        """The only decimal mark with which this is a number; empty where both give one."""
        return next(iter(self.readings)) if len(self.readings) == 1 else ""

    def under(self, mark: str) -> Decimal:
        """The number with this decimal mark; with the other one where there is no choice."""
        return self.readings[mark] if mark in self.readings else next(iter(self.readings.values()))


def taken_apart(typed: str, *, currency: str = "", locale: str = "en_US", scaled: bool = True) -> Amount | None:
    """The amount that a text is; None if it is none.

    Signs and codes of currencies before or behind it, a minus of any kind, brackets of accounting, digits of every
    script, groups by spaces, apostrophes and underscores, and k or M behind it (``scaled``) are understood.
    """
    bare = _in_plain_signs(typed)
    if not bare or len(typed) > TEXT_MOST:
        return None
    bare = _NO_CENTS.sub("", bare)
    if not bare:
        return None
    bare, in_brackets = (bare[1:-1].strip(), True) if bare[0] == "(" and bare[-1] == ")" else (bare, False)
    found = list(_CORE.finditer(bare))
    if len(found) != 1:
        return None
    core = found[0]
    around = _around(bare[: core.start()], bare[core.end() :], scaled=scaled)
    readings = _readings(core[0])
    if around is None or not readings:
        return None
    factor = Decimal(-1 if around.is_negative or in_brackets else 1).scaleb(around.scale)
    foreign = "" if not around.sign or _stands_for(around.sign, currency, locale) else around.sign
    if foreign and not _is_a_currency(foreign):
        return None
    return Amount(
        readings={mark: factor * number for mark, number in readings.items()},
        is_percent=around.is_percent,
        is_scaled=around.scale != 0,
        foreign=foreign,
    )


def decided(amount: Amount, locale: str) -> Decimal:
    """The number that an amount is where nothing but the reader's locale can decide."""
    return amount.under(usual_mark(amount, locale))


def usual_mark(amount: Amount, locale: str) -> str:
    """The decimal mark that a locale gives to an amount.

    A locale that groups with spaces or apostrophes leaves the other mark free: there a point groups nothing.
    """
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    if decimal not in (POINT, COMMA):
        return POINT
    other = COMMA if decimal == POINT else POINT
    if amount.is_open and other == POINT and group != POINT and _has_only(amount, POINT):
        return POINT
    return decimal


def has_other_mark(amount: Amount, locale: str) -> bool:
    """Whether it is a number only with another decimal mark than that of a locale, as ``1,25`` is in en_US."""
    return amount.decimal_mark not in ("", usual_mark(amount, locale))


def digits_after(amount: Amount, mark: str) -> int:
    """How many digits stand behind the decimal mark, if it is this one."""
    exponent = amount.under(mark).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def decimals_of(currency: str) -> int:
    """How many decimals an amount of money may have: the currency's own, two at the least."""
    return max(2, get_currency_precision(currency))


def fits_currency(amount: Amount, mark: str, currency: str) -> bool:
    """Whether a currency has so many decimals; the dollar has two, the dinar three, the yen none."""
    return digits_after(amount, mark) <= get_currency_precision(currency)


def begins_with_zero(typed: str) -> bool:
    """Whether a text begins with a 0 before another digit, as half of ``1,000`` does and no number."""
    return re.match(r"0[0-9]", _in_plain_signs(typed)) is not None


# -- taking apart --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Around:
    sign: str
    scale: int
    is_negative: bool
    is_percent: bool


def _in_plain_signs(typed: str) -> str:
    """The text with the digits and marks of every script as those of this one."""
    plain = "".join(_plain_character(character) for character in _HIDDEN.sub("", typed))
    plain = _SPACES.sub(lambda found: "'" if found[0][0] in f"{_QUOTES}_" else " ", plain)
    return _DASHES.sub("-", plain).strip()


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return {"٫": POINT, "٬": "'", "،": COMMA, "⹁": COMMA, "٪": "%", "﹪": "%"}.get(character, character)


def _around(before: str, behind: str, *, scaled: bool) -> _Around | None:
    """The meaning of what stands around the digits; None if it means nothing."""
    first, last = before.replace(" ", "").casefold(), behind.replace(" ", "").casefold()
    minuses = first.count("-") + last.count("-")
    if minuses > 1 or first.count("+") > 1 or "+" in last or (minuses and "+" in first):
        return None
    first, last = first.replace("-", "").replace("+", ""), last.replace("-", "")
    is_percent = (first == "%") != (last == "%")
    first, last = first.replace("%", "") if is_percent else first, last.replace("%", "") if is_percent else last
    scale, last = _scale(_bare_sign(last)) if scaled else (0, last)
    first, last = _bare_sign(first), _bare_sign(last)
    if first and last and first != last and not (currencies_of(first) & currencies_of(last)):
        return None
    return _Around(sign=first or last, scale=scale, is_negative=minuses == 1, is_percent=is_percent)


def _scale(behind: str) -> tuple[int, str]:
    for word in sorted(SCALES, key=len, reverse=True):
        rest = behind.removeprefix(word)
        if behind.startswith(word) and (not rest or _is_a_currency(rest)) and not _is_a_currency(behind):
            return SCALES[word], rest
    return 0, behind


def _bare_sign(text: str) -> str:
    return re.sub(r"[.\s\u00a0\u202f]", "", text).casefold()


def _readings(core: str) -> dict[str, Decimal]:
    """The numbers that digits with marks can be, by the decimal mark."""
    if begins_with_zero(core):
        return {}
    found = {mark: _read_with(core, mark) for mark in (POINT, COMMA)}
    return {mark: Decimal(text) for mark, text in found.items() if text is not None}


def _read_with(core: str, decimal: str) -> str | None:
    other = COMMA if decimal == POINT else POINT
    whole, mark, fraction = core.partition(decimal)
    if not (fraction.isdigit() or not fraction) or (not whole and not fraction):
        return None
    used = {character for character in whole if not character.isdigit()}
    if len(used) > 1 or not used <= {other, " ", "'"}:
        return None
    groups = re.split(r"[.,' ]", whole)
    if not _is_grouped(groups) or (mark and used and not fraction):
        return None
    return f"{''.join(groups) or '0'}.{fraction or '0'}" if fraction else ("".join(groups) or "0")


def _is_grouped(groups: list[str]) -> bool:
    """Whether the parts between thousands marks have the lengths that such marks leave, Indian habit included."""
    if len(groups) == 1:
        return True
    first, *middle, last = groups
    if first.startswith("0") or not 1 <= len(first) <= 3 or len(last) != 3:
        return False
    return all(len(part) == 3 for part in middle) or (all(len(part) == 2 for part in middle) and len(first) <= 2)


def _has_only(amount: Amount, mark: str) -> bool:
    """Whether the mark of an open amount is this one: with it as the decimal mark the number is the smaller one."""
    other = COMMA if mark == POINT else POINT
    return abs(amount.readings[mark]) < abs(amount.readings[other])


# -- currencies ----------------------------------------------------------------------------------------------------


def _stands_for(sign: str, currency: str, locale: str) -> bool:
    return sign in own_signs(currency, locale) or currency in currencies_of(sign)


@lru_cache(maxsize=256)
def own_signs(currency: str, locale: str) -> frozenset[str]:
    """All that a reader may write for a currency, in small letters and without dots and spaces."""
    if not currency:
        return frozenset()
    named = [get_currency_symbol(currency, each) for each in (locale, "en_US")]
    symbols = [known_locale(each).currency_symbols.get(currency, "") for each in (locale, "en_US")]
    return frozenset(_bare_sign(_HIDDEN.sub("", text)) for text in (*named, *symbols, currency) if text)


def currencies_of(sign: str) -> frozenset[str]:
    """The currencies that a sign or a code may stand for; it is in small letters, without dots and spaces."""
    code = sign.upper()
    listed: Iterable[str] = SIGNS.get(sign, "").split()
    return frozenset([*listed, *([code] if code in _known_codes() else [])])


def _is_a_currency(sign: str) -> bool:
    return bool(currencies_of(sign))


@lru_cache(maxsize=1)
def _known_codes() -> frozenset[str]:
    listed = get_global("territory_currencies").values()
    return frozenset(code for used in listed for code, *_ in used)
