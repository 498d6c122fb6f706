"""The oracle of a goal: every split of every budget, run as a whole plan and judged by its own figures."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

import numpy as np

from simulator.analyses.allocation.grid import grid_of
from simulator.analyses.allocation.tables import Worlds
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.search import Search
from simulator.analyses.probabilities import target_chance
from simulator.edits.spend import with_slider_spend
from simulator.engine.funnel import run
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.scenario.scenario import Target
from tests.analyses.allocation.problems import DRAWS, STEP, STEPS, Problem, keeps, problem, searched


@dataclass(frozen=True)
class Tried:
    """A problem, and its splits as whole plans in the worlds in which it is searched, each run once for all goals."""

    problem: Problem
    worlds: Any

    def run(self, spend: dict[str, float]) -> Simulation:
        """The whole plan with these amounts."""
        amounts = tuple(spend.items())
        if amounts not in self._run:
            own = self.problem.scenario
            changed = with_slider_spend(own, own.plan("Today"), spend)
            funnel = run(changed, [self.worlds], changed.plan("Today"))
            self._run[amounts] = Simulation(
                scenario=changed, chunks=(self.worlds,), plan="Today", draws=DRAWS // 2, seed=1, funnel=funnel
            )
        return self._run[amounts]

    @cached_property
    def _run(self) -> dict[tuple[tuple[str, float], ...], Simulation]:
        return {}


@lru_cache(maxsize=2)
def tried(seed: int, *, capacity: bool) -> Tried:
    """A random problem, of which nothing has been run yet."""
    own = problem(seed, capacity=capacity)
    return Tried(own, searched(own.scenario))


@dataclass(frozen=True)
class Asked:
    """A problem whose splits are tried, and a goal that some of them meet and others do not."""

    tried: Tried
    goal: Goal
    probability: float

    @cached_property
    def search(self) -> Search:
        """The search of it."""
        own = self.tried.problem
        worlds = Worlds(own.scenario, "Today", [self.tried.worlds])
        grid = grid_of(worlds, own.budget, own.limits, or_less=True)
        return Search(worlds, grid, own.limits, [self.goal], self.probability)


def asked(seed: int, metric: str, *, capacity: bool = False) -> Asked:
    """A random problem with a goal of this metric, as hard as what an average split brings."""
    own, random = tried(seed, capacity=capacity), np.random.default_rng(seed)
    spend = {name: STEP * float(random.integers(0, 4)) for name in own.problem.scenario.channel_names}
    number = float(np.median(_plan_draws(own.run(spend), metric)))
    if not np.isfinite(number):
        number = 6.0 if metric == "payback_months" else 150.0
    goal = Goal(metric, at_most=number) if metric in {"cac", "payback_months"} else Goal(metric, at_least=number)
    if metric in {"customers", "profit", "revenue"} and number < 0.0:
        goal = Goal(metric, at_least=0.0)
    return Asked(own, goal, float(random.choice([0.5, 0.8, 0.9])))


def every_budget(given: Asked) -> dict[float, float]:
    """The best chance of every budget, over all splits that keep to the limits [budget: chance]."""
    own, search = given.tried.problem, given.search
    caps = [float(amounts[cap]) for amounts, cap in zip(search.grid.amounts, search.grid.caps, strict=True)]
    names = own.scenario.channel_names
    best: dict[float, float] = {}
    for steps in product(range(STEPS + 1), repeat=len(names)):
        spend = dict(zip(names, (STEP * step for step in steps), strict=True))
        total = sum(spend.values())
        if total > own.budget or not _keeps(own, spend, total):
            continue
        if all(amount <= cap for amount, cap in zip(spend.values(), caps, strict=True)):
            best[total] = max(best.get(total, 0.0), _chance(given, spend))
    return best


def _keeps(own: Problem, spend: dict[str, float], total: float) -> bool:
    """A share of a group is one of what is spent."""
    return keeps(Problem(own.scenario, total, own.limits, own.or_less), spend)


def _chance(given: Asked, spend: dict[str, float]) -> float:
    target = Target(metric=given.goal.metric, at_least=given.goal.at_least, at_most=given.goal.at_most)
    simulation = given.tried.run(spend)
    if given.goal.metric == "customers" and simulation.scenario.room_by_month is not None:
        return float(np.mean(_plan_draws(simulation, "customers") >= given.goal.number - 1e-9))
    chance = target_chance(simulation, target)
    return 0.0 if np.isnan(chance) else chance


def _plan_draws(simulation: Simulation, metric: str) -> np.ndarray:
    return METRICS[metric].of_plan(simulation.funnel)[0, 0]
