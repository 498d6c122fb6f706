"""The cost of a run in memory and time, told before it begins from the sizes alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from simulator.engine.sampling import REPLICATES
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.fields import walk
from simulator.scenario.scenario import Scenario

MOST_MEMORY = 2e9
"""A run that would take more than this is said before it begins [bytes]."""

MOST_SECONDS = 20.0

SECONDS_PER_NUMBER = 25e-9
"""Time to work out one number of the arrays of a run and to read figures off it; on two cores of 2026."""

_BYTES = 8
_BY_CHANNEL, _BY_MONTH = 30, 7
"""Arrays (draw,) that are held for each channel, its beliefs included, and for each month."""

_FEWEST = 8 * REPLICATES
"""With fewer draws than this there is hardly a figure to look at."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """The most memory that a run holds at once [bytes], and how long it takes [seconds], roughly."""

    memory: float
    seconds: float

    @property
    def is_large(self) -> bool:
        """Whether a person should be asked before."""
        return self.memory > MOST_MEMORY or self.seconds > MOST_SECONDS


def cost_of(scenario: Scenario[Belief], plan: str, draws: int) -> Cost:
    """The cost of simulating a plan with so many draws."""
    numbers = _numbers(scenario, plan, draws)
    # Where all is certain there is one world, however many were asked for; to find out takes time.
    if numbers * _BYTES > MOST_MEMORY and not _is_uncertain(scenario):
        numbers = _numbers(scenario, plan, 1)
    return Cost(memory=numbers * _BYTES, seconds=numbers * SECONDS_PER_NUMBER)


def one_after_the_other(costs: Iterable[Cost]) -> Cost:
    """The cost of several runs, each forgotten before the next."""
    together = list(costs)
    return Cost(
        memory=max((each.memory for each in together), default=0.0), seconds=sum(each.seconds for each in together)
    )


def fewer_draws(cost: Callable[[int], Cost], draws: int) -> list[int]:
    """Numbers of draws below this one that are not large, the most first: each half of the one before."""
    halves = [draws >> step for step in range(1, draws.bit_length())]
    return [half for half in halves if half >= _FEWEST and half % REPLICATES == 0 and not cost(half).is_large]


def _numbers(scenario: Scenario[Belief], plan: str, draws: int) -> float:
    months, channels = scenario.horizon_months, scenario.channels
    spend = scenario.spend(plan)
    uneven = [len(np.unique(row[row > 0.0])) > 1 for row in spend]
    by_both = 1 + sum(_arrays(scenario, channel, varies) for channel, varies in zip(channels, uneven, strict=True))
    return draws * (months * (by_both + _BY_MONTH) + _BY_CHANNEL * len(channels))


def _arrays(scenario: Scenario[Belief], channel: Channel[Belief], varies: bool) -> int:
    """Arrays (month, draw) of a channel: its profit, and its counts where its months are not in proportion."""
    if not (varies or _is_there(channel.carry_over) or _is_there(channel.ramp_up_months)):
        return 1
    return 2 if scenario.sales_cycle(channel) is None else 3


def _is_there(belief: Belief) -> bool:
    return not (belief.is_certain and belief.likely == 0.0)


def _is_uncertain(scenario: Scenario[Belief]) -> bool:
    return any(isinstance(place.value, Belief) and not place.value.is_certain for place in walk(scenario))
