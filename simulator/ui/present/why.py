"""Why the proposed plan is divided as it is: looked for again in a process of its own, while the rest is shown."""

from simulator.analyses.allocation.beside import Divided, divided_again
from simulator.engine.sampling import DEFAULT_SEED
from simulator.errors import LostWorkError
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.story.told import plans_told
from simulator.ui.frame.long_work import awaited
from simulator.ui.session import long_work
from simulator.ui.session.alone import alone

_PLACE, _WHAT = "present-split", "Why this split"


def why_awaited(scenario: Scenario[Belief], draws: int) -> Divided | None:
    """The search that the proposed plan came from; while it is not there the page says how far it is."""
    given = _given(scenario, draws)
    return None if given is None else awaited(_PLACE, _WHAT, divided_again, *given)


def why_known(scenario: Scenario[Belief], draws: int) -> Divided | None:
    """The same, if it is there: a slide on a screen waits for nothing, and tells of nothing that went wrong."""
    given = _given(scenario, draws)
    if given is None:
        return None
    try:
        now = long_work.ask(_PLACE, divided_again, *given)
    except LostWorkError:
        return None
    return now.found if isinstance(now, long_work.Answer) else None


def _given(scenario: Scenario[Belief], draws: int) -> tuple[object, ...] | None:
    """What it depends on; None where the plan came about otherwise."""
    plan, against = plans_told(scenario)
    if scenario.plan(plan).best_split.total is None or "split" not in scenario.presentation.sections:
        return None
    base = against or plan
    return alone(scenario, plan, base), plan, base, draws, DEFAULT_SEED
