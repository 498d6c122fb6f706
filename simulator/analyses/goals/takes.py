"""All that there is to say of goals at once: the money, the people, the rates, the prices, and what to work on."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.analyses.goals.advice import StageAdvice, stage_advice
from simulator.analyses.goals.backwards import WANTED, Backwards, backwards, by_quarter
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.improving import reach_with_improvements
from simulator.analyses.goals.prices import HighestPrice, highest_prices
from simulator.analyses.goals.rates import RateNeeded, rates_needed
from simulator.analyses.goals.reach import Reach, reach
from simulator.analyses.goals.search import Progress
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.engine.simulation import simulate
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Takes:
    """Requirements of goals in money, ``reach``; and in the present plan people by quarter, rates and prices."""

    reach: Reach
    quarters: Sequence[Backwards]
    rates: Sequence[RateNeeded]
    prices: Sequence[HighestPrice]
    advice: Sequence[StageAdvice]


def what_it_takes(
    scenario: Scenario[Belief],
    *,
    plan: str,
    goals: Sequence[Goal],
    probability: float,
    most: float | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    progress: Progress = lambda share: None,
    improvements: bool = False,
) -> Takes:
    """Requirements of goals, in money for channels, or for ``improvements`` too. Errors as for ``reach``."""
    found = (reach_with_improvements if improvements else reach)(
        scenario,
        plan=plan,
        goals=goals,
        probability=probability,
        most=most,
        draws=draws,
        seed=seed,
        progress=lambda share: progress(0.8 * share),
    )
    simulation = simulate(scenario, plan, draws=draws, seed=seed)
    progress(0.85)
    if any(goal.metric not in WANTED for goal in goals):
        spans = []
    else:
        spans = by_quarter(simulation, goals[0]) if len(goals) == 1 else list(goals)
    needed = rates_needed(simulation, goals, probability)
    progress(0.9)
    return Takes(
        reach=found,
        quarters=backwards(simulation, spans),
        rates=needed,
        prices=highest_prices(simulation),
        advice=stage_advice(simulation),
    )
