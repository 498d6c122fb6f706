"""Checks of every declared number: its size, its limits, the order of a range."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simulator.scenario.beliefs import Belief, Learned, certain
from simulator.scenario.fields import Place, quantities, quantity_of, walk
from simulator.scenario.scenario import Scenario
from simulator.scenario.steps import Steps
from simulator.units import Quantity, Role, Unit
from simulator.validation.names import Found, channel_paths, improvement_paths

MOST = 1e12
LEAST = 1e-12
LEAST_CHANGE, MOST_CHANGE = -0.9, 1.0
"""Fractions by which an amount of money may change from year to year; at most so that a bare 8 is no 800 %."""
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""The years of real figures."""
NEAREST = 1e-9
"""Numbers of a range that are nearer than this, relative to their distance from the bounds, cannot be told apart."""


def numbers(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Numbers outside their limits, and ranges that are none."""
    rest = replace(scenario, channels=(), improvements=(), targets=())
    yield from _numbers_of(rest, "")
    for path, record in (*channel_paths(scenario), *improvement_paths(scenario)):
        yield from _numbers_of(record, path)
    for index, target in enumerate(scenario.targets, start=1):
        yield from _numbers_of(target, f"targets.{index}")


def _numbers_of(node: Any, path: str) -> Iterator[Found]:
    places = []
    for place in walk(node, path):
        if place.value is not None:
            places.append(place)
        # A draft may lack what a file cannot be read without.
        elif place.quantity.default is None and not place.quantity.optional:
            yield Found(place.path, "is missing; state it here")
    declared = {place.path: list(_declared_problems(place)) for place in places}
    spoilt = {id(place.owner) for place in places if declared[place.path]}
    for place in places:
        yield from declared[place.path]
        # Limits that depend on another field of the owner mean nothing while one of its fields is wrong.
        if id(place.owner) not in spoilt and place.quantity is not quantity_of(type(place.owner), place.name):
            for message in _value_problems(place.value, place.quantity):
                yield Found(place.path, message, _siblings(place))


def _declared_problems(place: Place) -> Iterator[Found]:
    quantity = quantity_of(type(place.owner), place.name)
    if isinstance(place.value, Steps):
        yield from _step_problems(place.value, place.path, quantity)
        return
    for message in _value_problems(place.value, quantity):
        yield Found(place.path, message)
    if isinstance(place.value, Belief) and place.value.yearly_change:
        for message in _change_problems(place.value.yearly_change, quantity):
            yield Found(f"{place.path}.yearly_change", message)
    if isinstance(place.value, Belief) and place.value.learned is not None:
        for part, message in _learned_problems(place.value, place.value.learned, quantity):
            yield Found(f"{place.path}.learned{part}", message)


def _step_problems(steps: Steps, path: str, quantity: Quantity) -> Iterator[Found]:
    if not steps.steps:
        yield Found(path, "has no steps; state at least one, or one number")
    for number, step in enumerate(steps.steps, start=1):
        for message in _value_problems(step.amount, quantity):
            yield Found(f"{path}.{number}.amount", message)


def _change_problems(change: float, quantity: Quantity) -> Iterator[str]:
    if quantity.unit is not Unit.MONEY:
        yield "has no place here; only amounts of money change from year to year"
    elif not LEAST_CHANGE <= change <= MOST_CHANGE:
        yield fraction_problem(change, LEAST_CHANGE, MOST_CHANGE)


def _learned_problems(belief: Belief, learned: Learned, quantity: Quantity) -> Iterator[tuple[str, str]]:
    """What is wrong with what a belief has learned from, by the entry that it is about."""
    if quantity.role is not Role.BELIEF:
        yield "", "has no place here; this is no belief about the world"
        return
    months = (learned.first, learned.last)
    if not all(FIRST_YEAR <= month.year <= LAST_YEAR for month in months):
        yield "", f"is of years that cannot be meant; real figures are of {FIRST_YEAR} or later"
    elif learned.first > learned.last:
        yield ".to", f"is {learned.last:%Y-%m}, before from ({learned.first:%Y-%m})"
    if problem := size_problem(learned.count) or ("" if learned.count >= 0.0 else "must be 0 or more"):
        yield ".count", problem
    if not 0.0 <= learned.weight <= 1.0:
        yield ".weight", f"is {learned.weight:g}; it must be between 0 and 1"
    # Its own limits may have become narrower since; whoever takes it back is told then.
    before = replace(belief.stated, at_least=None, at_most=None)
    for message in _value_problems(before, quantity):
        yield ".before", message
    if before.is_certain:
        yield ".before", "is one number three times; nothing can be learned about what is certain"


def fraction_problem(change: float, least: float, most: float) -> str:
    """Why a change is none that is allowed, with what was probably meant."""
    percent = f": write {change:g} %, or {change / 100:g}" if 1.0 < abs(change) <= 100.0 * abs(least) else ""
    return f"is {change:g}; it must be between {least:g} and {most:g}{percent}"


def _siblings(place: Place) -> tuple[str, ...]:
    """The paths of all numbers of the place's owner."""
    return tuple(f"{place.path.rpartition('.')[0]}.{name}" for name in quantities(type(place.owner)))


def _value_problems(value: Belief | float, quantity: Quantity) -> list[str]:
    belief = value if isinstance(value, Belief) else certain(value)
    numbers = (belief.low, belief.likely, belief.high, belief.at_least, belief.at_most)
    sizes = [size_problem(number) for number in dict.fromkeys(numbers) if number is not None]
    return (
        [problem for problem in sizes if problem]
        or _own_limit_problems(belief, quantity)
        or belief.problems(quantity)
        or _nearness_problems(belief, quantity)
    )


def size_problem(number: float) -> str:
    """Why a number is too large or too small to be meant, in words; empty if it is not."""
    if math.isnan(number) or abs(number) > MOST:
        return f"is {number:g}; that is too large to be meant (at most {MOST:g})"
    if 0.0 < abs(number) < LEAST:
        return f"is {number:g}; that is too small to be meant (at least {LEAST:g}, or 0)"
    return ""


def _own_limit_problems(belief: Belief, quantity: Quantity) -> list[str]:
    own = (("at_least", belief.at_least), ("at_most", belief.at_most))
    return [
        f"{name} is {limit:g}; it must be {quantity.limits}"
        for name, limit in own
        if limit is not None and not quantity.at_least <= limit <= quantity.at_most
    ]


def _nearness_problems(belief: Belief, quantity: Quantity) -> list[str]:
    if belief.is_certain:
        return []
    bottom, top = belief.support(quantity)
    low, likely, high = belief.low, belief.likely, belief.high
    room_below = min(likely - bottom, top - likely)
    room_above = min(high - bottom, top - high)
    if likely - low < NEAREST * room_below or high - likely < NEAREST * room_above:
        return [f"is [{low!r}, {likely!r}, {high!r}]; the numbers are all but equal: write one number"]
    return []
