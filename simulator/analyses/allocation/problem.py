"""An allocation problem: what is to be divided, by what it is judged, and what it has to keep to."""

from dataclasses import dataclass

from simulator.analyses.allocation.objectives import Objective
from simulator.analyses.allocation.tables import Worlds, halves_of
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class AllocationProblem:
    """A ``budget`` [money per month] to divide over the channels of a plan, each in the months that it has there.

    All of it is to be spent, or less where ``or_less``. ``limits`` are as they are stated: those of a month follow.
    """

    scenario: Scenario[Belief]
    budget: float
    plan: str
    objective: Objective = Objective()  # noqa: RUF009 - it is frozen
    limits: Limits = Limits()  # noqa: RUF009 - it is frozen
    or_less: bool = False
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED

    @property
    def halves(self) -> tuple[Worlds, Worlds]:
        """The worlds in which it is searched, and those in which the answer is scored again."""
        return halves_of(self.scenario, self.plan, draws=self.draws, seed=self.seed)
