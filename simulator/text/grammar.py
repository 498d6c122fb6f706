"""Words inside sentences: labels, lists, counted nouns, dates."""

from collections.abc import Iterable, Sequence
from datetime import date


def month_date(start: date, month: int | date) -> date:
    """The first day of a month of the horizon, counted from 1; a month of the calendar is that already."""
    if isinstance(month, date):
        return month
    years, index = divmod(start.month - 2 + month, 12)
    return date(start.year + years, index + 1, 1)


def within(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def sentence(message: str) -> str:
    """A message with a capital letter."""
    return message[:1].upper() + message[1:]


def listed(parts: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def quoted(names: Iterable[str]) -> list[str]:
    """Names that would read as words of the sentence: ``“Call after the class”``."""
    return [f"“{name}”" for name in names]


def counted(number: int | str, noun: str) -> str:
    """``1 file``, ``2 files``; a number that is written already, such as ``1,204``, is taken as it is."""
    return f"{number} {noun}" if str(number) in {"1", "-1"} else f"{number} {noun}s"


def first(number: int, noun: str) -> str:
    """``first month``, ``first 3 months``."""
    return f"first {noun}" if number == 1 else f"first {counted(number, noun)}"
