"""Steps: a decided number that changes at certain months, such as the room for customers once a van is bought."""

from datetime import date

import numpy as np

from simulator.scenario.fields import record, text
from simulator.scenario.months import Month, month_number
from simulator.units import FloatArray


@record
class Step:
    """A number that holds from a month on."""

    amount: float = text("Amount")
    first: Month = text("From month", default=1)


@record
class Steps:
    """Numbers of which each holds until the next."""

    steps: tuple[Step, ...] = text("Steps")


Stepped = float | Steps
"""One number for all months, or steps."""


def by_month(stepped: Stepped, horizon_months: int, start: date, *, before: float) -> FloatArray:
    """The number in months 1 to the horizon, the first of which is ``start``; shape (month,).

    ``before`` is what holds before the first step.
    """
    if not isinstance(stepped, Steps):
        return np.full(horizon_months, float(stepped))
    months, values = np.arange(1, horizon_months + 1), np.full(horizon_months, before)
    for step in sorted(stepped.steps, key=lambda each: month_number(each.first, start)):
        values[months >= month_number(step.first, start)] = step.amount
    return values


def most_of(stepped: Stepped) -> float:
    """The largest of the numbers that are stated."""
    return max((step.amount for step in stepped.steps), default=0.0) if isinstance(stepped, Steps) else stepped
