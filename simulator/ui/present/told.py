"""The story of the open scenario, told once for all sessions."""

from datetime import date

from simulator.analyses.allocation.beside import Divided
from simulator.engine.cost import Cost, cost_of, side_by_side
from simulator.reports import TABLES, Form, document
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.story import Story, Told, story
from simulator.story.told import plans_told
from simulator.text.formats import Formats
from simulator.ui.session.cache import kept
from simulator.ui.session.results import PlanResult
from simulator.ui.session.turns import turn


def told_story(scenario: Scenario[Belief], draws: int, formats: Formats, why: Divided | None) -> Story:
    """The story of a scenario that has no problems; ``why`` is the search that its split came from."""
    on = date.today()
    keys = [PlanResult(scenario, name, draws).key for name in plans_told(scenario) if name]
    # The search depends on the limits, which move no figure of a plan.
    of_split = (why is None, scenario.limits)
    return kept(
        ("story", *keys, scenario.presentation, scenario.name, scenario.client, *of_split, formats, on),
        lambda: story(_told(scenario, draws, formats, on, why)),
    )


def told_document(form: Form, scenario: Scenario[Belief], draws: int, formats: Formats, why: Divided | None) -> bytes:
    """A document of the same, or a table of all plans; raises what ``reports.document`` raises."""
    if form not in TABLES:
        with turn(cost(scenario, draws)):
            return document(form, _told(scenario, draws, formats, date.today(), why))
    names = [plan.name for plan in scenario.plans]
    with turn(side_by_side([cost_of(scenario, name, draws) for name in names])):
        simulations = [PlanResult(scenario, name, draws).simulation for name in names]
        return document(form, Told.in_order(simulations, formats, date.today()))


def cost(scenario: Scenario[Belief], draws: int) -> Cost:
    """The cost of simulating both plans."""
    return side_by_side([cost_of(scenario, name, draws) for name in plans_told(scenario) if name])


def _told(scenario: Scenario[Belief], draws: int, formats: Formats, on: date, why: Divided | None) -> Told:
    plan, against = plans_told(scenario)
    present = PlanResult(scenario, against, draws).simulation if against else None
    return Told(PlanResult(scenario, plan, draws).simulation, present, formats, on, divided=why)
