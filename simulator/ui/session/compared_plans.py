"""The plans that are compared: what was chosen, looked up in the open scenario and in the files where it lies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from simulator import library
from simulator.analyses.compared_plans import ComparedPlan, distinct_labels, over_first_months
from simulator.charts.plan_colours import MOST_PLANS
from simulator.errors import UnknownNameError
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.session import results
from simulator.ui.session.comparison_choice import EXAMPLE, HERE, SAVED, Choice, Pick, here, pick_of
from simulator.ui.session.file_summary import FileSummary, summaries
from simulator.ui.session.workspaces import Workspace

OPEN = "open now"
WHERE = {EXAMPLE: "example", SAVED: "saved"}


@dataclass(frozen=True)
class Other:
    """Another scenario that may have plans to add, as it is told at a glance; ``kind`` says where it lies."""

    kind: str
    summary: FileSummary

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return self.summary.stem

    @property
    def label(self) -> str:
        """``Smith Dental (example)``."""
        return f"{self.summary.name} ({WHERE[self.kind]})"

    @property
    def scenario(self) -> Scenario[Belief] | None:
        """The whole file, read when it is asked for; None where it cannot be read."""
        return results.entry(self.summary.path).scenario


def picks(now: Workspace, choice: Choice) -> tuple[Pick, ...]:
    """The plans to compare: those that were chosen, else the plans of the open scenario."""
    if choice.picks is not None:
        return choice.picks
    return tuple(here(plan.name) for plan in now.draft.plans)[:MOST_PLANS]


def compared_plans(now: Workspace, choice: Choice) -> list[ComparedPlan]:
    """The chosen plans that exist, in their order, the baseline first; over the common months if any are asked for."""
    found = [(pick, scenario) for pick in picks(now, choice) if (scenario := _scenario_of(pick, now)) is not None]
    found.sort(key=lambda entry: entry[0] != choice.baseline)
    elsewhere = {pick.plan for pick, _ in found if pick.kind != HERE}
    labels = distinct_labels([_names(pick, scenario, elsewhere) for pick, scenario in found])
    plans = [
        ComparedPlan(label=label, plan=pick.plan, scenario=scenario, origin=pick.text)
        for (pick, scenario), label in zip(found, labels, strict=True)
    ]
    return plans if choice.months is None else over_first_months(plans, choice.months)


def resolved(choice: Choice, now: Workspace, found: Sequence[ComparedPlan]) -> Choice:
    """The choice as it is carried out, in the order that a person gave it: for the address."""
    there = {compared.origin for compared in found}
    kept = tuple(pick for pick in picks(now, choice) if pick.text in there)
    return replace(choice, picks=kept, baseline=pick_of(found[0].origin) if found else None)


def missing(now: Workspace, choice: Choice) -> list[str]:
    """The names of chosen plans that are not there any more."""
    return [pick.plan for pick in picks(now, choice) if _scenario_of(pick, now) is None]


def others(now: Workspace) -> list[Other]:
    """The saved scenarios and the examples, without the one that is open; none of them is read for this as a whole."""
    saved = [Other(SAVED, summary) for summary in summaries(library.library_folder())]
    shipped = [Other(EXAMPLE, summary) for summary in summaries(library.shipped_folder())]
    own = (SAVED, now.file.stem) if now.file is not None else (EXAMPLE, now.shipped or "")
    return [other for other in (*saved, *shipped) if (other.kind, other.stem) != own]


def _scenario_of(pick: Pick, now: Workspace) -> Scenario[Belief] | None:
    """The scenario that has the plan; None if there is no such scenario or plan."""
    scenario = now.draft if pick.kind == HERE else _read(pick)
    known = scenario is not None and any(plan.name == pick.plan for plan in scenario.plans)
    return scenario if known else None


def _read(pick: Pick) -> Scenario[Belief] | None:
    folder = library.library_folder() if pick.kind == SAVED else library.shipped_folder()
    try:
        return results.entry(library.find(folder, pick.stem)).scenario
    except UnknownNameError:
        return None


def _names(pick: Pick, scenario: Scenario[Belief], elsewhere: Collection[str]) -> tuple[str, ...]:
    # A plan from elsewhere names its scenario, and one that is called as such a plan does too; further words follow
    # only where two would still be called the same.
    if pick.kind != HERE:
        return f"{pick.plan} · {scenario.name}", WHERE[pick.kind], pick.stem
    return (f"{pick.plan} · {scenario.name}", OPEN) if pick.plan in elsewhere else (pick.plan, scenario.name, OPEN)
