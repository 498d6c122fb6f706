"""Edits of the adopted plan: adopt one, give it up, and let what was kept of that day follow new names and money."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from simulator.engine.funnel import MODEL_VERSION
from simulator.errors import ScenarioFileError
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import adopted, write


@dataclass(frozen=True, kw_only=True)
class HeldTo:
    """The plan that real figures are held against, with the scenario that it rests on.

    That is how it was adopted; without an ``adoption``, how it stands now.
    """

    scenario: Scenario[Belief]
    plan: str
    adoption: Adoption | None = None


def held_to(scenario: Scenario[Belief], plan: str | None = None) -> HeldTo:
    """The adopted plan, as it was; or another one, by its name, as it stands now. The first, where none is adopted.

    Raises UnknownNameError, and ScenarioFileError where what was kept of the adopted plan cannot be read.
    """
    adoption = scenario.adopted
    if adoption is not None and plan in (None, adoption.plan):
        return HeldTo(scenario=adopted(adoption), plan=adoption.plan, adoption=adoption)
    return HeldTo(scenario=scenario, plan=scenario.plans[0].name if plan is None else scenario.plan(plan).name)


def plan_to_adopt(scenario: Scenario[Belief]) -> str:
    """The plan to adopt where none is named: the one that is adopted now, where it still stands, or the first."""
    names = [plan.name for plan in scenario.plans]
    present = "" if scenario.adopted is None else scenario.adopted.plan
    return present if present in names else names[0]


def adopt(scenario: Scenario[Belief], plan: str, on: date) -> Scenario[Belief]:
    """The scenario with a plan adopted as it stands, in place of any before it. Raises UnknownNameError."""
    figures = write(_frozen(scenario, plan)).decode()
    adoption = Adoption(plan=scenario.plan(plan).name, on=on, model_version=MODEL_VERSION, figures=figures)
    return replace(scenario, adopted=adoption)


def without_adoption(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario with no plan adopted."""
    return replace(scenario, adopted=None)


def with_adopted_figures(
    scenario: Scenario[Belief], change: Callable[[Scenario[Belief]], Scenario[Belief]]
) -> Scenario[Belief]:
    """The scenario with a change made to what was kept of the adopted plan; not a character of the rest changes.

    For what is no change of the plan or of beliefs: a channel that is called another name, money in another currency.
    """
    adoption = scenario.adopted
    if adoption is None:
        return scenario
    try:
        before = adopted(adoption)
    except ScenarioFileError:
        # What cannot be read is told where the scenario is checked; it is not lost here.
        return scenario
    after = change(before)
    if after == before:
        return scenario
    figures = write(after, onto=adoption.figures.encode()).decode()
    return replace(scenario, adopted=replace(adoption, figures=figures))


def _frozen(scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
    """All that the figures of one plan follow from, and its targets."""
    return replace(
        scenario,
        notes="",
        plans=(scenario.plan(plan),),
        limits=Limits(),
        presentation=Presentation(),
        actuals=(),
        imports=(),
        adopted=None,
    )
