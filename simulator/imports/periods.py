"""Days, months and ranges of days as exports write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.tables.headings import Kind, heading
from simulator.tables.weeks import NO_YEAR, day_named
from simulator.text.grammar import month_date

YEARS = range(1990, 2100)

LONGEST = 60
"""A longer text is no date, and no range of dates."""

_NUMBERED = re.compile(r"(?<![0-9])([0-9]{1,2})([-/. ])([0-9]{1,2})[-/. ](?:[0-9]{2}){1,2}(?![0-9])")
_DIGITS = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_TIME = re.compile(r"[ tT][0-9]{1,2}:[0-9]{2}.*$")
_WEEKDAY = re.compile(r"^[^\W\d_]+\.?, (?=.*[0-9]{4}$)")
_JOINING = re.compile(r"\bde\b ?", re.IGNORECASE)
_TO = (
    re.compile(r"\s+[-–—]\s+|\s+(?:to|bis|au|al|a)\s+"),
    re.compile(r"(?<=[0-9]{4})\s*[-–—]\s*(?=[^\W\d_])|(?<=[0-9]{8})-(?=[0-9]{8})|(?<=/[0-9]{4})[-–—]"),
    re.compile(r"(?<=[0-9])\s*[,;]\s*(?=[0-9])"),
)


@dataclass(frozen=True, order=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def month(self) -> date | None:
        """The first day of the month in which all of it lies; None if it reaches over several."""
        start = self.first.replace(day=1)
        return start if self.last.replace(day=1) == start else None

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with a month and ends with one."""
        return self.first.day == 1 and self.last == last_day(self.last)


def last_day(day: date) -> date:
    """The last day of the month of a day."""
    return month_date(day, 2) - timedelta(days=1) if (day.year, day.month) < (date.max.year, 12) else date.max


@dataclass(frozen=True, kw_only=True)
class Dates:
    """How a file writes dates.

    ``month_part`` is ``a`` where the month comes first in 9/1/2026, ``b`` where the day does.
    ``open_example`` is a date that could be another one; empty where they tell.
    """

    locale: str
    month_part: str
    open_example: str = ""

    def day(self, text: str) -> date | None:
        """The day that a text names; None if it names none."""
        if len(text) > LONGEST:
            return None
        bare = _JOINING.sub("", _WEEKDAY.sub("", without_time(text.strip())))
        digits = _DIGITS.fullmatch(bare)
        found = day_named("-".join(digits.groups()) if digits else bare, self.locale, self.month_part)
        is_known = found is not None and found.year in YEARS and found.year != NO_YEAR
        return found if is_known else None

    def period(self, text: str) -> Period | None:
        """The day, month or range of days that a text names; None if it names none."""
        day = self.day(text)
        return Period(day, day) if day else self.month(text) or self.range(text)

    def month(self, text: str) -> Period | None:
        """The month that a text names, as a period."""
        if len(text) > LONGEST:
            return None
        found = heading(_JOINING.sub("", text.strip()), self.locale)
        if found.kind is not Kind.MONTHS or found.count != 1 or found.year is None or found.year not in YEARS:
            return None
        first = date(found.year, found.first, 1)
        return Period(first, last_day(first))

    def range(self, text: str) -> Period | None:
        """The range of days that a text states, as in ``Sep 1, 2026 - Sep 30, 2026``."""
        if len(text) > LONGEST:
            return None
        for mark in _TO:
            parts = mark.split(text.strip())
            if len(parts) == 2:
                first, last = (self.day(part) for part in parts)
                if first and last and first <= last:
                    return Period(first, last)
        return None


def without_time(text: str) -> str:
    """The text of a date without the time of day."""
    found = _TIME.search(text) if ":" in text and len(text) <= LONGEST else None
    return text if found is None else text[: found.start()].removesuffix(",")


def dates_of(texts: Iterable[str], locale: str) -> Dates:
    """The way in which the dates of a file are written, told from all of them together.

    Where nothing tells, the month comes first in English with slashes, and the day comes first elsewhere.
    """
    found = [each for text in texts for each in _NUMBERED.finditer(without_time(text))]
    possible = [part for part, group in (("a", 1), ("b", 3)) if all(1 <= int(each[group]) <= 12 for each in found)]
    if len(possible) == 1:
        return Dates(locale=locale, month_part=possible[0])
    is_american = locale == "en_US" and not any(each[2] == "." for each in found)
    turned = next((each[0] for each in found if is_american and possible and each[1] != each[3]), "")
    return Dates(locale=locale, month_part="a" if is_american else "b", open_example=turned)
