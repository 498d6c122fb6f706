"""Work of the page Track in a process of its own: this module knows no toolkit."""

from dataclasses import dataclass, replace
from datetime import date

from simulator.analyses.focus import Focus, focus
from simulator.analyses.gap import Gap, explained_gap
from simulator.analyses.outlook import Outlook, outlooks
from simulator.analyses.pacing import Pace, pace
from simulator.analyses.tracking import Tracking, track
from simulator.edits.adoption import HeldTo, held_to
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.session.alone import alone
from simulator.ui.session.workers import report

Given = tuple[Scenario[Belief], str, tuple[Actuals, ...], date, int]
"""The scenario with the plan alone, the plan, the real figures, the present day, and the draws."""


def held(scenario: Scenario[Belief], plan: str) -> HeldTo:
    """Plan that real figures are held against: the adopted one, else this one as it stands now.

    Raises ScenarioFileError where what was kept of the adopted plan cannot be read.
    """
    return held_to(scenario, plan if scenario.adopted is None else None)


def given(scenario: Scenario[Belief], plan: HeldTo, today: date, draws: int) -> Given:
    """All that the answer depends on: to work on another plan asks for no other one."""
    bare = alone(plan.scenario, plan.plan)
    told = replace(bare, actuals=(), imports=(), targets=plan.scenario.targets)
    return told, plan.plan, scenario.actuals, today, draws


def worked_out(
    scenario: Scenario[Belief], plan: str, actuals: tuple[Actuals, ...], today: date, draws: int
) -> Tracking:
    """The plan beside what really happened."""
    report(0.1, "playing every month with luck")
    return track(scenario, plan, actuals, today=today, draws=draws)


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """Causes of the difference so far, and where the plan goes; ``moved`` are its outlooks month after month."""

    gap: Gap
    focus: Focus | None
    pace: Pace | None
    moved: tuple[Outlook, ...]


def under_way(scenario: Scenario[Belief], plan: str, actuals: tuple[Actuals, ...], today: date, draws: int) -> UnderWay:
    """The gap explained, the month that runs, and the outlook."""
    report(0.4, "looking for what made the difference")
    gap = explained_gap(scenario, plan, actuals, today=today, draws=draws)
    running = pace(scenario, plan, actuals, today=today, draws=draws)
    report(0.6, "simulating what is still to come")
    moved = outlooks(scenario, plan, actuals, today=today, draws=draws)
    return UnderWay(gap=gap, focus=focus(gap), pace=running, moved=moved)
