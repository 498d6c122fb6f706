"""Declared numbers in words: what was believed or decided, and what is now."""

from datetime import date
from typing import cast

import numpy as np

from simulator.presentation.changes.phrasing import Phrasing, about, appeared
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import HORIZON_MOST
from simulator.scenario.steps import Steps, by_month
from simulator.text.formats import Formats
from simulator.units import Quantity, Unit

Number = Belief | float | Steps


def number_change(
    subject: str, quantity: Quantity, before: Number | None, after: Number | None, phrasing: Phrasing
) -> str:
    """``Google Ads, cost per click: $8 ($6 to $12) is now $9.50``; for numbers that differ, or their sources."""
    old = None if before is None else spoken(before, quantity, phrasing.old, phrasing.before.start)
    new = None if after is None else spoken(after, quantity, phrasing.new, phrasing.after.start)
    same = _source_change(before, after, phrasing) or _same_steps(before, after, phrasing)
    learned = _learned_change(before, after, phrasing)
    told = same or ("" if learned and old == new else appeared(old, new))
    return f"{about(subject, quantity.label)}: {'; '.join(part for part in (told, learned) if part)}"


def spoken(number: Number, quantity: Quantity, formats: Formats, start: date) -> str:
    """``$8 ($6 to $12, never above $50, 5% more each year)``, a single figure, or ``60, then 90 from Jun 2027``."""
    # A ratio of results is a multiple (3.2x); what a person states without a unit is a plain number.
    unit = Unit.COUNT if quantity.unit is Unit.RATIO else quantity.unit
    if isinstance(number, Steps):
        return _steps(number, unit, formats, start)
    if not isinstance(number, Belief):
        return formats.number(number, unit)
    likely = formats.number(number.likely, unit)
    spread = [] if number.is_certain else [formats.range(number.low, number.high, unit)]
    limits = [
        f"never {side} {formats.number(limit, unit)}"
        for side, limit in (("below", number.at_least), ("above", number.at_most))
        if limit is not None
    ]
    within = [*spread, *limits, *_each_year(number.yearly_change, formats)]
    return f"{likely} ({', '.join(within)})" if within else likely


def _each_year(change: float, formats: Formats) -> list[str]:
    if not change:
        return []
    return [f"{formats.percent(abs(change))} {'more' if change > 0.0 else 'less'} each year"]


def _steps(steps: Steps, unit: Unit, formats: Formats, start: date) -> str:
    """``60, then 90 from Jun 2027``: each holds until the next."""
    told = [
        formats.number(step.amount, unit)
        + ("" if step.first == 1 and at == 0 else f" from {formats.month_of(start, step.first)}")
        for at, step in enumerate(steps.steps)
    ]
    return ", then ".join(told) or "no steps"


def _same_steps(before: Number | None, after: Number | None, phrasing: Phrasing) -> str:
    """That steps hold as before; empty if one is none, or if they do not."""
    steps = [number for number in (before, after) if isinstance(number, Steps | float | int)]
    if len(steps) < 2 or not any(isinstance(number, Steps) for number in steps):
        return ""
    starts = (phrasing.before.start, phrasing.after.start)
    old, new = (by_month(each, HORIZON_MOST, start, before=np.nan) for each, start in zip(steps, starts, strict=True))
    return "as before, stated in another way" if np.array_equal(old, new, equal_nan=True) else ""


def _source_change(before: Number | None, after: Number | None, phrasing: Phrasing) -> str:
    """The change of where the numbers come from; empty if the numbers themselves differ."""
    if not isinstance(before, Belief) or not isinstance(after, Belief) or _figures(before) != _figures(after):
        return ""
    source = _source(before.source, after.source) if before.source != after.source else ""
    dated = _dated(before, after, phrasing) if before.as_of != after.as_of else ""
    return "; ".join(part for part in (source, dated) if part)


def _learned_change(before: Number | None, after: Number | None, phrasing: Phrasing) -> str:
    """What has become of what the numbers were learned from; empty where that is as it was."""
    old, new = (number.learned if isinstance(number, Belief) else None for number in (before, after))
    if old == new or new is None:
        return "" if old == new or after is None else "no longer learned from real figures"
    first, last = (phrasing.new.month_name(month) for month in (new.first, new.last))
    months = first if new.first == new.last else f"{first} to {last}"
    what = "now learned from" if old is None else "what it has learned from is now"
    return f"{what} real figures of {months}"


def _figures(belief: Belief) -> tuple[float | None, ...]:
    return (belief.low, belief.likely, belief.high, belief.at_least, belief.at_most, belief.yearly_change)


def _source(before: str, after: str) -> str:
    if not before.strip():
        return "now with a source"
    return "another source" if after.strip() else "no longer with a source"


def _dated(before: Belief, after: Belief, phrasing: Phrasing) -> str:
    old = None if before.as_of is None else phrasing.old.day(before.as_of)
    new = None if after.as_of is None else phrasing.new.day(after.as_of)
    return f"date of its source: {appeared(old, new)}"


def as_number(value: object) -> Number | None:
    """The value of a declared field."""
    return cast("Number | None", value)
