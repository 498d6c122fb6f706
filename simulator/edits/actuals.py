"""Edits of real figures: those of a month taken in, and channels that get another name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from simulator.scenario.actuals import Actuals, Imported
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

ByMonth = Mapping[date, Mapping[str, float]]
"""The figures of each month, by their names."""


def with_actuals(scenario: Scenario[Belief], figures: Mapping[str, ByMonth]) -> Scenario[Belief]:
    """The scenario with real figures by channel and month; each takes the place of what stood there before it."""
    known = {own.channel: own.by_month for own in scenario.actuals}
    for channel, months in figures.items():
        own = known.setdefault(channel, {})
        for month, found in months.items():
            own[month] = {**own.get(month, {}), **found}
    return replace(scenario, actuals=tuple(Actuals.of(name, months) for name, months in known.items() if months))


def with_imports(scenario: Scenario[Belief], channels: Mapping[str, str]) -> Scenario[Belief]:
    """The scenario that remembers which channel each name in an export stands for."""
    known = {each.source: each.channel for each in scenario.imports} | dict(channels)
    return replace(scenario, imports=tuple(Imported(source=name, channel=own) for name, own in known.items()))


def with_actual_names(scenario: Scenario[Belief], name_of: Callable[[str], str | None]) -> Scenario[Belief]:
    """The scenario with the channels of real figures under other names; None takes one out."""
    actuals = tuple(
        replace(own, channel=name) for own in scenario.actuals if (name := name_of(own.channel)) is not None
    )
    imports = tuple(
        replace(own, channel=name) for own in scenario.imports if (name := name_of(own.channel)) is not None
    )
    return replace(scenario, actuals=actuals, imports=imports)
