"""Improvements for a goal: which of those that are offered to buy, so that the goal takes the smallest budget.

What an improvement costs within the horizon is spread evenly over the months, and counts in the budget. Every set is
tried in fewer worlds first; the best of them, and what the plan buys anyway, are looked at in all.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations

from simulator.analyses.allocation.improving import bought_by, monthly_cost, with_set
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.proof import CELLS as PROOF_WORK
from simulator.analyses.goals.reach import Reach, most_to_spend, reach
from simulator.analyses.goals.search import Progress
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.errors import LimitsError, SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

MOST_OFFERED = 3
"""So many improvements are chosen among: each one more doubles the work."""

FEW_DRAWS = 1_024
"""Worlds in which sets are told apart."""


def reach_with_improvements(
    scenario: Scenario[Belief],
    *,
    plan: str,
    goals: Sequence[Goal],
    probability: float,
    most: float | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    progress: Progress = lambda share: None,
) -> Reach:
    """The smallest monthly budget that reaches all goals, where improvements may be bought from it.

    Of ROI, CAC and payback alone the largest that keeps to them. An improvement that the plan buys keeps its month, any
    other would be bought in the first. Errors as for ``reach``, and SettingsError where more are offered than can be
    tried.
    """
    offered = [each.name for each in scenario.improvements]
    if len(offered) > MOST_OFFERED:
        raise SettingsError(f"there are {len(offered)} improvements to choose among; at most {MOST_OFFERED}")
    limit = most_to_spend(scenario, plan) if most is None else most
    asked = _Sets(scenario, plan, goals, probability, limit, seed)
    own = bought_by(scenario, plan)
    sets = [set(names) for size in range(len(offered) + 1) for names in combinations(offered, size)]
    tried = list[tuple[set[str], Reach]]()
    for place, names in enumerate(sets):
        progress(0.5 * place / len(sets))
        tried += [(names, found) for found in [asked.with_set(names, min(draws, FEW_DRAWS), 0)] if found]
    best = max(tried, key=lambda each: _worth(each[1]))[0] if tried else set(own)
    progress(0.5)
    now = asked.reached(set(own), draws)
    progress(0.75)
    chosen = None if best == set(own) else asked.with_set(best, draws)
    is_better = chosen is not None and _worth(chosen) > _worth(now)
    found = chosen if is_better and chosen is not None else now
    return replace(found, present_chance=now.present_chance, bought_now=own, cost_now=now.monthly_cost)


def _worth(found: Reach) -> tuple[bool, float, float]:
    """What of two answers is better: that it is one, then the budget, or how sure it is where there is none."""
    budget = found.total if found.is_largest else -found.total
    return (True, budget, found.chance) if found.reachable else (False, found.chance, budget)


@dataclass(frozen=True)
class _Sets:
    """What is asked of every set of improvements."""

    scenario: Scenario[Belief]
    plan: str
    goals: Sequence[Goal]
    probability: float
    most: float
    seed: int

    def with_set(self, names: set[str], draws: int, proof_work: int = PROOF_WORK) -> Reach | None:
        """The answer where the plan buys these; None where nothing is left for channels, or less than limits ask."""
        with suppress(LimitsError):
            return self.reached(names, draws, proof_work)
        return None

    def reached(self, names: set[str], draws: int, proof_work: int = PROOF_WORK) -> Reach:
        """The answer where the plan buys these. Raises LimitsError."""
        ordered = tuple(each.name for each in self.scenario.improvements if each.name in names)
        scenario = with_set(self.scenario, self.plan, ordered)
        cost = monthly_cost(scenario, self.plan)
        if cost >= self.most:
            raise LimitsError(f"improvements take {cost:,.2f} of the most to spend, which is {self.most:,.2f}")
        found = reach(
            scenario,
            plan=self.plan,
            goals=self.goals,
            probability=self.probability,
            most=self.most - cost,
            draws=draws,
            seed=self.seed,
            proof_work=proof_work,
        )
        return replace(found, among=True, bought=ordered, monthly_cost=cost, most=self.most)
