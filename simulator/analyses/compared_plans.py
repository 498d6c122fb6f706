"""The plans that are compared, of one scenario or several: how they are told apart, and what holds for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from simulator.analyses.comparability import with_horizon
from simulator.analyses.what_if import AnyKnob, WhatIf, fitting
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class ComparedPlan:
    """A plan that is compared. ``label`` is what it is called among the others; no other has the same.

    ``plan`` is its name within its scenario; ``origin`` says where that was found, in the words of whoever found it: a
    file, or the entry of an address.
    """

    label: str
    plan: str
    scenario: Scenario[Belief]
    origin: str


def scenarios_of(plans: Iterable[ComparedPlan]) -> list[Scenario[Belief]]:
    """The scenarios of the plans, each once."""
    return list({id(each.scenario): each.scenario for each in plans}.values())


def over_first_months(plans: Sequence[ComparedPlan], months: int) -> list[ComparedPlan]:
    """The plans over their first so many months; one that looks no further stays as it is."""
    shorter = {
        id(scenario): with_horizon(scenario, min(months, scenario.horizon_months)) for scenario in scenarios_of(plans)
    }
    return [replace(each, scenario=shorter[id(each.scenario)]) for each in plans]


def what_if_by_plan(plans: Sequence[ComparedPlan], what_if: Sequence[AnyKnob]) -> dict[str, WhatIf]:
    """Suppositions for each plan, by label: a scenario that has no place for something is not changed by it."""
    return {each.label: fitting(each.scenario, what_if) for each in plans}


def distinct_labels(names: Sequence[Sequence[str]]) -> list[str]:
    """A label for each of several things, all different; ``names`` of one go from what it is called to ever more.

    ``[("Today", "Plumber"), ("More", "Plumber"), ("Today", "Dentist")]`` are Today (Plumber), More, Today (Dentist).
    Where not even all names together tell two apart, they are numbered.
    """
    chosen = [1] * len(names)
    while True:
        labels = [_label(each, count) for each, count in zip(names, chosen, strict=True)]
        clashing = [row for row, label in enumerate(labels) if labels.count(label) > 1]
        longer = [row for row in clashing if chosen[row] < len(names[row])]
        if not longer:
            return _numbered(labels)
        for row in longer:
            chosen[row] += 1


def _label(names: Sequence[str], count: int) -> str:
    first, *others = names[:count]
    return f"{first} ({', '.join(others)})" if others else first


def _numbered(labels: Sequence[str]) -> list[str]:
    taken: list[str] = []
    for label in labels:
        number, free = 1, label
        while free in taken:
            number += 1
            free = f"{label} {number}"
        taken.append(free)
    return taken
