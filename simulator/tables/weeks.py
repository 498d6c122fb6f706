"""Weeks and days as headings: a plan has months, and a week may belong to two of them.

Dates are told by how far they lie apart. Whether the day or the month comes first is often open: 1/5/2026 and 1/12/2026
are two Mondays, or the first of May and of December. What may be weeks is never taken for months.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from simulator.tables.cells import Cell, is_filled
from simulator.tables.headings import month_names, simplified

DAYS_OF_WEEKS = (7, 14)

LEAST_DAYS_APART = 21
"""Dates of months lie further apart: last working days 28 days, those around holidays a few less."""

NO_YEAR = 2001
"""The year of days that name none; those of the next January lie in the one after."""

_WEEKS_WORDS = """
week weeks weekly biweekly fortnight fortnightly wk wks woche wochen wöchentlich kalenderwoche semaine semaines
hebdomadaire semana semanas semanal settimana settimane settimanale weken wekelijks tydzień uge vecka viikko
"""
_WEEKS = frozenset(_WEEKS_WORDS.split())
_BEFORE_A_NUMBER = frozenset({"w", "kw", "cw"})

_ISO = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?:[t ].*)?")
_NUMBERS = re.compile(r"(?P<a>[0-9]{1,2})[-/. ](?P<b>[0-9]{1,2})(?:[-/. ](?P<year>(?:(?:19|20)?[0-9]{2}))|\.)?")
_OF_YEAR = r"(?:[-/., ]+(?P<year>[0-9]{4}))?"
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?[-/. ]*(?P<name>[^\W\d_]+)\.?" + _OF_YEAR)
_NAME_FIRST = re.compile(r"(?P<name>[^\W\d_]+)\.?[-/. ]*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?" + _OF_YEAR)


def weeks_in(row: Sequence[Cell], locale: str) -> list[str]:
    """The headings of a row that may be weeks or days; none where they can only be months."""
    texts = [str(cell) for cell in row if is_filled(cell)]
    named = [text for text in texts if _names_a_week(text)]
    # Notes by the week may stand beside months; a word in the corner is about all that stands beside it.
    if named and (named[0] == str(row[0]) or len(named) > (len(row) - 1) // 2):
        return named if len(named) > 1 else texts
    written = [text for text in texts if any(day_named(text, locale, part) for part in "ab")]
    readings = [_days_apart([day_named(text, locale, part) for text in written]) for part in "ab"]
    closest = [min(apart) for apart in readings if apart]
    if any(days in DAYS_OF_WEEKS for days in closest):
        return written
    are_certain = len(closest) == 1 or readings[0] == readings[1]
    # A day without a year may be a month with one: Jan 26 and Jan 27.
    are_whole = all(re.search(r"[0-9]{4}|[0-9]+\D+[0-9]+\D+[0-9]+", text) for text in written)
    return written if closest and are_certain and are_whole and closest[0] < LEAST_DAYS_APART else []


def _names_a_week(text: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", simplified(text)))
    return bool(words & _WEEKS) or (bool(words & _BEFORE_A_NUMBER) and any(map(str.isdigit, text)))


def _days_apart(days: Sequence[date | None]) -> list[int]:
    """How far days lie apart, one after the other; empty if one of them is none."""
    listed = [day for day in days if day is not None]
    if len(listed) < len(days):
        return []
    if {day.year for day in listed} == {NO_YEAR} and listed != sorted(listed):
        turn = next(at for at, (before, after) in enumerate(pairwise(listed), start=1) if after < before)
        listed[turn:] = [day.replace(year=NO_YEAR + 1) for day in listed[turn:]]
    return [(after - before).days for before, after in pairwise(sorted(set(listed)))]


def day_named(text: str, locale: str, month_part: str) -> date | None:
    """The day that a text names, if part ``a`` or ``b`` of numbers is the month; None if it names none."""
    plain = simplified(text)
    found = _ISO.fullmatch(plain) or _NUMBERS.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
    found = found or _NAME_FIRST.fullmatch(plain)
    if found is None:
        return None
    parts = found.groupdict()
    if "name" in parts:
        month = month_names(locale).get(parts["name"], 0)
    else:
        month = int(parts.get("month") or parts[month_part])
    day = int(parts.get("day") or parts["b" if month_part == "a" else "a"])
    try:
        return date(_year(parts["year"]), month, day)
    except ValueError:
        return None


def _year(text: str | None) -> int:
    return NO_YEAR if text is None else int(text) if len(text) == 4 else 2000 + int(text)
