"""Work on a goal in a process of its own: this module knows no toolkit."""

from collections.abc import Sequence

from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.takes import Takes, what_it_takes
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.session.alone import alone
from simulator.ui.session.workers import report

Given = tuple[Scenario[Belief], str, tuple[Goal, ...], float, float, int, bool]
"""The scenario with the plan alone, the plan, the goals, how sure, the most a month, the draws, improvements or not."""


def given(
    scenario: Scenario[Belief],
    plan: str,
    goals: Sequence[Goal],
    sure: float,
    most: float,
    draws: int,
    *,
    improvements: bool = False,
) -> Given:
    """All that the answer depends on, and nothing else: to add a plan, or to name something, asks for no other one."""
    return alone(scenario, plan), plan, tuple(goals), sure, most, draws, improvements


def worked_out(
    scenario: Scenario[Belief],
    plan: str,
    goals: tuple[Goal, ...],
    sure: float,
    most: float,
    draws: int,
    improvements: bool,
) -> Takes:
    """Requirements of goals. Raises LimitsError and SettingsError."""
    return what_it_takes(
        scenario,
        plan=plan,
        goals=goals,
        probability=sure,
        most=most,
        draws=draws,
        improvements=improvements,
        progress=lambda share: report(share, "trying budgets and splits" if share < 0.8 else "reading the funnel"),
    )
