"""The month of each row of an export, by its own dates or by the days that the file states; never by a guess."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise

import numpy as np

from simulator.errors import ExportError
from simulator.imports.coded import Coded, alike, paired
from simulator.imports.export import LeftOut
from simulator.imports.files import as_text
from simulator.imports.periods import Dates, Period, dates_of, last_day, without_time
from simulator.imports.preamble import Stated, stated, texts_of_dates
from simulator.imports.table import Table, quoted
from simulator.tables.cells import Cell
from simulator.text.formats import Formats
from simulator.text.grammar import sentence

TIME_KEYS = ("day", "month", "range")
"""Columns that name a row's days by themselves; the first that is there counts."""

_WEEK = 7
_FORMATS = Formats("USD", "en_US")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """The rows of a table that have a month, and the month of each."""

    table: Table
    months: Coded[date]


def dated(table: Table, *, by_month: str, today: date, month: date | None) -> Dated:
    """The month of each row; raises ExportError where the file leaves it open, or a row reaches over several."""
    key = next((each for each in TIME_KEYS if each in table.columns), None)
    ends = "ends" in table.columns
    starts = "starts" in table.columns
    columns = [table.texts(each, _day_alone) for each in ([key] if key else ["starts", "ends"])]
    above = table.head.above
    dates = dates_of([*texts_of_dates(above), *chain(*(column.values for column in columns))], table.matched.locale)
    known = stated(above, dates)
    if not key and not starts:
        return _by_stated(table, known, by_month=by_month, today=today, month=month)
    table = _with_open_dates_told(table, dates)
    periods = columns[0].mapped(dates.period) if key or not ends else _between(columns[0], columns[-1], dates)
    if not key and not ends:
        _refuse_starts_alone(periods, known, by_month)
        table = _with_one_start_told(table, periods, known)
    return _by_rows(table, periods, known, by_month=by_month, today=today)


def _day_alone(cell: Cell) -> str:
    return without_time(as_text(cell))


def _by_stated(table: Table, known: Stated, *, by_month: str, today: date, month: date | None) -> Dated:
    """Every row in the month that the file, or whoever brought it, states."""
    if known.is_all_time:
        raise ExportError(
            "it is about all time, and does not say how much of it fell into which month. "
            f"{sentence(_advice(by_month))}"
        )
    if known.period is not None:
        _refuse_several_months([known.period], by_month)
        first = known.period.first.replace(day=1)
        table = _with_doubts_about(table, [known.period], today)
        if month is not None and month.replace(day=1) != first:
            table = table.saying(note=f"The file is about {_name(first)}; that counts, and not the month stated.")
        return Dated(table=table, months=alike(first, table.rows))
    if month is None:
        raise ExportError(f"there are no dates in it. Say which month it is about, or {_advice(by_month)}")
    first = month.replace(day=1)
    told = _with_doubts_about(table, [Period(first, last_day(first))], today)
    return Dated(table=told, months=alike(first, table.rows))


def _by_rows(table: Table, periods: Coded[Period | None], known: Stated, *, by_month: str, today: date) -> Dated:
    """Every row in the month of its own days; rows without any are left out."""
    found = [each for each in periods.values if each is not None]
    if not found:
        raise ExportError(f"no row has a date that can be read. Write them like 2026-09-30, or {_advice(by_month)}")
    _refuse_several_months(found, by_month)
    _refuse_overlaps(table, periods)
    table = _with_doubts_about(table, [*found, *([known.period] if known.period else [])], today)
    is_dated = periods.flags(each is not None for each in periods.values)
    left_out = LeftOut("Rows without a date", "no month to count them in", int(np.count_nonzero(~is_dated)))
    dated_rows = periods.only(is_dated)
    months = dated_rows.replaced([each.first.replace(day=1) for each in dated_rows.values if each is not None])
    return Dated(table=table.only(is_dated, left_out), months=months)


def _between(starts: Coded[str], ends: Coded[str], dates: Dates) -> Coded[Period | None]:
    def period(days: tuple[date | None, date | None]) -> Period | None:
        first, last = days
        return Period(first, last) if first and last and first <= last else None

    return paired(starts.mapped(dates.day), ends.mapped(dates.day)).mapped(period)


# -- refusals ------------------------------------------------------------------------------------------------------


def _advice(by_month: str) -> str:
    return f"export one file for each month, or a row for each month ({by_month})."


def _refuse_several_months(periods: Sequence[Period], by_month: str) -> None:
    for period in periods:
        if period.month is None:
            raise ExportError(
                f"its figures are sums from {_FORMATS.day(period.first)} to {_FORMATS.day(period.last)}, and how much "
                f"fell into each month is not in the file. {sentence(_advice(by_month))}"
            )


def _refuse_starts_alone(periods: Coded[Period | None], known: Stated, by_month: str) -> None:
    """Refuse rows that only say when they begin, where that does not tell their month."""
    firsts = sorted({each.first for each in periods.values if each is not None})
    if known.period is not None and len(firsts) == 1:
        _refuse_several_months([known.period], by_month)
    apart = {(after - before).days for before, after in pairwise(firsts)}
    if len(firsts) > 1 and min(apart) >= _WEEK and all(days % _WEEK == 0 for days in apart):
        weeks = [Period(first, first + timedelta(days=_WEEK - 1)) for first in firsts]
        _refuse_several_months(weeks, by_month)


def _refuse_overlaps(table: Table, periods: Coded[Period | None]) -> None:
    """Refuse two rows of one source whose days overlap without being the same: they would be counted twice."""
    if all(period is None or period.first == period.last for period in periods.values):
        return
    by_source: Mapping[str, set[Period]] = defaultdict(set)
    for source, period in paired(table.sources, periods).values:
        if period is not None:
            by_source[source].add(period)
    for source, found in by_source.items():
        for before, after in pairwise(sorted(found)):
            if after.first <= before.last:
                raise ExportError(
                    f"rows of {quoted(source)} overlap: {_days(before)}, and {_days(after)}. Export it "
                    "again with periods that do not, or the same days would be counted twice."
                )


# -- doubts --------------------------------------------------------------------------------------------------------


def _with_doubts_about(table: Table, periods: Sequence[Period], today: date) -> Table:
    """The table with what is to be said of its months: not over, or only known in part."""
    months = sorted({period.first.replace(day=1) for period in periods})
    running = [month for month in months if month <= today <= last_day(month)]
    coming = [month for month in months if month > today]
    if running:
        table = table.saying(note=f"{_name(running[0])} is not over: its figures will still grow.")
    if coming:
        table = table.saying(note=f"{_name(coming[0])} has not begun; check the dates of the file.")
    whole = Period(min(each.first for each in periods), max(each.last for each in periods))
    # Single days say nothing of those on which nothing happened.
    if any(each.first != each.last for each in periods) and not whole.is_whole_months and whole.last < today:
        return table.saying(note=f"The file is about {_days(whole)}, which is not the whole of its months.")
    return table


def _with_one_start_told(table: Table, periods: Coded[Period | None], known: Stated) -> Table:
    """The table with a doubt where all rows begin on one day, and nothing says when they end."""
    firsts = {each.first for each in periods.values if each is not None}
    if known.period is not None or len(firsts) != 1:
        return table
    return table.saying(
        note=f"All rows begin on {_FORMATS.day(firsts.pop())}, and the file does not say when they end. They were "
        "counted in that month."
    )


def _with_open_dates_told(table: Table, dates: Dates) -> Table:
    if not dates.open_example:
        return table
    return table.saying(
        note=f"Dates such as {dates.open_example} were read with the month first; check that this is how it is meant."
    )


def _days(period: Period) -> str:
    return f"{_FORMATS.day(period.first)} to {_FORMATS.day(period.last)}"


def _name(month: date) -> str:
    return _FORMATS.month_name(month)
