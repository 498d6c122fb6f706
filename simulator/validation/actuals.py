"""Checks of real figures: channels that exist, months that can be told, numbers that can be meant."""

from collections.abc import Iterator

from simulator.scenario.actuals import FIGURES, Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import Unit
from simulator.validation.limits import FIRST_YEAR, LAST_YEAR, size_problem
from simulator.validation.names import Found, known_channel, name_problem, named_once

MOST_MONTHS = 600


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
    for place, name in enumerate(scenario.imports, start=1):
        path = f"imports.{place}"
        if problem := name_problem(name.source):
            yield Found(f"{path}.source", problem)
        yield from known_channel(name.channel, names, f"{path}.channel")
    yield from named_once([name.source for name in scenario.imports], "imports", "the source")


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
