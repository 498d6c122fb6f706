"""Checks of real figures: channels that exist, months that can be told, numbers that can be meant."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from simulator.scenario.actuals import FIGURES, Actuals, Imported, ImportedTable, TableColumns
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import Unit
from simulator.validation.limits import FIRST_YEAR, LAST_YEAR, size_problem
from simulator.validation.names import Found, known_channel, name_problem, named_once

MOST_MONTHS = 600
MOST_TABLES = 50
TABLE_KEYS = frozenset(each.name for each in fields(TableColumns))


def actuals(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Real figures of no channel, or of one twice, or that no month can have; names of exports that are none."""
    names = scenario.channel_names
    for place, own in enumerate(scenario.actuals, start=1):
        path = f"actuals.{place}"
        yield from known_channel(own.channel, names, f"{path}.channel")
        if not FIRST_YEAR <= own.first.year <= LAST_YEAR:
            yield Found(f"{path}.from", f"is in the year {own.first.year}; real figures are of {FIRST_YEAR} or later")
        yield from _figures(own, path)
    yield from named_once([own.channel for own in scenario.actuals], "actuals", "real figures of the channel")
    for place, each in enumerate(scenario.imports, start=1):
        path = f"imports.{place}"
        if isinstance(each, ImportedTable):
            yield from _columns(each.columns.stated, f"{path}.columns")
            continue
        if problem := name_problem(each.source):
            yield Found(f"{path}.source", problem)
        yield from known_channel(each.channel, names, f"{path}.channel")
    sources = [each.source for each in scenario.imports if isinstance(each, Imported)]
    yield from named_once(sources, "imports", "the source")
    if len(scenario.imported_tables) > MOST_TABLES:
        yield Found("imports", f"has {len(scenario.imported_tables)} tables; at most {MOST_TABLES}")


def _columns(stated: Mapping[str, str], path: str) -> Iterator[Found]:
    for key, heading in stated.items():
        if problem := name_problem(heading):
            yield Found(f"{path}.{key}", problem)
    figures = [figure for figure in FIGURES if figure in TABLE_KEYS]
    if not any(figure in stated for figure in figures):
        yield Found(path, f"names no figure; say which column holds one of {', '.join(figures)}")


def _figures(own: Actuals, path: str) -> Iterator[Found]:
    for figure, unit in FIGURES.items():
        values = getattr(own, figure)
        if len(values) > MOST_MONTHS:
            yield Found(f"{path}.{figure}", f"has {len(values)} months; at most {MOST_MONTHS}")
        for month, value in enumerate(values, start=1):
            if value is None:
                continue
            problem = size_problem(value)
            if not problem and unit is Unit.COUNT and value < 0.0:
                problem = f"is {value:g}; it must be 0 or more"
            if problem:
                yield Found(f"{path}.{figure}", f"in month {month} {problem}")
