"""Edits of real figures: those of a month taken in or out, those of exports, and channels that get another name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from simulator.imports.any_table import fits
from simulator.imports.by_channel import ByChannel
from simulator.imports.columns import Head
from simulator.imports.export import NamedTable
from simulator.scenario.actuals import Actuals, Imported, ImportedTable, Known, TableColumns
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.validation.actuals import MOST_TABLES
from simulator.validation.names import name_problem

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
    """The scenario with the figures of exports, and with what each name and column in them stands for."""
    remembered = {source: channel for source, channel in found.sources.items() if source != channel}
    return with_tables(with_imports(with_actuals(scenario, found.figures), remembered), found.tables)


def with_imports(scenario: Scenario[Belief], channels: Mapping[str, str]) -> Scenario[Belief]:
    """The scenario that remembers which channel each name in an export stands for."""
    new = dict(channels)
    kept = [
        replace(each, channel=new.pop(each.source)) if isinstance(each, Imported) and each.source in new else each
        for each in scenario.imports
    ]
    return replace(scenario, imports=(*kept, *(Imported(source=name, channel=own) for name, own in new.items())))


def with_tables(scenario: Scenario[Belief], tables: Sequence[NamedTable]) -> Scenario[Belief]:
    """The scenario that remembers the columns of tables, in place of others by which the same tables could be read.

    Of very many the oldest are forgotten; headings that are no line of text cannot be kept.
    """
    for table in tables:
        new = ImportedTable(columns=TableColumns(**table.columns))
        if new not in scenario.imports and not any(map(name_problem, table.columns.values())):
            kept = [each for each in scenario.imports if not _is_of(table, each)]
            oldest = [each for each in kept if isinstance(each, ImportedTable)][: 1 - MOST_TABLES]
            scenario = replace(scenario, imports=(*(each for each in kept if each not in oldest), new))
    return scenario


def _is_of(table: NamedTable, each: Imported | ImportedTable) -> bool:
    return isinstance(each, ImportedTable) and fits(each.columns.stated, Head(table.headings))


def with_actual_names(scenario: Scenario[Belief], name_of: Callable[[str], str | None]) -> Scenario[Belief]:
    """The scenario with the channels of real figures under other names; None takes one out."""
    actuals = tuple(
        replace(own, channel=name) for own in scenario.actuals if (name := name_of(own.channel)) is not None
    )
    imports = tuple(found for each in scenario.imports if (found := _with_name(each, name_of)) is not None)
    return replace(scenario, actuals=actuals, imports=imports)


def _with_name(each: Imported | ImportedTable, name_of: Callable[[str], str | None]) -> Imported | ImportedTable | None:
    if isinstance(each, ImportedTable):
        return each
    name = name_of(each.channel)
    return None if name is None else replace(each, channel=name)
