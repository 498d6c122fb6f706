"""Edits of real figures: those of a month taken in or out, those of exports, and channels that get another name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from simulator.imports.by_channel import ByChannel
from simulator.scenario.actuals import Actuals, Imported, Known
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


def with_own_figures(
    scenario: Scenario[Belief], channel: str, figures: Mapping[date, Mapping[str, Known]]
) -> Scenario[Belief]:
    """The scenario with figures of a channel as somebody states them; None takes out what stood there."""
    own = {each.channel: each.by_month for each in scenario.actuals}.get(channel, {})
    for month, found in figures.items():
        stated = {**own.get(month, {}), **found}
        own[month] = {name: value for name, value in stated.items() if value is not None}
    known = {month: found for month, found in own.items() if found}
    others = tuple(each for each in scenario.actuals if each.channel != channel)
    return with_actuals(replace(scenario, actuals=others), {channel: known} if known else {})


def with_exports(scenario: Scenario[Belief], found: ByChannel) -> Scenario[Belief]:
    """The scenario with the figures of exports, and with what each name in them stands for."""
    remembered = {source: channel for source, channel in found.sources.items() if source != channel}
    return with_imports(with_actuals(scenario, found.figures), remembered)


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
