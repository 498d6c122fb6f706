"""Pacing in words: what the month that runs has so far, where it ends, and what is left a day."""

from dataclasses import dataclass

from simulator.analyses.pacing import SPEND, Pace, Paced
from simulator.presentation.tracking_text import NAMES, THE_PLAN
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.units import Unit

NOTHING = "No real figures of the month that runs yet."
ALIKE = 0.05
"""Spend that ends within this part of its plan is on plan."""


@dataclass(frozen=True)
class PaceRow:
    """A line of the table: a figure with what is there, what was to be there, where it ends and what was planned."""

    figure: str
    so_far: str
    by_now: str
    end: str
    planned: str


def pace_lead(pace: Pace | None, formats: Formats) -> str:
    """``Mar 2027, 10 of 31 days over: ...``, the spend first."""
    if pace is None or "" not in pace.figures:
        return NOTHING
    figures = pace.figures[""]
    said = [f"{formats.month_name(pace.month)}, {pace.over} of {counted(pace.days, 'day')} over."]
    if SPEND in figures:
        said.append(spend_text(figures[SPEND], pace, formats))
    said += [_count_text(name, found, formats) for name, found in figures.items() if name != SPEND]
    return " ".join(said)


def pace_rows(pace: Pace, channel: str, formats: Formats) -> list[PaceRow]:
    """The figures of a channel in the month that runs, or of all of them with ""."""
    return [
        PaceRow(
            figure=NAMES[name],
            so_far=formats.number(found.so_far, unit),
            by_now=formats.number(found.by_now, unit),
            end=_end(found, unit, formats),
            planned=formats.number(found.planned, unit),
        )
        for name, found in pace.figures.get(channel, {}).items()
        for unit in (Unit.MONEY if name == SPEND else Unit.COUNT,)
    ]


def channel_name(channel: str) -> str:
    """The name of a channel on screen; "" is all of them."""
    return channel or THE_PLAN


def spend_text(found: Paced, pace: Pace, formats: Formats) -> str:
    """``$1,200 spent; at this pace $3,720 by the end, $720 more than planned. $86 a day is left for 21 days.``."""
    spent = f"{formats.money(found.so_far)} spent"
    left = (
        f"{formats.money(found.left_a_day)} a day is left for {counted(pace.left, 'day')}."
        if found.left_a_day > 0.0
        else "Nothing is left of the month's plan."
    )
    if not pace.over:
        return f"{spent}. {left}"
    return f"{spent}; at this pace {formats.money(found.middle)} by the end, {_beside(found, formats)}. {left}"


def _beside(found: Paced, formats: Formats) -> str:
    over = found.middle - found.planned
    if abs(over) <= ALIKE * found.planned:
        return "about as planned"
    return f"{formats.money(abs(over))} {'more' if over > 0.0 else 'less'} than planned"


def _count_text(name: str, found: Paced, formats: Formats) -> str:
    """``18 leads so far, about 20 to be expected by now; 52 to 71 by the end in 8 of 10 cases, 60 planned.``."""
    so_far, by_now = formats.count(found.so_far), formats.count(found.by_now)
    end = _end(found, Unit.COUNT, formats)
    return (
        f"{NAMES[name]}: {so_far} so far, {by_now} expected by now; {end} by the end in 8 of 10 cases,"
        f" {formats.count(found.planned)} planned."
    )


def _end(found: Paced, unit: Unit, formats: Formats) -> str:
    return formats.range(found.low, found.high, unit)
