"""Improvements of a channel that stands in a scenario many times over: each copy has its own of each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.scenario.improvements import Improvement
from simulator.scenario.plans import Plan, Purchase
from simulator.scenario.scenario import Scenario, T


def improvements_of_copies(
    improvements: Iterable[Improvement[T]], channel: str, names: Sequence[str]
) -> tuple[Improvement[T], ...]:
    """The improvements of a channel's own beliefs once for each copy of it, those of other beliefs as they are."""
    found: list[Improvement[T]] = []
    for each in improvements:
        if each.channel != channel:
            found.append(each)
            continue
        copies = enumerate(names)
        found += [
            replace(each, name=_called(each.name, place), belief=f"channels.{name}.{each.field}")
            for place, name in copies
        ]
    return tuple(found)


def purchases_of_copies(scenario: Scenario[T], plan: Plan, channel: str, copies: int) -> tuple[Purchase, ...]:
    """The purchases of a plan where a channel is there so many times."""
    found: list[Purchase] = []
    for each in plan.improvements:
        if scenario.improvement(each.improvement).channel == channel:
            found += [replace(each, improvement=_called(each.improvement, place)) for place in range(copies)]
        else:
            found.append(each)
    return tuple(found)


def _called(name: str, place: int) -> str:
    """A name that no person typed: another improvement could be called by any other."""
    return f"{name}\n{place}"
