"""Provenance of a belief: typed by a person, with the day on which they said so, or measured from real figures."""

from dataclasses import replace
from datetime import date

from simulator.scenario.beliefs import Belief
from simulator.scenario.months import month_number

YOUR_FIGURE = "Your figure"
"""The source of a number that a person typed without saying where it is from."""

MEASURED = "Measured from"
"""How the source of a number begins that was learned from real figures."""
MEASURED_AT_FIRST = "Measured:"
"""How the source of a number begins that was measured from real figures when its scenario began from them."""


def as_own(belief: Belief, on: date, why: str = "") -> Belief:
    """The belief as a person's own figure of a day; ``why`` says how they came by it."""
    return replace(belief, source=f"{YOUR_FIGURE}: {why}" if why else YOUR_FIGURE, as_of=on)


def is_marked_as_own(belief: Belief) -> bool:
    """Whether the belief's source is that a person typed it."""
    return belief.source.strip().startswith(YOUR_FIGURE)


def is_measured(belief: Belief) -> bool:
    """Whether the numbers are those that were learned from real figures: nobody has typed others since."""
    return belief.learned is not None and belief.source.strip().startswith(MEASURED)


def rests_on(belief: Belief, month: date) -> bool:
    """Whether the real figures of a month are in the numbers already: learned, or measured when the scenario began."""
    if belief.learned is not None and belief.learned.first <= month <= belief.learned.last:
        return True
    stated = belief.stated
    at_first = stated.source.strip().startswith(MEASURED_AT_FIRST)
    return at_first and stated.as_of is not None and month <= stated.as_of


def measured_until(belief: Belief) -> date | None:
    """The last month whose real figures the numbers rest on, by any of its days; None where they rest on none."""
    if belief.learned is not None:
        return belief.learned.last
    return belief.as_of if belief.source.strip().startswith(MEASURED_AT_FIRST) else None


def months_since(month: date, on: date) -> int:
    """How many whole months have passed since a month of the calendar ended; 0 before that."""
    return max(0, month_number(on, month) - 2)
