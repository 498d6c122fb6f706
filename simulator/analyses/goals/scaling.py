"""Draws in which one belief is so many times what it was, world by world: all else stays as it is, to the last bit.

What improvements make of the belief goes with it: the better of the two is so many times what it was, too.
"""

from collections.abc import Callable, Sequence

import numpy as np

from simulator.scenario.fields import Place, mapped
from simulator.scenario.improvements import stands_for
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray


def with_rate(chunks: Sequence[Scenario[FloatArray]], name: str, factor: float) -> list[Scenario[FloatArray]]:
    """The draws with a rate, the funnel's and every channel's own, times a factor; none exceeds 1."""

    def better(rate: FloatArray) -> FloatArray:
        return np.minimum(1.0, rate * factor)

    return [_with(chunk, lambda place: stands_for(place).name == name, better) for chunk in chunks]


def with_price(
    chunks: Sequence[Scenario[FloatArray]], channel: str, field: str, factor: float | FloatArray
) -> list[Scenario[FloatArray]]:
    """The draws with what a unit costs in a channel times a factor, the same in all worlds or one for each."""
    path = f"channels.{channel}.{field}"
    return [_with(chunk, lambda place: stands_for(place).path == path, lambda cost: cost * factor) for chunk in chunks]


def _with(
    chunk: Scenario[FloatArray], which: Callable[[Place], bool], change: Callable[[FloatArray], FloatArray]
) -> Scenario[FloatArray]:
    def changed(place: Place) -> object:
        return change(place.value) if which(place) and isinstance(place.value, np.ndarray) else place.value

    return mapped(chunk, changed)
