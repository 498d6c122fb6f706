"""Words inside sentences: labels, dates."""

from datetime import date


def month_date(start: date, month: int) -> date:
    """The first day of a month of the horizon, counted from 1."""
    years, index = divmod(start.month - 2 + month, 12)
    return date(start.year + years, index + 1, 1)


def within(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
