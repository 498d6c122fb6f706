"""The plans that a story tells of, and what several of its parts ask of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from simulator.analyses.allocation.beside import Divided
from simulator.analyses.comparison import Compared, compare
from simulator.analyses.judgement import Judgement, judgement
from simulator.engine.simulation import Simulation
from simulator.findings import Finding, findings
from simulator.scenario.beliefs import Belief
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats


@dataclass(frozen=True, eq=False)
class Told:
    """A proposed plan as simulated, the plan that it is set against, if any, and how numbers are written.

    All are of the same possible worlds; ``others`` are plans that only tables of draws hold. ``divided`` is the search
    that the proposed plan came from; None if it came about otherwise, or its reasons are not to be told.
    """

    proposed: Simulation
    present: Simulation | None
    formats: Formats
    on: date
    others: tuple[Simulation, ...] = ()
    divided: Divided | None = None

    @classmethod
    def in_order(cls, simulations: Sequence[Simulation], formats: Formats, on: date) -> "Told":
        """The plans in an order of their own, for tables that hold them all."""
        first, *others = simulations
        if not others:
            return cls(first, None, formats, on)
        return cls(others[0], first, formats, on, tuple(others[1:]))

    @property
    def scenario(self) -> Scenario[Belief]:
        """Scenario as it is stated."""
        return self.proposed.scenario

    @property
    def presentation(self) -> Presentation:
        """How it is to be told."""
        return self.scenario.presentation

    @property
    def simulations(self) -> tuple[Simulation, ...]:
        """All plans, the present one first."""
        return (*(() if self.present is None else (self.present,)), self.proposed, *self.others)

    @property
    def horizon(self) -> str:
        """``24 months``."""
        return self.formats.months(self.scenario.horizon_months)

    @cached_property
    def judgement(self) -> Judgement:
        """The judgement on the proposed plan."""
        return judgement(self.proposed)

    @cached_property
    def findings(self) -> list[Finding]:
        """Points worth checking about the proposed plan."""
        return findings(self.proposed, self.formats, on=self.on)

    @cached_property
    def compared(self) -> Compared | None:
        """The proposed plan against the present one, by profit; None if there is none."""
        if self.present is None:
            return None
        plans = {self.present.plan: self.present, self.proposed.plan: self.proposed}
        return compare(plans, metric="profit").plans[self.proposed.plan]


def plans_told(scenario: Scenario[Belief]) -> tuple[str, str]:
    """The proposed plan, and the one that it is set against; empty where it would be the same.

    What is not stated is the second plan of the scenario, or its only one, and the first.
    """
    names, shown = [plan.name for plan in scenario.plans], scenario.presentation
    plan, against = shown.plan or names[min(1, len(names) - 1)], shown.against or names[0]
    return plan, "" if against == plan else against
