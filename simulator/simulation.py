"""Simulation: sample the beliefs, run the plan."""

from dataclasses import dataclass

from simulator.beliefs import Belief
from simulator.funnel import Funnel, run
from simulator.sampling import DEFAULT_DRAWS, DEFAULT_SEED, REPLICATES, sample_replicates
from simulator.scenario import Scenario
from simulator.units import FloatArray


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """A plan of a scenario, and what it brings in every draw.

    ``draws`` is the number of possible worlds behind the figures, ``replicates`` the beliefs as they were
    drawn, one after the other along the draw axis.
    """

    scenario: Scenario[Belief]
    replicates: tuple[Scenario[FloatArray], ...]
    plan: str
    draws: int
    seed: int
    funnel: Funnel


def simulate(
    scenario: Scenario[Belief], plan: str, *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED
) -> Simulation:
    """Simulate a plan of a scenario that has no problems.

    Raises UnknownNameError if there is no such plan, SettingsError if the draws or the seed cannot be run.
    """
    decided = scenario.plan(plan)
    replicates = sample_replicates(scenario, draws=draws, seed=seed)
    funnel = run(replicates, decided)
    return Simulation(scenario=scenario, replicates=replicates, plan=plan, draws=draws, seed=seed, funnel=funnel)


def preview(
    scenario: Scenario[Belief], plan: str, *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED
) -> Simulation:
    """The first replicate alone of the same simulation: an eighth of its draws, for an answer at once.

    Raises UnknownNameError if there is no such plan, SettingsError if the draws or the seed cannot be run.
    """
    decided = scenario.plan(plan)
    replicates = sample_replicates(scenario, draws=draws, seed=seed)
    first = replicates[:1]
    return Simulation(
        scenario=scenario, replicates=first, plan=plan, draws=draws // REPLICATES, seed=seed, funnel=run(first, decided)
    )
