"""Money and limits as they are stated, by month: the forms of a schedule, and steps that hold until the next."""

from collections.abc import Mapping, Sequence
from typing import Any


def month_number(stated: int | str, start: str) -> int:
    """A month counted from 1 at the start; stated so, or as YYYY-MM. What lies before the start is below 1."""
    if isinstance(stated, int):
        return stated
    year, month = (int(part) for part in stated.split("-")[:2])
    first_year, first_month = (int(part) for part in str(start).split("-")[:2])
    return 12 * (year - first_year) + month - first_month + 1


def monthly_spend(entry: Any, horizon: int, start: str = "2027-01") -> list[float]:
    """A plan's money for one channel by month, from any form of a schedule."""
    match entry:
        case {"per_quarter": amounts}:
            return _spread(amounts, 3, horizon)
        case {"per_year": amounts}:
            return _spread(amounts, 12, horizon)
        case {"amount": _}:
            return _span(entry, horizon, start)
        case [{"amount": _}, *_]:
            spans = [_span(span, horizon, start) for span in entry]
            return [sum(by_month) for by_month in zip(*spans, strict=True)]
        case [*amounts]:
            return [float(amounts[index]) if index < len(amounts) else 0.0 for index in range(horizon)]
    return [float(entry)] * horizon


def _span(span: Mapping[str, Any], horizon: int, start: str) -> list[float]:
    """An amount from one month to another, growing by a fraction a month after its first."""
    first, last = month_number(span.get("from", 1), start), month_number(span.get("to", horizon), start)
    growth = 1.0 + span.get("grows", 0.0)
    return [
        float(span["amount"] * growth ** (month - first)) if first <= month <= last else 0.0
        for month in range(1, horizon + 1)
    ]


def _spread(amounts: float | Sequence[float], length: int, horizon: int) -> list[float]:
    """Amounts of periods of so many months, spread evenly over them; a single number holds for every period."""
    if not isinstance(amounts, Sequence):
        return [amounts / length] * horizon
    periods = [index // length for index in range(horizon)]
    return [amounts[period] / length if period < len(amounts) else 0.0 for period in periods]


def held(stated: Any, horizon: int, start: str, before: float) -> list[float]:
    """A number by month: the same throughout, or steps that each hold until the next; ``before`` the first."""
    if not isinstance(stated, Sequence):
        return [float(stated)] * horizon
    begun = [
        [(month_number(step.get("from", 1), start), float(step["amount"])) for step in stated
         if month_number(step.get("from", 1), start) <= month]
        for month in range(1, horizon + 1)
    ]  # fmt: skip
    return [max(steps)[1] if steps else before for steps in begun]
