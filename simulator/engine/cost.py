"""The cost of a run in memory and time, told before it begins from the sizes alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from simulator.engine.decisions import decisions_of
from simulator.engine.memo import Memo
from simulator.engine.response import Spending
from simulator.engine.sampling import REPLICATES
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel, SeasonActsOn
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


def side_by_side(costs: Iterable[Cost]) -> Cost:
    """The cost of several runs that are all looked at together."""
    together = list(costs)
    return Cost(memory=sum(each.memory for each in together), seconds=sum(each.seconds for each in together))


def fewer_draws(cost: Callable[[int], Cost], draws: int) -> list[int]:
    """Numbers of draws below this one that are not large, the most first: each half of the one before."""
    halves = [draws >> step for step in range(1, draws.bit_length())]
    return [half for half in halves if half >= _FEWEST and half % REPLICATES == 0 and not cost(half).is_large]


def _numbers(scenario: Scenario[Belief], plan: str, draws: int) -> float:
    months, channels = scenario.horizon_months, scenario.channels
    return draws * (months * (_by_both(scenario, plan) + _BY_MONTH) + _BY_CHANNEL * len(channels))


def _by_both(scenario: Scenario[Belief], plan: str) -> int:
    """Arrays (month, draw) of all channels."""

    def count() -> int:
        pairs = zip(scenario.channels, decisions_of(scenario, scenario.plan(plan)).spendings, strict=True)
        return 1 + sum(_arrays(scenario, channel, spending) for channel, spending in pairs)

    # Asked for every number of draws; it reads all schedules.
    return _ARRAYS_OF_PLANS.of(scenario, count, part=plan)


_ARRAYS_OF_PLANS = Memo[int]()


def _arrays(scenario: Scenario[Belief], channel: Channel[Belief], spending: Spending) -> int:
    """Arrays (month, draw) of a channel: its profit, and its counts where its months are not in proportion.

    Where less than the budget may be spent, its spend is one more.
    """
    is_slow = _is_there(channel.carry_over) or _is_there(channel.ramp_up_months)
    if not (is_slow or _is_uneven(channel, spending)):
        return 1
    counts = 1 if scenario.sales_cycle(channel) is None else 2
    return 1 + counts + (1 if channel.curve.spares else 0)


def _is_uneven(channel: Channel[Belief], spending: Spending) -> bool:
    """Whether its money, at the prices of the first month, meets another market in some months than in others."""
    meets = np.where(channel.season_acts_on is SeasonActsOn.MARKET, spending.season, 1.0)
    divisor, _ = channel.curve.in_market(meets)
    return len(np.unique((spending.real / divisor)[spending.runs])) > 1


def _is_there(belief: Belief) -> bool:
    return not (belief.is_certain and belief.likely == 0.0)


def _is_uncertain(scenario: Scenario[Belief]) -> bool:
    return any(isinstance(place.value, Belief) and not place.value.is_certain for place in walk(scenario))
