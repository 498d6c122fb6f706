"""Measurements of a new scenario from exports, in words: each number with its range and its source."""

from simulator.presentation.beliefs import places, shown_range
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, walk
from simulator.scenario.provenance import MEASURED_AT_FIRST
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

HEADS = ("Measured", "8 times in 10 between", "From")


def measured(scenario: Scenario[Belief]) -> list[Place]:
    """The numbers that were measured."""
    return [
        each
        for each in walk(scenario)
        if isinstance(each.value, Belief) and each.value.source.startswith(MEASURED_AT_FIRST)
    ]


def measured_rows(scenario: Scenario[Belief], formats: Formats) -> list[tuple[str, str, str]]:
    """A row for each of them: what it is called, its range, and what it is from."""
    words = places(scenario)
    return [
        (
            words.get(place.path, place.path),
            shown_range(place.value, place.quantity, formats),
            place.value.source.removeprefix(MEASURED_AT_FIRST).strip(),
        )
        for place in measured(scenario)
    ]
