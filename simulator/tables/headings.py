"""The heading of a column: the months that it names, or that it holds sums or shares.

Months are named in the reader's language or in English, in full or short, or by number with a year. A heading without a
year may be any year's; who knows the plan decides.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from simulator.tables.cells import Cell
from simulator.text.formats import known_locale


class Kind(Enum):
    """Content of a column."""

    MONTHS = "months"
    EVERY_MONTH = "every month"
    TOTAL = "total"
    SHARE = "share"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Meaning of a heading: ``first`` is its first calendar month (1 to 12), ``count`` how many months it names.

    ``year`` is None where it names none, ``number`` is a month of the plan counted from 1; ``is_yearly`` says that the
    amounts are a year's, of no year in particular.
    """

    text: str
    kind: Kind
    first: int = 0
    count: int = 1
    year: int | None = None
    number: int = 0
    is_yearly: bool = False


_TOTALS_WORDS = """
total totals sum subtotal grandtotal overall ytd gesamt summe insgesamt gesamtsumme somme totaal suma razem
summa total general total général итого всего сумма 合計 合计 总计 總計 المجموع الإجمالي कुल toplam ialt yhteensä
összesen celkem σύνολο skupaj ukupno jumlah tổng
"""
_YEARS_WORDS = """
annual annually year yearly peryear fullyear wholeyear 12months annualbudget yearlybudget budgetayear jahr
jährlich projahr an annuel année anual año anno annuale ano jaar rok rocznie år
"""
_EVERY_WORDS = """
monthly permonth eachmonth everymonth amonth monthlybudget monthlyspend budgetpermonth budgetamonth
spendpermonth spendamonth monatlich promonat mensuel parmois mensual almes mensile alme mensal pormês
permaand
"""
_TOTALS, _YEARS, _EVERY = (frozenset(words.split()) for words in (_TOTALS_WORDS, _YEARS_WORDS, _EVERY_WORDS))
_SHARE = re.compile(r"%|\b(share|percent|pct|anteil|prozent|part|porcentaje|quota|parcela)\b")

_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_SHORT = r"(?P<short>[0-9]{2})"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-/. ]?m?(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR}[-/. ](?P<month>[1-9])",
        rf"(?P<month>0?[1-9]|1[0-2])[-/. ]{_YEAR}",
        rf"{_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12][0-9]|3[01])(?:[t ].*)?",
    )
)
_DAY_DATE = re.compile(r"(?P<a>[0-9]{1,2})[-/. ](?P<b>[0-9]{1,2})[-/. ](?P<year>(?:(?:19|20)?[0-9]{2}))")
_SHORT_DATE = re.compile(r"(?P<month>0[1-9]|1[0-2])/(?P<short>[0-9]{2})")
_PART = re.compile(
    r"(?:(?P<before>(?:19|20)[0-9]{2})[-/ .]*)?(?P<part>[qth]) ?(?P<place>[1-4])"
    r"(?:[-/ .,']*(?P<behind>(?:(?:19|20)?[0-9]{2})))?"
)
_PART_FIRST = re.compile(r"(?P<place>[1-4]) ?(?P<part>[qth])(?:[-/ .,']*(?P<behind>(?:(?:19|20)?[0-9]{2})))?")
_FISCAL = re.compile(
    r"(?:fy|year|jahr|budget|calendar year|cy)? ?'?(?P<year>(?:19|20)[0-9]{2})(?: ?(?:budget|total|annual))?"
)
_SPAN = re.compile(
    r"(?P<first>[^\d\W]+)\.?(?: ?'?(?P<from>[0-9]{4}|[0-9]{2}))?(?: ?[-–—/] ?| to | through | bis | à | a )"
    r"(?P<last>[^\d\W]+)\.?(?: ?'?(?P<year>[0-9]{4}|[0-9]{2}))?"
)
MOST_MONTHS = 36
"""A column of amounts names at most so many months."""

_NUMBERED = re.compile(
    r"(?:month|monat|mois|mes|mese|mês|m) ?(?P<number>[0-9]{1,3})|(?P<behind>[0-9]{1,3})\. ?(?:month|monat)"
)


@lru_cache(maxsize=4096)
def heading(cell: Cell, locale: str) -> Heading:
    """Meaning of a heading; ``UNKNOWN`` where it says nothing about time."""
    text = f"{cell:g}" if isinstance(cell, float) else cell
    plain = simplified(text)
    for read in (_date, _part, _span, _named, _numbered, _word):
        found = read(text, plain, locale)
        if found is not None:
            return found
    return Heading(text=text, kind=Kind.UNKNOWN)


def headings(row: Sequence[Cell], locale: str) -> list[Heading]:
    """Meanings of the cells of a row; its dates are all written alike, so that what varies in them is the month."""
    found = [heading(cell, locale) for cell in row]
    dates = {at: day for at, cell in enumerate(row) if (day := _DAY_DATE.fullmatch(simplified(str(cell))))}
    part = _month_part(list(dates.values()))
    if not part:
        return found
    read = {at: _months(str(row[at]), int(day[part]), 1, _year(day["year"])) for at, day in dates.items()}
    return [read.get(at, each) for at, each in enumerate(found)]


def _month_part(dates: Sequence[re.Match[str]]) -> str:
    """The part of dates with days that holds the month; empty where the dates do not tell."""
    values = {part: [int(each[part]) for each in dates] for part in "ab"}
    possible = [part for part in "ab" if all(1 <= value <= 12 for value in values[part])]
    if len(possible) == 1:
        return possible[0]
    varying = [part for part in possible if len(set(values[part])) > 1]
    return varying[0] if len(varying) == 1 else ""


def is_total(cell: Cell) -> bool:
    """Whether a row of this name holds sums."""
    words = simplified(str(cell)).rstrip(":").split()
    return is_bare_total(cell) or (bool(words) and (words[0] in _TOTALS or words[-1] in _TOTALS))


def is_bare_total(cell: Cell) -> bool:
    """Whether a name says that a row holds sums, and nothing else: “Total care” may be a campaign."""
    return simplified(str(cell)).rstrip(":").replace(" ", "") in _TOTALS


def is_share(cell: Cell) -> bool:
    """Whether a row or column of this name holds shares."""
    return _SHARE.search(simplified(str(cell))) is not None


def simplified(text: str) -> str:
    """A text in small letters and ASCII digits, without spaces and marks around it."""
    digits = text if text.isascii() else "".join(map(_ascii_digit, text))
    return re.sub(r"[\s\u00a0\u202f]+", " ", digits).strip().casefold().strip("*: ")


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character


def _date(text: str, plain: str, locale: str) -> Heading | None:
    for pattern in _DATES:
        found = pattern.fullmatch(plain)
        if found:
            return _months(text, int(found["month"]), 1, int(found["year"]))
    short = _SHORT_DATE.fullmatch(plain)
    if short:
        return _months(text, int(short["month"]), 1, 2000 + int(short["short"]))
    day = _DAY_DATE.fullmatch(plain)
    if day:
        a, b, year = int(day["a"]), int(day["b"]), _year(day["year"])
        # The first of a month is the day that stands for it.
        month = a if b > 12 else b if a == 1 or a > 12 else a
        return _months(text, month, 1, year) if 1 <= month <= 12 and 1 <= max(a, b) <= 31 else None
    year_alone = _FISCAL.fullmatch(plain)
    return _months(text, 1, 12, int(year_alone["year"])) if year_alone else None


def _part(text: str, plain: str, locale: str) -> Heading | None:
    bare = re.sub(r"quarter|quartal|trimestre|trimester|quadrimestre|kvartal|kwartał", "q", plain)
    bare = re.sub(
        r"half(?: ?year)?|halbjahr|semestre", "h", re.sub(r"(?<=[1-4])(?:st|nd|rd|th|er|e|º|°|\.)(?= ?[qh])", "", bare)
    )
    found = _PART.fullmatch(bare) or _PART_FIRST.fullmatch(bare)
    if found is None or (found["part"] == "h" and found["place"] not in "12"):
        return None
    parts = found.groupdict()
    year = parts.get("before") or parts.get("behind")
    length = 6 if found["part"] == "h" else 3
    return _months(text, length * (int(found["place"]) - 1) + 1, length, None if year is None else _year(year))


def _span(text: str, plain: str, locale: str) -> Heading | None:
    """``Jan-Mar 2027``, ``Jan 2027 to Mar 2027``: the months from one to another, perhaps of the next year."""
    found = _SPAN.fullmatch(plain)
    if found is None:
        return None
    first, last = (month_names(locale).get(_letters(found[name])) for name in ("first", "last"))
    if first is None or last is None:
        return None
    ends = _year(found["year"]) if found["year"] else None
    starts = _year(found["from"]) if found["from"] else ends
    if starts is None or ends is None:
        return _months(text, first, (last - first) % 12 + 1, starts)
    count = 12 * (ends - starts) + last - first + 1
    return _months(text, first, count, starts) if 1 <= count <= MOST_MONTHS else None


def _named(text: str, plain: str, locale: str) -> Heading | None:
    # The first of a month is the day that stands for it.
    plain = re.sub(r"^0?1(?:st|\.)?[-/. ](?=[^\d])", "", plain)
    found = re.fullmatch(r"(?P<name>[^\d]+?)(?P<year>[0-9]{4}|[0-9]{2})?", plain)
    if found is None:
        found = re.fullmatch(r"(?P<year>[0-9]{4})(?P<name>[^\d]+)", plain)
    if found is None:
        month = month_names(locale).get(plain.replace(" ", ""))
        return None if month is None else _months(text, month, 1, None)
    month = month_names(locale).get(_letters(found["name"]))
    if month is None:
        return None
    return _months(text, month, 1, _year(found["year"]) if found["year"] else None)


def _numbered(text: str, plain: str, locale: str) -> Heading | None:
    found = _NUMBERED.fullmatch(plain)
    if found is None:
        return None
    return Heading(text=text, kind=Kind.MONTHS, number=int(found["number"] or found["behind"]))


def _word(text: str, plain: str, locale: str) -> Heading | None:
    joined = re.sub(r"[^\w]", "", plain)
    if joined in _YEARS:
        return Heading(text=text, kind=Kind.MONTHS, first=1, count=12, is_yearly=True)
    if joined in _EVERY:
        return Heading(text=text, kind=Kind.EVERY_MONTH)
    if is_share(plain):
        return Heading(text=text, kind=Kind.SHARE)
    return Heading(text=text, kind=Kind.TOTAL) if is_total(plain) else None


def _months(text: str, first: int, count: int, year: int | None) -> Heading:
    return Heading(text=text, kind=Kind.MONTHS, first=first, count=count, year=year)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _letters(name: str) -> str:
    return re.sub(r"[^\w]|_", "", name)


@lru_cache(maxsize=64)
def month_names(locale: str) -> dict[str, int]:
    """Calendar months by their names in a language and in English, in small letters and without dots."""
    english = known_locale("en_US")
    found: dict[str, int] = {}
    for language in (english, known_locale(locale)):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in language.months[form][width].items():
                    found[_letters(name.casefold()) or str(name)] = month
                    found[name.casefold().replace(" ", "")] = month
    return {**found, "sept": 9}
