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
