"""What the page Track shows, as it is worked out in a process of its own: this module knows no toolkit."""

from datetime import date

from simulator.analyses.tracking import Tracking, track
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import adopted
from simulator.ui.session.alone import alone
from simulator.ui.session.workers import report

Given = tuple[Scenario[Belief], str, tuple[Actuals, ...], date, int]
"""The scenario with the plan alone, the plan, the real figures, the present day, and the draws."""


def held_to(scenario: Scenario[Belief], plan: str) -> tuple[Scenario[Belief], str]:
    """The scenario and the plan that real figures are held against: the adopted one, else this as it stands now.

    Raises ScenarioFileError where what was kept of the adopted plan cannot be read.
    """
    if scenario.adopted is None:
        return scenario, plan
    return adopted(scenario.adopted), scenario.adopted.plan


def given(scenario: Scenario[Belief], plan: str, today: date, draws: int) -> Given:
    """All that the answer depends on. Raises ScenarioFileError."""
    held, name = held_to(scenario, plan)
    return alone(held, name), name, scenario.actuals, today, draws


def worked_out(
    scenario: Scenario[Belief], plan: str, actuals: tuple[Actuals, ...], today: date, draws: int
) -> Tracking:
    """The plan beside what really happened."""
    report(0.1, "playing every month with luck")
    return track(scenario, plan, actuals, today=today, draws=draws)
