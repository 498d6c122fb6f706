"""Declared numbers in words: what was believed or decided, and what is now."""

from typing import cast

from simulator.diff.phrasing import Phrasing, about, appeared
from simulator.scenario.beliefs import Belief
from simulator.text.formats import Formats
from simulator.units import Quantity, Unit

Number = Belief | float


def number_change(
    subject: str, quantity: Quantity, before: Number | None, after: Number | None, phrasing: Phrasing
) -> str:
    """``Google Ads, cost per click: $8 ($6 to $12) is now $9.50``; for numbers that differ, or their sources."""
    old = None if before is None else spoken(before, quantity, phrasing.old)
    new = None if after is None else spoken(after, quantity, phrasing.new)
    told = _source_change(before, after, phrasing) or appeared(old, new)
    return f"{about(subject, quantity.label)}: {told}"


def spoken(number: Number, quantity: Quantity, formats: Formats) -> str:
    """``$8 ($6 to $12, never above $50)``, or a single figure."""
    # A ratio of results is a multiple (3.2x); what a person states without a unit is a plain number.
    unit = Unit.COUNT if quantity.unit is Unit.RATIO else quantity.unit
    if not isinstance(number, Belief):
        return formats.number(number, unit)
    likely = formats.number(number.likely, unit)
    spread = [] if number.is_certain else [formats.range(number.low, number.high, unit)]
    limits = [
        f"never {side} {formats.number(limit, unit)}"
        for side, limit in (("below", number.at_least), ("above", number.at_most))
        if limit is not None
    ]
    return f"{likely} ({', '.join([*spread, *limits])})" if spread or limits else likely


def _source_change(before: Number | None, after: Number | None, phrasing: Phrasing) -> str:
    """The change of where the numbers come from; empty if the numbers themselves differ."""
    if not isinstance(before, Belief) or not isinstance(after, Belief) or _figures(before) != _figures(after):
        return ""
    source = _source(before.source, after.source) if before.source != after.source else ""
    dated = _dated(before, after, phrasing) if before.as_of != after.as_of else ""
    return "; ".join(part for part in (source, dated) if part)


def _figures(belief: Belief) -> tuple[float | None, ...]:
    return (belief.low, belief.likely, belief.high, belief.at_least, belief.at_most)


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
