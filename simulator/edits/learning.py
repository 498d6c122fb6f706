"""Edits by which beliefs learn from real figures, and by which what was learned is taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from simulator.edits.channels import value_at, with_value
from simulator.edits.scaling import in_few_digits
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.fields import mapped, quantity_of, walk
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.units import Quantity
from simulator.validation.limits import NEAREST

Three = tuple[float, float, float]

TOLD_APART = 10.0 * NEAREST
"""How far the numbers of what was learned are apart, relative to their distance from the bounds."""


def with_learned(
    scenario: Scenario[Belief],
    path: str,
    three: Three,
    *,
    months: Sequence[date],
    count: float,
    weight: float,
    source: str,
) -> Scenario[Belief]:
    """The scenario whose belief at a path has learned: its new numbers, and what they rest on.

    What it had learned from before is added up, and the range that a person stated stays beside it.
    """
    belief: Belief = value_at(scenario, path)
    owner, _, name = path.rpartition(".")
    low, likely, high = three
    moved = replace(belief, low=low, likely=likely, high=high, source=source, as_of=_end(max(months)))
    quantity = quantity_of(value_at(scenario, owner), name)
    readable = in_few_digits(_told_apart(moved, quantity), quantity)
    return with_value(scenario, path, replace(readable, learned=_learned(belief, months, count, weight)))


def taken_back(scenario: Scenario[Belief], path: str) -> Scenario[Belief]:
    """The scenario with the belief at a path as a person stated it; its months can be learned from again."""
    belief: Belief = value_at(scenario, path)
    return with_value(scenario, path, belief.stated)


def as_stated(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario with every belief as a person stated it."""
    return mapped(scenario, lambda place: place.value.stated if isinstance(place.value, Belief) else place.value)


def learned_paths(scenario: Scenario[Belief]) -> list[str]:
    """The paths of the beliefs that have learned from real figures."""
    return [place.path for place in walk(scenario) if isinstance(place.value, Belief) and place.value.learned]


def _told_apart(belief: Belief, quantity: Quantity) -> Belief:
    """The belief at least so wide that its numbers can be told apart, however much it has learned from."""
    bottom, top = belief.support(quantity)
    least = TOLD_APART * min(belief.likely - bottom, top - belief.likely)
    return replace(belief, low=min(belief.low, belief.likely - least), high=max(belief.high, belief.likely + least))


def _learned(belief: Belief, months: Sequence[date], count: float, weight: float) -> Learned:
    before = belief.learned
    if before is not None:
        first, last = min(before.first, *months), max(before.last, *months)
        total = before.count + count
        # What both weighed, for as much as each of them counted.
        both = (before.weight * before.count + weight * count) / total if total else weight
        return replace(before, first=first, last=last, count=total, weight=both)
    return Learned(
        first=min(months),
        last=max(months),
        count=count,
        weight=weight,
        before=(belief.low, belief.likely, belief.high),
        before_source=belief.source,
        before_as_of=belief.as_of,
    )


def _end(month: date) -> date:
    return months_on(month, 1) - timedelta(days=1)
