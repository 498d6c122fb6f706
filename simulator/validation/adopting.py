"""Checks of the adopted plan: a name and a day that can be meant. What was kept of that day is checked on reading."""

from collections.abc import Iterator

from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.validation.limits import FIRST_YEAR, LAST_YEAR
from simulator.validation.names import Found, name_problem


def adoption(scenario: Scenario[Belief]) -> Iterator[Found]:
    """An adopted plan without a name or a version, or of a year that cannot be meant."""
    adopted = scenario.adopted
    if adopted is None:
        return
    if problem := name_problem(adopted.plan):
        yield Found("adopted.plan", problem)
    if not FIRST_YEAR <= adopted.on.year <= LAST_YEAR:
        yield Found("adopted.date", f"is in the year {adopted.on.year}; plans are adopted in {FIRST_YEAR} or later")
    if problem := name_problem(adopted.model_version):
        yield Found("adopted.model_version", problem.replace("give it a name", "write the version that was used"))
    if not adopted.figures.strip():
        yield Found("adopted.figures", "is empty; adopt the plan again")
