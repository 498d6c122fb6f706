"""Rates that would reach goals alone, and the worth of better ones; run, in the same worlds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.prices import some_worlds
from simulator.analyses.goals.reach import goals_met
from simulator.analyses.goals.scaling import with_rate
from simulator.analyses.summary import Summary, summarise
from simulator.engine.funnel import Funnel, run
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

DRAWS, ROUNDS = 1_024, 8
BETTER = 1.1
"""What 10 % better is."""

ALL_OF_THEM = 1e9
"""So many times better, a rate is 100 % in every world."""


@dataclass(frozen=True, kw_only=True)
class RateNeeded:
    """A rate of the plan ``now``, over the channels that have it, and what it would have to be.

    ``needed`` is None where even 100 % would not do, and as it is ``now`` where the goals are met anyway.
    """

    name: str
    now: float
    needed: float | None


def rates_in_use(simulation: Simulation) -> list[str]:
    """The names of the rates on the way of the plan's money, in the order of the funnel."""
    scenario, spend = simulation.scenario, simulation.spend.sum(axis=1)
    names = [
        name
        for row, channel in enumerate(scenario.channels)
        if spend[row] > 0.0
        for name in channel.rates(scenario.funnel.stages)
    ]
    return [key for key in METRICS if key in names]


def rates_needed(simulation: Simulation, goals: Sequence[Goal], probability: float) -> list[RateNeeded]:
    """Level of each rate in use, the others as they are, at which all goals are met with a probability."""
    search = _Rates(simulation, goals, probability)
    return [search.needed(name) for name in rates_in_use(simulation)]


@dataclass(frozen=True)
class _Rates:
    simulation: Simulation
    goals: Sequence[Goal]
    probability: float

    def needed(self, name: str) -> RateNeeded:
        """Level that a rate would have to be at."""
        worlds = some_worlds(self.simulation, DRAWS)
        now = _rate(self._run(worlds), name)
        if self._is_met(worlds):
            return RateNeeded(name=name, now=now, needed=now)
        if not self._is_met(with_rate(worlds, name, ALL_OF_THEM)):
            return RateNeeded(name=name, now=now, needed=None)
        least, most = 1.0, 2.0
        while not self._is_met(with_rate(worlds, name, most)):
            least, most = most, 2.0 * most
        for _ in range(ROUNDS):
            middle = float(np.sqrt(least * most))
            is_met = self._is_met(with_rate(worlds, name, middle))
            least, most = (least, middle) if is_met else (middle, most)
        return RateNeeded(name=name, now=now, needed=_rate(self._run(with_rate(worlds, name, most)), name))

    def _is_met(self, chunks: Sequence[Scenario[FloatArray]]) -> bool:
        scenario, draws = self.simulation.scenario, sum(chunk.draws for chunk in chunks)
        plan = scenario.plan(self.simulation.plan)
        met = goals_met(scenario, plan, self.goals, chunks, draws, self.simulation.seed)
        return float(met.prod(axis=0).mean()) >= self.probability

    def _run(self, chunks: Sequence[Scenario[FloatArray]]) -> Funnel:
        return run(self.simulation.scenario, chunks, self.simulation.scenario.plan(self.simulation.plan))


def _rate(funnel: Funnel, name: str) -> float:
    """A rate over the channels that have it: average passed on over average before."""
    before, after = funnel.plan.passed[name]
    return float(after.mean() / before.mean()) if before.any() else np.nan


@dataclass(frozen=True, kw_only=True)
class Worth:
    """Change in the profit of the plan [money] if a rate is 10 % better, as 33 % in place of 30 %."""

    name: str
    now: float
    gain: Summary


def worth_of_better(simulation: Simulation) -> list[Worth]:
    """Worth of each rate in use being 10 % better, and the others as they are; in the same worlds."""
    scenario, worlds = simulation.scenario, some_worlds(simulation, DRAWS)
    plan = scenario.plan(simulation.plan)
    before = run(scenario, worlds, plan)
    found = []
    for name in rates_in_use(simulation):
        after = run(scenario, with_rate(worlds, name, BETTER), plan)
        gains = np.atleast_2d((after.plan.profit - before.plan.profit)[0, 0])
        found.append(Worth(name=name, now=_rate(before, name), gain=summarise(gains)[0]))
    return found
