"""Lines above the headings of an export: the days that it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.imports.columns import joined
from simulator.imports.periods import Dates, Period

LONGEST_LINE = 200
"""A longer line is no date with its label."""

_LABELLED = re.compile(r"#?\s*(?P<label>[^\d:]*?)\s*:\s*(?P<value>.+)")
_IN_BRACKETS = re.compile(r"\(([^()]*[0-9]{4}[^()]*)\)\s*$")
_STARTS = frozenset({"startdate", "reportstart", "datededebut", "startdatum", "fechadeinicio"})
_ENDS = frozenset({"enddate", "reportend", "datedefin", "enddatum", "fechadefinalizacion", "fechadefin"})
_RANGES = frozenset({"reporttime", "reportperiod", "daterange", "zeitraum", "periode", "periodo"})
_ALL_TIME = frozenset(
    {"all time", "gesamter zeitraum", "gesamte zeit", "toute la période", "toute période", "todo el período"}
)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """The days that the lines above state: a period, all time, or nothing."""

    period: Period | None = None
    is_all_time: bool = False


def texts_of_dates(above: Sequence[str]) -> list[str]:
    """The texts above that state days."""
    return [value for _, value in _values(above)]


def stated(above: Sequence[str], dates: Dates) -> Stated:
    """The days that a file is about, as the lines above its headings say; the lines nearest to it count."""
    start = end = None
    period = None
    for label, value in _values(above):
        if label in _STARTS:
            start = dates.day(value)
        elif label in _ENDS:
            end = dates.day(value)
        elif found := (dates.period(value) if label else dates.range(value) or dates.month(value)):
            period = found
    if start and end and start <= end:
        period = Period(start, end)
    is_all = any(line.strip("# ").casefold() in _ALL_TIME for line in above)
    return Stated(period=period, is_all_time=is_all)


def _values(above: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in above:
        if len(line) > LONGEST_LINE:
            continue
        found = _LABELLED.fullmatch(line)
        label = joined(found["label"]) if found else ""
        if found and label in _STARTS | _ENDS | _RANGES:
            yield label, found["value"].strip()
        elif not found or ":" not in line:
            inner = _IN_BRACKETS.search(line)
            yield "", inner[1] if inner else line.lstrip("# ")
