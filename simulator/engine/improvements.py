"""Improvements at work: the worlds of a plan, each of which holds from the month on in which something is bought."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from simulator.scenario.improvements import Improvement
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray


def worlds_of(
    scenario: Scenario[FloatArray], bought: Sequence[tuple[str, int]], row: int
) -> list[tuple[int, Scenario[FloatArray]]]:
    """The worlds that a channel meets, each with its first month, from 0: the one without improvements is the first.

    ``bought`` are improvements by name, with the month from which on they are there.
    """
    channel = scenario.channels[row]
    acting = [
        (improvement, month)
        for name, month in bought
        if scenario.is_improved(channel, improvement := scenario.improvement(name))
    ]
    firsts = sorted({month for _, month in acting})
    later = [(first, improved(scenario, [each for each, month in acting if month <= first])) for first in firsts]
    return [(0, scenario), *later]


def improved(scenario: Scenario[FloatArray], improvements: Sequence[Improvement[FloatArray]]) -> Scenario[FloatArray]:
    """The drawn scenario with these improvements: in every draw the best of what a belief was and what it becomes."""
    for improvement in improvements:
        if improvement.channel is None:
            scenario = replace(scenario, funnel=_better(scenario.funnel, improvement))
        else:
            channels = (_better(c, improvement) if c.name == improvement.channel else c for c in scenario.channels)
            scenario = replace(scenario, channels=tuple(channels))
    return scenario


def _better(owner: Any, improvement: Improvement[FloatArray]) -> Any:
    best = np.minimum if improvement.lowers else np.maximum
    now = cast("FloatArray", getattr(owner, improvement.field))
    return replace(owner, **{improvement.field: best(now, improvement.becomes)})
