"""A belief scaled in its own terms: its whole range at once, with whatever narrows its support.

What is unbounded above, such as an amount of money, is multiplied by ``1 + by``; what is bounded above, such as a rate,
in its odds ``(x - bottom) / (top - x)``, so that 90 % never becomes 110 %. The source and the yearly change stay.
"""

import math
from dataclasses import replace

from simulator.edits.currency import DIGITS, rounded
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, walk
from simulator.scenario.improvements import stands_for
from simulator.scenario.scenario import Scenario
from simulator.units import Quantity, Role

EXACT_DIGITS = 15


def scalable(scenario: Scenario[Belief]) -> list[Place]:
    """The beliefs of a scenario that can be supposed to be otherwise by a share; what they become follows them."""
    return [place for place in walk(scenario) if can_be_scaled(place) and stands_for(place) is place]


def can_be_scaled(place: Place) -> bool:
    """Whether it holds a belief that scaling changes: a certain nothing, or all, stays what it is."""
    if place.quantity.role is not Role.BELIEF or place.value is None:
        return False
    return not (place.value.is_certain and place.value.likely in (place.quantity.at_least, place.quantity.at_most))


def scaled(belief: Belief, quantity: Quantity, by: float) -> Belief:
    """The belief with its whole range higher by a share of it, or of its odds where the quantity is bounded above."""
    if not by:
        return belief
    low, likely, high, bottom, top = (
        None if number is None else _scaled(number, quantity, 1.0 + by)
        for number in (belief.low, belief.likely, belief.high, belief.at_least, belief.at_most)
    )
    assert low is not None
    assert likely is not None
    assert high is not None
    return replace(belief, low=low, likely=likely, high=high, at_least=bottom, at_most=top)


def _scaled(number: float, quantity: Quantity, factor: float) -> float:
    bottom, top = quantity.at_least, quantity.at_most
    if math.isinf(top):
        return bottom + (number - bottom) * factor
    below, above = number - bottom, top - number
    if below <= 0.0 or above <= 0.0:
        return number
    found = bottom + (top - bottom) * below * factor / (below * factor + above)
    # What is no bound must not become one by rounding: a range that touches its bound is none.
    return min(max(found, math.nextafter(bottom, top)), math.nextafter(top, bottom))


def in_few_digits(belief: Belief, quantity: Quantity) -> Belief:
    """The belief with as few digits as keep its numbers apart and within their limits: more would claim to be known."""
    for digits in range(DIGITS, EXACT_DIGITS):
        low, likely, high = (rounded(number, digits) for number in (belief.low, belief.likely, belief.high))
        found = replace(belief, low=low, likely=likely, high=high)
        if found.is_certain == belief.is_certain and not found.problems(quantity):
            return found
    return belief


def noted(belief: Belief, note: str) -> Belief:
    """The belief with a note behind its source."""
    source = belief.source.strip()
    return replace(belief, source=f"{source} ({note})" if source else note)
