"""Months of a plan: counted from its first, which is 1, or by the calendar, whatever month the plan starts in."""

from datetime import date

Month = int | date
"""A month counted from 1, or the first day of a month of the calendar."""

MONTHS_OF_A_YEAR = 12


def month_number(month: Month, start: date) -> int:
    """The month counted from the plan's first, which is 1; 0 and below lie before it."""
    if isinstance(month, date):
        return MONTHS_OF_A_YEAR * (month.year - start.year) + month.month - start.month + 1
    return month


def months_on(month: date, by: int) -> date:
    """The first day of the month of the calendar that is so many months later, or earlier."""
    years, index = divmod(month.month - 1 + by, MONTHS_OF_A_YEAR)
    return date(month.year + years, index + 1, 1)
