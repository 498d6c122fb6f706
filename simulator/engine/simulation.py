"""Simulation: sample the beliefs, run the plan."""

from dataclasses import dataclass
from functools import cached_property

from simulator.engine.funnel import Funnel, run
from simulator.engine.sampling import (
    ANY_MARKET,
    DEFAULT_DRAWS,
    DEFAULT_SEED,
    REPLICATES,
    Market,
    first_draws,
    first_replicate,
    sample_in_chunks,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """A plan of a scenario, and what it brings in every draw.

    ``draws`` is the number of possible worlds behind the figures, in so many ``replicates``: one in a preview.
    ``chunks`` are the beliefs as they were drawn, one after the other along the draw axis.
    """

    scenario: Scenario[Belief]
    chunks: tuple[Scenario[FloatArray], ...]
    plan: str
    draws: int
    seed: int
    funnel: Funnel
    market: Market = ANY_MARKET
    replicates: int = REPLICATES

    @property
    def spend(self) -> FloatArray:
        """The spend of the plan by channel and month [money]; shape (channel, month)."""
        return self.scenario.spend(self.plan)

    @cached_property
    def first_replicate(self) -> Scenario[FloatArray]:
        """The beliefs of the first replicate: a part of the chunks."""
        return first_draws(self.chunks, self.draws // self.replicates)


def simulate(
    scenario: Scenario[Belief],
    plan: str,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    market: Market = ANY_MARKET,
) -> Simulation:
    """Simulate a plan of a scenario that has no problems: one that was read from a file, or was checked.

    ``market`` is what is known of the market, as for ``sample``. Raises UnknownNameError if there is no such plan,
    SettingsError if the draws or the seed cannot be run.
    """
    decided = scenario.plan(plan)
    chunks = sample_in_chunks(scenario, draws=draws, seed=seed, market=market)
    return Simulation(
        scenario=scenario,
        chunks=chunks,
        plan=plan,
        draws=draws,
        seed=seed,
        funnel=run(scenario, chunks, decided),
        market=market,
    )


def preview(
    scenario: Scenario[Belief],
    plan: str,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    market: Market = ANY_MARKET,
) -> Simulation:
    """The first replicate alone of the same simulation: an eighth of its draws, for an answer at once.

    ``market`` and errors as for ``simulate``.
    """
    decided = scenario.plan(plan)
    first = first_replicate(scenario, draws=draws, seed=seed, market=market)
    return Simulation(
        scenario=scenario,
        chunks=(first,),
        plan=plan,
        draws=draws // REPLICATES,
        seed=seed,
        funnel=run(scenario, (first,), decided),
        market=market,
        replicates=1,
    )
