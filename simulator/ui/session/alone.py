"""The scenario as long work is asked about it: this module knows no toolkit, so that a process begins soon."""

from dataclasses import replace

from simulator.scenario.beliefs import Belief
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Scenario


def alone(scenario: Scenario[Belief], *plans: str) -> Scenario[Belief]:
    """The scenario with these plans alone and no words: another plan, or another name, asks for no other answer."""
    return replace(
        scenario,
        name="",
        client="",
        notes="",
        plans=tuple(replace(plan, notes="") for plan in scenario.plans if plan.name in plans),
        targets=(),
        presentation=Presentation(),
    )
